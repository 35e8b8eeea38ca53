"""The bytes of an OPML list in, its faults out (OPML 2.0)."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from .feed_values import Faults, check_html, check_language, check_url
from .feed_xml import check_counts, parse_xml


def check_opml(data: bytes) -> Faults:
    root = parse_xml(data)
    if root is None or root.tag != "opml" or root.get("version") != "2.0":
        yield "is no OPML 2.0"
        return
    yield from check_counts(root, ("head", "body"))
    if not root.findtext("head/title"):
        yield "has no title"
    outlines = list(root.iter("outline"))
    if not outlines:
        yield "has no outline"
    for outline in outlines:
        yield from _outline(outline)


def _outline(outline: ET.Element) -> Faults:
    if not outline.get("text"):
        yield "an outline has no text"
    match outline.get("type"):
        case "rss":
            yield from check_url(outline.get("xmlUrl"), "xmlUrl")
            if not outline.get("title"):
                yield "an outline of a feed has no title"
        case "link":
            yield from check_url(outline.get("url"), "url")
        case None:
            for name in ("xmlUrl", "htmlUrl", "url", "description", "language", "version"):
                if outline.get(name) is not None:
                    yield f"an outline has a {name} and no type that says what it means"
        case other:
            yield f"an outline is of the type {other}"
    if outline.get("htmlUrl") is not None:
        yield from check_url(outline.get("htmlUrl"), "htmlUrl")
    if outline.get("language") is not None:
        yield from check_language(outline.get("language"))
    for name in ("text", "title", "description"):
        yield from check_html(outline.get(name), name)
    if not re.fullmatch(r"/.+", outline.get("category", "/x")):
        yield f"the category {outline.get('category')!r} is no path"
