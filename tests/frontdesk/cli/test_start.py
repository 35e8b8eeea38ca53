"""python -m frontdesk start: what it asks, what it leaves on the disk, and the exit codes."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from tests.partner_blogs.make import entry, state
from tests.shipped import ROOT, needs_sample_site

from frontdesk.cli import main
from partner_blogs.store import Store

ANSWERS = (
    *("--name", "Desk notes", "--author", "Ann", "--email", "ann@ann.test"),
    *("--address", "https://ann.test", "--now", "2026-11-22T12:00Z"),
)
SAMPLE = "content/posts/2026-08-04-count-the-calls.md"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    for name in ("feeds.yaml", "curation.yaml", "pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr("frontdesk.cli.start.ROOT", tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(project: Path) -> dict[str, bytes]:
    found = (path for path in sorted(project.rglob("*")) if path.is_file())
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in found}


@needs_sample_site
@pytest.mark.A16
def test_samples_go_and_a_second_run_changes_nothing(project: Path, capsys: Capture) -> None:
    assert main(["start", *ANSWERS]) == 0
    first = files(project)
    assert {path for path in first if path.startswith("content/")} == {
        "content/posts/2026-11-22-a-first-post.md",
        *(f"content/pages/{name}.md" for name in ("about", "accessibility", "partner-policy")),
        "content/pages/subscribe.md",
    }
    assert not (project / "content" / "resources").exists()
    capsys.readouterr()
    assert main(["start", *ANSWERS]) == main(["start"]) == 0
    assert "Nothing is to be done" in capsys.readouterr().out
    assert files(project) == first


@pytest.mark.A16
def test_nothing_is_touched_where_an_answer_is_missing(project: Path, capsys: Capture) -> None:
    before = files(project)
    assert main(["start", "--name", "Desk notes", "--timezone", "Nowhere"]) == 1
    said = capsys.readouterr().err
    assert "timezone: 'Nowhere' is not a time zone" in said
    assert "not answered: author, address, email" in said
    assert files(project) == before


@needs_sample_site
@pytest.mark.A16
def test_an_edited_sample_survives(project: Path, capsys: Capture) -> None:
    (project / SAMPLE).write_text("Title: Mine now\nDate: 2026-08-04\n\nWords.\n", encoding="utf-8")
    assert main(["start", *ANSWERS]) == 0
    assert f"Left: {SAMPLE} was edited, so it stays" in capsys.readouterr().err
    posts = [path for path in files(project) if path.startswith("content/posts/")]
    assert posts == [SAMPLE]


@pytest.mark.A16
def test_another_project_than_that_of_the_folder_is_not_touched(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(project)
    monkeypatch.chdir(project / "content")
    assert main(["start", *ANSWERS]) == 1
    assert f"this would change {project}" in capsys.readouterr().err
    assert files(project) == before


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.A16
def test_a_terminal_asks_what_no_option_says_until_the_answer_is_good(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = [
        "",
        "Desk notes",
        "",
        "Ann",
        "ann.test",
        "ann",
        "ann@ann.test",
        "",
        "Mars",
        "Europe/Warsaw",
        "",
    ]
    monkeypatch.setattr("sys.stdin", Terminal("\n".join(typed) + "\n"))
    assert main(["start", "--now", "2026-11-22T12:00Z"]) == 0
    said = capsys.readouterr().out
    assert said.count("What is the blog called?") == 2
    assert "'Mars' is not a time zone" in said
    assert b"TIMEZONE: Europe/Warsaw" in files(project)["site.yaml"]


@pytest.mark.A16
def test_answers_that_end_too_early_change_nothing(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(project)
    monkeypatch.setattr("sys.stdin", Terminal("Desk notes\n"))
    assert main(["start"]) == 1
    assert "nothing is changed" in capsys.readouterr().err
    assert files(project) == before


@pytest.fixture
def store(project: Path) -> Store:
    return Store(project / "var" / "partner_blogs")


@pytest.mark.A16
@pytest.mark.parametrize(("partner", "stays"), [("quiet-counter", False), ("my-friend", True)])
def test_the_store_of_the_samples_goes_and_that_of_others_stays(
    project: Path, store: Store, partner: str, stays: bool
) -> None:
    for id_ in ("second-chair", partner):
        store.save_state(state(entry(), id=id_))
    assert main(["start", *ANSWERS]) == 0
    assert (project / "var" / "partner_blogs" / "partners").exists() is stays
