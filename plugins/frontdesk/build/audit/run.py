"""The folder of a built site in, all that is wrong with it out."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import NamedTuple

from .feeds import enclosed, unreadable
from .feeds import faults as faults_of_feed
from .metadata import told_by
from .pages import Fault, Looked, between, foreign_requests_of_style, look
from .urls import Addresses

STOPS = frozenset({"request", "code", "address", "unreadable", "camera"})
"""Kinds of faults that must not be published."""

FEEDS = (".atom.xml", ".rss.xml", ".json", ".opml")
NO_FEEDS = ("status.json", "pagefind/pagefind-entry.json")
WORTH_A_PROCESS = 200
"""Files."""

_Read = Callable[[str], "Looked | tuple[Fault, ...]"]


class Audit(NamedTuple):
    """What came of it."""

    pages: int
    stops: tuple[Fault, ...]
    told: tuple[Fault, ...]


def audit_site(folder: Path, root: str, left_out: Collection[str] = ()) -> Audit:
    """Look at every file of a site.

    Args:
        root: the address that the site is built for.
        left_out: patterns of files that are the author's own affair, such as `talks/*`.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in paths]
    ours = Addresses(frozenset(names), root.rstrip("/"))
    wanted = [name for name in names if not any(fnmatch(name, one) for one in left_out)]
    found = list(_each(partial(_read, folder, ours), wanted))
    pages = [one for one in found if isinstance(one, Looked)]
    faults = [fault for one in found for fault in (one.faults if isinstance(one, Looked) else one)]
    faults += between(pages)
    return Audit(
        len(pages),
        tuple(sorted(fault for fault in faults if fault.kind in STOPS)),
        tuple(sorted(fault for fault in faults if fault.kind not in STOPS)),
    )


def _each(read: _Read, names: Sequence[str]) -> Iterator[Looked | tuple[Fault, ...]]:
    """In as many processes as are worth their start."""
    workers = min(os.cpu_count() or 1, len(names) // WORTH_A_PROCESS)
    if workers < 2:
        yield from map(read, names)
        return
    afresh = multiprocessing.get_context("spawn")  # on every system the same
    with ProcessPoolExecutor(workers, afresh) as processes:
        yield from processes.map(read, names, chunksize=64)


def _read(folder: Path, ours: Addresses, name: str) -> Looked | tuple[Fault, ...]:
    data = (folder / name).read_bytes()
    told = tuple(
        Fault("camera", name, f"tells {what}; take it out of the file, or build again")
        for what in told_by(data)
    )
    if not name.endswith(".html"):
        return (*told, *_faults(folder, name, data, ours))
    page = look(name, data, ours)
    return page._replace(faults=(*page.faults, *told))


def _faults(folder: Path, name: str, data: bytes, ours: Addresses) -> Iterator[Fault]:
    """Of a file that is no page."""
    if name.endswith((".css", ".svg")):
        yield from foreign_requests_of_style(name, data, ours)
    if name.endswith((".xml", ".json", ".opml")) and (why := unreadable(name, data)):
        yield Fault("unreadable", name, why)
    elif name.endswith(FEEDS) and name not in NO_FEEDS:
        for fault in faults_of_feed(name, data, ours.met_at(name)):
            yield Fault("feed", name, fault)
    if name.endswith(".atom.xml"):
        for address, length in enclosed(data):
            file = ours.file_at(address)
            if file and (folder / file).stat().st_size != length:
                yield Fault("feed", name, f"{address} is not {length} bytes long")
