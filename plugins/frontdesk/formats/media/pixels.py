"""The bytes of a picture in; how it is to be turned, the same upright, or why it cannot be shown out. Pure;
for the other rooms the one door to Pillow."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageOps, ImageSequence, JpegImagePlugin

from .file_types import Kind, Refused

_ORIENTATION = 0x0112
MOST_FRAMES = 500
"""So many pictures of one that moves are looked at."""


def orientation(data: bytes) -> int:
    """As a camera writes it, 1 for upright."""
    with _opened(data) as image:
        return int(image.getexif().get(_ORIENTATION, 1))


def upright(data: bytes, kind: Kind) -> bytes:
    """A picture that was saved on its side, drawn anew with as little loss as its format allows."""
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


def look(data: bytes) -> None:
    """Unpack every pixel.

    Raises:
        Refused: they are not all there.
    """
    with _opened(data) as image:
        for n, frame in enumerate(ImageSequence.Iterator(image)):
            frame.load()
            if n >= MOST_FRAMES:
                break


def _saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged notes beside the pixels
        try:
            with Image.open(io.BytesIO(data)) as image:
                yield image
        except Image.DecompressionBombError:
            raise Refused("has too many pixels; make it smaller") from None
        except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError):
            raise Refused("is cut short or damaged; save it again") from None
