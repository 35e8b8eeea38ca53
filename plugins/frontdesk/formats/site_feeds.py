"""The site's settings and a feed that it offers in, the whole feed out. Pure (F1, F4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from .feed_catalog import FEEDS_FOLDER
from .feed_ids import authority_date, tag_uri
from .feed_model import Feed, FeedOffer, Item

STYLESHEET = "theme/css/feed.css"
THEME_ICON = "icon.svg"
ICONS = (
    *("icon.png", "favicon.png", "apple-touch-icon.png", "favicon.gif", "favicon.ico"),
    *("icon.svg", "favicon.svg"),
)
"""Files in the root of a site that can be its small square picture; the first that exists is taken."""
LOGOS = ("logo.png", "logo.jpg", "logo.jpeg", "logo.gif", "logo.webp", "logo.svg")
"""The same for a larger picture."""
MIN_ITEMS = 50
MIN_SPAN = timedelta(days=7)
_Item = TypeVar("_Item")


def site_feed(settings: Mapping[str, Any], offer: FeedOffer, items: tuple[Item, ...]) -> Feed:
    """A feed of this site, with everything that its feeds share. Feeds of the home page have the site's
    tagline as subtitle, if there is one (R11); others the sentence that describes them."""
    site = settings["SITE_ADDRESS"]
    return Feed(
        id=tag_uri(settings, f"{FEEDS_FOLDER}/{offer.name}"),
        title=offer.title,
        subtitle=offer.what if offer.page else settings["SITESUBTITLE"] or None,
        address=f"{site}/{FEEDS_FOLDER}/{offer.name}",
        home=f"{site}/{offer.page}",
        language=settings["DEFAULT_LANG"],
        author=settings["AUTHOR"],
        born=authority_date(settings["SITE_AUTHORITY"]),
        items=items,
        stylesheet=stylesheet_from(f"{FEEDS_FOLDER}/{offer.name}"),
        hubs=tuple(settings["WEBSUB_HUBS"] or ()),
        icon=_address(site, settings["SITE_ICON"]),
        logo=_address(site, settings["SITE_LOGO"]),
    )


def stylesheet_from(path: str) -> str:
    """The address of the style sheet in the file of a feed, relative to it, so that a feed looks the same
    wherever the site is opened.

    Args:
        path: of the file, below the root of the site.
    """
    return "../" * path.count("/") + STYLESHEET


def _address(site: str, path: str | None) -> str | None:
    return f"{site}/{path}" if path else None


def newest_items(items: Sequence[_Item], time: Callable[[_Item], datetime]) -> tuple[_Item, ...]:
    """The newest MIN_ITEMS, or everything within MIN_SPAN before the newest, whichever is more (F4): a
    subscriber who looks once a week misses nothing.

    Args:
        items: newest first.
    """
    if not items:
        return ()
    oldest = time(items[0]) - MIN_SPAN
    return tuple(item for n, item in enumerate(items) if n < MIN_ITEMS or time(item) > oldest)
