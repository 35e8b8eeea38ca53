"""The machine around a project: another folder, another locale, names of files in any script."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.whole_sites.building import ROOT, Site

from frontdesk.cli import main as check

CODE = "import partner_blogs; print(partner_blogs.__file__)"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with no package to install, set up by its own Makefile."""
    project = tmp_path_factory.mktemp("made") / "one"
    (project / "plugins/partner_blogs").mkdir(parents=True)
    (project / "plugins/partner_blogs/__init__.py").touch()
    (project / "requirements.lock").touch()
    shutil.copy(ROOT / "Makefile", project)
    make(project)
    return project


def make(project: Path) -> None:
    subprocess.run(
        ["make", "--silent", ".venv/site.stamp", f"PYTHON={sys.executable}"],
        cwd=project,
        check=True,
        capture_output=True,
    )


def runs(project: Path) -> Path:
    """Whose code a project's own Python runs, started in a folder elsewhere."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    said = subprocess.check_output(
        [project / ".venv/bin/python", "-c", CODE], cwd="/", env=environment, text=True
    )
    return Path(said.strip()).parents[2]


@pytest.mark.rehearsal
def test_a_project_that_is_copied_runs_its_own_code(project: Path) -> None:
    copy = project.with_name("two")
    shutil.copytree(project, copy, symlinks=True)
    assert runs(project) == project
    assert runs(copy) == copy


@pytest.mark.rehearsal
def test_a_project_that_is_moved_runs_its_own_code(project: Path) -> None:
    copy, moved = project.with_name("three"), project.with_name("deep") / "down" / "four"
    shutil.copytree(project, copy, symlinks=True)
    moved.parent.mkdir(parents=True)
    copy.rename(moved)
    assert runs(moved) == moved


@pytest.mark.rehearsal
def test_nothing_of_a_project_names_the_folder_it_was_made_in(project: Path) -> None:
    packages = next(project.glob(".venv/lib/python*/site-packages"))
    assert str(project) not in (packages / "plugins.pth").read_text()


@pytest.mark.rehearsal
def test_a_project_whose_python_has_gone_is_set_up_again(project: Path) -> None:
    copy = project.with_name("five")
    shutil.copytree(project, copy, symlinks=True)
    for name in ("python", "python3"):
        (copy / ".venv/bin" / name).unlink()
        (copy / ".venv/bin" / name).symlink_to("/nowhere/python3")
    make(copy)
    assert runs(copy) == copy


LOCALES = [
    {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii:strict"},
    pytest.param({"LC_ALL": "C"}, marks=pytest.mark.rehearsal),
    pytest.param(
        {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1:strict"}, marks=pytest.mark.rehearsal
    ),
]


@pytest.mark.rehearsal
@pytest.mark.parametrize("locale", LOCALES, ids=repr)
def test_no_command_ends_at_a_letter_that_cannot_be_shown(
    site: Site, locale: dict[str, str]
) -> None:
    site.feeds("partners:\n  - {id: p, name: Gęślą 日本, feed: p.xml}\n")
    site.feed("p", ("Jaźń — 日本語", "3 Nov 2026 09:00:00 GMT"))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"/>'
    site.post("posts/żółw.svg", svg)
    text = "Title: Zażółć — 日本語\nTags: świat\n\nWords. ![Żółw](żółw.svg)\n"
    site.post("posts/2026-11-06-zażółć.md", text)
    site.build(environment=locale)
    assert "Zażółć — 日本語" in site.main("2026/11/zazolc.html")
    site.post("posts/2026-11-07-łza.md", "Title: Łza 涙\nStatus: nieważne\n\n[a](ł.md)\n")
    conf, feeds = str(site.folder / "conf.py"), str(site.folder / "feeds.yaml")
    commands = [
        (1, ["frontdesk", "check", str(site.folder / "content"), "--settings", conf]),
        (0, ["frontdesk", "new", "Łódź 日本", "--settings", conf, "--slug", "ł"]),
        (0, ["partner_blogs", "refresh", "--feeds", feeds]),
        (0, ["partner_blogs", "status", "--feeds", feeds]),
        (0, ["partner_blogs", "check", "--feeds", feeds]),
        (
            None,
            ["frontdesk", "build", conf, "--feeds", feeds, "--output", str(site.folder / "ęą")],
        ),
        (
            0,
            [
                "frontdesk",
                "audit",
                str(site.folder / "output"),
                "--address",
                "http://localhost:8000",
            ],
        ),
        (
            1,
            ["frontdesk", "doctor", "--feeds", feeds, "--output", str(site.folder / "ż"), "build"],
        ),
    ]
    paths = os.pathsep.join((str(ROOT), str(ROOT / "plugins")))
    for code, command in commands:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": paths, **locale},
            capture_output=True,
            check=False,
        )
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        assert done.returncode == code or (code is None and done.returncode < 2), said
        assert "Traceback" not in said
        assert "codec" not in said


@pytest.mark.A2
@pytest.mark.parametrize("name", ["posts/2026-11-06-caf\udce9.md", "images/caf\udce9.png"])
def test_a_file_whose_name_is_no_utf_8_is_told(
    site: Site, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = site.folder / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Title: Café\n\nWords.\n", encoding="utf-8")
    assert check(["check", str(site.folder / "content")]) == 1
    said = capsys.readouterr().out
    assert "caf\ufffd" in said
    assert "this file's name is not in UTF-8; type it again" in said
