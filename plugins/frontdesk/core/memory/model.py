"""What the site remembers of its last publish (B9), and what hubs were told: frozen values, no logic."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ..timestamps import Instant


class ShownPost(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A post of ours as a build shows it.

    Attributes:
        id: its id in feeds; it never changes (F4).
        path: of its file, below the content folder.
        summary: plain text, as in feeds.
        url: below the root of the site.
        written: the date as its author wrote it, 2026-11-22T08:30:00, if it has no time zone. It stays the
            same when TIMEZONE changes.
    """

    id: str
    path: str
    title: str
    summary: str
    url: str
    date: Instant
    lang: str = ""
    written: str = ""


class KnownPost(ShownPost, frozen=True, kw_only=True, omit_defaults=True):
    """A published post, and since when it is.

    Attributes:
        first_published: the time of the first publish that showed it.
        came_out: the instant by which digests date it (D2).
        is_news: whether it was new when it was first published: not imported, and not part of the very
            first publish.
    """

    first_published: Instant
    came_out: Instant
    is_news: bool = False


class Memory(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a publish knew. It has only our own words, and only those that are still published.

    Attributes:
        published: the time of the last publish that changed any of this.
        sources: the last good source of each text: its path below the content folder → the name of
            its bytes.
        addresses: the files of the site whose addresses readers may have, in order; also those that are
            away until an error in a text is fixed.
        posts: by id.
        past: `id_digest` of each post that was published once and is not now → when it came out. If it
            comes back, it is not news.
    """

    published: Instant
    sources: Mapping[str, str] = {}
    addresses: tuple[str, ...] = ()
    posts: Mapping[str, KnownPost] = {}
    past: Mapping[str, Instant] = {}


class Ping(Struct, frozen=True):
    """What a hub was told of one feed: a digest of the bytes that the feed had, and when."""

    digest: str
    at: Instant


class ToldHub(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one WebSub hub was told (F7).

    Attributes:
        pings: the address of a feed → the last ping about it that the hub took.
        not_before: the hub asked to be left alone until then.
    """

    pings: Mapping[str, Ping] = {}
    not_before: Instant | None = None


class Pings(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all hubs were told: the address of a hub → what it was told."""

    hubs: Mapping[str, ToldHub] = {}
