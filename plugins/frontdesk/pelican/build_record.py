"""A whole build in, before and after it reads; the manifest of its site out (S6)."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import frontdesk
import partner_blogs
from frontdesk.build.known_digests import KnownDigests
from frontdesk.build.manifest import (
    LOCALE,
    MARK,
    RACY_NS,
    Invocation,
    Manifest,
    Stat,
    Summary,
    Tree,
    as_tuple,
    file_digest,
    files_in,
    pack_digests,
    read_manifest,
    read_tree,
    write_manifest,
)
from frontdesk.core.memory.folder import PINGS_FILE, PINGS_LOCK
from frontdesk.core.settings_reads import SettingsReads
from frontdesk.site.due import next_due
from partner_blogs.config.load import CURATION_FILE
from partner_blogs.store import CHECKED_FILE, LISTS_FILE, RUNS_FILE

from .settings import has_other_plugins

TICK_NS = 20_000_000
"""Nanoseconds, more than a clock of files is behind the time of day (a tick of the kernel)."""


class _Sources(NamedTuple):
    """The sources as they are before the first is read.

    Attributes:
        roots: what they lie in, the memory too.
        racy: the digests of files that are so new that they may change without another time.
    """

    roots: tuple[str, ...]
    tree: Tree
    racy: Mapping[str, bytes]


class BuildRecord:
    """Watches one build under its lock. Without a call of `write` there is no manifest afterwards, so that
    the build after a build that was killed is a whole one (B5)."""

    def __init__(self, invoked: Invocation, memory: Path) -> None:
        """
        Args:
            memory: the folder of the site's memory.
        """
        self._last = read_manifest(invoked.manifest)
        self._known = KnownDigests(self._last)
        with contextlib.suppress(FileNotFoundError):
            invoked.manifest.unlink()
        self._invoked = invoked
        self._site = invoked.site
        self._memory = str(memory)
        self._variables: dict[str, str | None] = {}
        self._all_variables = False
        self._sources: _Sources | None = None

    def is_ours(self, name: str) -> bool:
        """Whether the last build has written a file of the site; where nothing tells, it has."""
        before = self._last and self._last.outputs.folders
        folder, _, file = f"{self._site}/{name}".rpartition("/")
        return not before or file in before.get(folder, ())

    def begin(self, settings: MutableMapping[str, Any]) -> None:
        """Look at all sources. The settings have been read, and nothing else but code."""
        settings["KNOWN_DIGESTS"] = self._known
        reads: SettingsReads = settings["SETTINGS_READS"]
        if reads.cannot_tell or has_other_plugins(settings):
            return
        self._variables = {name: os.environ.get(name) for name in LOCALE} | reads.variables
        if reads.all_variables:
            self._variables |= os.environ
            self._all_variables = True
        code = [*reads.files, *_PACKAGES]
        roots = tuple(dict.fromkeys((*code, *_folders(settings), self._memory)))
        taken = time.time_ns()
        with contextlib.suppress(OSError):
            if not _is_newer(files_in(self._tree(code, settings)), self._invoked.started - TICK_NS):
                tree = self._tree(roots, settings)
                racy = {path: file_digest(path) for path in _newest(tree, taken - RACY_NS)}
                self._sources = _Sources(roots, tree, racy)

    def write(
        self,
        context: Mapping[str, Any],
        summary: Summary,
        written: Mapping[str, bytes],
        *,
        published: bool,
    ) -> None:
        """Write the manifest, if all sources are still as they were when the build began.

        Args:
            written: the digest of each file of the site, by its path in it.
            published: whether the build has written the memory.
        """
        before = self._sources
        if before is None:
            return
        with contextlib.suppress(OSError):  # it is a cache
            taken = time.time_ns()
            tree = self._tree(before.roots, context)
            ours = self._memory if published else None
            if _without(before.tree, ours) != _without(tree, ours):
                return
            digests = {path: self._digest_of(path, found) for path, found in files_in(tree)}
            racy = {path: it for path, it in before.racy.items() if not _is_in(path, ours)}
            if any(digests.get(path) != digest for path, digest in racy.items()):
                return
            # What follows takes as much memory as what is known of the last build.
            self._known, self._last, self._sources = KnownDigests(None), None, None
            del before
            outputs = read_tree([str(self._site)], is_source=False)
            digests |= {f"{self._site}/{name}": digest for name, digest in written.items()}
            mark = self._site / MARK
            digests[str(mark)] = file_digest(str(mark))
            packed = pack_digests(digests)
            del digests
            build_time: datetime = context["BUILD_TIME"]
            instants = (*context["CHECKED_CONTENT"].instants, *context["due_instants"])
            manifest = Manifest(
                fingerprint=mark.read_text(encoding="ascii").strip(),
                circumstances=self._invoked.circumstances,
                variables=self._variables,
                all_variables=self._all_variables,
                built=int(build_time.timestamp()),
                due=int(next_due(instants, context["TIMEZONE"], build_time).timestamp()),
                taken=taken,
                sources=tree,
                outputs=outputs,
                digests=packed,
                summary=summary,
            )
            write_manifest(self._invoked.manifest, manifest)

    def _digest_of(self, path: str, found: Stat) -> bytes:
        """
        Args:
            found: what the file was when its folder was looked at.

        Raises:
            OSError: it has changed since, or cannot be read.
        """
        if known := self._known.find(path, found):
            return known
        digest = file_digest(path)
        if as_tuple(os.stat(path), is_source=True) != found:
            raise OSError(path)
        return digest

    def _tree(self, roots: Iterable[str], settings: Mapping[str, Any]) -> Tree:
        """What the build itself writes may lie among its sources: PATH may be the whole project."""
        site, store = self._site, settings["PARTNER_BLOGS_STORE"]
        ours = (str(site), str(site.with_name(f".{site.name}.lock")), settings["CACHE_PATH"])
        without = (
            *ours,
            *(os.path.join(store, name) for name in (LISTS_FILE, CHECKED_FILE, RUNS_FILE)),
            *(os.path.join(self._memory, name) for name in (PINGS_FILE, PINGS_LOCK)),
        )
        return read_tree(roots, without=without, is_source=True)


def _without(tree: Tree, folder: str | None) -> tuple[object, object]:
    """The files and folders of a tree but those of one folder."""
    files = {path: it for path, it in tree.files.items() if not _is_in(path, folder)}
    folders = {path: it for path, it in tree.folders.items() if not _is_in(path, folder)}
    return files, folders


def _is_in(path: str, folder: str | None) -> bool:
    return folder is not None and (path == folder or path.startswith(os.path.join(folder, "")))


_PACKAGES = (*frontdesk.__path__, *partner_blogs.__path__)


def _folders(settings: Mapping[str, Any]) -> Iterator[str]:
    """What a build reads beside code and settings files."""
    content = settings["PATH"]
    feeds = settings["PARTNER_BLOGS_FEEDS"]
    yield from (
        content,
        settings["THEME"],
        feeds,
        os.path.join(os.path.dirname(feeds), CURATION_FILE),
    )
    yield settings["PARTNER_BLOGS_STORE"]
    yield from settings["THEME_TEMPLATES_OVERRIDES"]
    elsewhere = (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"], *settings["STATIC_PATHS"])
    for path in (os.path.normpath(os.path.join(content, one)) for one in elsewhere):
        if not path.startswith(os.path.join(content, "")) and path != content:
            yield path


def _newest(tree: Tree, since: int) -> Iterator[str]:
    return (path for path, found in files_in(tree) if found[2] >= since)


def _is_newer(files: Iterable[tuple[str, Stat]], moment: int) -> bool:
    states = (os.stat(path) for path, _ in files)
    return any(max(it.st_mtime_ns, it.st_ctime_ns) >= moment for it in states)
