"""Every feed and list that the site gives out, once: pages announce from it, writers write from it (F6)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from . import atom, json_feed, opml, rss
from .feed_model import Document, Offer, Shelf

FEEDS = "feeds"
"""The folder of all feeds, below the site's root."""


class Catalogue:
    """Filled while the site is read, before any page is written; offers keep the order they came in."""

    def __init__(self) -> None:
        self._names: dict[str, Offer] = {}
        self._pages: dict[str, list[Offer]] = {}
        self._shelves: dict[Shelf, list[Offer]] = {}

    def __iter__(self) -> Iterator[Offer]:
        return chain.from_iterable(self._shelves.values())

    def __getitem__(self, name: str) -> Offer:
        return self._names[name]

    def add(self, offer: Offer) -> None:
        self._names[offer.name] = offer
        self._pages.setdefault(offer.page, []).append(offer)
        self._shelves.setdefault(offer.shelf, []).append(offer)

    def shelf(self, name: Shelf) -> tuple[Offer, ...]:
        """The offers that stand together, such as those of all topics."""
        return tuple(self._shelves.get(name, ()))

    def of(self, page: str) -> tuple[Offer, ...]:
        """What goes with one page.

        Args:
            page: its address below the site's root.
        """
        return tuple(self._pages.get(page, ()))

    def announced(self, page: str) -> tuple[Offer, ...]:
        """What a page announces: what goes with it alone, then what every page announces."""
        own = (offer for offer in self.of(page) if offer.shelf != "site")
        return (*own, *self.shelf("site"))


def atom_only(name: str) -> tuple[Document, ...]:
    """The documents of a feed for a few readers."""
    return (Document("Atom", f"{FEEDS}/{name}{atom.ENDING}", atom.KIND),)


def every_format(name: str) -> tuple[Document, ...]:
    """The documents of a feed of the whole site (F1)."""
    return (
        *atom_only(name),
        Document("RSS", f"{FEEDS}/{name}{rss.ENDING}", rss.KIND),
        Document("JSON Feed", f"{FEEDS}/{name}{json_feed.ENDING}", json_feed.KIND),
    )


def opml_file(path: str) -> tuple[Document, ...]:
    """The document of a list of blogs."""
    return (Document("OPML", path, opml.KIND),)
