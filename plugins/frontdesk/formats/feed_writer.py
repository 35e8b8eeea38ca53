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
    write_feed_made_of(write, offer, json.encode(feed, enc_hook=str), lambda: feed)


def write_feed_made_of(
    write: WriteOrKeep, offer: FeedOffer, inputs: bytes, make: Callable[[], Feed]
) -> None:
    """The same for a feed that takes long to make.

    Args:
        inputs: what it is made from.
    """
    for document in offer.documents:
        of_format = blake2b(document.format.encode() + inputs, digest_size=16).digest()
        write(document.path, of_format, partial(_written, document.format, make))


def _written(form: FeedFormat, make: Callable[[], Feed]) -> bytes:
    return _WRITERS[form](make())
