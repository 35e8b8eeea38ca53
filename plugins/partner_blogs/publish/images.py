"""Copies of partners' pictures in, the addresses of icons and thumbnails out. Pure (W4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from ..model.config import Partner
from ..model.state import Entry, ImageCopy
from .urls import image_path


class PartnerImageUrls(Struct, frozen=True):
    """Where the pictures of the pages lie, below the site's root.

    Attributes:
        icons: by partner id.
        thumbnails: by partner id and the address that the entry has of it.
    """

    icons: Mapping[str, str]
    thumbnails: Mapping[tuple[str, str], str]

    def icon(self, partner: Partner) -> str | None:
        return self.icons.get(partner.id)

    def thumbnail(self, partner: Partner, entry: Entry) -> str | None:
        return self.thumbnails.get((partner.id, entry.image)) if entry.image else None


NO_IMAGES = PartnerImageUrls({}, {})


def image_urls(copies: Iterable[ImageCopy]) -> PartnerImageUrls:
    """Of copies that have a file."""
    icons, thumbnails = dict[str, str](), dict[tuple[str, str], str]()
    for copy in copies:
        match copy.picture.kind:
            case "icon":
                icons[copy.partner] = image_path(copy)
            case "thumbnail":
                thumbnails[copy.partner, copy.picture.address] = image_path(copy)
    return PartnerImageUrls(icons, thumbnails)
