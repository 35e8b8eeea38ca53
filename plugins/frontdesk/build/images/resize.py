"""The bytes of a picture in; what it is, or copies of it as bytes, out. Pure; Pillow's one door for
what authors save."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from xml.etree import ElementTree as ET

from PIL import Image, ImageCms, __version__, features

from .variants import Copy, Facts, Look

MADE_BY = f"Pillow {__version__}, WebP {features.version('webp')}, JPEG {features.version('jpg')}"
"""What decides on the bytes of a copy beside the picture itself."""

DEAR = 2
"""So many times the bytes may a drawing have in which nothing is lost: hard edges stay clean."""
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
"""What makes a picture upright, by the number that a camera writes."""
_SIDEWAYS = {5, 6, 7, 8}
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")
_SRGB = ImageCms.createProfile("sRGB")


class Broken(Exception):
    """A picture that nobody can read; the text says in what way, and follows its name."""


def facts_of(data: bytes, *, is_svg: bool = False) -> Facts:
    """What the head of a file tells; no pixel is unpacked.

    Raises:
        Broken: it is no picture.
    """
    if is_svg:
        return Facts(*_size_of_svg(data), None)
    with _opened(data) as image:
        width, height = image.size
        if _orientation(image) in _SIDEWAYS:
            width, height = height, width
        return Facts(width, height, _look(image))


def draw(data: bytes, copies: Sequence[Copy], look: Look) -> list[bytes]:
    """Unpack a picture and make copies, with its pixels upright in the colours of the web, and nothing else
    that the file holds: no place, no camera, no time.

    Raises:
        Broken: it is damaged.
    """
    with _opened(data) as image:
        turn = _TURNS.get(_orientation(image))
        whole = _in_colours_of_the_web(_in_eight_bits(image))
        whole = whole.convert("RGBA" if look == "see-through" else "RGB")
        if turn is not None:
            whole = whole.transpose(turn)
        return [_drawn(whole, copy, look) for copy in copies]


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged notes beside the pixels, which go anyway
        try:
            with Image.open(io.BytesIO(data)) as image:
                yield image
        except Image.DecompressionBombError:
            raise Broken("has too many pixels; make it smaller") from None
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise Broken(
                f"is damaged, or no picture ({type(error).__name__}); save it again"
            ) from None


def _orientation(image: Image.Image) -> int:
    """From the head alone: of a PNG that says nothing there, Pillow would unpack the pixels to look
    behind them."""
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    return int(image.getexif().get(_ORIENTATION, 1))


def _look(image: Image.Image) -> Look | None:
    if image.format == "GIF" or (image.format != "MPO" and getattr(image, "n_frames", 1) > 1):
        return None
    if image.has_transparency_data:
        return "see-through"
    return "drawing" if image.format == "PNG" else "photo"


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """A scan may have 65,536 steps of a colour, of which Pillow would show all above 255 as white."""
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


def _in_colours_of_the_web(image: Image.Image) -> Image.Image:
    """Telephones save wider colours than a page shows; without their profile they would look dull."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except ImageCms.PyCMSError:
        return image
    return converted or image


def _drawn(whole: Image.Image, copy: Copy, look: Look) -> bytes:
    size = (copy.width, copy.height)
    image = whole if whole.size == size else whole.resize(size, Image.Resampling.LANCZOS)
    image.info = {}
    match copy.kind:
        case "png":
            return _saved(image, "PNG", optimize=True)
        case "jpg":
            return _saved(image, "JPEG", quality=_QUALITY["jpg"], optimize=True, progressive=True)
        case "webp":
            packed = _saved(image, "WEBP", quality=_QUALITY["webp"], method=6)
            if look == "photo":
                return packed
            exact = _saved(image, "WEBP", lossless=True, quality=80, method=4)
            return exact if len(exact) <= DEAR * len(packed) else packed


def _saved(image: Image.Image, kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def _size_of_svg(data: bytes) -> tuple[int | None, int | None]:
    """The width and height that it says, or those of its view box."""
    try:
        root = ET.fromstring(data)  # noqa: S314 - the author's own file
    except ET.ParseError:
        raise Broken("is no SVG that can be read; save it again") from None
    said = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    numbers = [float(one[1]) for one in said if one]
    if len(numbers) < len(said):
        box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
        numbers = [float(one) for one in box[2:] if _LENGTH.fullmatch(one)]
    if len(numbers) != len(said) or not all(numbers):
        return None, None
    return round(numbers[0]), round(numbers[1])
