"""A text's HTML in, its reading time and table of contents out. Pure."""

from __future__ import annotations

import re
from html import unescape

from msgspec import Struct

_HEADING = re.compile(r'<h2\b[^>]*?\bid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_FOOTNOTE_LINK = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_WORD = re.compile(r"\w[\w’'-]*")
_LETTER = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
"""Of the scripts of Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer and Tibetan, which are read letter
by letter."""
LETTERS_PER_WORD = 2
"""Letters of these scripts that are read in the time of one word: 460 a minute beside 230 words."""


class Section(Struct, frozen=True):
    """A part of a text.

    Attributes:
        anchor: the id of its heading.
        name: its heading, as plain text.
    """

    anchor: str
    name: str


class Outline(Struct, frozen=True):
    """The reading time and sections of a text.

    Attributes:
        minutes: reading time, at least 1; 0 if it is switched off.
        parts: its sections, in order; none if there are too few to list.
    """

    minutes: int
    parts: tuple[Section, ...]


def read_outline(html: str, *, words_a_minute: int, fewest_parts: int) -> Outline:
    """The outline of a text.

    Args:
        words_a_minute: reading speed; 0 switches the reading time off.
        fewest_parts: at least so many headings of level 2 make a list; 0 switches it off.
    """
    parts = _parts(html) if fewest_parts else ()
    return Outline(
        minutes=_minutes(html, words_a_minute) if words_a_minute else 0,
        parts=parts if len(parts) >= fewest_parts else (),
    )


def _minutes(html: str, words_a_minute: int) -> int:
    text = _plain(html)
    letters = len(_LETTER.findall(text))
    words = len(_WORD.findall(_LETTER.sub(" ", text) if letters else text))
    return max(1, round((words + letters / LETTERS_PER_WORD) / words_a_minute))


def _parts(html: str) -> tuple[Section, ...]:
    found = (
        (anchor, _plain(_FOOTNOTE_LINK.sub("", inner))) for anchor, inner in _HEADING.findall(html)
    )
    return tuple(Section(anchor, name) for anchor, name in found if name)


def _plain(html: str) -> str:
    return " ".join(unescape(_MARKUP.sub("", html)).split())
