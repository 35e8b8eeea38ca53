"""A colour in; whether words in it can be read, and its tones for light and dark pages, out. Pure (T1).

The contrast of two colours is that of WCAG 2.2; words need 4.5 (1.4.3).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .errors import SettingsError

LIGHT_PAPER, DARK_PAPER = "#f3eee2", "#201e1a"
"""The grounds on which words stand: the darker of two on light pages, the lighter of two on dark ones."""
MIN_CONTRAST = 4.5

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_Rgb = tuple[float, float, float]


class Tones(NamedTuple):
    """One colour as light pages and as dark pages have it, as `#rrggbb`."""

    light: str
    dark: str


def accent_tones(colour: str) -> Tones:
    """The tones of a colour that its owner chose for light pages.

    That for dark pages is the same colour with as much white as its words need there.

    Raises:
        SettingsError: words in it cannot be read; the text names the nearest colour that can.
    """
    if not _HEX.fullmatch(colour):
        raise SettingsError("write a colour such as '#17594a'")
    wanted = _rgb(colour)
    light = _until_readable(wanted, _rgb(LIGHT_PAPER), (0.0, 0.0, 0.0))
    if light != _written(wanted):
        found = contrast(colour, LIGHT_PAPER)
        raise SettingsError(
            f"words in it are too pale to read (contrast {found:.1f}, and {MIN_CONTRAST} is needed); "
            f"write '{light}', or a darker colour"
        )
    return Tones(light, _until_readable(wanted, _rgb(DARK_PAPER), (1.0, 1.0, 1.0)))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    return _contrast(_rgb(one), _rgb(other))


def _until_readable(colour: _Rgb, ground: _Rgb, towards: _Rgb) -> str:
    """The colour, with the smallest part of another one in it that makes it readable on a ground."""
    for step in range(101):
        share = step / 100
        mixed = tuple(a + (b - a) * share for a, b in zip(colour, towards, strict=True))
        written = _written((mixed[0], mixed[1], mixed[2]))
        if _contrast(_rgb(written), ground) >= MIN_CONTRAST:
            return written
    return _written(towards)


def _contrast(one: _Rgb, other: _Rgb) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: _Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> _Rgb:
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _written(colour: _Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)
