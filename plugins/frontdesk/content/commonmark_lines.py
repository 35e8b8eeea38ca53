"""The text of a post in, its lines out, numbered and indented with spaces alone. Pure.

Also the values that pass from commonmark_preprocessor.py, which finds the blocks, to
commonmark_extension.py, which makes elements of them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

TAB_WIDTH = 4
_BLANKS = re.compile("[ \t\u00a0\u2002\u2003\u2007\u2009\u202f\u3000]*")
_MARK_AND_GAP = re.compile("[ \t\u00a0]*(?:[-*+>]|\\d{1,9}[.)]|#{1,6})[ \u00a0]+")


class Line(NamedTuple):
    """One line of a text, and its number there, from 0."""

    text: str
    number: int


class BlockLines(NamedTuple):
    """The lines of a text or container, as the library expects them.

    Attributes:
        has_gap: an empty line stands between two of its blocks.
    """

    lines: tuple[Line, ...]
    has_gap: bool = False

    @property
    def blocks(self) -> list[str]:
        """What the library's block parser takes: blocks with an empty line between them."""
        return "\n".join(line.text for line in self.lines).split("\n\n")


class QuoteBlock(NamedTuple):
    """A quotation and what is inside it."""

    inside: BlockLines


class ListBlock(NamedTuple):
    """A list.

    Attributes:
        start: the number of the first item; None for bullets.
        is_loose: its items are paragraphs.
    """

    items: tuple[BlockLines, ...]
    start: int | None
    is_loose: bool


Container = QuoteBlock | ListBlock

PLACEHOLDER = "\x02block:%d\x03"
"""A line that takes the place of a container, with its number."""


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text, indented with spaces alone."""
    clean = text.replace("\x02", "").replace("\x03", "").replace("\r\n", "\n").replace("\r", "\n")
    rows = clean.split("\n")
    return tuple(
        Line(row if _is_head_of_table(row, rows[n + 1 : n + 2]) else indent_with_spaces(row), n)
        for n, row in enumerate(rows)
    )


def _is_head_of_table(row: str, below: list[str]) -> bool:
    """Whether this is a row with an empty first cell, above another row of as many."""
    tabs = row.count("\t") if row.startswith("\t") else 0
    return tabs > 1 and bool(below) and not below[0][:1].isspace() and below[0].count("\t") == tabs


def indent_with_spaces(row: str) -> str:
    """A line with spaces for the tabs and odd spaces in front of its words and after a list mark."""
    if "\u00a0" in row and (mark := _MARK_AND_GAP.match(row)):
        row = mark[0].replace("\u00a0", " ") + row[mark.end() :]
    if row[:1].isalnum():
        return row
    lead = _BLANKS.match(row)
    if not lead or not lead[0]:
        return row
    front = lead[0]
    if not front.isspace() or front.strip(" "):
        front = re.sub("[^ \t]", " ", front).expandtabs(TAB_WIDTH)
    return front + row[lead.end() :]


def expand_tabs(text: str) -> str:
    """A line with spaces for all tabs."""
    return text.expandtabs(TAB_WIDTH) if "\t" in text else text
