"""The addresses of the partners' pages and files, below the site's root. Permanent, for others link to them
(D1)."""

from __future__ import annotations

from frontdesk.core.periods import PeriodKind

from ..model.config import Partner
from ..model.state import ImageCopy

LIST_PAGE = "blogs/"
RACK_PAGE = "rack/"
DIGESTS_PAGE = "digests/"
HOW_PAGE = f"{DIGESTS_PAGE}how.html"
MOST_LINKED_PAGE = f"{DIGESTS_PAGE}most-linked.html"
STATUS_PAGE = "status/"
IMAGES_FOLDER = "pictures/"
STATUS_FILE = "status.json"
BADGE = "badge.svg"
RECOMMENDATIONS = ".well-known/recommendations.opml"
PARTNER_PATHS = (
    *(LIST_PAGE, RACK_PAGE, DIGESTS_PAGE, STATUS_PAGE, IMAGES_FOLDER, STATUS_FILE, BADGE),
    *("feeds/partners", "feeds/topics", "feeds/most-linked", "blogroll/", "theme/", "search/"),
)
"""How paths begin of files that hold no words of ours: those of partners, and of programs."""


def partner_page(partner: Partner) -> str:
    return f"{LIST_PAGE}{partner.id}.html"


def letter_page(slug: str) -> str:
    """Of the blogs whose names begin with one letter, where the list has too many for one page."""
    return f"{LIST_PAGE}letters/{slug}.html"


def image_path(copy: ImageCopy) -> str:
    """Its name is made of its bytes, so a browser may keep it for ever."""
    return f"{IMAGES_FOLDER}{copy.partner}/{copy.file}"


def digest_page(kind: PeriodKind, period: str) -> str:
    return f"{DIGESTS_PAGE}{kind}/{period}.html"
