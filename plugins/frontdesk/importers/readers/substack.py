"""An export of Substack in, its posts out. Lists of readers are never read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import PurePosixPath

from ..model import ImportedText, Item, LeftOut
from .dates import parse_iso
from .export_files import ExportFiles
from .xml_entries import ExportError

TABLE = "posts.csv"
_FIELDS = {"post_id", "title"}


def is_substack(files: ExportFiles) -> bool:
    """Whether an export has a table of posts as Substack writes it."""
    head = files.head(_table(files), 400)
    return all(name.encode() in head for name in _FIELDS)


def _table(files: ExportFiles) -> str:
    return next((one for one in files.names if PurePosixPath(one).name == TABLE), "")


def read_substack(files: ExportFiles) -> Iterator[Item]:
    """The posts that the table lists, in its order."""
    texts = {
        PurePosixPath(name).name.partition(".")[0]: name
        for name in files.names
        if name.endswith(".html") and PurePosixPath(name).parent.name == "posts"
    }
    table = files.read(_table(files)).decode("utf-8-sig", "replace")
    try:
        rows = list(csv.DictReader(io.StringIO(table, newline="")))
    except csv.Error:
        raise ExportError(f"{TABLE} cannot be read as a table; export it again") from None
    for row in rows:
        found = {
            name: value
            for name, value in row.items()
            if isinstance(name, str) and isinstance(value, str)
        }
        yield _post(found, texts, files)


def _post(row: dict[str, str], texts: dict[str, str], files: ExportFiles) -> Item:
    number, _, slug = row.get("post_id", "").partition(".")
    name = texts.get(number, "")
    slug = slug or PurePosixPath(name).name.removesuffix(".html").partition(".")[2]
    title = row.get("title", "")
    try:
        body = files.read(name).decode("utf-8", "replace") if name else ""
    except ExportError as error:
        return LeftOut("post", str(error), title, is_fault=True)
    if not title and not body.strip():
        return LeftOut("post", "it has neither title nor text", slug or number)
    is_out = row.get("is_published", "").lower() in {"true", "1"}
    audience = row.get("audience", "")
    is_open = audience in {"", "everyone"}
    return ImportedText(
        kind="page" if row.get("type") == "page" else "post",
        source_id=number or slug or title,
        title=title,
        address=f"/p/{slug}" if is_out and slug else "",
        body=body,
        published=parse_iso(row.get("post_date", "")),
        is_draft=not is_out or not is_open,
        summary=row.get("subtitle", ""),
        remarks=() if is_open else ("it was for those who pay, so it is a draft",),
        stem=slug,
    )
