"""The folder of a finished site takes the place of the one before, in one step, or not at all (B7, B8).

Files whose bytes did not change keep their times, so that a web server and rsync see what really changed.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import filecmp
import os
import shutil
import sys
from pathlib import Path

from filelock import FileLock, Timeout

MARK = ".built-here"
"""A file in every folder that we made, and may take away again. It holds the site's fingerprint."""


PREVIEW = Path(".cache", "preview", "site")
"""Where `make serve` builds, below the project."""


SERVED = ".served.lock"
"""Beside the preview; held while it is shown."""


LOCK_SECONDS = 120


SPARE = 9
"""So many sites that cannot be taken away may lie beside ours."""


def lock(site: Path) -> FileLock:
    """For every user, whatever the umask is; that of one who lets nobody else write is laid anew."""
    path = site.with_name(f".{site.name}.lock")
    if path.exists() and not os.access(path, os.W_OK):
        path.unlink()
    return FileLock(path, timeout=LOCK_SECONDS, mode=0o666)


def put_among(fresh: Path, site: Path) -> None:
    """Let fresh files take the place of those of their name, each in one step."""
    for path in sorted(fresh.rglob("*")):
        if path.is_file():
            place = site / path.relative_to(fresh)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    shutil.rmtree(fresh, ignore_errors=True)


def put_in_place(fresh: Path, site: Path) -> None:
    """Let the fresh folder take the site's place; what is the same keeps its old times and nothing else
    of the old file: modes are those of this build (B7, B8)."""
    for path in sorted(fresh.rglob("*")):
        before = site / path.relative_to(fresh)
        if path.is_file() and _is_same(path, before):
            then = before.stat()
            os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
    if site.exists() and _exchange(fresh, site):
        _take_away(fresh)
        return
    old = free_name(site, "old")
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    _take_away(old)


def _is_same(path: Path, before: Path) -> bool:
    """Whether a file of the site before has the same bytes; one that cannot be read has others."""
    try:
        return before.is_file() and filecmp.cmp(path, before, shallow=False)
    except OSError:
        return False


def leftovers(site: Path) -> list[Path]:
    """The folders beside a site that a build makes, and takes away when it is done."""
    found = [path for what in ("new", "old") for path in _names(site, what) if path.exists()]
    return sorted(found)


def _names(site: Path, what: str) -> list[Path]:
    """output.new, output.new2 and so on: several, so that one that cannot be taken away blocks nothing."""
    return [site.with_name(f"{site.name}.{what}{n if n > 1 else ''}") for n in range(1, SPARE + 1)]


def free_name(site: Path, what: str) -> Path:
    """A name beside the site at which nothing is; what an earlier build left goes, where it can.

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
    """Take away what earlier builds left: it may hold words that were erased since (E7). A folder of
    somebody else's has no mark of ours."""
    for path in leftovers(site):
        if path.name.startswith(f"{site.name}.new") or (path / MARK).is_file():
            _take_away(path)


def forget_preview(folder: Path) -> None:
    """Take away the site of a preview that has ended: it may hold words that were erased since (E7)."""
    if folder.is_dir():
        with contextlib.suppress(Timeout, OSError), FileLock(folder.with_name(SERVED), timeout=0):
            shutil.rmtree(folder)


def _take_away(old: Path) -> None:
    """Remove a site of before, its mark last. Where that cannot be, the new one stands all the same, and
    it is told."""
    reasons: list[str] = []

    def note(_: object, name: str, error: tuple[type, BaseException, object]) -> None:
        reasons.append(f"{name}: {getattr(error[1], 'strerror', None) or error[1]}")

    with contextlib.suppress(OSError):  # rmtree tells of what cannot be removed
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
    """Let two folders change names in one step, so that no request ever finds none (B7). False where
    the system or the file system cannot: only Linux has renameat2(2), and not on every disk."""
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
    """A build that was killed between its two renames left no site, but the old one beside it."""
    old = [path for path in _names(site, "old") if (path / MARK).is_file()]
    if old and not site.exists():
        max(old, key=lambda path: path.stat().st_ctime_ns).rename(site)


def may_replace(site: Path) -> bool:
    """Never take away a folder that we did not make."""
    if not site.exists():
        return True
    return site.is_dir() and ((site / MARK).is_file() or not any(site.iterdir()))
