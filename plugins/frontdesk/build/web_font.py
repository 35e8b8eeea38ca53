"""The bytes of an owner's font in; a small WOFF2 of it, and its style, out. Pure (T1).

The letters are fixed ranges of Unicode and not those of the texts, so a new word never changes the file.
"""

from __future__ import annotations

import io
from typing import NamedTuple

import fontTools

from frontdesk.core.errors import FrontDeskError

MADE_BY = f"fontTools {fontTools.version}"
"""The library that decides on the bytes of a font."""

_LATIN = (
    *(
        (0x20, 0x7E),
        (0xA0, 0x17F),
        (0x218, 0x21B),
        (0x2C6, 0x2DD),
        (0x1E80, 0x1E85),
        (0x1E9E, 0x1E9E),
    ),
    *((0x2010, 0x2026), (0x2030, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2122), (0x2190, 0x2193)),
    (0x2212, 0x2212),
)
_MORE = {
    "el": ((0x370, 0x3FF),),
    "vi": ((0x300, 0x323), (0x1A0, 0x1B0), (0x1EA0, 0x1EF9)),
    **dict.fromkeys(("be", "bg", "mk", "ru", "sr", "uk"), ((0x400, 0x45F), (0x490, 0x491))),
}
"""What languages need beyond Latin letters."""
_FALLBACKS = {
    "Display on Windows": (("Georgia Bold", "Georgia-Bold"), 0.5209),
    "Display on Android": (("Noto Serif Bold", "NotoSerif-Bold"), 0.5146),
    "Display on Linux": (("DejaVu Serif Bold", "DejaVuSerif-Bold"), 0.5726),
}
"""The faces that have its place until it is there, as in site.css, and the mean width of a letter of each,
in parts of its size."""
_SAMPLE = "The first hour after a mistake and four things that we got wrong in your house"


class UnreadableFont(FrontDeskError):
    """A font that cannot be read; the message continues a sentence that begins with its name."""


class WebFont(NamedTuple):
    """
    Attributes:
        data: WOFF2.
        width: the mean width of a letter, in parts of its size.
        ascent, descent: how far it goes above and below the base line, in the same parts.
    """

    data: bytes
    width: float
    ascent: float
    descent: float


def web_font(data: bytes, language: str) -> WebFont:
    """
    Args:
        data: TrueType, OpenType, WOFF or WOFF2.
        language: of the site, such as `pl`.

    Raises:
        UnreadableFont: it is no font.
    """
    # Most sites have no font of their own, and a third of the imports of a build would be for theirs.
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    try:
        font = TTFont(io.BytesIO(data), recalcTimestamp=False)
        letters, widths = font.getBestCmap(), font["hmtx"]
        mean = sum(widths[letters[ord(sign)]][0] for sign in _SAMPLE) / len(_SAMPLE)
        em, lines = font["head"].unitsPerEm, font["hhea"]
        sizes = (mean / em, lines.ascent / em, -lines.descent / em)
        options = Options(flavor="woff2", desubroutinize=True, notdef_outline=True)
        subset = Subsetter(options)
        subset.populate(unicodes=_letters(language))
        subset.subset(font)
        font.flavor = "woff2"
        packed = io.BytesIO()
        font.save(packed, reorderTables=False)
    except Exception as error:  # noqa: BLE001 - a damaged font may fail in any way
        raise UnreadableFont(
            f"is no font that can be read ({type(error).__name__}); take a TTF, OTF or WOFF2"
        ) from None
    return WebFont(packed.getvalue(), *sizes)


def _letters(language: str) -> set[int]:
    ranges = (*_LATIN, *_MORE.get(language.partition("-")[0].lower(), ()))
    return {sign for first, last in ranges for sign in range(first, last + 1)}


def font_css(file: str, font: WebFont) -> str:
    """The style that sets titles in it. The faces that are there before it are made as wide and as high, so
    nothing moves.

    Args:
        file: its address, from the style sheet.
    """
    source = f'url("{file}") format("woff2")'
    faces = [_face("Display", f"1 1000; font-display: swap; src: {source}")]
    for name, (locals_, theirs) in _FALLBACKS.items():
        sources = ", ".join(f'local("{one}")' for one in locals_)
        share = font.width / theirs
        high = f"ascent-override: {font.ascent / share:.1%}; descent-override: {font.descent / share:.1%}"
        adjusted = f"size-adjust: {share:.1%}; {high}; line-gap-override: 0%"
        faces.append(_face(name, f"600; src: {sources}; {adjusted}"))
    return "\n" + "\n".join(faces) + "\n"


def _face(name: str, weight_and_source: str) -> str:
    return f'@font-face {{ font-family: "{name}"; font-weight: {weight_and_source}; }}'
