"""A feed on its way in, as values: as it was parsed, and as it is when it is clean. No logic."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from frontdesk.core.safe_html import SafeHtml
from frontdesk.core.timestamps import Instant
from frontdesk.net.model import Freshness, Redirect


class RawText(Struct, frozen=True, kw_only=True):
    """A text as the feed had it. Hostile until cleaned."""

    value: str
    html: bool
    base: str


class RawEntry(Struct, frozen=True, kw_only=True):
    """An entry as the feed had it: nothing in it was cleaned. `leads_to_a_file` says that the entry has no
    page and the link is that of what it encloses."""

    id: str | None = None
    link: str | None = None
    leads_to_a_file: bool = False
    title: RawText | None = None
    author: str | None = None
    summary: RawText | None = None
    content: RawText | None = None
    published: datetime | None = None
    updated: datetime | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    rights: str | None = None
    image: str | None = None


class QuietTimes(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When a feed asks to be left alone (RSS 2.0: ttl, skipHours, skipDays).

    Attributes:
        ttl_minutes: not more often than this.
        hours: 0 to 23, in UTC.
        days: 0 for Monday to 6 for Sunday, in UTC.
    """

    ttl_minutes: int | None = None
    hours: tuple[int, ...] = ()
    days: tuple[int, ...] = ()


class ParsedFeed(Struct, frozen=True, kw_only=True):
    """A feed as it was: nothing in it was cleaned. `format` is a name such as RSS 2.0; `unread` says how
    many entries are there that are none."""

    format: str = "feed"
    id: str | None = None
    title: RawText | None = None
    link: str | None = None
    language: str | None = None
    rights: str | None = None
    licence: str | None = None
    icon: str | None = None
    quiet_times: QuietTimes = QuietTimes()
    entries: tuple[RawEntry, ...] = ()
    unread: int = 0


class FeedFacts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a feed says of itself, cleaned; for atom:source (F2). `icon` is an address (W4)."""

    id: str | None = None
    title: str | None = None
    link: str | None = None
    language: str | None = None
    rights: str | None = None
    licence: str | None = None
    icon: str | None = None
    quiet_times: QuietTimes = QuietTimes()


class OutboundLink(Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """A link of an entry to another site (D8).

    Attributes:
        address: cleaned, without tracking parameters and fragment.
        text: the words of the link, where they are enough to say what is there; plain text.
    """

    address: str
    text: str = ""


class CleanEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry whose every field is safe to print.

    Attributes:
        id: as the feed gave it, or made from link or from title and day (E2).
        title: plain text, never empty.
        excerpt: plain text, at most 60 words or 400 characters (E5).
        opening: how the whole text begins, as long as an excerpt, where the excerpt is a description.
        content: the whole text, only where the partner's consent is recorded.
        image: the address of a picture that the feed gives to it (W4).
        outbound: its links to other sites.
    """

    id: str
    title: str
    link: str | None = None
    author: str | None = None
    excerpt: str = ""
    opening: str = ""
    content: SafeHtml | None = None
    published: Instant | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    rights: str | None = None
    image: str | None = None
    outbound: tuple[OutboundLink, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is known of its words: the excerpt, and how the whole text begins."""
        return (self.excerpt, self.opening) if self.opening else (self.excerpt,)

    @property
    def links(self) -> tuple[str, ...]:
        """Every address that leads, or led, to it, the newest first."""
        return (self.link,) if self.link else ()


class CleanFeed(Struct, frozen=True, kw_only=True):
    """A whole document, cleaned, its entries in its own order; what merge joins to the store."""

    facts: FeedFacts
    entries: tuple[CleanEntry, ...]
    format: str = "feed"
    freshness: Freshness = Freshness()
    redirects: tuple[Redirect, ...] = ()
