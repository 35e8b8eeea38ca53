"""Draw the images of our own posts that are made by code: `python -m tools.post_illustrations`.

The files are in git; run it again after a change here.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
POSTS = ROOT / "content" / "posts"
FONT = ROOT / "theme" / "fonts" / "literata-semibold.ttf"

PAPER, RULE, INK, PENCIL = "#fbf8f1", "#d9d1bf", "#211e19", "#5a544a"
SHARPER = 2
"""All is drawn so many times as large, and made smaller at the end: Pillow's lines have no soft edges."""


def main() -> None:
    """Draw every picture into its place."""
    sheet = tally([("In the tray, to be signed", 11), ("From two people", 6), ("All others", 5)])
    sheet.save(POSTS / "count-the-calls-sheet.png", optimize=True)


def tally(rows: list[tuple[str, int]]) -> Image.Image:
    """A sheet of paper with pencil marks in fives: 1200 pixels wide."""
    height = 210
    image = Image.new("RGB", (1200 * SHARPER, (height * len(rows) + 30) * SHARPER), PAPER)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 54 * SHARPER, layout_engine=ImageFont.Layout.BASIC)
    for n, (label, count) in enumerate(rows):
        top = height * n
        draw.text((60 * SHARPER, (top + 74) * SHARPER), label, INK, font, anchor="ls")
        draw.text((1140 * SHARPER, (top + 74) * SHARPER), str(count), INK, font, anchor="rs")
        for mark in range(count):
            _mark(draw, mark, top + 105)
        if n + 1 < len(rows):
            y = (top + height + 8) * SHARPER
            draw.line((60 * SHARPER, y, 1140 * SHARPER, y), RULE, 3 * SHARPER)
    return image.resize((image.width // SHARPER, image.height // SHARPER), Image.Resampling.LANCZOS)


def _mark(draw: ImageDraw.ImageDraw, number: int, top: int) -> None:
    """A stroke, or through four of them the fifth; no two lean alike."""
    group, place = divmod(number, 5)
    left = 72 + group * 230
    lean = 7 * math.sin(number * 2.3)
    line: tuple[float, ...]
    if place < 4:
        line = (left + place * 42 + lean, top, left + place * 42 - lean, top + 82)
    else:
        line = (left - 26, top + 66 + lean, left + 154, top + 14 - lean)
    draw.line([edge * SHARPER for edge in line], PENCIL, 8 * SHARPER)


if __name__ == "__main__":
    main()
