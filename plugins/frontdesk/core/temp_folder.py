"""A folder of this process's own within the system's temporary one, for what multiprocessing lays there.
A process that is killed cannot take it away; the next one does."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from multiprocessing import util
from pathlib import Path

_MARK = "front-desk"
"""A file in each such folder that a program of ours has made."""


def use_own_folder() -> None:
    """Before the first process is started that talks to this one by a socket with a name.

    The folder is that of multiprocessing, which takes it away at the end. It is locked for as long as this
    process lives, so that others can tell whether it is used. Windows needs none.
    """
    if sys.platform == "win32":
        return
    _sweep(Path(tempfile.gettempdir()))
    with contextlib.suppress(OSError):
        folder = Path(util.get_temp_dir())
        _locked(folder)
        (folder / _MARK).touch()


def _sweep(temporary: Path) -> None:
    """Take away the folders of processes that are no more."""
    for mark in temporary.glob(f"pymp-*/{_MARK}"):
        with contextlib.suppress(OSError):
            descriptor = _locked(mark.parent)
            shutil.rmtree(mark.parent, ignore_errors=True)
            os.close(descriptor)


def _locked(folder: Path) -> int:
    """A descriptor that holds the folder until this process ends, however it ends.

    Raises:
        OSError: another process holds it, or it is not ours.
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
