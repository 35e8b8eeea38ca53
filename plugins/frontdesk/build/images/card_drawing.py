"""A share card and a font in, the bytes of a PNG out. Pure; by Pillow.

The same card, font and Pillow give the same bytes on every machine: no font of the system is used, and
FreeType alone sets the letters.
"""

from __future__ import annotations

import io
import math
import struct
import zlib
from functools import cached_property, lru_cache
from itertools import pairwise, starmap
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, __version__, features

from frontdesk.site.share_cards import HEIGHT, WIDTH, Card, drawable_card

from .card_layout import LEADING, MARGIN, TEXT_WIDTH, layout_title, truncate

MADE_BY = (
    f"Pillow {__version__}, FreeType {features.version('freetype2')}, zlib {zlib.ZLIB_RUNTIME_VERSION}, "
    "packed in parts"
)

_Colour = tuple[int, int, int]
_BANDS = (118, 540, HEIGHT)
"""The bottom of each band of the card."""
_TONES: tuple[tuple[_Colour, tuple[_Colour, _Colour, _Colour]], ...] = (
    ((0xFB, 0xF8, 0xF1), ((0x8A, 0x3D, 0x16), (0x21, 0x1E, 0x19), (0x64, 0x5D, 0x50))),
    ((0xEE, 0xF4, 0xEF), ((0x17, 0x59, 0x4A), (0x14, 0x24, 0x1F), (0x4B, 0x60, 0x59))),
    ((0xEF, 0xF2, 0xF8), ((0x2B, 0x4A, 0x80), (0x16, 0x1D, 0x2B), (0x50, 0x5A, 0x6E))),
    ((0xF7, 0xF0, 0xF4), ((0x7A, 0x2A, 0x55), (0x27, 0x17, 0x20), (0x67, 0x54, 0x5F))),
    ((0x20, 0x1E, 0x1A), ((0xEA, 0xA5, 0x7B), (0xF3, 0xEE, 0xE2), (0xB8, 0xB0, 0xA0))),
)
"""For each tone, the paper and the colour of the text in each band."""
FULL = 255
STEPS = 16
"""Shades between paper and text, for the edges of letters."""
_ABOVE, _BELOW = 40, 32
_NOWHERE = "\U0010fffd"
"""A sign that no font has: it is drawn as every missing sign is."""
_MAX_GLYPHS, _MAX_PAIRS = 512, 8192
"""How many are kept for each size; without a limit, a Chinese font would fill the memory."""
_PAPER = 0
_TABLES = [
    [
        n * STEPS + step if (step := covered * (STEPS - 1) // FULL) else _PAPER
        for covered in range(FULL + 1)
    ]
    for n in range(len(_BANDS))
]
"""For each band and amount of ink in a pixel, the number of its colour."""
_PALETTES = [
    [
        under + (ink - under) * step // (STEPS - 1)
        for colour in inks
        for step in range(STEPS)
        for under, ink in zip(paper, colour, strict=True)
    ]
    for paper, inks in _TONES
]

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
"""A byte a pixel, which is a number of the palette (ISO/IEC 15948, 11.2.2)."""
_FILTER = 1
"""The bytes before each row; 0 says that its pixels are as they are."""
_ZLIB_HEADER, _ZLIB_END = b"\x78\x01", b"\x03\x00"
"""A window of 32 KiB, packed fast; and an empty last block."""
_ADLER_MODULUS = 65521


class CardRenderer:
    """Renders cards with one font.

    Args:
        font: the bytes of a TrueType file.
    """

    def __init__(self, font: bytes) -> None:
        self._font = font
        self._sized = lru_cache(maxsize=None)(self._load)
        self._has = lru_cache(maxsize=None)(self._has_sign)

    def has_sign(self, sign: str) -> bool:
        """Whether the font can draw a sign."""
        return self._has(sign)

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
        return _png(ink, card.tone)

    def _write(self, draw: ImageDraw.ImageDraw, y: int, text: str, size: int) -> None:
        self._sized(size).write(draw, MARGIN, y, text)

    def _load(self, size: int) -> _SizedFont:
        return _SizedFont(self._font, size)

    def _width(self, text: str, size: int) -> float:
        return self._sized(size).width(text)

    def _has_sign(self, sign: str) -> bool:
        return sign == " " or self._sized(_BELOW).has(sign)


class _Glyph(NamedTuple):
    """The pixels of a sign, and where their top left corner is, seen from the pen on the baseline."""

    x: int
    y: int
    pixels: Image.Image


class _SizedFont:
    """A font in one size. It keeps the pixels of each sign and the width of each pair of neighbours.

    A line has the same pixels as if Pillow had drawn it as a whole: its basic layout puts each sign at a
    whole pixel, and looks only at the next sign for its width (kerning).
    """

    def __init__(self, font: bytes, size: int) -> None:
        self._font = ImageFont.truetype(
            io.BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC
        )
        self._glyph = lru_cache(_MAX_GLYPHS)(self._draw)
        self._advance = lru_cache(_MAX_PAIRS)(self._measure)

    def width(self, text: str) -> float:
        return sum(starmap(self._advance, pairwise([*text, ""])))

    def write(self, draw: ImageDraw.ImageDraw, x: float, y: int, text: str) -> None:
        """Write a line whose baseline begins at x and y."""
        for sign, after in pairwise([*text, ""]):
            if glyph := self._glyph(sign):
                at = math.floor(x + 0.5) + glyph.x, y + glyph.y
                draw.bitmap(at, glyph.pixels, fill=FULL)
            x += self._advance(sign, after)

    def has(self, sign: str) -> bool:
        return bytes(self._font.getmask(sign)) != self._missing

    @cached_property
    def _missing(self) -> bytes:
        return bytes(self._font.getmask(_NOWHERE))

    def _measure(self, sign: str, after: str) -> float:
        return self._font.getlength(sign + after) - self._font.getlength(after)

    def _draw(self, sign: str) -> _Glyph | None:
        left, top, right, bottom = map(int, self._font.getbbox(sign, anchor="ls"))
        if left == right or top == bottom:
            return None
        pixels = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(pixels).text((-left, -top), sign, FULL, self._font, anchor="ls")
        return _Glyph(left, top, pixels)


def _png(ink: Image.Image, tone: int) -> bytes:
    """Colour what is drawn in each band, and pack it. A fixed palette takes a twentieth of the time that
    computing one takes. Rows of paper are half of a card, and most cards have the same rows above their
    title: those are packed once."""
    packed, checksum, top = [_ZLIB_HEADER], 1, 0
    for table, bottom in zip(_TABLES, _BANDS, strict=True):
        band = ink.crop((-_FILTER, top, WIDTH, bottom))
        _, first, _, end = band.getbbox() or (0, 0, 0, 0)
        drawn = band.crop((0, first, band.width, end)).point(table).tobytes()
        above, checksum = _packed_paper(first, checksum)
        inked, checksum = (_packed if top else _packed_before)(drawn, checksum)
        below, checksum = _packed_paper(bottom - top - end, checksum)
        packed += (above, inked, below)
        top = bottom
    data = b"".join((*packed, _ZLIB_END, checksum.to_bytes(4)))
    chunks = (
        (b"IHDR", _PNG_HEADER),
        (b"PLTE", bytes(_PALETTES[tone])),
        (b"IDAT", data),
        (b"IEND", b""),
    )
    return _PNG_SIGNATURE + b"".join(starmap(_chunk, chunks))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return b"".join((len(data).to_bytes(4), kind, data, zlib.crc32(kind + data).to_bytes(4)))


def _packed(rows: bytes, checksum: int) -> tuple[bytes, int]:
    """A part of a zlib stream that refers to no other part (RFC 1951), and the checksum of all up to it."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_RLE)
    part = packer.compress(rows) + packer.flush(zlib.Z_SYNC_FLUSH)
    return part, zlib.adler32(rows, checksum)


_packed_before = lru_cache(maxsize=4)(_packed)


def _packed_paper(rows: int, checksum: int) -> tuple[bytes, int]:
    """The same for rows on which nothing is drawn: zeros."""
    low, high = checksum & 0xFFFF, checksum >> 16
    high = (high + rows * (_FILTER + WIDTH) * low) % _ADLER_MODULUS  # RFC 1950
    return _deflated_paper(rows), high << 16 | low


@lru_cache(maxsize=HEIGHT)
def _deflated_paper(rows: int) -> bytes:
    return _packed(bytes(rows * (_FILTER + WIDTH)), 1)[0]
