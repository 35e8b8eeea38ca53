"""A finished page in; what the search finds of it out, as a small page for Pagefind. Pure.

The index is made of these parts alone. So it stays as it is while they do, whatever else changes on a page,
such as headlines in its sidebar. Pagefind would take the first picture after the title from anywhere, such
as a related post.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

_BODY = "data-pagefind-body"
"""Marks the parts of a page that can be found. A page without it is not in the index."""

_VALUES = ("data-pagefind-meta", "data-pagefind-filter", "data-pagefind-sort")
"""Attributes that name a value: `date` is the text of the element, `type:Post` stands there itself."""
_CANDIDATES = etree.XPath("//h1 | //@*[starts-with(name(), 'data-pagefind-')]/..")
_PARSER = html.HTMLParser(encoding="utf-8")


def indexed_parts(page: bytes) -> bytes:
    """The title, the marked parts and the named values of a page, in its language; empty for a page that
    is not in the index.

    Args:
        page: UTF-8.
    """
    if _BODY.encode() not in page:
        return b""
    root = html.document_fromstring(page, parser=_PARSER)
    small = etree.Element("html", {"lang": root.get("lang", "")})
    etree.SubElement(small, "body").extend(list(_parts(root)))
    if small.find(f"body/*[@{_BODY}]") is None:
        return b""
    data: bytes = etree.tostring(small, method="html", encoding="utf-8", doctype="<!doctype html>")
    return data


def _parts(root: etree._Element) -> Iterator[etree._Element]:
    for part in _CANDIDATES(root):
        if any(_BODY in around.attrib for around in part.iterancestors()):
            continue
        if part.tag == "h1" or _BODY in part.attrib or _names_its_text(part):
            part.tail = None
            yield part
        elif any(key in part.attrib for key in _VALUES):
            yield etree.Element(part.tag, dict(part.attrib))


def _names_its_text(part: etree._Element) -> bool:
    names = (name for key in _VALUES if key in part.attrib for name in part.get(key).split(","))
    return any(":" not in name and "[" not in name for name in names)
