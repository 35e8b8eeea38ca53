"""The site's settings and an offer in, the feed that it promises out. Pure (F1, F4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from .feed_catalog import FEEDS
from .feed_model import Feed, Item, Offer

STYLESHEET = "theme/css/feed.css"
THEME_ICON = "icon.svg"
ICONS = (
    *("icon.png", "favicon.png", "apple-touch-icon.png", "favicon.gif", "favicon.ico"),
    *("icon.svg", "favicon.svg"),
)
"""Files in the root of a site that are a small square picture of it; the first that is there serves."""
LOGOS = ("logo.png", "logo.jpg", "logo.jpeg", "logo.gif", "logo.webp", "logo.svg")
"""The same of a larger one."""


def site_feed(settings: Mapping[str, Any], offer: Offer, items: tuple[Item, ...]) -> Feed:
    """A feed of this site with all that its feeds share. What goes with the home page bears the
    site's tagline, where there is one (R11), every other feed the sentence that it is offered with."""
    site = settings["SITE_ADDRESS"]
    return Feed(
        id=permanent_id(settings, f"{FEEDS}/{offer.name}"),
        title=offer.title,
        subtitle=offer.what if offer.page else settings["SITESUBTITLE"] or None,
        address=f"{site}/{FEEDS}/{offer.name}",
        home=f"{site}/{offer.page}",
        language=settings["DEFAULT_LANG"],
        author=settings["AUTHOR"],
        born=_born(settings["SITE_AUTHORITY"]),
        items=items,
        stylesheet=f"{site}/{STYLESHEET}",
        hubs=tuple(settings["WEBSUB_HUBS"] or ()),
        icon=_address(site, settings["SITE_ICON"]),
        logo=_address(site, settings["SITE_LOGO"]),
    )


def _address(site: str, path: str | None) -> str | None:
    return f"{site}/{path}" if path else None


_AUTHORITY = re.compile(r"(?:[a-z0-9._-]+@)?[a-z0-9][a-z0-9.-]*,(\d{4})(?:-\d\d(?:-\d\d)?)?")


def is_authority(text: str) -> bool:
    """Whether ids can be made under it (RFC 4151 2.1): a domain in small letters, and when it was ours."""
    return _AUTHORITY.fullmatch(text) is not None


def _born(authority: str) -> datetime:
    year = re.search(r",(\d{4})", authority)
    return datetime(max(int(year[1]) if year else 0, 1990), 1, 1, tzinfo=UTC)


def permanent_id(settings: Mapping[str, Any], what: str) -> str:
    """A tag URI (RFC 4151). SITE_AUTHORITY stays as it is when the site moves, and so do all ids."""
    return f"tag:{settings['SITE_AUTHORITY']}:{what}"
