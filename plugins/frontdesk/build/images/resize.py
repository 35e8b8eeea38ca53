"""The bytes of an author's image in; its size and kind, or the bytes of its variants, out. Pure."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from xml.etree import ElementTree as ET

from PIL import Image, ImageCms, __version__, features

from frontdesk.core.errors import FrontDeskError

from .variants import ImageInfo, ImageKind, Variant

MADE_BY = f"Pillow {__version__}, WebP {features.version('webp')}, JPEG {features.version('jpg')}"
"""The libraries that decide on the bytes of a variant."""

LOSSLESS_LIMIT = 2
"""A lossless drawing, which keeps hard edges clean, may have so many times the bytes of a lossy one."""
_QUALITY = {"webp": 80, "jpg": 82}
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""The rotation for each value of Exif's Orientation."""
_SIDEWAYS = {5, 6, 7, 8}
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")
_SRGB = ImageCms.createProfile("sRGB")


class UnreadableImage(FrontDeskError):
    """An image that cannot be read; the message continues a sentence that begins with its name."""


def image_info(data: bytes, *, is_svg: bool = False) -> ImageInfo:
    """Read the header of a file, without its pixels.

    Raises:
        UnreadableImage: it is not an image.
    """
    if is_svg:
        return ImageInfo(*_size_of_svg(data), None)
    with _opened(data) as image:
        width, height = image.size
        if _orientation(image) in _SIDEWAYS:
            width, height = height, width
        return ImageInfo(width, height, _kind(image))


def draw_variants(data: bytes, variants: Sequence[Variant], kind: ImageKind) -> list[bytes]:
    """The bytes of each variant: upright, in sRGB, and without metadata such as place, camera and time.

    Raises:
        UnreadableImage: it is damaged.
    """
    with _opened(data) as image:
        turn = _TURNS.get(_orientation(image))
        whole = _in_srgb(_in_eight_bits(image))
        whole = whole.convert("RGBA" if kind == "transparent" else "RGB")
        if turn is not None:
            whole = whole.transpose(turn)
        return [_drawn(whole, variant, kind) for variant in variants]


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about damaged metadata, which is dropped anyway
        try:
            with Image.open(io.BytesIO(data)) as image:
                yield image
        except Image.DecompressionBombError:
            raise UnreadableImage("has too many pixels; make it smaller") from None
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise UnreadableImage(
                f"is damaged, or no picture ({type(error).__name__}); save it again"
            ) from None


def _orientation(image: Image.Image) -> int:
    """From the header alone: for a PNG without it, Pillow would decode all pixels to look after them."""
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    return int(image.getexif().get(_ORIENTATION, 1))


def _kind(image: Image.Image) -> ImageKind | None:
    if image.format == "GIF" or (image.format != "MPO" and getattr(image, "n_frames", 1) > 1):
        return None
    if image.has_transparency_data:
        return "transparent"
    return "drawing" if image.format == "PNG" else "photo"


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """A scan may have 16 bits per channel; Pillow would show all values above 255 as white."""
    clear = image.info.get("transparency")
    if image.mode.startswith("I"):
        image = image.convert("F").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    elif not isinstance(clear, tuple):
        return image
    if isinstance(clear, tuple) and max(clear) > 255:
        image.info["transparency"] = tuple(value >> 8 for value in clear)
    elif isinstance(clear, int):
        image.info["transparency"] = clear >> 8
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Telephones save wider colour spaces, which would look dull without their profile."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except ImageCms.PyCMSError:
        return image
    return converted or image


def _drawn(whole: Image.Image, variant: Variant, kind: ImageKind) -> bytes:
    size = (variant.width, variant.height)
    image = whole if whole.size == size else whole.resize(size, Image.Resampling.LANCZOS)
    image.info = {}
    match variant.format:
        case "png":
            return saved(image, "PNG", optimize=True)
        case "jpg":
            return saved(image, "JPEG", quality=_QUALITY["jpg"], optimize=True, progressive=True)
        case "webp":
            packed = saved(image, "WEBP", quality=_QUALITY["webp"], method=6)
            if kind == "photo":
                return packed
            exact = saved(image, "WEBP", lossless=True, quality=80, method=4)
            return exact if len(exact) <= LOSSLESS_LIMIT * len(packed) else packed


def as_square(data: bytes, least: int) -> Image.Image:
    """A picture, upright and in sRGB, in the middle of a clear square.

    Args:
        least: how long its sides have to be, in pixels.

    Raises:
        UnreadableImage: it is damaged, or smaller.
    """
    with _opened(data) as image:
        if min(image.size) < least:
            raise UnreadableImage(f"has fewer than {least} pixels a side; take a larger one")
        turn = _TURNS.get(_orientation(image))
        whole = _in_srgb(_in_eight_bits(image)).convert("RGBA")
    if turn is not None:
        whole = whole.transpose(turn)
    side = max(whole.size)
    square = Image.new("RGBA", (side, side))
    square.paste(whole, ((side - whole.width) // 2, (side - whole.height) // 2))
    return square


def saved(image: Image.Image, format_: str, **how: object) -> bytes:
    """The bytes of a file of it."""
    file = io.BytesIO()
    image.save(file, format_, **how)
    return file.getvalue()


def _size_of_svg(data: bytes) -> tuple[int | None, int | None]:
    """Its width and height in pixels, or those of its view box."""
    try:
        root = ET.fromstring(data)  # noqa: S314 - the author's own file
    except ET.ParseError:
        raise UnreadableImage("is no SVG that can be read; save it again") from None
    said = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    numbers = [float(one[1]) for one in said if one]
    if len(numbers) < len(said):
        box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
        numbers = [float(one) for one in box[2:] if _LENGTH.fullmatch(one)]
    if len(numbers) != len(said) or not all(numbers):
        return None, None
    return round(numbers[0]), round(numbers[1])
