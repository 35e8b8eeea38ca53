"""A feed as a value, for every format alike. No logic."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Source(Struct, frozen=True, kw_only=True):
    """The feed that an item was taken from (RFC 4287 4.2.11)."""

    id: str
    title: str
    updated: datetime
    home: str | None = None
    feed: str | None = None
    rights: str | None = None
    licence: str | None = None


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


class Feed(Struct, frozen=True, kw_only=True):
    """A feed that we give out.

    Attributes:
        id: an IRI that never changes.
        address: where its documents lie, absolute, without the ending of a format.
        home: the page that it goes with; absolute.
        born: stands for `updated` while there is no item.
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
