"""The bytes of an image in; its orientation, an upright copy, or why it cannot be decoded out. Pure. The
only user of Pillow in this package."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageOps, ImageSequence, JpegImagePlugin

from .file_types import DAMAGED, FileType, RefusedFileError

_ORIENTATION = 0x0112
MAX_FRAMES = 500
"""At most so many frames of an animation are decoded."""


def orientation(data: bytes) -> int:
    """The EXIF orientation, 1 to 8; 1 is upright."""
    with _opened(data) as image:
        return int(image.getexif().get(_ORIENTATION, 1))


def rotate_upright(data: bytes, kind: FileType) -> bytes:
    """An image that lies on its side, encoded again with as little loss as its format allows."""
    with _opened(data) as image:
        if getattr(image, "n_frames", 1) > 1 and kind != "jpeg":
            return data
        profile = image.info.get("icc_profile")
        how: dict[str, Any] = {"icc_profile": profile} if profile else {}
        turned = ImageOps.exif_transpose(image)
        for name in ("exif", "xmp", "XML:com.adobe.xmp", "comment"):
            turned.info.pop(name, None)
        match kind:
            case "jpeg":
                how |= {"qtables": image.quantization, "optimize": True}  # type: ignore[attr-defined]
                how["subsampling"] = 2 if JpegImagePlugin.get_sampling(image) == 2 else 0
                return _saved(turned, "JPEG", **how)
            case "png":
                return _saved(turned, "PNG", optimize=True, **how)
            case "webp":
                lossless = b"VP8L" in data[:64]
                return _saved(turned, "WEBP", lossless=lossless, quality=92, method=4, **how)
            case _:
                return data


def decode_all_pixels(data: bytes) -> None:
    """Decode every pixel.

    Raises:
        RefusedFileError: the image is damaged.
    """
    with _opened(data) as image:
        for n, frame in enumerate(ImageSequence.Iterator(image)):
            frame.load()
            if n >= MAX_FRAMES:
                break


def _saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about damaged metadata
        try:
            with Image.open(io.BytesIO(data)) as image:
                yield image
        except Image.DecompressionBombError:
            raise RefusedFileError("has too many pixels; make it smaller") from None
        except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError):
            raise RefusedFileError(DAMAGED) from None
