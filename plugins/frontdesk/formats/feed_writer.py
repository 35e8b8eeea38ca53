"""A feed in, its files in the site out, one for each format that is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from frontdesk.core.site_writer import write_bytes

from .atom import atom
from .feed_model import Feed, FeedFormat, FeedOffer
from .json_feed import json_feed
from .rss import rss

_WRITERS: Mapping[FeedFormat, Callable[[Feed], bytes]] = {
    "Atom": atom,
    "RSS": rss,
    "JSON Feed": json_feed,
}


def write_feed(output_path: str, offer: FeedOffer, feed: Feed) -> None:
    """Write a feed into the site, in each format that is offered."""
    for document in offer.documents:
        write_bytes(output_path, document.path, _WRITERS[document.format](feed))
