"""`make serve` as an author meets it: a server of its own that builds what is saved."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.site.building import ROOT, Site
from tests.tools.preview import SECONDS, Preview, previewing
from tools.build import Plan
from tools.preview.board import Built
from tools.serve import _plans, main
from watchfiles import Change

POST = "content/posts/2026-11-05-first.md"


@pytest.fixture
def preview(site: Site) -> Iterator[Preview]:
    with previewing(site) as running:
        yield running


@pytest.mark.A4
def test_what_is_saved_is_shown_and_what_is_wrong_is_said_until_it_is_mended(
    preview: Preview,
) -> None:
    post = preview.site.folder / POST
    whole = post.read_text()

    post.write_text(whole.replace("Some words", "Better words"))
    preview.said("Built 2026-11-05-first.md")
    assert "Better words" in preview.get("/2026/11/first.html")
    preview.said("Built the site")
    assert "Better words" in preview.get("/")

    post.write_text(whole.replace("Date: 2026", "Date: soon, 2026"))
    preview.said("Not built")
    page = preview.get("/2026/11/first.html")
    assert 'role="alert"' in page
    assert "2026-11-05-first.md" in page
    assert "Better words" in page  # as it was before

    post.write_text(whole)
    preview.said("Built the site")
    assert 'role="alert"' not in preview.get("/2026/11/first.html")

    settings = preview.site.folder / "conf.py"
    settings.write_text(settings.read_text() + 'SITENAME = "Another Name"\n')
    preview.said("Built the site")
    assert "Another Name" in preview.get("/")

    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(SECONDS) == 0


def test_a_port_in_use_is_said_with_another_to_try(
    preview: Preview, capsys: pytest.CaptureFixture[str]
) -> None:
    port = int(preview.address.rpartition(":")[2])
    assert main(["--port", str(port)]) == 1
    assert f"make serve PORT={port + 1}" in capsys.readouterr().out


def changed(*names: str) -> set[tuple[Change, Path]]:
    return {(Change.modified, ROOT / name) for name in names}


def test_a_saved_text_comes_first_where_it_is_all_that_changed() -> None:
    plan = Plan(ROOT / "pelicanconf.py", ROOT / "output", ROOT / "feeds.yaml", ROOT / "var")
    text = "content/pages/about.md"
    gone = "content/pages/gone.md"
    good, bad = Built(), Built(errors=("wrong",))
    assert _plans(plan, good, changed(text)) == (plan._replace(only=(ROOT / text,)), plan)
    for last, what in [
        (None, changed(text)),  # there is no site yet
        (bad, changed(text)),  # what was wrong may be elsewhere
        (good, changed(text, "feeds.yaml")),
        (good, changed(gone)),
        (good, changed()),
    ]:
        assert _plans(plan, last, what) == (plan,)


def test_a_part_of_a_site_leaves_all_else_as_it_is(site: Site) -> None:
    site.post("posts/2026-11-06-second.md", "Title: Second\n\nOld words.\n")
    site.build()
    before = site.files
    site.post("posts/2026-11-06-second.md", "Title: Second\n\nNew words.\n")
    command = site.command()
    folder = site.folder
    part = (
        "import sys; from pathlib import Path; from tools.build import Plan, make_site\n"
        "folder = Path(sys.argv[1]); text = folder / 'content/posts/2026-11-06-second.md'\n"
        "plan = Plan(folder / 'conf.py', folder / 'output', folder / 'feeds.yaml', folder / 'var')\n"
        "sys.exit(bool(make_site(plan._replace(only=(text,))).errors))"
    )
    subprocess.run(
        [sys.executable, "-c", part, str(folder)], env=command["env"], cwd=folder, check=True
    )
    output = folder / "output"
    after = {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }
    differing = {name for name in before | after if before.get(name) != after.get(name)}
    assert differing == {"2026/11/second.html"}
    assert b"New words" in after["2026/11/second.html"]
    assert not (folder / "output.new").exists()


def test_a_build_that_is_overtaken_ends_with_all_that_it_has_started(site: Site) -> None:
    script = (
        "import os, sys; from pathlib import Path\n"
        "from tools.build import Plan; from tools.preview import process\n"
        "folder = Path(sys.argv[1])\n"
        "plan = Plan(folder / 'conf.py', folder / 'output', folder / 'feeds.yaml', folder / 'var')\n"
        "if __name__ == '__main__':\n"
        "    children = set()\n"
        "    def is_called_off():\n"
        "        children.update(process.multiprocessing.active_children())\n"
        "        return True\n"
        "    assert process.build(plan, is_called_off) is None\n"
        "    assert children and not process.multiprocessing.active_children()\n"
        "    assert process.build(plan, lambda: False).errors == ()\n"
    )
    program = site.folder / "program.py"
    program.write_text(script)
    command = site.command()
    subprocess.run(
        [sys.executable, str(program), str(site.folder)],
        env=command["env"],
        cwd=site.folder,
        check=True,
    )
