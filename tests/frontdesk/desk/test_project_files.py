"""What the desk may read and write, and that it overwrites nothing that somebody else wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.core.errors import FrontDeskError
from frontdesk.desk.project_files import FileChanged, ProjectFiles


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text("outside")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "inner.txt").symlink_to(folder / "real.txt")
    (folder / "elsewhere").symlink_to(tmp_path)
    (folder / "real.txt").write_text("real")
    return folder


@pytest.mark.K5
@pytest.mark.parametrize(
    "name",
    [
        *("../outside.txt", "content/../../outside.txt", "/etc/passwd", "", ".", "a\0b"),
        *("..\\outside.txt", "link.txt", "inner.txt", "elsewhere/outside.txt", "elsewhere/new.txt"),
    ],
)
def test_nothing_outside_the_project_is_read_or_written(project: Path, name: str) -> None:
    files = ProjectFiles(project)
    with pytest.raises(FrontDeskError):
        files.read(name)
    with pytest.raises(FrontDeskError):
        files.write(name, b"new", None)
    with pytest.raises(FrontDeskError):
        files.write(name, b"new", b"outside")
    assert (project.parent / "outside.txt").read_text() == "outside"
    assert (project / "real.txt").read_text() == "real"
    assert not (project.parent / "new.txt").exists()


@pytest.mark.K5
def test_a_file_that_changed_since_it_was_read_is_not_overwritten(project: Path) -> None:
    files = ProjectFiles(project)
    read = files.read("real.txt")
    (project / "real.txt").write_text("by another")
    with pytest.raises(FileChanged):
        files.write("real.txt", b"mine", read)
    assert (project / "real.txt").read_text() == "by another"


@pytest.mark.K5
def test_a_file_that_appeared_or_went_meanwhile_is_left_alone(project: Path) -> None:
    files = ProjectFiles(project)
    assert files.read("content/new.md") is None
    (project / "content/new.md").write_text("by another")
    with pytest.raises(FileChanged):
        files.write("content/new.md", b"mine", None)
    (project / "content/new.md").unlink()
    with pytest.raises(FileChanged):
        files.write("content/new.md", b"mine", b"by another")
    assert not (project / "content/new.md").exists()


def test_a_file_keeps_its_mode_and_a_new_one_gets_its_folder(project: Path) -> None:
    files = ProjectFiles(project)
    (project / "real.txt").chmod(0o600)
    files.write("real.txt", b"mine", b"real")
    assert (project / "real.txt").read_bytes() == b"mine"
    assert (project / "real.txt").stat().st_mode & 0o777 == 0o600
    files.write("content/posts/new.md", b"words", None)
    assert (project / "content/posts/new.md").read_bytes() == b"words"
