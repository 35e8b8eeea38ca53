"""A card in, a PNG of a few kilobytes out. Pure but for the font, whose bytes it is given; draws with
Pillow. The same card, font and Pillow make the same bytes on every machine: no font of the system is
asked for, and letters are set by FreeType alone."""

from __future__ import annotations

import io
from functools import cached_property, lru_cache

from PIL import Image, ImageDraw, ImageFont, __version__, features

from .card import EDGE, HEIGHT, LEADING, ROOM, WIDTH, Card, readable, set_title, shortened

MADE_BY = f"Pillow {__version__}, FreeType {features.version('freetype2')}"

_PAPER = (0xFB, 0xF8, 0xF1)
_BANDS = ((118, (0x8A, 0x3D, 0x16)), (540, (0x21, 0x1E, 0x19)), (HEIGHT, (0x64, 0x5D, 0x50)))
"""Where each band of the card ends, and the one colour of all that stands in it."""
FULL = 255
STEPS = 16
"""From the paper to a colour, for the edges of letters."""
_ABOVE, _BELOW = 40, 32
_NOWHERE = "\U0010fffd"
"""A sign that no font has; how it is drawn shows what stands for all others that are missing."""


class Painter:
    """Paints cards with one font.

    Args:
        font: the bytes of a TrueType file.
    """

    def __init__(self, font: bytes) -> None:
        self._font = font
        self._sized = lru_cache(maxsize=None)(self._load)
        self._has = lru_cache(maxsize=None)(self._looks_like_something)

    def can_draw(self, card: Card) -> bool:
        return readable(card, self._has) is not None

    def paint(self, card: Card) -> bytes:
        """Draw the words; those that the font cannot draw are left out."""
        card = readable(card, self._has) or card
        ink = Image.new("L", (WIDTH, HEIGHT))
        draw = ImageDraw.Draw(ink)
        draw.rectangle((0, 0, WIDTH, 13), fill=FULL)
        if card.above:
            self._write(draw, 104, shortened(card.above, _ABOVE, self._width), _ABOVE)
            for y in (132, 139):
                draw.rectangle((EDGE, y, EDGE + ROOM, y + 1), fill=FULL)
        title = set_title(card.title, self._width)
        for n, line in enumerate(title.lines):
            self._write(draw, 160 + round(title.size * (1 + LEADING * n)), line, title.size)
        self._write(draw, HEIGHT - 58, shortened(card.below, _BELOW, self._width), _BELOW)
        return _png(ink)

    def _write(self, draw: ImageDraw.ImageDraw, y: int, text: str, size: int) -> None:
        draw.text((EDGE, y), text, fill=FULL, font=self._sized(size), anchor="ls")

    def _load(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(
            io.BytesIO(self._font), size, layout_engine=ImageFont.Layout.BASIC
        )

    def _width(self, text: str, size: int) -> float:
        return self._sized(size).getlength(text)

    @cached_property
    def _missing(self) -> bytes:
        return bytes(self._sized(_BELOW).getmask(_NOWHERE))

    def _looks_like_something(self, sign: str) -> bool:
        return sign == " " or bytes(self._sized(_BELOW).getmask(sign)) != self._missing


def _png(ink: Image.Image) -> bytes:
    """Give each band its colour. A palette that is known beforehand takes a twentieth of the time that
    finding one does."""
    palette, top = [], 0
    for n, (bottom, colour) in enumerate(_BANDS):
        box = (0, top, WIDTH, bottom)
        table = [n * STEPS + covered * (STEPS - 1) // FULL for covered in range(FULL + 1)]
        ink.paste(ink.crop(box).point(table), box)
        for step in range(STEPS):
            parts = zip(_PAPER, colour, strict=True)
            palette += [a + (b - a) * step // (STEPS - 1) for a, b in parts]
        top = bottom
    ink.putpalette(palette)
    file = io.BytesIO()
    ink.save(file, "PNG", compress_level=6)
    return file.getvalue()
