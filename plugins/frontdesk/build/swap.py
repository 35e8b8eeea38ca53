"""The folder of a finished site in; the site replaced in one step, or not at all (B7, B8).

Files whose bytes did not change keep their times, so that web servers and rsync see what has changed.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import filecmp
import os
import shutil
import stat
import sys
from pathlib import Path

from filelock import FileLock, Timeout

from frontdesk.core.shared_lock import shared_lock

from .manifest import MARK
from .site_files import file_names

SERVED = ".served.lock"
"""A lock beside the preview, held while it is running."""


LOCK_SECONDS = 120


MAX_LEFTOVERS = 9
"""So many old sites that cannot be deleted may lie beside the current one."""


def lock(site: Path) -> FileLock:
    """The lock of a site, beside it, for one build at a time."""
    return shared_lock(site.with_name(f".{site.name}.lock"), LOCK_SECONDS)


def put_among(fresh: Path, site: Path) -> None:
    """Move single files into the site, each in one step."""
    for path in sorted(fresh.rglob("*")):
        if path.is_file():
            place = site / path.relative_to(fresh)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    shutil.rmtree(fresh, ignore_errors=True)


def put_in_place(fresh: Path, site: Path) -> None:
    """Replace the site by the fresh folder. Unchanged files keep their times, not their modes (B7, B8)."""
    for name in file_names(fresh):
        path, before = f"{fresh}/{name}", f"{site}/{name}"
        with contextlib.suppress(OSError):  # there was none, or it cannot be read
            now, then = os.stat(path), os.stat(before)  # noqa: PTH116 - paths take longer
            if _may_be_same(now, then) and filecmp.cmp(path, before, shallow=False):
                os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
    if site.exists() and _exchange(fresh, site):
        _delete_site(fresh)
        return
    old = free_name(site, "old")
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    _delete_site(old)


def _may_be_same(now: os.stat_result, then: os.stat_result) -> bool:
    """Whether two files may have the same bytes; one that was taken over is the same file."""
    return (
        stat.S_ISREG(then.st_mode)
        and now.st_size == then.st_size
        and not os.path.samestat(now, then)
    )


def leftovers(site: Path) -> list[Path]:
    """The temporary folders of builds beside a site that still exist."""
    found = [path for what in ("new", "old") for path in _names(site, what) if path.exists()]
    return sorted(found)


def _names(site: Path, what: str) -> list[Path]:
    """output.new, output.new2 and so on: several, so that one that cannot be deleted blocks no build."""
    return [
        site.with_name(f"{site.name}.{what}{n if n > 1 else ''}")
        for n in range(1, MAX_LEFTOVERS + 1)
    ]


def free_name(site: Path, what: str) -> Path:
    """A free name beside the site; what an earlier build left there is deleted where possible.

    Raises:
        OSError: all names are taken.
    """
    names = _names(site, what)
    for path in names:
        shutil.rmtree(path, ignore_errors=True)
        if not os.path.lexists(path):
            return path
    left = f"{names[0].name} to {names[-1].name} cannot be removed"
    raise OSError(
        errno.EEXIST, f"{left}; look at their owner and flags, and delete them", str(site)
    )


def clear_leftovers(site: Path) -> None:
    """Delete what earlier builds left: it may contain words that were erased since (E7). Only folders with
    our mark, or with the name of an unfinished build."""
    for path in leftovers(site):
        if path.name.startswith(f"{site.name}.new") or (path / MARK).is_file():
            _delete_site(path)


def forget_preview(folder: Path) -> None:
    """Delete the site of a preview that has ended: it may contain words that were erased since (E7)."""
    if folder.is_dir():
        with contextlib.suppress(Timeout, OSError), FileLock(folder.with_name(SERVED), timeout=0):
            shutil.rmtree(folder)


def _delete_site(old: Path) -> None:
    """Delete an old site, its mark last. If that fails, print a warning: the new site is there already."""
    reasons: list[str] = []

    def note(_: object, name: str, error: tuple[type, BaseException, object]) -> None:
        reasons.append(f"{name}: {getattr(error[1], 'strerror', None) or error[1]}")

    with contextlib.suppress(OSError):  # rmtree reports what cannot be removed
        for path in [path for path in old.iterdir() if path.name != MARK]:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
    shutil.rmtree(old, onerror=note)
    if reasons and os.path.lexists(old):
        print(
            f"Warning: {old}, the site before, cannot be removed ({reasons[0]}); look at its owner and "
            "flags, and delete it",
            file=sys.stderr,
        )


AT_FDCWD = -100


RENAME_EXCHANGE = 2


CANNOT_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


def _exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step, so that every request finds a site (B7). False where
    that is not possible: only Linux has renameat2(2), and not every file system supports it."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    if renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in CANNOT_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def bring_back(site: Path) -> None:
    """Restore the old site if a build was killed between its two renames."""
    old = [path for path in _names(site, "old") if (path / MARK).is_file()]
    if old and not site.exists():
        max(old, key=lambda path: path.stat().st_ctime_ns).rename(site)


def may_replace(site: Path) -> bool:
    """Whether the folder does not exist, is empty, or is a site that we built."""
    if not site.exists():
        return True
    return site.is_dir() and ((site / MARK).is_file() or not any(site.iterdir()))
