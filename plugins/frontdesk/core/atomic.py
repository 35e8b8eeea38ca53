"""Bytes to a file, whole or not at all (B5): written beside it, synced, then renamed into place."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write a file. A reader finds the old bytes or the new ones, after a power cut too. The mode of an
    old file stays, and a file that has these bytes already is left alone (B8).

    Raises:
        OSError: it cannot be written; then the old file is as it was.
    """
    replace_each([(path, data)])


def replace_each(files: Iterable[tuple[Path, bytes]]) -> None:
    """The same for several files, which a disk syncs together in the time of a few.

    Raises:
        OSError: one of them cannot be written; then each is as it was, or has its new bytes.
    """
    written: list[tuple[Path, Path]] = []
    try:
        for path, data in files:
            whole = path.resolve()
            if whole.exists() and whole.read_bytes() == data:
                continue
            whole.parent.mkdir(parents=True, exist_ok=True)
            beside = whole.with_name(f".{whole.name}.new")
            written.append((beside, whole))
            beside.write_bytes(data)
        for beside, _ in written:
            _sync(beside)
        for beside, whole in written:
            if whole.exists():
                beside.chmod(whole.stat().st_mode & 0o777)
            beside.replace(whole)
    except BaseException:
        for beside, _ in written:
            beside.unlink(missing_ok=True)
        raise


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write many files of one folder, which is made if need be, with one sync of all disks: faster than
    a sync for each from some fifty files on.

    Args:
        files: name → bytes.

    Raises:
        OSError: one cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / f".{name}.new").write_bytes(data)
    os.sync()
    for name in files:
        (folder / f".{name}.new").replace(folder / name)


def create_file(path: Path, data: bytes) -> None:
    """Write a file that is not there yet. Neither a full disk nor a kill leaves half of it, and a file
    that appears meanwhile stays.

    Raises:
        FileExistsError: it is there already.
        OSError: it cannot be written.
    """
    _must_not_exist(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:80]}.{os.getpid()}.new")
    try:
        beside.write_bytes(data)
        _sync(beside)
        try:
            os.link(beside, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            _must_not_exist(path)
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _must_not_exist(path: Path) -> None:
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
