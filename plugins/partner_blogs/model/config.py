"""What the editor keeps, as values: feeds.yaml and curation.yaml. No logic.

Lengths of time are whole seconds unless the name says days.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Show = Literal["link", "headlines", "excerpts", "full"]
"""How much of a partner's entry we print, from least to most (requirement E5)."""


class About(Struct, frozen=True, kw_only=True):
    """Who we say we are to a partner's server, where our weeks begin, at which page a blog may be suggested
    (P6, D1, O3), and how many partners are asked at a time (P5)."""

    site: str | None = None
    contact: str | None = None
    timezone: str = "UTC"
    suggest: str | None = None
    connections: int | None = None


class BlogrollRules(Struct, frozen=True, kw_only=True):
    """The sidebar (W1, W11), pictures there, in the list and the rack (W4), the order of the rack (W7), and
    when a partner counts as quiet (W8)."""

    title: str = "Blogs we follow"
    sort: Literal["manual", "alphabetical", "recent"] = "recent"
    limit: int = 10
    icon: bool = False
    thumbnail: bool = False
    latest: bool = True
    snippet: bool = False
    age: bool = True
    headlines_on: Literal["all", "front"] = "all"
    rack: Literal["manual", "recent"] = "manual"
    quiet_after: int | None = 90


class DigestRules(Struct, frozen=True, kw_only=True):
    """Which digests are made, and the fairness of an edition (D1, D4)."""

    daily: bool = False
    weekly: bool = True
    monthly: bool = False
    per_day: int = 3
    per_digest: int = 5
    share: int = 30


class Consent(Struct, frozen=True, kw_only=True):
    """Who allowed us to print a partner's full text, and when (E5)."""

    by: str
    date: str
    note: str | None = None


class Partner(Struct, frozen=True, kw_only=True):
    """One blog of feeds.yaml.

    Attributes:
        id: permanent, lower-case letters, digits and hyphens; also its file name in the store.
        feed: an http(s) address, or the path of a feed file relative to feeds.yaml; None for a link.
        feed_line: the line of feeds.yaml that it stands on, counted from 1.
        poll: whether the feed is ever asked for.
        backfill: "all" lets every old entry of the first fetch into the digests of its own time.
        quiet_after: days of silence before it counts as quiet; None for never.
        removed: addresses of entries that are erased everywhere, whichever partner brings them: its
            own lines and those of all others (E7).
        hidden: addresses of entries that are shown nowhere, and stay in the store (D7).
        include, exclude: filters, as filters.py reads them (E8).
        limit, max_age: how many entries lists and feeds show, and how many days old (E8).
        per_day, per_digest, share: its own caps in a digest, instead of those for all (D4).
    """

    id: str
    name: str
    author: str | None = None
    home: str | None = None
    feed: str | None = None
    feed_line: int | None = None
    topic: str | None = None
    description: str | None = None
    language: str | None = None
    sample: bool = False
    show: Show = "excerpts"
    poll: bool = True
    backfill: Literal["none", "all"] = "none"
    quiet_after: int | None = None
    status: Literal["active", "retired", "removed"] = "active"
    reason: str | None = None
    consent: Consent | None = None
    removed: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: int | None = None
    max_age: int | None = None
    per_day: int | None = None
    per_digest: int | None = None
    share: int | None = None


class CuratedEntry(Struct, frozen=True, kw_only=True):
    """What the editor decided about one entry, known by its link (D7).

    Attributes:
        pin: it stands first in its digest, and no cap leaves it out.
        hide: it is shown nowhere.
        note: a sentence of the editor's, printed with it.
        line: of curation.yaml, counted from 1.
    """

    link: str
    pin: bool = False
    hide: bool = False
    note: str | None = None
    line: int = 1


class EditionIntro(Struct, frozen=True, kw_only=True):
    """What the editor says on top of a digest, for a period such as 2026-W46 (D10).

    Attributes:
        intro: Markdown.
        title: stands for the one that is made of the period.
    """

    period: str
    intro: str | None = None
    title: str | None = None
    line: int = 1


class Curation(Struct, frozen=True, kw_only=True):
    """All of curation.yaml."""

    entries: tuple[CuratedEntry, ...] = ()
    digests: tuple[EditionIntro, ...] = ()


class Config(Struct, frozen=True, kw_only=True):
    """All of feeds.yaml, partners in the editor's order; and curation.yaml beside it."""

    about: About = About()
    blogroll: BlogrollRules = BlogrollRules()
    digest: DigestRules = DigestRules()
    partners: tuple[Partner, ...] = ()
    curation: Curation = Curation()
