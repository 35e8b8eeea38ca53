"""What a build knows of the partners in; the files beside their pages out, planned. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from frontdesk.core.site_plan import PlannedFile
from frontdesk.formats.opml import opml

from ..model.config import Partner
from ..model.state import ImageCopy
from ..partners_opml import partner_outlines
from ..select.status import status_json
from .badge import badge
from .feed_offers import blogroll_lists
from .pages import ShownPartners
from .urls import BADGE, RECOMMENDATIONS, STATUS_FILE, image_path, partner_page


def partner_files(
    shown: ShownPartners, pictures: Mapping[ImageCopy, bytes], settings: Mapping[str, Any]
) -> Iterator[PlannedFile]:
    """The badge, status.json, the OPML lists and the partners' pictures."""
    yield PlannedFile(BADGE, badge(settings["SITENAME"], settings["WORDS"]).svg)
    yield PlannedFile(STATUS_FILE, status_json(shown.status))
    for copy, data in pictures.items():
        yield PlannedFile(image_path(copy), data)

    def our_page(partner: Partner) -> str:
        return f"{settings['SITE_ADDRESS']}/{partner_page(partner)}"

    for offer, partners in blogroll_lists(shown.config, shown.selection, settings):
        document = opml(offer.title, settings["SITENAME"], partner_outlines(partners, our_page))
        yield PlannedFile(offer.documents[0].path, document)
        if offer.name == "blogroll":
            yield PlannedFile(RECOMMENDATIONS, document)
