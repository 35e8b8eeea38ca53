"""Bytes to a file, whole or not at all (B5)."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the file, sync, rename: a reader meets the old file or the new one, after a
    power cut too. A file that has these bytes already is left alone (B8).

    Raises:
        OSError: where it cannot be written; then the old file is as it was.
    """
    path = path.resolve()
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
