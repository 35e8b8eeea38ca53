"""The swap: the fresh site takes the old one's place whole, or not at all."""

from __future__ import annotations

import ctypes
import errno
import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.whole_sites.building import ROOT, Site

from frontdesk.build import swap
from frontdesk.build.preview.build_status import BuildStatus
from frontdesk.build.preview.server import make_server
from frontdesk.build.swap import put_in_place
from frontdesk.cli.build import main


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def read(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()
    }


@pytest.mark.B7
def test_the_fresh_site_replaces_the_old_one_and_stale_pages_go(tmp_path: Path) -> None:
    write(tmp_path / "site", {"same.html": "1", "changed.html": "1", "stale/page.html": "1"})
    write(tmp_path / "site.new", {"same.html": "1", "changed.html": "2", "new/page.html": "3"})
    put_in_place(tmp_path / "site.new", tmp_path / "site")
    assert read(tmp_path / "site") == {"same.html": "1", "changed.html": "2", "new/page.html": "3"}
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


@pytest.mark.B8
def test_what_did_not_change_keeps_its_time(tmp_path: Path) -> None:
    write(tmp_path / "site", {"same.html": "1", "changed.html": "1"})
    for name in ("same.html", "changed.html"):
        os.utime(tmp_path / "site" / name, (1000, 1000))
    write(tmp_path / "site.new", {"same.html": "1", "changed.html": "2"})
    put_in_place(tmp_path / "site.new", tmp_path / "site")
    assert (tmp_path / "site/same.html").stat().st_mtime == 1000
    assert (tmp_path / "site/changed.html").stat().st_mtime > 1000


@pytest.mark.B8
@pytest.mark.parametrize("exchange", [True, False])
def test_modes_are_those_of_the_last_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    """One build under umask 077 must not leave files that a web server can never read again."""
    if not exchange:
        monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: None)  # a system without renameat2
    site, fresh = tmp_path / "site", tmp_path / "site.new"
    files = {"same.html": "1", "changed.html": "1", "deep/same.css": "1"}
    modes = []
    for umask, changed in ((0o077, "1"), (0o022, "2"), (0o027, "3")):
        before = os.umask(umask)
        try:
            write(fresh, {**files, "changed.html": changed})
            put_in_place(fresh, site)
        finally:
            os.umask(before)
        found = [site, *site.rglob("*")]
        modes.append({path.stat().st_mode & 0o777 for path in found})
    assert modes == [{0o700, 0o600}, {0o755, 0o644}, {0o750, 0o640}]


@pytest.mark.B8
def test_a_whole_site_takes_the_modes_of_the_last_build(site: Site) -> None:
    for umask in (0o077, 0o022):
        before = os.umask(umask)
        try:
            site.build(environment={"PYTHONHASHSEED": "0"})
        finally:
            os.umask(before)
    output = site.folder / "output"
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in [output, *output.rglob("*")]}
    assert modes == {(True, 0o755), (False, 0o644)}


