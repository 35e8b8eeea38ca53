"""A feed as a value, for every format alike, and what is said of it beforehand. No logic."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

Format = Literal["Atom", "RSS", "JSON Feed", "OPML", "iCalendar"]
"""What a document is, by the name that readers know."""

Shelf = Literal["site", "library", "series", "categories", "tags", "topics", "blogs", "lists"]
"""With what an offer stands where all are listed."""


class Document(Struct, frozen=True):
    """One file that can be subscribed to.

    Attributes:
        path: where it lies, below the site's root.
        kind: its media type.
    """

    format: Format
    path: str
    kind: str


class Offer(Struct, frozen=True, kw_only=True):
    """A feed or list as the site announces it (F6).

    Attributes:
        name: permanent; its files and its id are made from it: posts, topics/retail.
        title: how it is called in a feed reader, among those of other sites.
        label: how it is called on our own page, among its like.
        what: what it holds, in one plain sentence.
        page: the page that it goes with, below the site's root; empty for home.
        documents: at least one.
    """

    name: str
    shelf: Shelf
    title: str
    label: str
    what: str
    page: str
    documents: tuple[Document, ...]


class Source(Struct, frozen=True, kw_only=True):
    """The feed that an item was taken from (RFC 4287 4.2.11)."""

    id: str
    title: str
    updated: datetime
    home: str | None = None
    feed: str | None = None
    rights: str | None = None
    licence: str | None = None


class Enclosure(Struct, frozen=True):
    """A sound or film of our own that goes with an entry.

    Attributes:
        kind: its media type.
        length: of the file, in bytes.
    """

    address: str
    kind: str
    length: int


class Item(Struct, frozen=True, kw_only=True):
    """One entry of a feed that we give out.

    Attributes:
        id: an IRI that never changes, whatever becomes of title, date or address (F4).
        summary: plain text.
        content: HTML with absolute addresses only.
        updated: when its words last changed in earnest; aware.
    """

    id: str
    title: str
    link: str | None
    published: datetime
    updated: datetime
    author: str | None = None
    summary: str | None = None
    content: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    rights: str | None = None
    source: Source | None = None
    enclosures: tuple[Enclosure, ...] = ()


class Feed(Struct, frozen=True, kw_only=True):
    """A feed that we give out.

    Attributes:
        id: an IRI that never changes.
        address: where its documents lie, absolute, without the ending of a format.
        home: the page that it goes with; absolute.
        born: stands for `updated` while there is no item.
        stylesheet: the address of a CSS file for whoever opens the feed in a browser (F6).
        hubs: addresses of the WebSub hubs that pass on its news (F7).
        icon: the address of a small square picture of the site (F8).
        logo: the address of a larger one, where there is any.
    """

    id: str
    title: str
    address: str
    home: str
    language: str
    author: str
    born: datetime
    items: tuple[Item, ...]
    subtitle: str | None = None
    stylesheet: str | None = None
    hubs: tuple[str, ...] = ()
    icon: str | None = None
    logo: str | None = None
