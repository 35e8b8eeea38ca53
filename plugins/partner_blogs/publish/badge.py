"""The site's name in, a badge for the sites of partners out: "Listed in NAME", as an SVG. Pure (W10).

It has its own background, so that it is legible on light and dark pages. It uses fonts that every system
has and loads nothing from elsewhere.
"""

from __future__ import annotations

import unicodedata
from html import escape
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from frontdesk.core.translations import Translations
from frontdesk.formats.xml_writer import xml_document

HEIGHT = 44
_SIZE = 17
_SMALL = 11
_EDGE = 14
_NARROWEST = 88
_LONGEST = 48
_FONT = "Palatino, 'Palatino Linotype', 'Book Antiqua', P052, Georgia, serif"
_PAPER, _INK, _MARK = "#fbf8f1", "#211e19", "#8a3d16"


class Badge(Struct, frozen=True):
    """The picture, what it says, and its size in pixels."""

    svg: bytes
    words: str
    width: int
    height: int


def badge(site: str, words: Translations) -> Badge:
    """One badge. A name of more than 48 characters is cut in the picture, and whole in its words."""
    whole = words.gettext("Listed in %(site)s", site=site)
    name = site if len(site) <= _LONGEST else f"{site[: _LONGEST - 1].rstrip()}…"
    above = words.gettext("Listed in")
    text = round(_ems(name) * _SIZE)
    width = max(max(text, round(_ems(above) * _SMALL)) + 2 * _EDGE, _NARROWEST)
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": f"{width}",
            "height": f"{HEIGHT}",
            "viewBox": f"0 0 {width} {HEIGHT}",
            "role": "img",
        },
    )
    SubElement(root, "title").text = whole
    frame = {"width": f"{width - 1}", "height": f"{HEIGHT - 1}", "fill": _PAPER, "stroke": _INK}
    SubElement(root, "rect", {"x": "0.5", "y": "0.5", "rx": "3", **frame})
    small = {"y": "16", "font-family": "sans-serif", "font-size": f"{_SMALL}", "fill": _MARK}
    SubElement(root, "text", {"x": f"{_EDGE}", **small}).text = above
    # Whatever font a system has, the name is set as wide as its frame was made for.
    fitted = {"textLength": f"{text}", "lengthAdjust": "spacingAndGlyphs"}
    large = {"y": "34", "font-family": _FONT, "font-size": f"{_SIZE}", "font-weight": "bold"}
    SubElement(root, "text", {"x": f"{_EDGE}", "fill": _INK, **large, **fitted}).text = name
    return Badge(xml_document(root), whole, width, HEIGHT)


def snippet(badge: Badge, picture: str, page: str) -> str:
    """The HTML for a partner to copy.

    Args:
        picture, page: where the badge lies and where it leads; absolute.
    """
    return (
        f'<a href="{escape(page)}"><img src="{escape(picture)}" alt="{escape(badge.words)}" '
        f'width="{badge.width}" height="{badge.height}"></a>'
    )


def _ems(text: str) -> float:
    """How wide a text is about, in ems of a bold serif."""
    return sum(map(_em, text))


def _em(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in {"W", "F"}:
        return 1
    if sign in "ijltfrI.,:;'!|()[]·’ ":
        return 0.32
    if sign in "mwMW—…%@&":
        return 0.9
    return 0.72 if sign.isupper() else 0.53