AS_NOBODY = """
import os, sys
sys.path[:0] = [{root!r}, {plugins!r}]
from pathlib import Path
from frontdesk.build import swap
from frontdesk.pelican.template_cache import bytecode_cache
if {renames}:
    import ctypes
    ctypes.CDLL = lambda *_, **__: None
os.setgid(65534)
os.setuid(65534)
site = Path("site")
from datetime import UTC, datetime
from frontdesk.build.file_cache import FileCache
cache = FileCache(Path("cache/images"), datetime(2026, 11, 18, tzinfo=UTC))
assert [*cache.get_or_make([("one", 1)], lambda _: [b"drawn"])] == [b"drawn"]
cache.prune()
settings = {{"JINJA_ENVIRONMENT": {{}}, "CACHE_PATH": "cache"}}
assert bytecode_cache(settings) is None
with swap.lock(site):
    swap.bring_back(site)
fresh = swap.free_name(site, "new")
fresh.mkdir()
(fresh / swap.MARK).write_text("")
(fresh / "index.html").write_text(sys.argv[1])
swap.put_in_place(fresh, site)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody can reach, as those of pytest cannot be."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.B7
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs two users")
@pytest.mark.parametrize("renames", [False, True])
def test_an_old_site_that_cannot_be_removed_blocks_no_later_build(
    place: Path, renames: bool
) -> None:
    """As where a build was once run by root: its folders stay, the new site stands each time."""
    program = AS_NOBODY.format(root=str(ROOT), plugins=str(ROOT / "plugins"), renames=renames)
    write(place / "site", {"index.html": "root's", "deep/page.html": "root's"})
    write(place / "cache", {"images/one": "root's", "templates/one": "root's"})
    (place / ".site.lock").touch()
    for path in (place / ".site.lock", *(place / "cache").rglob("*")):
        path.chmod(0o700)
    os.chown(place, 65534, 65534)
    told = []
    for word in ("first", "second", "third"):
        done = subprocess.run(
            [sys.executable, "-c", program, word],
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert read(place / "site")["index.html"] == word
        told.append(done.stderr)
    assert "the site before, cannot be removed" in told[0]
    assert "look at its owner and flags" in told[0]
    left = swap.leftovers(place / "site")
    assert [read(path).get("deep/page.html") for path in left] == ["root's"]


@pytest.mark.B7
def test_what_an_earlier_build_left_is_never_published(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site.folder / "output.new", {"secret-draft.html": "x"})
    site.build()
    assert "secret-draft.html" not in site.files
    assert not (site.folder / "output.new").exists()


@pytest.mark.B7
def test_where_nine_sites_cannot_be_removed_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    for number in ("", *range(2, swap.MAX_LEFTOVERS + 1)):
        (tmp_path / f"site.new{number}").mkdir()
    assert main(["pelicanconf.py", "--output", str(tmp_path / "site")]) == 1
    said = capsys.readouterr().err
    assert "site.new to site.new9 cannot be removed; look at their owner and flags" in said


@pytest.mark.B7
@pytest.mark.skipif(sys.platform != "linux", reason="two names change places in one step on Linux")
def test_whoever_asks_during_the_change_gets_the_old_page_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages whole and never missing, over many changes; a gap between two renames would be wide."""
    rename = Path.rename

    def rename_and_rest(path: Path, target: Path) -> Path:
        there = rename(path, target)
        time.sleep(0.02)
        return there

    monkeypatch.setattr(Path, "rename", rename_and_rest)
    site, fresh = tmp_path / "site", tmp_path / "site.new"
    pages = ("index.html", "deep/page.html")
    write(site, dict.fromkeys(pages, "a" * 20_000))
    server = make_server(site, 0, BuildStatus())
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    wrong: list[str] = []

    def ask_until_the_last(page: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=30)
        body = ""
        while not body.startswith("z"):
            connection.request("GET", f"/{page}")
            response = connection.getresponse()
            body = response.read().decode()
            if response.status != 200 or len(body) != 20_000 or len(set(body)) != 1:
                wrong.append(f"{page}: {response.status}, {len(body)} bytes")
        connection.close()

    readers = [threading.Thread(target=ask_until_the_last, args=(page,)) for page in pages]
    for reader in readers:
        reader.start()
    for letter in "bcdefghij" * 10 + "z":
        write(fresh, dict.fromkeys(pages, letter * 20_000))
        put_in_place(fresh, site)
    for reader in readers:
        reader.join()
    server.shutdown()
    serving.join()
    server.server_close()
    assert wrong == []


@pytest.mark.B7
@pytest.mark.parametrize("answer", [None, errno.EINVAL, errno.ENOSYS])
def test_where_two_folders_cannot_change_names_two_renames_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: int | None
) -> None:
    """A system that has no call for it, a disk that refuses, a kernel that does not know it."""

    class System:
        def __init__(self, *_: object, **__: object) -> None:
            if answer is not None:
                self.renameat2 = self.refuse

        def refuse(self, *_: object) -> int:
            ctypes.set_errno(answer or 0)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", System)
    write(tmp_path / "site", {"index.html": "old"})
    write(tmp_path / "site.new", {"index.html": "new"})
    put_in_place(tmp_path / "site.new", tmp_path / "site")
    assert read(tmp_path) == {"site/index.html": "new"}


@pytest.mark.B7
def test_the_old_site_is_back_after_a_build_that_was_killed_between_two_renames(site: Site) -> None:
    site.build()
    output = site.folder / "output"
    output.rename(site.folder / "output.old")
    site.feeds("partners: [oops\n")
    site.build(expect=1)
    assert (output / "index.html").is_file()


