"""What a publish showed in, the site's memory of it out (B9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from frontdesk.build.site_files import file_names
from frontdesk.core.memory.folder import MemoryFolder, source_name
from frontdesk.core.memory.model import Memory
from partner_blogs.publish.urls import PARTNER_PATHS

from .pre_build_check import CheckedContent


def propose_memory(
    folder: MemoryFolder, context: Mapping[str, Any], site: Path, mark: Path, fingerprint: str
) -> Memory:
    """Write the memory that counts as soon as the new site is in place.

    Args:
        context: of the build.
        site: the folder of the new site, before it is put in place.
        mark: the file that will hold the fingerprint of the site that is in place.

    Raises:
        StoreError: it cannot be written.
    """
    checked: CheckedContent = context["CHECKED_CONTENT"]
    known: Memory = context["memory"]
    before = checked.memory.sources if checked.memory else {}
    sources = {path: name for path, name in before.items() if path in checked.kept}
    sources |= {path: source_name(data) for path, data in checked.shown.items()}
    memory = replace(known, sources=dict(sorted(sources.items())), addresses=(*_own_files(site),))
    folder.stage(memory, checked.shown.values(), mark, fingerprint)
    return memory


def _own_files(site: Path) -> Iterator[str]:
    """The paths of pages and feeds that are made of our own words, below the folder of the site."""
    for name in file_names(site):
        if name.endswith((".html", ".xml", ".json", ".ics")) and not name.startswith(PARTNER_PATHS):
            yield name
