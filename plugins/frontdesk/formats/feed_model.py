"""A feed as a value, the same for every format, and how the site offers it. No logic."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

FeedFormat = Literal["Atom", "RSS", "JSON Feed", "OPML", "iCalendar"]
"""The format of a file, by the name that readers know."""

FeedGroup = Literal["site", "library", "series", "categories", "tags", "topics", "blogs", "lists"]
"""The group in which a feed is listed on the page Subscribe."""


class FeedFile(Struct, frozen=True):
    """One file that can be subscribed to.

    Attributes:
        path: below the root of the site.
        kind: its media type.
    """

    format: FeedFormat
    path: str
    kind: str


class FeedOffer(Struct, frozen=True, kw_only=True):
    """A feed or list as the site offers it (F6).

    Attributes:
        name: permanent, because its files and its id are made from it: posts, topics/retail.
        title: its name in a feed reader, among feeds of other sites.
        label: its name on the page Subscribe, within its group.
        what: what it holds, in one plain sentence.
        page: the page that it belongs to, below the root of the site; empty for the home page.
        documents: at least one.
    """

    name: str
    shelf: FeedGroup
    title: str
    label: str
    what: str
    page: str
    documents: tuple[FeedFile, ...]


class Source(Struct, frozen=True, kw_only=True):
    """The feed that an item was taken from (RFC 4287 4.2.11).

    Attributes:
        home: the address of its page.
        feed: its own address.
        licence: the address of a licence.
    """

    id: str
    title: str
    updated: datetime
    home: str | None = None
    feed: str | None = None
    rights: str | None = None
    licence: str | None = None


class Enclosure(Struct, frozen=True):
    """An audio or video file of our own that belongs to an entry.

    Attributes:
        kind: its media type.
        length: in bytes.
    """

    address: str
    kind: str
    length: int


class Item(Struct, frozen=True, kw_only=True):
    """One entry of a feed of ours.

    Attributes:
        id: an IRI that never changes, even if title, date or address do (F4).
        rss_guid: takes its place in RSS, where an id may be any words; None for the same.
        summary: plain text.
        content: HTML with absolute addresses only.
        also_plain: whether it goes out without markup besides, for mail; only JSON Feed has a place for it.
        published, updated: aware; `updated` is the last change that matters to readers.
    """

    id: str
    title: str
    link: str | None
    published: datetime
    updated: datetime
    author: str | None = None
    summary: str | None = None
    content: str | None = None
    also_plain: bool = False
    tags: tuple[str, ...] = ()
    language: str | None = None
    rights: str | None = None
    source: Source | None = None
    enclosures: tuple[Enclosure, ...] = ()
    rss_guid: str | None = None


class Feed(Struct, frozen=True, kw_only=True):
    """A feed of ours.

    Attributes:
        id: an IRI that never changes.
        address: of its files, absolute, without the extension of a format.
        home: the absolute address of the page that it belongs to.
        born: takes the place of `updated` while there is no item; aware.
        stylesheet: the address of a CSS file for people who open the feed in a browser, absolute or as seen
            from the feed (F6).
        hubs: addresses of WebSub hubs (F7).
        icon: the address of a small square picture of the site (F8).
        logo: the address of a larger picture, if there is one.
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