def test_a_folder_that_is_no_site_is_never_taken_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "letters", {"love.txt": "x", "index.html": "my own page"})
    assert main(["pelicanconf.py", "--output", str(tmp_path / "letters")]) == 1
    assert read(tmp_path / "letters") == {"love.txt": "x", "index.html": "my own page"}
    assert "holds something that is not a built site" in capsys.readouterr().err


def test_a_place_where_no_folder_can_be_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"letter.txt": "x"})
    for place, why in (
        ("letter.txt/site", "File exists"),
        ("letter.txt/deep/site", "Not a directory"),
    ):
        assert main(["pelicanconf.py", "--output", str(tmp_path / place)]) == 1
        said = capsys.readouterr().err
        assert f"{place} cannot be made ({why}); look at --output" in said
        assert "still holds" not in said


def test_the_summary_says_what_a_person_wants_to_know(site: Site) -> None:
    site.feeds(
        "partners:\n  - {id: p, name: P, feed: p.xml, backfill: all}\n  - {id: q, name: Q}\n"
    )
    site.feed("p", ("One", "3 Nov 2026 09:00:00 GMT"), ("Two", "17 Nov 2026 09:00:00 GMT"))
    site.refresh()
    site.build()
    said = " ".join(site.said.split())
    assert "Own posts 1" in said
    assert (
        "Partners 1 asked, 0 kept from before, 0 failed; 2 listed (1 asked, 1 a link only)" in said
    )
    assert "Digests 1 closed, 1 running" in said
    assert "The site output/index.html" in said


def test_a_plugin_that_cannot_start_fails_the_build(site: Site) -> None:
    broken = site.folder / "more" / "broken"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("def register():\n    raise RuntimeError('no')\n")
    site.settings = 'PLUGIN_PATHS = [*PLUGIN_PATHS, "more"]\nPLUGINS = [*PLUGINS, "broken"]\n'
    site.build(expect=1)
    assert "broken" in site.complained


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{% extends 'base.html' %}\n{% if %}\n", "page.html:2: "),
        (
            "{% extends 'base.html' %}\n{% block main %}\n\n{{ page.no.such }}{% endblock %}\n",
            "page.html:4: ",
        ),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_line(site: Site, text: str, says: str) -> None:
    theme = site.folder / "theme"
    shutil.copytree(ROOT / "theme", theme)
    (theme / "templates/page.html").write_text(text)
    site.settings = f'THEME = "{theme}"\n'
    site.post("pages/a.md", "Title: A\n\nWords.\n")
    site.build(expect=1)
    assert f"templates/{says}" in site.complained


def test_a_link_to_a_post_that_is_not_there_is_told(site: Site) -> None:
    site.post("posts/2026-11-06-second.md", "Title: Second\n\n[gone]({filename}gone.md)\n")
    site.build()
    assert "gone.md" in site.complained


@pytest.mark.B7
def test_two_builds_at_once_leave_a_whole_site(site: Site) -> None:
    site.build()
    whole = set(site.files)
    command = site.command()
    builds = [subprocess.Popen(**command) for _ in range(2)]  # type: ignore[call-overload]
    assert [build.wait(timeout=60) for build in builds] == [0, 0]
    output = site.folder / "output"
    assert {p.relative_to(output).as_posix() for p in output.rglob("*") if p.is_file()} == whole


# --- stopped by hand ----------------------------------------------------------------------------


@pytest.mark.parametrize("begun", [".output.lock", "output.new", "output.new/2026"])
def test_ctrl_c_ends_a_build_with_one_line(site: Site, begun: str) -> None:
    """A terminal sends it to every process that the program has started as well."""
    for n in range(250):
        site.post(f"posts/2026-10-{n % 28 + 1:02}-p{n}.md", f"Title: Post {n}\n\nWords {n}.\n")
    command = {**site.command(), "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(**command, start_new_session=True) as running:
        ends = time.monotonic() + 30
        while not (site.folder / begun).exists() and time.monotonic() < ends:
            time.sleep(0.001)
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert err.splitlines()[-1:] == ["Stopped. Nothing is lost; build again."]
    assert "Traceback" not in err
    site.build()


def test_a_reader_of_its_output_may_end_before_the_build(site: Site) -> None:
    """As `head` does."""
    command = {**site.command(), "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(**command) as running:
        assert running.stdout
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr
        err = running.stderr.read()
    assert running.returncode == 0
    assert "Traceback" not in err
    assert (site.folder / "output/index.html").is_file()
