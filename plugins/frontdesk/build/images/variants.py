"""The size and kind of an image in; the variants to make of it, and their file names, out. Pure (A7)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from frontdesk.core.slugs import MAX_STEM, slugify

WIDTHS = (480, 960, 1600)
"""In pixels: for a telephone; for the width of our text on a common screen; for a high-density screen."""
FALLBACK = 960
"""In pixels: the width for feed readers and the oldest browsers."""
FOLDER = "images"
RECIPE = "1"
"""Increase it when variants are made in another way, so that each gets a new name."""

ImageKind = Literal["photo", "drawing", "transparent"]
"""It decides on the compression: a photograph; few colours and hard edges; transparent areas."""
Format = Literal["webp", "jpg", "png"]


class ImageInfo(Struct, frozen=True):
    """What the header of an image file says.

    Attributes:
        width, height: in pixels, after rotation; None where an SVG does not say.
        kind: None for images that are published as they are: SVG and animations.
    """

    width: int | None
    height: int | None
    kind: ImageKind | None


class Variant(Struct, frozen=True):
    """One image file to make; sizes in pixels."""

    width: int
    height: int
    format: Format


class VariantPlan(Struct, frozen=True):
    """All variants of one image.

    Attributes:
        webp: narrow to wide; at least one.
        fallback: for programs that cannot show WebP.
    """

    kind: ImageKind
    webp: tuple[Variant, ...]
    fallback: Variant


def plan_variants(info: ImageInfo) -> VariantPlan | None:
    """At most three widths, none wider than the image and none close to the next; None for an image that is
    published as it is."""
    width, height, kind = info.width, info.height, info.kind
    if not (width and height and kind):
        return None
    widest = min(width, WIDTHS[-1])
    widths = [*(one for one in WIDTHS if one <= 0.8 * widest), widest]

    def variant(wanted: int, format_: Format) -> Variant:
        return Variant(wanted, max(1, round(height * wanted / width)), format_)

    fallback = variant(min(width, FALLBACK), "jpg" if kind == "photo" else "png")
    return VariantPlan(kind, tuple(variant(one, "webp") for one in widths), fallback)


def file_name(path: str, digest: str, variant: Variant | None = None) -> str:
    """The path of a variant, or of the image as it is, below the site's root.

    Args:
        path: of the image, below the content folder.
        digest: of its bytes, so that another image never has the same name.
    """
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    name = f"{FOLDER}/{slugify(stem)[:MAX_STEM] or 'picture'}-{digest[:10]}"
    return f"{name}-{variant.width}.{variant.format}" if variant else f"{name}.{ending.lower()}"
