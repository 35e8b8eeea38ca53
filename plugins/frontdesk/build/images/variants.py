"""What a picture is in, the copies to make of it out. Pure (A7)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from frontdesk.core.slugs import slugify

WIDTHS = (480, 960, 1600)
"""Pixels: a telephone; the measure of our text on a usual screen with some to spare; on a fine one."""
FALLBACK = 960
"""Pixels; what feed readers and the oldest browsers get."""
FOLDER = "images"
RECIPE = "1"
"""To be counted up when copies are made in another way, so that each gets a new name."""

Look = Literal["photo", "drawing", "see-through"]
"""How a picture is packed: what a camera saw, few colours and hard edges, parts without a colour."""
Kind = Literal["webp", "jpg", "png"]


class Facts(Struct, frozen=True):
    """What the head of a file tells.

    Attributes:
        width, height: in pixels, upright; None where a drawing in vectors does not say.
        look: None for what is published as it is: vectors, and whatever moves.
    """

    width: int | None
    height: int | None
    look: Look | None


class Copy(Struct, frozen=True):
    """A file to make."""

    width: int
    height: int
    kind: Kind


class Plan(Struct, frozen=True):
    """The copies of one picture.

    Attributes:
        webp: narrow to wide; at least one.
        fallback: for whoever knows no WebP.
    """

    look: Look
    webp: tuple[Copy, ...]
    fallback: Copy


def plan(facts: Facts) -> Plan | None:
    """Three widths at most; none is wider than the picture, and none is hardly narrower than the next.
    None for what is published as it is."""
    width, height, look = facts.width, facts.height, facts.look
    if not (width and height and look):
        return None
    widest = min(width, WIDTHS[-1])
    widths = [*(one for one in WIDTHS if one <= 0.8 * widest), widest]

    def copy(wanted: int, kind: Kind) -> Copy:
        return Copy(wanted, max(1, round(height * wanted / width)), kind)

    fallback = copy(min(width, FALLBACK), "jpg" if look == "photo" else "png")
    return Plan(look, tuple(copy(one, "webp") for one in widths), fallback)


LONGEST = 150
"""Letters of a picture's own name in those of its copies: a file's name has 255 bytes at most."""


def file_name(path: str, digest: str, copy: Copy | None = None) -> str:
    """Where a copy lies below the site's root; without one, the picture as it is.

    Args:
        path: of the picture in the content folder.
        digest: of its bytes, so that another picture never has the same name.
    """
    stem, _, ending = path.rpartition("/")[2].rpartition(".")
    name = f"{FOLDER}/{slugify(stem)[:LONGEST] or 'picture'}-{digest[:10]}"
    return f"{name}-{copy.width}.{copy.kind}" if copy else f"{name}.{ending.lower()}"
