"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.core.atomic import create_file, replace_file, replace_files


@pytest.mark.B5
def test_nothing_is_left_beside_a_file_that_was_written(tmp_path: Path) -> None:
    replace_file(tmp_path / "new" / "a", b"1")
    create_file(tmp_path / "new" / "b", b"2")
    replace_files(tmp_path / "new", {"c": b"3", "d": b"4"})
    files = {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()}
    assert files == {"a": b"1", "b": b"2", "c": b"3", "d": b"4"}


@pytest.mark.B8
def test_a_file_keeps_its_mode_and_one_with_the_same_bytes_its_time(tmp_path: Path) -> None:
    path = tmp_path / "a"
    replace_file(path, b"1")
    path.chmod(0o640)
    before = path.stat()
    replace_file(path, b"1")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    replace_file(path, b"2")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_there_is_not_created_again(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "a", b"yours")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]
