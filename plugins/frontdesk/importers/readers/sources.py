"""The place of an export in; its system, told by its content and never by its name, and its items out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.settings import Settings

from ..model import Blog, Item, LeftOut, SourceKind
from .blogger import read_blogger, read_takeout_settings
from .export_files import ExportFiles
from .feed import read_feed
from .generator_settings import SiteSettings, read_site_settings
from .ghost import is_ghost, read_ghost
from .markdown_folder import is_markdown_folder, read_markdown_folder
from .medium import is_medium, read_medium
from .substack import is_substack, read_substack
from .wordpress import read_wordpress
from .xml_entries import ExportError, XmlExport

_XML = (".xml", ".atom", ".rss", ".gz", ".wxr", ".txt")
_TAKEOUT = b"blogger/2018"
_BACKUP = b"blogger/2008"
_WXR = b"wordpress.org/export/"
_HEAD_BYTES = 64 * 1024
_FEED = re.compile(rb"<(?:rss|feed)[\s>]")


class Source(Struct, frozen=True):
    """An export that can be read.

    Attributes:
        name: names it in the state of imports, so that the same export is known again.
        files: all files of it, for the pictures that it brings.
        beside: folders of pictures that lie beside it.
        read: its items; may be called any number of times.
    """

    kind: SourceKind
    name: str
    files: ExportFiles
    read: Callable[[], Iterator[Item]]
    beside: tuple[Path, ...] = ()


def open_source(place: Path, rules: Settings, address: str = "") -> Source:
    """Find out what an export is.

    Args:
        rules: of our site, for the headers of Markdown files.
        address: the home page of the old blog, of which ids are made where the export does not say it.

    Raises:
        ExportError: it cannot be read, or is of no known system.
    """
    files = ExportFiles(place)
    heads = {
        name: files.head(name, _HEAD_BYTES) for name in files.names if _is_xml_name(name, files)
    }
    feeds = [name for name, head in heads.items() if _TAKEOUT in head]
    backups = [name for name, head in heads.items() if _BACKUP in head and _WXR not in head]
    parts = [name for name, head in heads.items() if _WXR in head]
    if feeds or backups:
        used = feeds or backups
        return Source("blogger", place.name, files, lambda: _blogger(files, used), _albums(place))
    if parts:
        return Source("wordpress", place.name, files, lambda: _wordpress(files, parts))
    if found := _others(files, place, rules, address):
        return found
    feeds = [name for name, head in heads.items() if _FEED.search(head)]
    if feeds:
        return Source("feed", place.name, files, lambda: _feeds(files, feeds))
    raise ExportError(
        f"{place} is no export that is known here; docs/moving-in.md says which file to ask each system for"
    )


def _others(files: ExportFiles, place: Path, rules: Settings, address: str) -> Source | None:
    """An export that is no XML."""
    if found := read_site_settings(files):
        site = replace(found, address=found.address or address)
        return Source(
            site.kind, place.name, files, lambda: read_markdown_folder(files, site, rules)
        )
    jsons = [one for one in files.names if one.endswith(".json") or len(files.names) == 1]
    ghosts = [one for one in jsons if is_ghost(files.head(one, _HEAD_BYTES))]
    if len(ghosts) == 1 or (ghosts and not is_markdown_folder(files)):
        return Source("ghost", place.name, files, lambda: read_ghost(files.read(ghosts[0])))
    if is_substack(files):
        return Source("substack", place.name, files, lambda: read_substack(files, address))
    if is_medium(files):
        return Source("medium", place.name, files, lambda: read_medium(files))
    if not is_markdown_folder(files):
        return None
    plain = SiteSettings(kind="markdown")
    return Source("markdown", place.name, files, lambda: read_markdown_folder(files, plain, rules))


def _feeds(files: ExportFiles, names: list[str]) -> Iterator[Item]:
    for name in names:
        yield from _counted(files, name, read_feed)


def _is_xml_name(name: str, files: ExportFiles) -> bool:
    return len(files.names) == 1 or name.lower().endswith(_XML)


def _blogger(files: ExportFiles, feeds: list[str]) -> Iterator[Item]:
    settings = {
        PurePosixPath(name).parent: list(read_takeout_settings(files.read(name)))
        for name in files.names
        if PurePosixPath(name).name.lower() == "settings.csv"
    }
    around = files.place.parent / "settings.csv"
    if not files.is_folder and len(files.names) == 1 and around.is_file():
        settings[PurePosixPath()] = list(
            read_takeout_settings(ExportFiles(around).read(around.name))
        )
    for name in feeds:
        found = settings.get(PurePosixPath(name).parent, [])
        yield from found
        zone = next((one.timezone for one in found if one.timezone), "")
        yield from _counted(files, name, lambda export, zone=zone: read_blogger(export, zone))  # type: ignore[misc]


def _albums(place: Path) -> tuple[Path, ...]:
    """The pictures of a Takeout of which only a part was named."""
    around = (one / "Albums" for one in list(place.resolve().parents)[:3])
    return tuple(one for one in around if one.is_dir())[:1]


def _wordpress(files: ExportFiles, parts: list[str]) -> Iterator[Item]:
    for name in sorted(parts, key=_by_numbers):
        yield from _counted(files, name, read_wordpress)


def _by_numbers(name: str) -> list[int | str]:
    """The order of parts: 2 before 10."""
    return [f"{int(part):09}" if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def _counted(
    files: ExportFiles, name: str, read: Callable[[XmlExport], Iterator[Item]]
) -> Iterator[Item]:
    export = XmlExport(files.pieces(name))
    yield Blog()
    yield from read(export)
    if export.removed:
        yield LeftOut(
            "character", f"XML forbids it ({export.removed} control characters in {name})", name
        )
