"""What an import did, as a value, for its report."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from .addresses.old_links import OldBlog
from .addresses.overview import Overview
from .addresses.placement import Place
from .model import ImportedText, LeftOut, Remark
from .readers.sources import Source


class FileRemark(Struct, frozen=True):
    """A remark with its place.

    Attributes:
        line: of the file, from 1; 0 for all of it.
    """

    path: str
    line: int
    remark: Remark


class Kept(Struct, frozen=True):
    """A file that a person has changed or deleted, while its entry in the export is another now.

    Attributes:
        difference: a unified diff from the file to what the import would write.
    """

    path: str
    difference: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What an import did.

    Attributes:
        read: so many texts and comments the export has, by their kind.
        written: kind of file → so many.
        same: files that are as an earlier import wrote them.
        kept: files that were left as a person has made them.
        collisions: a text of the export whose address another text has, with the path of that.
        missing: pictures that are not to be had: address → all its addresses, the best first.
        refused: pictures that cannot be published, and why.
        was_finished: the files of an earlier import that had been stopped were moved first.
    """

    source: Source
    overview: Overview
    read: Mapping[str, int]
    written: Mapping[str, int]
    same: int
    kept: tuple[Kept, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[FileRemark, ...]
    collisions: tuple[tuple[ImportedText, str], ...]
    places: Mapping[str, Place]
    old_blog: OldBlog
    missing: Mapping[str, tuple[str, ...]]
    refused: Mapping[str, str]
    was_finished: bool
    is_dry: bool
