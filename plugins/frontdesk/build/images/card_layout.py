"""The title of a post in, the layout of its share card out. Pure (R7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from frontdesk.site.share_cards import WIDTH

MARGIN = 84
"""Free pixels on each side: some networks cut the corners."""
TEXT_WIDTH = WIDTH - 2 * MARGIN
TITLE_HEIGHT = 330
LEADING = 1.16
SIZES = (92, 80, 70, 62, 54, 46)
Measure = Callable[[str, int], float]
"""A text and a font size in pixels in, its width in pixels out."""


class TitleLayout(Struct, frozen=True):
    """The lines of the title, and their font size in pixels."""

    size: int
    lines: tuple[str, ...]


def layout_title(title: str, measure: Measure) -> TitleLayout:
    """The largest font size that fits, in lines that are about as long as each other. In the smallest, a
    title that is too long ends with an ellipsis."""
    for size in SIZES:
        layout = TitleLayout(size, tuple(_lines(title, size, measure)))
        if len(layout.lines) <= _most(size):
            return TitleLayout(size, _balanced(layout.lines, size, measure))
    most = _most(size)
    last = layout.lines[most - 1]
    while last and measure(f"{last}…", size) > TEXT_WIDTH:
        last = last[:-1]
    return TitleLayout(size, (*layout.lines[: most - 1], f"{last.rstrip()}…"))


def _balanced(lines: tuple[str, ...], size: int, measure: Measure) -> tuple[str, ...]:
    """The same words in as many lines, of which the longest is as short as can be."""
    if len(lines) < 2:
        return lines
    words = " ".join(lines).split()
    widths = [(word, measure(word, size)) for word in words]
    space = measure(" ", size)
    narrow, wide = max(width for _, width in widths), float(TEXT_WIDTH)
    best = lines
    while wide - narrow > size / 8:
        middle = (narrow + wide) / 2
        found = _filled(widths, space, middle)
        if len(found) > len(lines):
            narrow = middle
        else:
            wide, best = middle, found
    return best if all(measure(line, size) <= TEXT_WIDTH for line in best) else lines


def _filled(widths: Sequence[tuple[str, float]], space: float, limit: float) -> tuple[str, ...]:
    """Lines of words, each no wider than the limit."""
    found: list[str] = []
    used = 0.0
    for word, width in widths:
        if not found or used + space + width > limit:
            found.append(word)
            used = width
        else:
            found[-1] += f" {word}"
            used += space + width
    return tuple(found)


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
