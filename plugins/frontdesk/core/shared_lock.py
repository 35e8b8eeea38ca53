"""A lock file that every user of a folder can take."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from filelock import FileLock

_EVERYBODY = 0o666


def shared_lock(path: Path, wait_seconds: float) -> FileLock:
    """A lock that every user can take, whatever the umask is, and whatever a killed process left.

    A lock file of ours that is not open to all becomes so; one of another user that we may not write is
    replaced, where its folder allows it.

    Args:
        wait_seconds: so long a process waits for the lock before it gets filelock.Timeout.

    Raises:
        OSError: the file belongs to another user, is closed to us and cannot be replaced.
    """
    if path.exists():
        if not os.access(path, os.W_OK):
            path.unlink()
        elif stat.S_IMODE(path.stat().st_mode) != _EVERYBODY:
            with contextlib.suppress(
                PermissionError
            ):  # it belongs to another user, and is open to us
                path.chmod(_EVERYBODY)
    return FileLock(path, timeout=wait_seconds, mode=_EVERYBODY)
