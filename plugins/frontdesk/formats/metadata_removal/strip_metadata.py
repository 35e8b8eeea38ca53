"""The bytes of any file in, the bytes to publish out: without place, time and device (A7).

The door of this package. The same bytes in give the same bytes out, and a clean file stays as it is.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Mapping
from functools import partial
from importlib.metadata import version
from typing import get_args

from . import images, matroska, mp4, wav_aiff_avi
from .file_types import (
    BASE64_MARK,
    DAMAGED,
    HEAD_BYTES,
    PIXEL_IMAGES,
    Cleaner,
    FileType,
    RefusedFileError,
    detect_file_type,
)

RECIPE = "1"
"""Has to change when files are cleaned in another way, because caches depend on it."""

_NOT_IMAGES: frozenset[FileType] = frozenset(get_args(FileType)) - {*PIXEL_IMAGES, "ico", "svg"}
_ERRORS = (IndexError, ValueError, struct.error, zlib.error, OverflowError, RecursionError)


def versions() -> str:
    """Everything but the file itself that the result depends on, for the key of a cache."""
    return " ".join(
        (RECIPE, *(f"{name} {version(name)}" for name in ("lxml", "mutagen", "pikepdf", "pillow")))
    )


def strip_metadata(data: bytes, *, turn: bool = True) -> bytes:
    """The file without metadata of cameras and programs.

    Args:
        turn: whether an image that lies on its side is turned upright, because its orientation is
            removed with the other metadata.

    Raises:
        RefusedFileError: the file cannot be published.
    """
    kind = detect_file_type(data[:HEAD_BYTES])
    if kind is None:
        return data
    try:
        if kind in _UPRIGHT:
            return _upright(_UPRIGHT[kind], kind, data) if turn else _UPRIGHT[kind](data)
        return _OTHERS[kind](data)
    except _ERRORS:
        raise RefusedFileError(DAMAGED) from None


def is_checked(data: bytes) -> bool:
    """Whether this package knows the type of a file: it is cleaned or refused, not published unchanged."""
    try:
        kind = detect_file_type(data[:HEAD_BYTES])
    except RefusedFileError:
        return True
    return kind is not None and (kind != "text" or BASE64_MARK in data)


def publishing_problem(
    data: bytes, extension: str = "", image_extensions: Collection[str] = ()
) -> str:
    """Why a file cannot be published and what to do, as a predicate to put behind its name; empty if it
    can. Images are decoded completely.

    Args:
        extension: of its name, such as .png.
        image_extensions: those that an image must have.
    """
    is_image = extension in image_extensions
    try:
        kind = detect_file_type(data[:HEAD_BYTES])
        strip_metadata(data)
        if is_image and not data:
            return "is empty; save it again"
        if is_image and kind in _NOT_IMAGES:
            return "is not an image, although its name says so; save it as JPEG or PNG"
        if is_image and kind == "svg" and extension != ".svg":
            return "is an SVG drawing; rename it to end in .svg"
        if kind in PIXEL_IMAGES or (is_image and kind is None):
            from .image_decoding import decode_all_pixels  # noqa: PLC0415 - Pillow where there is a picture

            decode_all_pixels(data)
    except RefusedFileError as refused:
        return str(refused)
    return ""


def _upright(clean: Cleaner, kind: FileType, data: bytes) -> bytes:
    """A cleaned image, turned as its orientation says, which was removed."""
    from .image_decoding import orientation, rotate_upright  # noqa: PLC0415 - Pillow where there is a picture

    made = clean(data)
    if made == data or orientation(data) not in range(2, 9):
        return made
    return clean(rotate_upright(data, kind))


# Libraries are imported when a file needs them: most sites have neither audio nor PDFs.


def _flac(data: bytes) -> bytes:
    from .audio import flac  # noqa: PLC0415

    return flac(data, strip_metadata)


def _ogg(data: bytes) -> bytes:
    from .audio import ogg  # noqa: PLC0415

    return ogg(data, strip_metadata)


def _tagged(data: bytes) -> bytes:
    from .audio import mp3_or_aac  # noqa: PLC0415

    return mp3_or_aac(data, strip_metadata)


def _pdf(data: bytes) -> bytes:
    from .pdf import pdf  # noqa: PLC0415

    return pdf(
        data, partial(strip_metadata, turn=False)
    )  # a PDF ignores the orientation of a photograph


def _svg(data: bytes) -> bytes:
    from .svg import svg  # noqa: PLC0415

    return svg(data, strip_metadata)


def _text(data: bytes) -> bytes:
    if BASE64_MARK not in data:
        return data
    from .svg import base64_media  # noqa: PLC0415

    return base64_media(data, strip_metadata)


_UPRIGHT: Mapping[FileType, Cleaner] = {
    "jpeg": images.jpeg,
    "png": images.png,
    "webp": images.webp,
}
_OTHERS: Mapping[FileType, Cleaner] = {
    "gif": images.gif,
    "ico": lambda data: images.ico(data, strip_metadata),
    "svg": _svg,
    "avif": lambda data: mp4.avif(data, strip_metadata),
    "mp4": lambda data: mp4.mp4(data, strip_metadata),
    "matroska": matroska.matroska,
    "avi": wav_aiff_avi.avi,
    "wav": wav_aiff_avi.wav,
    "aiff": wav_aiff_avi.aiff,
    "mp3": _tagged,
    "aac": _tagged,
    "flac": _flac,
    "ogg": _ogg,
    "pdf": _pdf,
    "text": _text,
}
