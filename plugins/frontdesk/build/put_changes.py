"""A site and the files that a build made anew in; the site changed file by file, in an order in which no
link of it ever leads nowhere, out (B7, B8).

A folder of many files takes long to make and to delete, even if nearly all of them are the same as before.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from .host_files import HEADERS, REDIRECTS
from .manifest import MARK
from .site_files import file_names

FEWEST, SHARE = 25, 10
"""So many changed files are few, and so is one file in so many."""


class Changes(NamedTuple):
    """What is to be done to a site, by paths below it.

    Attributes:
        new, changed: files to put in place, in this order.
        gone: files to delete.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


class _Found(NamedTuple):
    """What lies in a site, by path below it.

    Attributes:
        folders: without the site itself.
    """

    files: frozenset[str]
    folders: frozenset[str]


def few_changes(fresh: Path, site: Path, kept: Collection[str]) -> Changes | None:
    """What differs; None where the whole folder is to be exchanged: many files differ, a page got a new
    address, a file became a folder, or there is no site, or one of another umask.

    Args:
        fresh: the folder with the files that were written.
        kept: files of the site that stay as they are.
    """
    try:
        if fresh.stat().st_mode != site.stat().st_mode:
            return None
        there = _look(site)
    except (OSError, _OddFileError):
        return None
    written = file_names(fresh)
    new, changed = [], []
    for name in written:
        if name not in there.files:
            new.append(name)
        elif not _is_same(fresh / name, site / name):
            changed.append(name)
    gone = sorted(there.files - {*written, *kept})
    count = len(new) + len(changed) + len(gone)
    if count > max(FEWEST, (len(written) + len(kept)) // SHARE):
        return None
    if any(map(_is_page, new)) and any(map(_is_page, gone)):
        return None
    if any(name in there.folders or _parents(name) & there.files for name in new):
        return None
    return Changes(tuple(sorted(new, key=_order)), tuple(sorted(changed, key=_order)), tuple(gone))


def _is_same(one: Path, other: Path) -> bool:
    now, then = one.stat(), other.stat()
    return os.path.samestat(now, then) or (
        now.st_mode == then.st_mode and filecmp.cmp(one, other, shallow=False)
    )


def put_one_by_one(fresh: Path, site: Path, changes: Changes) -> None:
    """Change the site: new files before changed ones, which may link to them; among each, what pages load
    before the pages, and these before feeds and redirects; then the mark; deletions last.

    Each file is whole at any moment. A build that is killed meanwhile leaves the mark of the last site, so
    that the next build looks at every file.
    """
    for name in changes.new:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).replace(site / name)
    for name in changes.changed:
        (fresh / name).replace(site / name)
    for name in changes.gone:
        (site / name).unlink()
    _tidy_folders(fresh, site)


def _order(name: str) -> tuple[int, str]:
    plain = name.removesuffix(".gz")
    if plain == MARK:
        kind = 5
    elif plain in {HEADERS, REDIRECTS}:
        kind = 4
    elif name.startswith("search/"):
        kind = 1
    elif _is_page(name):
        kind = 2
    elif plain.endswith((".xml", ".json", ".ics", ".opml")):
        kind = 3
    else:
        kind = 0
    return kind, name


def _is_page(name: str) -> bool:
    return name.removesuffix(".gz").endswith(".html")


def _parents(name: str) -> set[str]:
    """The paths of the folders that a file lies in."""
    parts = name.split("/")
    return {"/".join(parts[:n]) for n in range(1, len(parts))}


class _OddFileError(Exception):
    """A link, a pipe or the like, which we do not write."""


def _look(site: Path) -> _Found:
    """
    Raises:
        OSError: a folder cannot be read.
        _OddFileError: something in it is neither a file nor a folder.
    """
    files: set[str] = set()
    folders: set[str] = set()

    def walk(folder: str, below: str) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.add(below + entry.name)
                    walk(entry.path, f"{below}{entry.name}/")
                elif entry.is_file(follow_symlinks=False):
                    files.add(below + entry.name)
                else:
                    raise _OddFileError(entry.path)

    walk(str(site), "")
    return _Found(frozenset(files), frozenset(folders))


def _tidy_folders(fresh: Path, site: Path) -> None:
    """Make those that the build made, and remove others that are empty."""
    made = {folder.relative_to(fresh) for folder in fresh.rglob("*") if folder.is_dir()}
    for folder in made:
        (site / folder).mkdir(parents=True, exist_ok=True)
    for name, _, _ in os.walk(site, topdown=False):
        if Path(name) != site and Path(name).relative_to(site) not in made:
            with contextlib.suppress(OSError):  # it holds something
                Path(name).rmdir()
