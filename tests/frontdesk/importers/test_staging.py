"""An import that was stopped is finished by the next, and overwrites nothing that a person wrote meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.importers.staging import FOLDER, Staging
from frontdesk.importers.state import State, write_state


def stopped(folder: Path, files: dict[str, str], *, is_complete: bool = True) -> Staging:
    """A run that was stopped when its files were written, before they were moved."""
    staging = Staging(folder / "content", folder / "var")
    for path, text in files.items():
        staging.add(path, text.encode())
    if is_complete:
        write_state(folder / "content" / FOLDER, State())
    return Staging(folder / "content", folder / "var")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    return tmp_path / "content"


def test_files_that_were_ready_are_moved(tmp_path: Path, content: Path) -> None:
    assert stopped(tmp_path, {"posts/a.md": "A", "redirects.txt": "/a /b\n"}).finish_earlier()
    assert (content / "posts/a.md").read_text() == "A"
    assert (content / "redirects.txt").read_text() == "/a /b\n"
    assert not (content / FOLDER).exists()


def test_what_was_not_ready_is_thrown_away(tmp_path: Path, content: Path) -> None:
    assert not stopped(tmp_path, {"posts/a.md": "A"}, is_complete=False).finish_earlier()
    assert list(content.iterdir()) == []


def test_what_a_person_wrote_meanwhile_stays(tmp_path: Path, content: Path) -> None:
    staging = stopped(tmp_path, {"posts/a.md": "A", "redirects.txt": "/a /b\n/c /d\n"})
    (content / "posts").mkdir()
    (content / "posts/a.md").write_text("mine")
    (content / "redirects.txt").write_text("/mine /own\n/c /d")
    assert staging.finish_earlier()
    assert (content / "posts/a.md").read_text() == "mine"
    assert (content / "redirects.txt").read_text() == "/mine /own\n/c /d\n/a /b\n"


def test_lines_of_redirects_are_added_once(tmp_path: Path, content: Path) -> None:
    for _ in range(2):
        stopped(tmp_path, {"redirects.txt": "/a /b\n"}).finish_earlier()
    assert (content / "redirects.txt").read_text() == "/a /b\n"
