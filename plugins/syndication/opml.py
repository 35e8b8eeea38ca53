"""A list of blogs in, the bytes of an OPML 2.0 document out. Pure."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from msgspec import Struct


class Outline(Struct, frozen=True, kw_only=True):
    """One blog of the list.

    Attributes:
        feed: the address as the editor wrote it (F5); None for a blog that is a link only.
    """

    title: str
    feed: str | None = None
    home: str | None = None
    description: str | None = None
    topic: str | None = None
    language: str | None = None


def opml(title: str, owner: str, outlines: tuple[Outline, ...]) -> bytes:
    """The whole document, UTF-8. It bears no date, so that the same list gives the same bytes."""
    root = Element("opml", version="2.0")
    head = SubElement(root, "head")
    SubElement(head, "title").text = title
    SubElement(head, "ownerName").text = owner
    body = SubElement(root, "body")
    for outline in outlines:
        SubElement(body, "outline", _attributes(outline))
    indent(root, space=" ")
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _attributes(outline: Outline) -> dict[str, str]:
    """A feed is `type="rss"`, which the specification asks for of Atom as well; what has no feed is
    a `link` where it has a page."""
    kind: dict[str, str | None]
    if outline.feed:
        kind = {"type": "rss", "xmlUrl": outline.feed, "htmlUrl": outline.home}
    else:
        kind = {"type": "link" if outline.home else None, "url": outline.home}
    both = {
        "text": outline.title,
        "title": outline.title,
        **kind,
        "description": outline.description,
        "category": f"/{outline.topic}" if outline.topic else None,
        "language": outline.language if outline.feed else None,
    }
    return {name: value for name, value in both.items() if value}
