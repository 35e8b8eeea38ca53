"""The bytes of any file in, the bytes to publish out: without the place, the time and the camera (A7).

The one door of this package. The same bytes in give the same bytes out, and what is clean stays as it is.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Collection, Mapping
from functools import partial
from importlib.metadata import version
from typing import get_args

from . import images, matroska, mp4, riff
from .file_types import EMBEDDED, HEAD, PICTURES, Kind, Refused, kind_of

Cleaner = Callable[[bytes], bytes]

RECIPE = "1"
"""To be counted up when files are made clean in another way."""

_NO_PICTURES: frozenset[Kind] = frozenset(get_args(Kind)) - {*PICTURES, "ico", "svg"}
_ERRORS = (IndexError, ValueError, struct.error, zlib.error, OverflowError, RecursionError)


def made_by() -> str:
    """What decides on the bytes beside the file itself."""
    return " ".join(
        (RECIPE, *(f"{name} {version(name)}" for name in ("lxml", "mutagen", "pikepdf", "pillow")))
    )


def cleaned(data: bytes, *, turn: bool = True) -> bytes:
    """The file without what a camera, or a program, wrote into it beside what is seen or heard.

    Args:
        turn: a picture that lies on its side is made upright, for what says so goes with the rest.

    Raises:
        Refused: that cannot be done.
    """
    kind = kind_of(data[:HEAD])
    if kind is None:
        return data
    try:
        if kind in _UPRIGHT:
            return _upright(_UPRIGHT[kind], kind, data) if turn else _UPRIGHT[kind](data)
        return _OTHERS[kind](data)
    except _ERRORS:
        raise Refused("is cut short or damaged; save it again") from None


def is_judged(data: bytes) -> bool:
    """Whether there is anything to look at in a file. What is to be refused is judged too."""
    try:
        kind = kind_of(data[:HEAD])
    except Refused:
        return True
    return kind is not None and (kind != "text" or EMBEDDED in data)


def trouble_of(data: bytes, ending: str = "", pictures: Collection[str] = ()) -> str:
    """Why a file cannot be published, and what to do, in words that follow its name; empty where it can
    be. Every pixel of a picture is looked at.

    Args:
        ending: of its name, such as .png.
        pictures: endings that promise a picture.
    """
    is_picture = ending in pictures
    try:
        kind = kind_of(data[:HEAD])
        cleaned(data)
        if is_picture and not data:
            return "is empty; save it again"
        if is_picture and kind in _NO_PICTURES:
            return "is no picture, whatever its name says; save it as JPEG or PNG"
        if is_picture and kind == "svg" and ending != ".svg":
            return "is a drawing in lines; let its name end in .svg"
        if kind in PICTURES or (is_picture and kind is None):
            from .pixels import look  # noqa: PLC0415 - Pillow where there is a picture

            look(data)
    except Refused as refused:
        return str(refused)
    return ""


def _upright(clean: Cleaner, kind: Kind, data: bytes) -> bytes:
    """A picture made clean, and turned where what was taken out said so."""
    from .pixels import orientation, upright  # noqa: PLC0415 - Pillow where there is a picture

    made = clean(data)
    if made == data or orientation(data) not in range(2, 9):
        return made
    return clean(upright(data, kind))


# Libraries are imported where a file needs them: most sites have neither sounds nor PDFs.


def _flac(data: bytes) -> bytes:
    from .audio import flac  # noqa: PLC0415

    return flac(data, cleaned)


def _ogg(data: bytes) -> bytes:
    from .audio import ogg  # noqa: PLC0415

    return ogg(data, cleaned)


def _tagged(data: bytes) -> bytes:
    from .audio import tagged  # noqa: PLC0415

    return tagged(data, cleaned)


def _pdf(data: bytes) -> bytes:
    from .pdf import pdf  # noqa: PLC0415

    return pdf(data, partial(cleaned, turn=False))  # a PDF shows a photograph as its pixels lie


def _svg(data: bytes) -> bytes:
    from .svg import svg  # noqa: PLC0415

    return svg(data, cleaned)


def _text(data: bytes) -> bytes:
    if EMBEDDED not in data:
        return data
    from .svg import embedded  # noqa: PLC0415

    return embedded(data, cleaned)


_UPRIGHT: Mapping[Kind, Cleaner] = {
    "jpeg": images.jpeg,
    "png": images.png,
    "webp": images.webp,
}
_OTHERS: Mapping[Kind, Cleaner] = {
    "gif": images.gif,
    "ico": lambda data: images.ico(data, cleaned),
    "svg": _svg,
    "avif": lambda data: mp4.still(data, cleaned),
    "mp4": lambda data: mp4.film(data, cleaned),
    "matroska": matroska.matroska,
    "avi": riff.avi,
    "wav": riff.wav,
    "aiff": riff.aiff,
    "mp3": _tagged,
    "aac": _tagged,
    "flac": _flac,
    "ogg": _ogg,
    "pdf": _pdf,
    "text": _text,
}
