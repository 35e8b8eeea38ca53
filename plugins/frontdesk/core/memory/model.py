"""What the site remembers of its last publish (B9): frozen values, no logic."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ..timestamps import Instant


class ShownPost(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A post of our own as a build shows it.

    Attributes:
        id: the one that feeds give it; it never changes (F4).
        path: of its file, below the content folder.
        summary: plain text, as feeds have it.
        url: below the site's root.
        date: aware.
        written: day and hour as its author wrote them, 2026-11-22T08:30:00, where no zone was named: to
            its author that is when it is, wherever the site says it is by now.
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
    """A post that readers see, and since when.

    Attributes:
        first_published: the clock of the first publish that showed it.
        came_out: the instant by which digests count it (D2).
        is_news: whether it was new when it was first published: no import, and not part of the very
            first publish.
    """

    first_published: Instant
    came_out: Instant
    is_news: bool = False


class Memory(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that one publish knew. It holds own words only, and none that readers see no more.

    Attributes:
        published: the clock of the publish that changed any of this last.
        sources: the last good source of each text: its path below the content folder → the name of
            the bytes.
        addresses: the files of the site that readers may have an address of, in order.
        posts: by id.
        past: the digest of the id of each post that was once published and is not now → when it came
            out. Should it come back, it is no news.
    """

    published: Instant
    sources: Mapping[str, str] = {}
    addresses: tuple[str, ...] = ()
    posts: Mapping[str, KnownPost] = {}
    past: Mapping[str, Instant] = {}
