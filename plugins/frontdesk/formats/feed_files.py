"""A feed in, its files in the site out, one for each format that was offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from frontdesk.core.output import write_bytes

from .atom import atom
from .feed_model import Feed, Format, Offer
from .json_feed import json_feed
from .rss import rss

_WRITERS: Mapping[Format, Callable[[Feed], bytes]] = {
    "Atom": atom,
    "RSS": rss,
    "JSON Feed": json_feed,
}


def write_feed(output_path: str, offer: Offer, feed: Feed) -> None:
    """Put a feed into the site, in each format that was offered."""
    for document in offer.documents:
        write_bytes(output_path, document.path, _WRITERS[document.format](feed))
