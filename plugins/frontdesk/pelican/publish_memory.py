"""What a publish showed in, the site's memory of it out; of a finished site, which addresses of the last
publish it no longer has (B9)."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from pelican import signals

from frontdesk.content.lint.gone_addresses import gone_problems
from frontdesk.core.memory.folder import MemoryFolder, source_name
from frontdesk.core.memory.model import Memory
from partner_blogs.publish.urls import PARTNER_PATHS

from .pre_build_check import CheckedContent, tell_problem
from .site_reuse import files_of_new_site


def register() -> None:
    signals.finalized.connect(_tell_what_is_gone)


def propose_memory(
    folder: MemoryFolder,
    context: Mapping[str, Any],
    files: Iterable[str],
    mark: Path,
    fingerprint: str,
) -> Memory:
    """Write the memory that counts as soon as the new site is in place.

    Args:
        context: of the build.
        files: of the new site, by their paths below its folder.
        mark: the file that will hold the fingerprint of the site that is in place.

    Raises:
        StoreError: it cannot be written.
    """
    checked: CheckedContent = context["CHECKED_CONTENT"]
    known: Memory = context["memory"]
    before = checked.memory.sources if checked.memory else {}
    sources = {path: name for path, name in before.items() if path in checked.kept}
    sources |= {path: source_name(data) for path, data in checked.shown.items()}
    # What waits for a correction keeps its address, so that it is told should it never come back.
    waiting = checked.published.waiting if checked.published else ()
    addresses = {*_own_files(files, _own_copies(context["FEED_COPIES"])), *waiting}
    memory = replace(
        known, sources=dict(sorted(sources.items())), addresses=tuple(sorted(addresses))
    )
    folder.stage(memory, checked.shown.values(), mark, fingerprint)
    return memory


def _own_files(files: Iterable[str], copies: Collection[str]) -> Iterator[str]:
    """Those of the files that are pages and feeds made of our own words.

    Args:
        copies: those of feeds at old addresses, which may have no ending.
    """
    for name in files:
        is_read = name.endswith((".html", ".xml", ".json", ".ics")) or name in copies
        if is_read and not name.startswith(PARTNER_PATHS):
            yield name


def _own_copies(copies: Mapping[str, str]) -> frozenset[str]:
    return frozenset(old for old, feed in copies.items() if not feed.startswith(PARTNER_PATHS))


def _tell_what_is_gone(pelican: Any) -> None:
    """Tell what only the finished site shows; the check has told the rest."""
    settings = pelican.settings
    checked: CheckedContent | None = settings.get("CHECKED_CONTENT")
    if checked is None or checked.published is None or settings["PREVIEW"]:
        return
    published, files = checked.published, {*files_of_new_site(settings)}
    written = [name for name in published.names if name in files]
    folder = os.path.relpath(settings["PATH"])
    for problem in gone_problems(published.unwritten(written)):
        tell_problem(problem, folder, once=settings["PUBLISH"])
