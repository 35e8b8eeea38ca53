"""An export of Substack in, its posts out. Lists of readers are never read."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from html import escape
from pathlib import PurePosixPath

from ..markup.platform_cards import SUBSTACK, without_cards
from ..model import Blog, ImportedText, Item, LeftOut
from .dates import parse_iso
from .export_files import ExportFiles
from .xml_entries import ExportError

TABLE = "posts.csv"
_FIELDS = {"post_id", "title"}
_SHARED_LINK = re.compile(r"https://open\.substack\.com/pub/[\w-]+/p/([\w-]+)(?:\?[^\s\"'#<]*)?")
"""A link to a post as Substack's button to share it gives it."""
_OWN_LINK = re.compile(r"https?://([\w.-]+)/(?:p/([\w-]+)|subscribe\b)")


def is_substack(files: ExportFiles) -> bool:
    """Whether an export has a table of posts as Substack writes it."""
    head = files.head(_table(files), 400)
    return all(name.encode() in head for name in _FIELDS)


def _table(files: ExportFiles) -> str:
    return next((one for one in files.names if PurePosixPath(one).name == TABLE), "")


def read_substack(files: ExportFiles, address: str = "") -> Iterator[Item]:
    """The posts that the table lists, in its order.

    Args:
        address: of the blog, if it is known; else what most links within it say.
    """
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
    found = [
        {
            name: value
            for name, value in row.items()
            if isinstance(name, str) and isinstance(value, str)
        }
        for row in rows
    ]
    home = f"{address.rstrip('/')}/" if address else _home(found, texts, files)
    if home:
        yield Blog(address=home)
    slugs = _slugs(found)
    for row in found:
        yield _post(row, texts, files, home, slugs)


def _home(rows: list[dict[str, str]], texts: Mapping[str, str], files: ExportFiles) -> str:
    """The address of the blog, which the export does not say: most of its links to own posts and to its
    subscription lead there."""
    slugs = _slugs(rows)
    hosts: Counter[str] = Counter()
    for row in rows:
        name = texts.get(row.get("post_id", "").partition(".")[0], "")
        for host, slug in _OWN_LINK.findall(_html(name, files)):
            hosts[host] += not slug or slug in slugs
    best = max(hosts, key=lambda host: hosts[host], default="")
    return f"https://{best}/" if best and hosts[best] else ""


def _slugs(rows: list[dict[str, str]]) -> set[str]:
    return {row.get("post_id", "").partition(".")[2] for row in rows} - {""}


def _html(name: str, files: ExportFiles) -> str:
    try:
        return files.read(name).decode("utf-8", "replace") if name else ""
    except ExportError:
        return ""


def _post(
    row: Mapping[str, str],
    texts: Mapping[str, str],
    files: ExportFiles,
    home: str,
    slugs: Collection[str],
) -> Item:
    number, _, slug = row.get("post_id", "").partition(".")
    name = texts.get(number, "")
    slug = slug or PurePosixPath(name).name.removesuffix(".html").partition(".")[2]
    title = row.get("title", "")
    try:
        body = files.read(name).decode("utf-8", "replace") if name else ""
    except ExportError as error:
        return LeftOut("post", str(error), title, is_fault=True)
    sound = row.get("podcast_url", "").strip()
    if not title and not body.strip() and not sound:
        return LeftOut("post", "it has neither title nor text", slug or number)
    body = _SHARED_LINK.sub(
        lambda found: f"{home}p/{found[1]}" if home and found[1] in slugs else found[0],
        without_cards(body, SUBSTACK),
    )
    if sound:
        body = f'<p><a href="{escape(sound)}">Audio</a></p>{body}'
    is_out = row.get("is_published", "").lower() in {"true", "1"}
    audience = row.get("audience", "")
    is_open = audience in {"", "everyone"}
    remarks = () if is_open else ("it was for those who pay, so it is a draft",)
    address = f"/p/{slug}" if is_out and slug else ""
    return ImportedText(
        kind="page" if row.get("type") == "page" else "post",
        source_id=number or slug or title,
        title=title,
        address=address,
        body=body,
        published=parse_iso(row.get("post_date", "")),
        is_draft=not is_out or not is_open,
        summary=row.get("subtitle", ""),
        feed_id=f"{home.rstrip('/')}{address}" if home and address else "",
        remarks=remarks,
        stem=slug,
    )
