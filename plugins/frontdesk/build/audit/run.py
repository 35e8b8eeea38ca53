"""The folder of a built site in, all its faults out."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import NamedTuple

from frontdesk.core.shared_work import leave_ctrl_c

from .atom import enclosures
from .embedded_metadata import private_metadata
from .feeds import check_feed, parse_error
from .pages import Fault, PageReport, check_across_pages, check_asset, check_page
from .urls import SiteUrls

ERROR_KINDS = frozenset({"request", "code", "address", "unreadable", "camera"})
"""A site with a fault of these kinds must not be published; all other faults are warnings."""

FEEDS = (".atom.xml", ".rss.xml", ".json", ".opml")
NO_FEEDS = ("status.json", "search/")
"""How the paths begin of files in JSON that are no feeds."""
FILES_PER_PROCESS = 200
"""One more process is worth its start for so many files."""

_Read = Callable[[str], "PageReport | tuple[Fault, ...]"]


class AuditReport(NamedTuple):
    """All faults of a site, sorted.

    Attributes:
        pages: how many pages were checked.
    """

    pages: int
    errors: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def audit_site(folder: Path, root: str, left_out: Collection[str] = ()) -> AuditReport:
    """Check every file of a site.

    Args:
        root: the address that the site is built for.
        left_out: patterns of files that are not checked, such as `talks/*`.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in paths]
    ours = SiteUrls(frozenset(names), root.rstrip("/"))
    wanted = [name for name in names if not any(fnmatch(name, one) for one in left_out)]
    found = list(_each(partial(_read, folder, ours), wanted))
    pages = [one for one in found if isinstance(one, PageReport)]
    faults = [
        fault for one in found for fault in (one.faults if isinstance(one, PageReport) else one)
    ]
    faults += check_across_pages(pages)
    return AuditReport(
        len(pages),
        tuple(sorted(fault for fault in faults if fault.kind in ERROR_KINDS)),
        tuple(sorted(fault for fault in faults if fault.kind not in ERROR_KINDS)),
    )


def _each(read: _Read, names: Sequence[str]) -> Iterator[PageReport | tuple[Fault, ...]]:
    """In several processes, where there are many files."""
    workers = min(os.cpu_count() or 1, len(names) // FILES_PER_PROCESS)
    if workers < 2:
        yield from map(read, names)
        return
    afresh = multiprocessing.get_context("spawn")  # on every system the same
    with ProcessPoolExecutor(workers, afresh, leave_ctrl_c) as processes:
        yield from processes.map(read, names, chunksize=64)


def _read(folder: Path, ours: SiteUrls, name: str) -> PageReport | tuple[Fault, ...]:
    data = (folder / name).read_bytes()
    camera = tuple(
        Fault("camera", name, f"reveals {what}; remove it from the file, or build again")
        for what in private_metadata(data)
    )
    if not name.endswith(".html"):
        return (*camera, *_faults(folder, name, data, ours))
    page = check_page(name, data, ours)
    return page._replace(faults=(*page.faults, *camera))


def _faults(folder: Path, name: str, data: bytes, ours: SiteUrls) -> Iterator[Fault]:
    """Faults of a file that is not a page."""
    if name.endswith((".css", ".svg")):
        yield from check_asset(name, data, ours)
    if name.endswith((".xml", ".json", ".opml")) and (why := parse_error(name, data)):
        yield Fault("unreadable", name, why)
    elif name.endswith(FEEDS) and not name.startswith(NO_FEEDS):
        for fault in check_feed(name, data, ours.url_of(name)):
            yield Fault("feed", name, fault)
    if name.endswith(".atom.xml"):
        for address, length in enclosures(data):
            file = ours.file_at(address)
            if file and (folder / file).stat().st_size != length:
                yield Fault("feed", name, f"{address} is not {length} bytes long")
