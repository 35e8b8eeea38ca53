"""A feed in, its files in the site out, one for each format that is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import blake2b

from msgspec import json

from .atom import atom
from .feed_model import Feed, FeedFormat, FeedOffer
from .json_feed import json_feed
from .rss import rss

WriteOrKeep = Callable[[str, bytes, Callable[[], bytes]], None]
"""The path of a file, a digest of what it is made from, and a function that makes it in."""
_WRITERS: Mapping[FeedFormat, Callable[[Feed], bytes]] = {
    "Atom": atom,
    "RSS": rss,
    "JSON Feed": json_feed,
}


def write_feed(write: WriteOrKeep, offer: FeedOffer, feed: Feed) -> None:
    """Write a feed into the site, in each format that is offered.

    Args:
        write: writes a file, or keeps that of the last build if it was made from the same.
    """
    said = json.encode(feed, enc_hook=str)
    for document in offer.documents:
        inputs = blake2b(document.format.encode() + said, digest_size=16).digest()
        write(document.path, inputs, partial(_WRITERS[document.format], feed))
