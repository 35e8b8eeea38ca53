"""The temporary folder of this process for multiprocessing. A killed process cannot remove its folder; the
next one does."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from multiprocessing import util
from pathlib import Path

_MARK = "front-desk"
"""A file in each folder that a program of ours made."""


def use_process_temp_folder() -> None:
    """Lock and mark the folder of multiprocessing, and remove those of processes that were killed. Call it
    before the first process starts that talks to this one by a named socket.

    multiprocessing removes the folder at the end. The lock shows other processes that it is in use. Does
    nothing on Windows.
    """
    if sys.platform == "win32":
        return
    _remove_abandoned(Path(tempfile.gettempdir()))
    with contextlib.suppress(OSError):
        folder = Path(util.get_temp_dir())
        _lock(folder)
        (folder / _MARK).touch()


def _remove_abandoned(temporary: Path) -> None:
    """Remove the folders of processes that no longer run."""
    for mark in temporary.glob(f"pymp-*/{_MARK}"):
        with contextlib.suppress(OSError):
            descriptor = _lock(mark.parent)
            shutil.rmtree(mark.parent, ignore_errors=True)
            os.close(descriptor)


def _lock(folder: Path) -> int:
    """A descriptor that locks the folder until this process ends, however it ends.

    Raises:
        OSError: another process has locked it, or another user owns it.
    """
    import fcntl  # noqa: PLC0415 - Windows has none

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(descriptor).st_uid != os.getuid():
            raise PermissionError(folder)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
