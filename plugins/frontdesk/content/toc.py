"""A text's HTML in, how long it takes to read and what its parts are out. Pure."""

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
"""So many of them are read in the time of a word: some 460 a minute where 230 words are."""


class Section(Struct, frozen=True):
    """A part of a text.

    Attributes:
        anchor: the id of its heading.
        name: its heading, as plain text.
    """

    anchor: str
    name: str


class Outline(Struct, frozen=True):
    """What can be said of a text before it is read.

    Attributes:
        minutes: how long it takes to read, at least 1; 0 where nobody wants to know.
        parts: what it falls into, in its order; none where these are too few to be listed.
    """

    minutes: int
    parts: tuple[Section, ...]


def read_outline(html: str, *, words_a_minute: int, fewest_parts: int) -> Outline:
    """The outline of what Markdown made.

    Args:
        words_a_minute: how fast it is read; 0 for no answer.
        fewest_parts: so many headings of the second level are worth a list; 0 for never a list.
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
