"""The title of a post in, the layout of its share card out. Pure (R7).

A card is the picture that social networks show beside a link: 1200 by 630 pixels.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from msgspec import Struct

WIDTH, HEIGHT = 1200, 630
MARGIN = 84
"""Free pixels on each side: some networks cut the corners."""
TEXT_WIDTH = WIDTH - 2 * MARGIN
TITLE_HEIGHT = 330
LEADING = 1.16
SIZES = (92, 80, 70, 62, 54, 46)
MAX_LETTERS = 800
"""The rest of a longer text is dropped: some 350 narrow letters fill a card, and a text is measured
many times."""
RECIPE = "1"
"""Increase it when cards are drawn in another way, so that each gets a new name."""

Measure = Callable[[str, int], float]
"""A text and a font size in pixels in, its width in pixels out."""


class Card(Struct, frozen=True):
    """The words of a card, plain text.

    Attributes:
        above: the name of the site.
        below: a line about the post; may be empty.
    """

    above: str
    title: str
    below: str


class TitleLayout(Struct, frozen=True):
    """The lines of the title, and their font size in pixels."""

    size: int
    lines: tuple[str, ...]


def drawable_card(card: Card, has: Callable[[str], bool]) -> Card | None:
    """The card without signs that the font lacks, such as emoji; None where fewer than two thirds of the
    title's letters would be left, as for another script.

    Args:
        has: whether the font can draw a sign.
    """
    letters = [sign for sign in unicodedata.normalize("NFC", card.title) if sign.isalnum()]
    if sum(map(has, letters)) * 3 < len(letters) * 2 or not letters:
        return None
    return Card(*(_drawable(text, has) for text in (card.above, card.title, card.below)))


def layout_title(title: str, measure: Measure) -> TitleLayout:
    """The largest font size that fits. In the smallest, a title that is too long ends with an ellipsis."""
    for size in SIZES:
        layout = TitleLayout(size, tuple(_lines(title, size, measure)))
        if len(layout.lines) <= _most(size):
            return layout
    most = _most(size)
    last = layout.lines[most - 1]
    while last and measure(f"{last}…", size) > TEXT_WIDTH:
        last = last[:-1]
    return TitleLayout(size, (*layout.lines[: most - 1], f"{last.rstrip()}…"))


def truncate(text: str, size: int, measure: Measure) -> str:
    """One line that fits, with an ellipsis where it was cut."""
    if measure(text, size) <= TEXT_WIDTH:
        return text
    while text and measure(f"{text}…", size) > TEXT_WIDTH:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _most(size: int) -> int:
    return int(TITLE_HEIGHT / (size * LEADING))


def _lines(title: str, size: int, measure: Measure) -> Iterator[str]:
    """Break between words, and within a word only where it is wider than a line."""
    line = ""
    for word in title.split():
        if measure(f"{line} {word}".strip(), size) <= TEXT_WIDTH:
            line = f"{line} {word}".strip()
            continue
        if line:
            yield line
        line = word
        while measure(line, size) > TEXT_WIDTH:
            fits = max(
                n
                for n in range(1, len(line) + 1)
                if n == 1 or measure(line[:n], size) <= TEXT_WIDTH
            )
            yield line[:fits]
            line = line[fits:]
    if line:
        yield line


def _drawable(text: str, has: Callable[[str], bool]) -> str:
    """In Unicode form NFC, so that a letter and its accent are one sign."""
    composed = unicodedata.normalize("NFC", text[: 4 * MAX_LETTERS])
    kept = "".join(sign if has(sign) else " " if sign.isspace() else "" for sign in composed)
    return re.sub(r"\s+", " ", kept).strip()[:MAX_LETTERS]
