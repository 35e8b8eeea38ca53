"""A feed of a blog (Atom or RSS) in, the posts that it holds out. A feed has only the newest posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..markup.html_tree import plain_words
from ..model import Blog, ImportedText, Item, LeftOut
from .dates import parse_date_of_export
from .xml_entries import XmlElement, XmlExport


def read_feed(export: XmlExport) -> Iterator[Item]:
    """The posts of a feed, in order."""
    for found in export.elements():
        if isinstance(found, LeftOut):
            yield found
        elif found.name in {"entry", "item"}:
            yield _post(found)
        elif found.name == "title":
            yield Blog(name=plain_words(found.text))
        elif found.name == "link" and found.attrs.get("rel", "alternate") == "alternate":
            yield Blog(address=found.attrs.get("href") or found.text.strip())
        elif found.name in {"description", "subtitle"}:
            yield Blog(description=plain_words(found.text))


def _post(entry: XmlElement) -> Item:
    links = [one for one in entry.all("link") if one.attrs.get("rel", "alternate") == "alternate"]
    address = next((one.attrs.get("href") or one.text.strip() for one in links), "")
    body = _body(entry)
    title = plain_words(entry.get("title"))
    names = [plain_words(one.get("name")) for one in entry.all("author") if one.get("name")]
    feed_id = entry.get("id") or entry.get("guid")
    if not title and not body.strip():
        return LeftOut("post", "it has neither title nor text", address or feed_id)
    return ImportedText(
        kind="post",
        source_id=feed_id or address or title,
        title=title,
        address=address,
        body=body,
        published=_moment(entry, "published", "pubDate", "dc:date", "updated"),
        modified=_moment(entry, "updated"),
        authors=tuple(names or filter(None, [plain_words(entry.get("dc:creator"))])),
        tags=tuple(
            filter(None, (one.attrs.get("term") or plain_words(one.text) for one in entry.all("category")))
        ),
        feed_id=feed_id or address,
        remarks=() if _is_whole(entry) else ("the feed has only the beginning of this text",),
    )  # fmt: skip


def _moment(entry: XmlElement, *names: str) -> datetime | None:
    return next((found for name in names if (found := parse_date_of_export(entry.get(name)))), None)


def _is_whole(entry: XmlElement) -> bool:
    return any(one.name in {"content", "content:encoded"} for one in entry.children)


def _body(entry: XmlElement) -> str:
    for name in ("content:encoded", "content", "description", "summary"):
        for one in entry.all(name):
            if one.attrs.get("type") == "xhtml":
                return one.markup()
            if one.text.strip():
                return one.text
    return ""
