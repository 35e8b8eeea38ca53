"""Bytes to a file, whole or not at all (B5): written beside it, synced, then renamed into place."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write a file. A reader finds the old bytes or the new ones, after a power cut too. The mode of an
    old file stays, and a file that has these bytes already is left alone (B8).

    Raises:
        OSError: it cannot be written; then the old file is as it was.
    """
    path = path.resolve()
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        _write_synced(beside, data)
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    except BaseException:
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
        _write_synced(beside, data)
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


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
