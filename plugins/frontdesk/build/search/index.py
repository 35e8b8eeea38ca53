"""The finished pages in; the search index in their folder out. The only user of Pagefind's program.

The same words give the same bytes (B2). An index is kept for as long as no word in it changes: to make one
takes longer than all else that a build does when little changed. No network is used (B1).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache as cached
from importlib.metadata import version
from pathlib import Path

import msgspec
from filelock import FileLock

from frontdesk.core.atomic import replace_file

from .indexed_parts import indexed_parts
from .reproducible_index import normalize_index

FOLDER = "pagefind"

UNUSED = ("pagefind-*.js", "pagefind-*.css")
"""Pagefind's own interfaces and a worker, which our page does not use."""

KEPT = 2
"""So many indexes are kept: the site's and the preview's."""


def program() -> Path | None:
    """The path of Pagefind's program; None where there is none for this system."""
    try:
        from pagefind_bin import get_executable  # noqa: PLC0415 - it may not be there

        return Path(get_executable())
    except (ImportError, FileNotFoundError):
        return None


def make_index(pagefind: Path, site: Path, pages: Iterable[str], cache: Path) -> str:
    """Write the index into the folder FOLDER of the site; nothing where no page has anything to find.

    Args:
        pagefind: its program.
        pages: the paths of all HTML files below the folder of the site.
        cache: a folder in which indexes are kept between builds.

    Returns:
        Pagefind's error message; empty where there was no error.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / ".lock"):
            return _make_or_take(pagefind, site, pages, cache)
    except OSError:  # another user owns the cache, or its disk is full
        with tempfile.TemporaryDirectory() as folder:
            return _make_or_take(pagefind, site, pages, Path(folder))


def _make_or_take(pagefind: Path, site: Path, pages: Iterable[str], cache: Path) -> str:
    found = _indexed_pages(site, pages, cache)
    if not found:
        return ""
    kept = cache / _digest_of(found)
    if not kept.is_dir():
        fresh = cache / ".new"
        shutil.rmtree(fresh, ignore_errors=True)  # of a build that was killed
        wrong = _run(pagefind, site, found, fresh)
        if not wrong:
            Path(fresh, FOLDER).rename(kept)
        shutil.rmtree(fresh)
        if wrong:
            return wrong
    os.utime(kept)
    _copy_files(kept, site / FOLDER)
    _prune(cache)
    return ""


class _Memo(msgspec.Struct, frozen=True):
    """Digests from the last build, so that a page with the same bytes is not parsed again.

    Attributes:
        made_by: of the code.
        parts: of a page → of its indexed parts; empty where it has none.
    """

    made_by: bytes = b""
    parts: dict[bytes, bytes] = {}


def _indexed_pages(site: Path, pages: Iterable[str], cache: Path) -> dict[str, bytes]:
    """The path of each page that has something to find → the digest of that."""
    path, made_by = cache / "pages", _made_by()
    try:
        memo = msgspec.msgpack.decode(path.read_bytes(), type=_Memo)
    except (OSError, msgspec.DecodeError):
        memo = _Memo()
    known = memo.parts if memo.made_by == made_by else {}
    found, parts = {}, {}
    for name in sorted(pages):
        page = (site / name).read_bytes()
        key = hashlib.sha256(page).digest()
        if key not in known:
            small = indexed_parts(page)
            known[key] = hashlib.sha256(small).digest() if small else b""
        parts[key] = known[key]
        if parts[key]:
            found[name] = parts[key]
    replace_file(path, msgspec.msgpack.encode(_Memo(made_by, parts)))
    return found


def _digest_of(found: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256(_made_by())
    for name, parts in found.items():
        whole.update(b"%b\n%b" % (os.fsencode(name), parts))
    return whole.hexdigest()


@cached
def _made_by() -> bytes:
    """A digest of what else an index depends on: programs, and our code beside this file."""
    whole = hashlib.sha256()
    for name in ("pagefind-bin", "lxml", "cbor2"):
        whole.update(version(name).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        whole.update(path.read_bytes())
    return whole.digest()


def _run(pagefind: Path, site: Path, pages: Iterable[str], fresh: Path) -> str:
    """Write the index of these pages into a folder; return Pagefind's error message."""
    for name in pages:
        small = fresh / "pages" / name
        small.parent.mkdir(parents=True, exist_ok=True)
        small.write_bytes(indexed_parts((site / name).read_bytes()))
    done = subprocess.run(  # noqa: S603 - the program that came with a package of ours
        [pagefind, "--site", fresh / "pages", "--output-path", fresh / FOLDER, "--silent"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return done.stderr.strip() or f"exit code {done.returncode}"
    normalize_index(fresh / FOLDER)
    for pattern in UNUSED:
        for path in (fresh / FOLDER).glob(pattern):
            path.unlink()
    return ""


def _copy_files(source: Path, target: Path) -> None:
    """Copy all files of a folder, with modes and times as if they were made now."""
    for path in source.rglob("*"):
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def _prune(cache: Path) -> None:
    indexes = [path for path in cache.iterdir() if path.is_dir() and not path.name.startswith(".")]
    for path in sorted(indexes, key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)
