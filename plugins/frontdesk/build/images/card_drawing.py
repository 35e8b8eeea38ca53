"""A share card and a font in, the bytes of a PNG out. Pure; by Pillow.

The same card, font and Pillow give the same bytes on every machine: no font of the system is used, and
FreeType alone sets the letters.
"""

from __future__ import annotations

import io
from functools import cached_property, lru_cache

from PIL import Image, ImageDraw, ImageFont, __version__, features

from .card_layout import (
    HEIGHT,
    LEADING,
    MARGIN,
    TEXT_WIDTH,
    WIDTH,
    Card,
    drawable_card,
    layout_title,
    truncate,
)

MADE_BY = f"Pillow {__version__}, FreeType {features.version('freetype2')}"

_PAPER = (0xFB, 0xF8, 0xF1)
_BANDS = ((118, (0x8A, 0x3D, 0x16)), (540, (0x21, 0x1E, 0x19)), (HEIGHT, (0x64, 0x5D, 0x50)))
"""The bottom of each band of the card, and the colour of its text."""
FULL = 255
STEPS = 16
"""Shades between paper and text, for the edges of letters."""
_ABOVE, _BELOW = 40, 32
_NOWHERE = "\U0010fffd"
"""A sign that no font has: it is drawn as every missing sign is."""


class CardRenderer:
    """Renders cards with one font.

    Args:
        font: the bytes of a TrueType file.
    """

    def __init__(self, font: bytes) -> None:
        self._font = font
        self._sized = lru_cache(maxsize=None)(self._load)
        self._has = lru_cache(maxsize=None)(self._has_sign)

    def can_draw(self, card: Card) -> bool:
        return drawable_card(card, self._has) is not None

    def render(self, card: Card) -> bytes:
        """The bytes of a PNG; signs that the font lacks are left out."""
        card = drawable_card(card, self._has) or card
        ink = Image.new("L", (WIDTH, HEIGHT))
        draw = ImageDraw.Draw(ink)
        draw.rectangle((0, 0, WIDTH, 13), fill=FULL)
        if card.above:
            self._write(draw, 104, truncate(card.above, _ABOVE, self._width), _ABOVE)
            for y in (132, 139):
                draw.rectangle((MARGIN, y, MARGIN + TEXT_WIDTH, y + 1), fill=FULL)
        title = layout_title(card.title, self._width)
        for n, line in enumerate(title.lines):
            self._write(draw, 160 + round(title.size * (1 + LEADING * n)), line, title.size)
        self._write(draw, HEIGHT - 58, truncate(card.below, _BELOW, self._width), _BELOW)
        return _png(ink)

    def _write(self, draw: ImageDraw.ImageDraw, y: int, text: str, size: int) -> None:
        draw.text((MARGIN, y), text, fill=FULL, font=self._sized(size), anchor="ls")

    def _load(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(
            io.BytesIO(self._font), size, layout_engine=ImageFont.Layout.BASIC
        )

    def _width(self, text: str, size: int) -> float:
        return self._sized(size).getlength(text)

    @cached_property
    def _missing(self) -> bytes:
        return bytes(self._sized(_BELOW).getmask(_NOWHERE))

    def _has_sign(self, sign: str) -> bool:
        return sign == " " or bytes(self._sized(_BELOW).getmask(sign)) != self._missing


def _png(ink: Image.Image) -> bytes:
    """Colour each band. A fixed palette takes a twentieth of the time that computing one takes."""
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
