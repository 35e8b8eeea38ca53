"""A text's HTML in, its words, reading time, table of contents and pictures out. Pure.

The HTML is that of the sanitizer: each attribute has double quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from frontdesk.core.text import count_words

from .model import Outline, Section

_HEADING = re.compile(r'<h2\b[^>]*?\bid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_PICTURE = re.compile(r'<img\b(?:[^>"]|"[^"]*")*>')
_ALONE = re.compile(
    r'<p>\s*(?:<a\b(?:[^>"]|"[^"]*")*>)?(<img\b(?:[^>"]|"[^"]*")*>)(?:</a>)?\s*</p>'
)
_TITLE, _SOURCE = re.compile(r'\stitle="([^"]*)"'), re.compile(r'\ssrc="([^"]*)"')
_FOOTNOTE_MARK = re.compile(r'\s*<sup id="fnref[^"]*">.*?</sup>', re.DOTALL)
_FOOTNOTES = re.compile(r'\s*<div class="footnote">.*', re.DOTALL)
_FOOTNOTE_LINK = re.compile(r"<sup\b.*?</sup>", re.DOTALL)


def read_outline(html: str) -> Outline:
    """The outline of a text. The title of a picture that stands alone counts, because it becomes a
    caption."""
    text = plain_words(html)
    captions = " ".join(unescape(title) for title in _captions(html))
    return Outline(count_words(f"{text} {captions}"), tuple(_sections(html)))


def _captions(html: str) -> Iterator[str]:
    for picture in _ALONE.findall(html) if "<img" in html else ():
        title = _TITLE.search(picture)
        if title and _SOURCE.search(picture):
            yield title[1]


def _sections(html: str) -> Iterator[Section]:
    for anchor, inner in _HEADING.findall(html):
        if name := plain_words(_FOOTNOTE_LINK.sub("", inner)):
            yield Section(anchor, name)


def plain_words(html: str) -> str:
    """The words of HTML, without tags and with one space between them."""
    return " ".join(unescape(_MARKUP.sub("", html)).split())


def first_words(html: str, count: int) -> str:
    """The first words of a text, without its footnotes, with a … where more follow; empty for a text that
    has none, such as one of pictures alone."""
    words = plain_words(remove_footnotes(html)).split()
    return " ".join(words[:count]) + ("…" if len(words) > count else "")


def remove_footnotes(html: str) -> str:
    """HTML of a text without footnote marks, and without the notes, which are all at its end."""
    return _FOOTNOTE_MARK.sub("", _FOOTNOTES.sub("", html)) if "fn" in html else html


def picture_addresses(html: str) -> tuple[str, ...]:
    """The addresses of all pictures, as they were typed."""
    sources = (_SOURCE.search(tag) for tag in _PICTURE.findall(html) if "<img" in html)
    return tuple(unescape(one[1]) for one in sources if one)
