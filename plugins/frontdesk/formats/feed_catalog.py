"""All feeds and lists that the site offers: pages announce them from here, writers write them (F6)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from . import atom, json_feed, opml, rss
from .feed_model import FeedFile, FeedGroup, FeedOffer

FEEDS_FOLDER = "feeds"
"""The folder of all feeds, below the root of the site."""
BESIDE_OTHERS = "partner-blogs/"
"""The folder within it for our feeds in a site that has feeds of another program, which may be called all
or digest, too."""


class FeedCatalog:
    """The feeds of one site, in the order in which they were added; filled before a page is written."""

    def __init__(self) -> None:
        self._names: dict[str, FeedOffer] = {}
        self._pages: dict[str, list[FeedOffer]] = {}
        self._shelves: dict[FeedGroup, list[FeedOffer]] = {}

    def __iter__(self) -> Iterator[FeedOffer]:
        return chain.from_iterable(self._shelves.values())

    def __getitem__(self, name: str) -> FeedOffer:
        return self._names[name]

    def add(self, offer: FeedOffer) -> None:
        self._names[offer.name] = offer
        self._pages.setdefault(offer.page, []).append(offer)
        self._shelves.setdefault(offer.shelf, []).append(offer)

    def input_values(self) -> tuple[FeedOffer, ...]:
        """What pages can show of it."""
        return tuple(self)

    def shelf(self, name: FeedGroup) -> tuple[FeedOffer, ...]:
        """The feeds of one group, such as those of all topics."""
        return tuple(self._shelves.get(name, ()))

    def of(self, page: str) -> tuple[FeedOffer, ...]:
        """The feeds of one page.

        Args:
            page: its address below the root of the site; empty for the home page.
        """
        return tuple(self._pages.get(page, ()))

    def announced(self, page: str) -> tuple[FeedOffer, ...]:
        """The feeds that a page announces in its head: its own, then those of the whole site."""
        own = (offer for offer in self.of(page) if offer.shelf != "site")
        return (*own, *self.shelf("site"))


def atom_file(name: str) -> tuple[FeedFile, ...]:
    """The files of a feed that is written as Atom only."""
    return (FeedFile("Atom", f"{FEEDS_FOLDER}/{name}{atom.EXTENSION}", atom.MEDIA_TYPE),)


def all_formats(name: str) -> tuple[FeedFile, ...]:
    """The files of a feed that is written in every format (F1)."""
    return (
        *atom_file(name),
        FeedFile("RSS", f"{FEEDS_FOLDER}/{name}{rss.EXTENSION}", rss.MEDIA_TYPE),
        FeedFile("JSON Feed", f"{FEEDS_FOLDER}/{name}{json_feed.EXTENSION}", json_feed.MEDIA_TYPE),
    )


def opml_file(path: str) -> tuple[FeedFile, ...]:
    """The file of a list of blogs."""
    return (FeedFile("OPML", path, opml.MEDIA_TYPE),)
