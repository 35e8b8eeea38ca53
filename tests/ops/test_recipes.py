"""What a machine of one's own runs: tools/ops/publish.sh, and the recipes that start it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.ops.forge import POST, ROOT, Forge
from tools.ops.rclone import commands

from frontdesk.build.host_files import Rule, parse_headers

RECIPES = ROOT / "tools/recipes"
SCRIPT = "tools/ops/publish.sh"

pytestmark = pytest.mark.O2


def publish(folder: Path, place: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """As cron runs it: from elsewhere, knowing next to nothing."""
    known = {"PATH": "/usr/bin:/bin", "HOME": str(place.parent), "SITEURL": "https://blog.test"}
    return subprocess.run(
        ["/bin/sh", "-c", f"{folder / SCRIPT} {place}/"],
        cwd="/",
        env={**known, "PYTHONPATH": str(folder / "plugins"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.rehearsal
@pytest.mark.B3
def test_a_machine_of_ones_own_publishes_what_can_be_published(forge: Forge) -> None:
    folder, place = forge.machine(), forge.place / "www"
    place.mkdir()
    (place / "gone.html").write_text("of an older site")
    done = publish(folder, place)
    assert done.returncode == 0, done.stderr
    assert "ledger 4" in (place / "blogs/ledger.html").read_text()
    assert not (place / "gone.html").exists()
    assert (place / ".well-known/recommendations.opml").is_file()

    home = place / "index.html"
    before = home.stat().st_mtime_ns
    (folder / "content/posts/2026-11-06-second.md").write_text(POST.format("Second", 6))
    failed = publish(folder, place, REFRESH_FLAGS="--no-such-flag")
    assert failed.returncode == 1
    assert "The refresh failed; the site was built from what was stored before." in failed.stderr
    assert "Second" in home.read_text()
    assert home.stat().st_mtime_ns != before

    whole = home.read_bytes()
    (folder / "content/extra").mkdir()
    (folder / "content/extra/talk.html").write_text("<script>deck()</script>")
    (folder / "content/posts/2026-11-07-lost.md").write_text("Title: Lost\nDate: someday\n\nW.\n")
    waits = publish(folder, place)
    assert waits.returncode == 0
    assert "content/extra/talk.html" in waits.stderr
    assert "2026-11-07-lost.md" in waits.stderr
    assert not (place / "talk.html").exists()
    assert home.read_bytes() == whole


def test_it_asks_where_to() -> None:
    done = subprocess.run([ROOT / SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Name the place where the site goes" in done.stderr


# --- what starts it -----------------------------------------------------------------------------


@pytest.mark.parametrize("recipe", ["blog.service", "crontab", "Dockerfile"])
def test_every_recipe_starts_the_same_script(recipe: str) -> None:
    assert (ROOT / SCRIPT).stat().st_mode & 0o111 == 0o111
    assert re.search(rf"\b{SCRIPT}\b", (RECIPES / recipe).read_text())


@pytest.mark.rehearsal
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    assert program, "this test needs systemd-analyze; on Debian: apt-get install systemd"
    for name in ("blog.service", "blog.timer"):
        unit = (RECIPES / name).read_text().replace("/srv/blog", str(ROOT))
        (tmp_path / name).write_text(unit.replace("User=blog", "User=root"))
    units = [str(tmp_path / name) for name in ("blog.service", "blog.timer")]
    done = subprocess.run([program, "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_cron_runs_one_line_and_says_something_only_where_it_failed(tmp_path: Path) -> None:
    """cron reads a line as five fields and a command, in which a percent sign would be a new line."""
    *_, line = (RECIPES / "crontab").read_text().splitlines()
    command = line.split(None, 5)[5]
    assert "%" not in command
    script = tmp_path / SCRIPT
    script.parent.mkdir(parents=True)
    (tmp_path / "var").mkdir()
    for code, heard in ((0, ""), (1, "what it said\n")):
        script.write_text(f"#!/bin/sh\necho what it said >&2\nexit {code}\n")
        script.chmod(0o755)
        done = subprocess.run(
            ["/bin/sh", "-c", command.replace("/srv/blog", str(tmp_path))],
            env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stdout + done.stderr == heard


def test_a_container_takes_no_store_along(tmp_path: Path) -> None:
    ignored = (RECIPES / "Dockerfile.dockerignore").read_text().split()
    assert {"var", "output", ".venv", ".git", ".cache"} <= set(ignored)


# --- an object store ----------------------------------------------------------------------------

RULES = (
    Rule("/blog/*", {"Content-Security-Policy": "default-src 'none'"}),
    Rule("/blog/feeds/posts.atom.xml", {"Content-Type": "a/b", "Cache-Control": "max-age=1"}),
    Rule("/blog/atom.xml", {"Content-Type": "a/b", "Cache-Control": "max-age=1"}),
    Rule("/blog/theme/*", {"Cache-Control": "max-age=2"}),
)


def test_what_has_headers_of_its_own_goes_first_with_them() -> None:
    feeds, theme, rest = map(shlex.split, commands(RULES, "output", "remote:bucket"))
    assert feeds == [
        *("rclone", "copy", "--checksum"),
        *("--include", "/feeds/posts.atom.xml", "--include", "/atom.xml"),
        *("--header-upload", "Content-Type: a/b", "--header-upload", "Cache-Control: max-age=1"),
        *("output", "remote:bucket"),
    ]
    assert theme[3:7] == ["--include", "/theme/**", "--header-upload", "Cache-Control: max-age=2"]
    assert rest[1:7] == ["sync", "--checksum", "--exclude", "/_headers", "--exclude", "/_redirects"]


@pytest.mark.rehearsal
def test_rclone_brings_the_whole_site_and_takes_away_what_is_gone(
    forge: Forge, tmp_path: Path
) -> None:
    assert shutil.which("rclone"), "this test needs rclone; on Debian: apt-get install rclone"
    folder, bucket = forge.machine(), tmp_path / "bucket"
    bucket.mkdir()
    (bucket / "gone.html").write_text("of an older site")
    assert publish(folder, tmp_path / "www").returncode == 0
    output = folder / "output"
    rules = parse_headers((output / "_headers").read_text())
    for line in commands(rules, str(output), str(bucket)):
        subprocess.run(["/bin/sh", "-ec", line], check=True, env=dict(os.environ))
    names = {path.relative_to(output) for path in output.rglob("*") if path.is_file()}
    there = {path.relative_to(bucket) for path in bucket.rglob("*") if path.is_file()}
    assert there == names - {Path("_headers"), Path("_redirects")}
