"""A list of blogs ↔ the bytes of an OPML 2.0 document. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from xml.etree.ElementTree import (
    Element,
    ParseError,
    SubElement,
    TreeBuilder,
    XMLParser,
)

from msgspec import Struct

from frontdesk.core.errors import FrontDeskError

from .feed_escaping import escape_ambiguous
from .xml_writer import xml_document

EXTENSION = ".opml"
MEDIA_TYPE = "text/x-opml"


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
    """The whole document, UTF-8. It has no date, so the same list gives the same bytes. OPML allows HTML in
    a text, so what would read as a tag or a character reference is escaped."""
    root = Element("opml", version="2.0")
    head = SubElement(root, "head")
    SubElement(head, "title").text = escape_ambiguous(title)
    SubElement(head, "ownerName").text = escape_ambiguous(owner)
    body = SubElement(root, "body")
    for outline in outlines:
        SubElement(body, "outline", _attributes(outline))
    return xml_document(root)


def _attributes(outline: Outline) -> dict[str, str]:
    """A blog with a feed has `type="rss"`, which the specification requires for Atom as well; a blog with
    only a page is a `link`."""
    kind: dict[str, str | None]
    if outline.feed:
        kind = {"type": "rss", "xmlUrl": outline.feed, "htmlUrl": outline.home}
    else:
        kind = {"type": "link" if outline.home else None, "url": outline.home}
    both = {
        "text": escape_ambiguous(outline.title),
        "title": escape_ambiguous(outline.title),
        **kind,
        "description": escape_ambiguous(outline.description or ""),
        "category": f"/{outline.topic}" if outline.topic else None,
        "language": outline.language if outline.feed else None,
    }
    return {name: value for name, value in both.items() if value}


_MAX_DEPTH = 20
_MAX_OUTLINES = 5000


class OpmlError(FrontDeskError, ValueError):
    """The document cannot be read as OPML; the text says why."""


def read_opml(data: bytes) -> tuple[Outline, ...]:
    """The blogs of a document, in its order. The folder of a blog is its topic.

    Raises:
        OpmlError: it is not OPML, has a document type, is nested deeper than 20 folders or has more
            than 5,000 outlines.
    """
    parser = XMLParser(target=_Outlines())  # noqa: S314 - _Outlines refuses a document type
    try:
        parser.feed(data)
        root = parser.close()
    except ParseError as error:
        line, column = error.position
        raise OpmlError(f"line {line}, column {column + 1}: this is not XML") from None
    except OpmlError:
        raise
    except (LookupError, ValueError):
        raise OpmlError("its encoding is unknown; save it as UTF-8") from None
    body = next(_named(root, "body"), None) if root.tag.lower() == "opml" else None
    if body is None:
        raise OpmlError("this is not an OPML list: it has no <opml> with a <body>")
    found: list[Outline] = []
    waiting = [(element, "", 1, False) for element in reversed(list(_named(body, "outline")))]
    while waiting:
        element, folder, depth, is_inside_a_feed = waiting.pop()
        if depth > _MAX_DEPTH or len(found) + len(waiting) >= _MAX_OUTLINES:
            raise OpmlError(f"more than {_MAX_OUTLINES} blogs, or folders deeper than {_MAX_DEPTH}")
        given = {name.lower(): value for name, value in element.items()}
        name = _words(given.get("text") or given.get("title"))
        outline = _outline(given, name, folder)
        children = list(_named(element, "outline"))
        is_blog = outline.feed is not None or not children
        if is_blog and (outline.feed or outline.home or not is_inside_a_feed):
            found.append(outline)  # outlines without an address inside a feed are its posts
        inside = folder if is_blog else name or folder
        of_a_feed = is_inside_a_feed or outline.feed is not None
        waiting += [(child, inside, depth + 1, of_a_feed) for child in reversed(children)]
    return tuple(found)


def _named(element: Element, name: str) -> Iterator[Element]:
    """The children with that name in any case, because programs differ."""
    return (child for child in element if child.tag.lower() == name)


class _Outlines(TreeBuilder):
    def doctype(self, name: str, *_: str | None) -> None:
        raise OpmlError(f"it has a document type ({name}), which a list of blogs must not have")


def _outline(given: Mapping[str, str], name: str, folder: str) -> Outline:
    """The blog of an outline.

    Args:
        given: its attributes, with names in lower case.
    """
    category = given.get("category", "").split(",/")[0].strip().removeprefix("/")
    kind, url = given.get("type", "").lower(), given.get("url")
    return Outline(
        title=name,
        feed=given.get("xmlurl") or (url if kind in _FEEDS else None) or None,
        home=given.get("htmlurl") or (None if kind in _FEEDS else url) or None,
        description=_words(given.get("description")) or None,
        topic=folder or category or None,
        language=given.get("language") or None,
    )


_FEEDS = {"rss", "atom", "feed"}
"""Types of an outline whose `url` is the address of a feed if it has no `xmlUrl`."""


_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
"""With its semicolon; without, `&notes` would begin a reference."""


def _words(text: str | None) -> str:
    """The text of an attribute, which may hold HTML: character references become characters."""
    whole = _REFERENCE.sub(lambda found: unescape(found[0]), text or "")
    return " ".join(whole.split())
