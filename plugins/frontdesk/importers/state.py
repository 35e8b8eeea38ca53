"""What earlier imports wrote, kept in var/import/STATE.json, so that an import can be repeated."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from frontdesk.core.atomic import replace_file

from .addresses.overview import Overview
from .readers.sources import Source
from .readers.xml_entries import ExportError

STATE_FILE = "STATE.json"


class Entry(Struct, omit_defaults=True):
    """A file that an import wrote.

    Attributes:
        file: its path below the content folder.
        written: a digest of the bytes that were written.
    """

    file: str
    written: str


class SourceState(Struct):
    """What was imported from one blog.

    Attributes:
        entries: by the id of the entry in its export.
        redirects: all lines that an import added to redirects.txt.
        pictures: old address → file, of pictures that had one, so that they stay when their source is gone.
    """

    entries: dict[str, Entry] = {}
    redirects: list[str] = []
    pictures: dict[str, str] = {}


class State(Struct):
    """All imports into a site, by the blog from which they came."""

    version: int = 1
    sources: dict[str, SourceState] = {}


def name_of_blog(source: Source, overview: Overview, state: State) -> str:
    """The name of a blog in the state: that of an earlier import of it, whatever the export is called now.
    Ids of Blogger are unique everywhere; other blogs are known by their hosts. A blog whose host was not
    known is known by its texts."""
    if source.kind == "blogger":
        return "blogger"
    by_host = [f"{source.kind}:{host}" for host in sorted(overview.hosts)]
    for key in by_host:
        if key in state.sources:
            return key
    without_host = f"{source.kind}/"
    ids = {text.source_id for text in overview.texts}
    for key, known in state.sources.items():
        texts = {one for one in known.entries if not one.startswith(_NO_TEXTS)}
        shared = len(ids & texts)
        if key.startswith(without_host) and shared and 2 * shared >= min(len(ids), len(texts)):
            return key
    return by_host[0] if by_host else f"{without_host}{source.name}"


_NO_TEXTS = ("comment ", "picture ")
"""How the names of other entries in the state begin."""


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def read_state(folder: Path) -> State:
    """The state in a folder; an empty one where there is none.

    Raises:
        ExportError: it cannot be read.
    """
    path = folder / STATE_FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=State) if path.exists() else State()
    except (OSError, msgspec.DecodeError) as error:
        raise ExportError(
            f"{path} cannot be read ({error}); put it back from a copy, or delete it: then files that are "
            "there are taken for yours"
        ) from None


def write_state(folder: Path, state: State) -> None:
    replace_file(folder / STATE_FILE, msgspec.json.format(msgspec.json.encode(state), indent=1))
