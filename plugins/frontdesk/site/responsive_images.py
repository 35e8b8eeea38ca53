"""The HTML of a text in; the same with responsive images out: srcset, sizes, captions. Pure (A7).

Only the tags of images are changed. Everything else stays as its author typed it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from msgspec import Struct

from frontdesk.core.html_parser import HTMLParser

MEASURE = 608
"""Width of the text in pixels, where there is room: --measure of the style sheet."""
SIZES = "(min-width: 41rem) 38rem, calc(100vw - 2.5rem)"

_TAG = r"""<%s\b(?:[^>"']|"[^"]*"|'[^']*')*>"""
_IMAGE = _TAG % "img"
_PICTURE = re.compile(
    rf"<p>\s*(?P<opens>{_TAG % 'a'})?(?P<alone>{_IMAGE})(?P<closes></a>)?\s*</p>|{_IMAGE}"
)
_ANY_TAG = re.compile(_TAG % r"\w+")
_ADDRESS = re.compile(
    r"""(\s(?:poster=|(?:href|src|data)=(?=["'][{|](?:static|attach)[}|])))"""
    r"""(["'])((?:(?!\2).)*)\2"""
)
_OF_ADDRESSES = ("poster=", "{static", "|static", "{attach", "|attach")
"""Without one of these there is no `_ADDRESS`. To find them one by one takes a fifth of the time of a
pattern."""
_OURS = {
    *("src", "srcset", "sizes", "width", "height"),
    *("loading", "decoding", "fetchpriority"),
}


class WebImage(Struct, frozen=True):
    """The files of one image on a page; all paths are below the site's root.

    Attributes:
        path: a file that every browser and feed reader can show.
        width, height: of the largest file, in pixels; None where unknown.
        webp: path and width of each WebP variant, narrow to wide; empty for an image that is published as
            it is.
    """

    path: str
    width: int | None
    height: int | None
    webp: tuple[tuple[str, int], ...] = ()

    @property
    def largest(self) -> str:
        return self.webp[-1][0] if self.webp else self.path

    @property
    def lightest(self) -> str:
        return self.webp[0][0] if self.webp else self.path


Find = Callable[[str], WebImage | None]
"""Finds the image for an address in a text; None where it is not an image of ours."""


def responsive_images(html: str, site: str, find: Find) -> str:
    """Replace each image by variants from which a browser chooses.

    A paragraph that is only an image with a title becomes a figure with a caption. The first image loads at
    once, the others lazily.

    Args:
        site: the prefix that leads to the site's root, without a slash at the end.
    """
    is_first = True

    def picture(match: re.Match[str]) -> str:
        nonlocal is_first
        values = _attributes(match["alone"] or match[0])
        shown = find(values.get("src", ""))
        if shown is None:
            return match[0]
        title = values.pop("title", "") if match["alone"] else ""
        made = _picture(shown, values, site, is_first=is_first)
        is_first = False
        if not match["alone"]:
            return made
        made = f"{match['opens'] or ''}{made}{match['closes'] or ''}"
        if not title:
            return f"<p>{made}</p>"
        return f"<figure>{made}<figcaption>{escape(title, quote=False)}</figcaption></figure>"

    def address(match: re.Match[str]) -> str:
        shown = find(unescape(match[3]))
        return f"{match[1]}{match[2]}{site}/{shown.largest}{match[2]}" if shown else match[0]

    made = _PICTURE.sub(picture, html)
    if not any(mark in made for mark in _OF_ADDRESSES):
        return made
    return _ANY_TAG.sub(lambda tag: _ADDRESS.sub(address, tag[0]), made)


def _picture(shown: WebImage, typed: Mapping[str, str], site: str, *, is_first: bool) -> str:
    width, height = _size(shown, typed)
    image = {
        "src": f"{site}/{shown.path}",
        "alt": typed.get("alt", ""),
        **({"width": f"{width}", "height": f"{height}"} if width and height else {}),
        **({"fetchpriority": "high"} if is_first else {"loading": "lazy", "decoding": "async"}),
        **{name: value for name, value in typed.items() if name not in {*_OURS, "alt"}},
    }
    if not shown.webp:
        return _tag("img", image)
    if len(shown.webp) == 1:
        source = {"srcset": f"{site}/{shown.webp[0][0]}", "type": "image/webp"}
    else:
        candidates = ", ".join(f"{site}/{path} {wide}w" for path, wide in shown.webp)
        is_full = (width or 0) >= MEASURE
        sizes = SIZES if is_full else f"{width}px"
        source = {"srcset": candidates, "sizes": sizes, "type": "image/webp"}
    return f"<picture>{_tag('source', source)}{_tag('img', image)}</picture>"


def _size(shown: WebImage, typed: Mapping[str, str]) -> tuple[int | None, int | None]:
    """The size of the largest file, or a smaller one where the author wrote a width."""
    if not (shown.width and shown.height):
        return None, None
    wanted = int(typed["width"]) if typed.get("width", "").isdecimal() else shown.width
    width = max(1, min(wanted, shown.width))
    return width, max(1, round(shown.height * width / shown.width))


def _tag(name: str, values: Mapping[str, str]) -> str:
    typed = " ".join(f'{key}="{escape(value)}"' for key, value in values.items())
    return f"<{name} {typed}>"


def _attributes(tag: str) -> dict[str, str]:
    reader = _Reader()
    reader.feed(tag)
    return reader.values


class _Reader(HTMLParser):
    """Reads the attributes of one tag."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.values.setdefault(name, value or "")
