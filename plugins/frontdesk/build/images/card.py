"""What a post is called in, what stands where on its card out. Pure (R7).

A card is the picture that social networks show beside a link: 1200 by 630 pixels.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from msgspec import Struct

WIDTH, HEIGHT = 1200, 630
EDGE = 84
"""Pixels that stay free on each side: some networks cut a card's corners."""
ROOM = WIDTH - 2 * EDGE
TITLE_HEIGHT = 330
LEADING = 1.16
SIZES = (92, 80, 70, 62, 54, 46)
MOST = 800
"""Letters of a text of which a card shows anything: some 350 narrow ones fill it. To measure a text takes
the longer, the longer it is, and is done again and again."""
RECIPE = "1"
"""To be counted up when cards are drawn in another way, so that each gets a new name."""

Measure = Callable[[str, int], float]
"""A text and a size in pixels in, how many pixels wide it is out."""


class Card(Struct, frozen=True):
    """The words of a card, plain text.

    Attributes:
        above: the name of the site.
        below: a line about the post; may be empty.
    """

    above: str
    title: str
    below: str


class Setting(Struct, frozen=True):
    """The title as it is set: lines of a size in pixels."""

    size: int
    lines: tuple[str, ...]


def readable(card: Card, has: Callable[[str], bool]) -> Card | None:
    """The words without what the font has no sign for, such as emoji; None where less than two thirds
    of the title's letters would be left, as in another script.

    Args:
        has: whether the font can draw a sign.
    """
    letters = [sign for sign in unicodedata.normalize("NFC", card.title) if sign.isalnum()]
    if sum(map(has, letters)) * 3 < len(letters) * 2 or not letters:
        return None
    return Card(*(_drawable(text, has) for text in (card.above, card.title, card.below)))


def set_title(title: str, measure: Measure) -> Setting:
    """As large as fits; in the smallest size, what does not fit ends with an ellipsis."""
    for size in SIZES:
        setting = Setting(size, tuple(_lines(title, size, measure)))
        if len(setting.lines) <= _most(size):
            return setting
    most = _most(size)
    last = setting.lines[most - 1]
    while last and measure(f"{last}…", size) > ROOM:
        last = last[:-1]
    return Setting(size, (*setting.lines[: most - 1], f"{last.rstrip()}…"))


def shortened(text: str, size: int, measure: Measure) -> str:
    """One line that fits."""
    if measure(text, size) <= ROOM:
        return text
    while text and measure(f"{text}…", size) > ROOM:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _most(size: int) -> int:
    return int(TITLE_HEIGHT / (size * LEADING))


def _lines(title: str, size: int, measure: Measure) -> Iterator[str]:
    """Broken between words; within one only where it is wider than a line."""
    line = ""
    for word in title.split():
        if measure(f"{line} {word}".strip(), size) <= ROOM:
            line = f"{line} {word}".strip()
            continue
        if line:
            yield line
        line = word
        while measure(line, size) > ROOM:
            fits = max(
                n for n in range(1, len(line) + 1) if n == 1 or measure(line[:n], size) <= ROOM
            )
            yield line[:fits]
            line = line[fits:]
    if line:
        yield line


def _drawable(text: str, has: Callable[[str], bool]) -> str:
    """Written with as few signs as there are, so that a letter and its accent are one."""
    composed = unicodedata.normalize("NFC", text[: 4 * MOST])
    kept = "".join(sign if has(sign) else " " if sign.isspace() else "" for sign in composed)
    return re.sub(r"\s+", " ", kept).strip()[:MOST]
