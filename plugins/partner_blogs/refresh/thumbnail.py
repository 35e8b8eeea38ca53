"""The bytes of a picture in, a small WebP out, or what is wrong with them. Pure.

It draws what strangers send, so it belongs into a reading process (E9).
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from frontdesk.net.model import Failed

from ..model.state import ImageKind

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "ICO")
MAX_PIXELS = 16_000_000
"""64 MB while it is drawn; pictures for pages have a tenth of it."""
ICON_SIZE = 64
THUMBNAIL_SIZE = (144, 96)
"""Pixels; twice what the style sheet gives them, for screens that draw twice as fine."""
MIN_SIDE = {"icon": 16, "thumbnail": 48}
"""Pixels; what is smaller on one side is a line, a spacer, or counts readers."""


def make_thumbnail(body: bytes, kind: ImageKind) -> bytes | Failed:
    """An icon whole in a square, a thumbnail cut to three by two; nothing is enlarged. Only the first frame
    and only its pixels are kept: no place, no camera, no profile."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a terminal has no use for a damaged comment
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(body), formats=FORMATS) as image:
                return _shrunk(image, kind)
        except UnidentifiedImageError:
            return Failed(reason=f"is no picture of a kind that we read ({', '.join(FORMATS)})")
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            return Failed(reason=f"has more than {MAX_PIXELS // 10**6} million pixels")
        except Exception as error:  # noqa: BLE001 - one picture's surprise never stops the rest (B4)
            return Failed(reason=f"is a damaged picture ({type(error).__name__})")


def _shrunk(image: Image.Image, kind: ImageKind) -> bytes | Failed:
    long, short = max(image.size), min(image.size)
    shown = short * min(1, ICON_SIZE / long) if kind == "icon" else short
    if shown < MIN_SIDE[kind]:
        width, height = image.size
        return Failed(reason=f"is too small or too narrow to be shown ({width} by {height} pixels)")
    image.draft(None, (4 * ICON_SIZE, 4 * ICON_SIZE))  # a JPEG need not be unpacked whole
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    return _webp(_square(upright)) if kind == "icon" else _webp(_cut(upright), quality=80)


def _square(image: Image.Image) -> Image.Image:
    image.thumbnail((ICON_SIZE, ICON_SIZE), Image.Resampling.LANCZOS)
    side = max(image.size)
    return ImageOps.pad(image, (side, side))


def _cut(image: Image.Image) -> Image.Image:
    width, height = THUMBNAIL_SIZE
    scale = min(1, image.width / width, image.height / height)
    size = (round(width * scale), round(height * scale))
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)


def _webp(image: Image.Image, quality: int | None = None) -> bytes:
    """A drawing has few colours and stays exactly as it is; a photograph need not."""
    file = io.BytesIO()
    image.save(file, "WEBP", lossless=quality is None, quality=quality or 80, method=6)
    return file.getvalue()
