"""The bytes of an owner's picture in; the icons that browsers and telephones ask for, out. Pure (T1)."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image

from .resize import as_square, saved

FAVICON, TOUCH_ICON = "favicon.ico", "apple-touch-icon.png"
"""In the root of the site, where browsers look for them."""
TOUCH_SIZE = 180
"""Pixels; what iOS wants (Configuring Web Applications, Apple)."""
_FAVICON_SIZES = (16, 32, 48)


def draw_icons(data: bytes, names: Iterable[str]) -> list[bytes]:
    """The files of these names, in their order.

    Raises:
        UnreadableImage: it is no picture, or smaller than TOUCH_SIZE.
    """
    whole = as_square(data, TOUCH_SIZE)
    return [_favicon(whole) if name == FAVICON else _touch_icon(whole) for name in names]


def _favicon(whole: Image.Image) -> bytes:
    small = whole.resize((max(_FAVICON_SIZES),) * 2, Image.Resampling.LANCZOS)
    return saved(small, "ICO", sizes=[(size, size) for size in _FAVICON_SIZES])


def _touch_icon(whole: Image.Image) -> bytes:
    paper = Image.new("RGBA", whole.size, "white")  # iOS shows what is clear as black
    paper.alpha_composite(whole)
    small = paper.convert("RGB").resize((TOUCH_SIZE,) * 2, Image.Resampling.LANCZOS)
    return saved(small, "PNG", optimize=True)
