"""The site's settings and an offer in, the feed that it promises out. Pure (F1, F4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .feed_catalog import FEEDS
from .feed_ids import authority_date, tag_uri
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
        id=tag_uri(settings, f"{FEEDS}/{offer.name}"),
        title=offer.title,
        subtitle=offer.what if offer.page else settings["SITESUBTITLE"] or None,
        address=f"{site}/{FEEDS}/{offer.name}",
        home=f"{site}/{offer.page}",
        language=settings["DEFAULT_LANG"],
        author=settings["AUTHOR"],
        born=authority_date(settings["SITE_AUTHORITY"]),
        items=items,
        stylesheet=f"{site}/{STYLESHEET}",
        hubs=tuple(settings["WEBSUB_HUBS"] or ()),
        icon=_address(site, settings["SITE_ICON"]),
        logo=_address(site, settings["SITE_LOGO"]),
    )


def _address(site: str, path: str | None) -> str | None:
    return f"{site}/{path}" if path else None
