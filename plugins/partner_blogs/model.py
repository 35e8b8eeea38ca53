"""The frozen values that pass between the rooms. No logic; imports nothing of ours.

Times are aware datetimes in UTC; lengths of time are whole seconds unless the name says days.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, NewType

from msgspec import Meta, Struct

SafeHtml = NewType("SafeHtml", str)
"""HTML that went through the sanitiser. Made in sanitiser.py and nowhere else."""

Show = Literal["link", "headlines", "excerpts", "full"]
"""How much of a partner's entry we print, from least to most (requirement E5)."""

Instant = Annotated[datetime, Meta(tz=True)]
"""A datetime with its zone; what the store holds without one is damaged."""

PeriodKind = Literal["daily", "weekly", "monthly"]

PictureKind = Literal["icon", "thumbnail"]
"""What stands beside a partner's name, and what beside a headline (W4)."""

# --- feeds.yaml ---------------------------------------------------------------------------------


class About(Struct, frozen=True, kw_only=True):
    """Who we say we are to a partner's server, where our weeks begin, and at which page a blog may be
    suggested (P6, D1, O3)."""

    site: str | None = None
    contact: str | None = None
    timezone: str = "UTC"
    suggest: str | None = None


class BlogrollRules(Struct, frozen=True, kw_only=True):
    """The sidebar (W1, W11), pictures there, in the list and the rack (W4), and when a partner counts
    as quiet (W8)."""

    title: str = "Client Service Blogs"
    sort: Literal["manual", "alphabetical", "recent"] = "recent"
    limit: int = 10
    icon: bool = False
    thumbnail: bool = False
    latest: bool = True
    snippet: bool = False
    age: bool = True
    headlines_on: Literal["all", "front"] = "all"
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
        include, exclude: filters, as wanted.py reads them (E8).
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


class Curated(Struct, frozen=True, kw_only=True):
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


class Intro(Struct, frozen=True, kw_only=True):
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

    entries: tuple[Curated, ...] = ()
    digests: tuple[Intro, ...] = ()


class Config(Struct, frozen=True, kw_only=True):
    """All of feeds.yaml, partners in the editor's order; and curation.yaml beside it."""

    about: About
    blogroll: BlogrollRules
    digest: DigestRules
    partners: tuple[Partner, ...]
    curation: Curation = Curation()


# --- on the way in ------------------------------------------------------------------------------


class Request(Struct, frozen=True, kw_only=True):
    """One feed to ask for now, with the validators of the last good copy.

    Attributes:
        feed: as feeds.yaml has it.
        address: what to ask instead, where the feed has moved for good; else the feed itself.
    """

    partner: str
    feed: str
    address: str
    etag: str | None = None
    last_modified: str | None = None


class Hop(Struct, frozen=True):
    """One redirect that was followed: its status and where it pointed."""

    status: int
    target: str


class Freshness(Struct, frozen=True, kw_only=True):
    """What a reply said of its own validity: validators to the letter, and a lifetime in seconds."""

    etag: str | None = None
    last_modified: str | None = None
    max_age: int | None = None


class Fetched(Struct, frozen=True, kw_only=True):
    """A whole body, decompressed, at most 5 MiB."""

    body: bytes
    content_type: str | None
    address: str
    freshness: Freshness = Freshness()
    hops: tuple[Hop, ...] = ()


class NotModified(Struct, frozen=True, kw_only=True):
    """304: the last good copy is still the newest."""

    freshness: Freshness = Freshness()
    hops: tuple[Hop, ...] = ()


Trouble = Literal["gone", "refused", "missing", "no-feed", "blocked", "parked", "moved", "other"]
"""What kind of trouble, for the advice that goes with it."""


class Failed(Struct, frozen=True, kw_only=True):
    """No usable reply.

    Attributes:
        reason: in plain words, one line, safe to print.
        kind: `gone` is 410, the feed asks never to be asked again.
        retry_after: seconds the server asked us to wait.
        busy: whether the host has too much to do, for anybody or for us: 429 and 503.
    """

    reason: str
    kind: Trouble = "other"
    retry_after: int | None = None
    busy: bool = False
    hops: tuple[Hop, ...] = ()


Outcome = Fetched | NotModified | Failed


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


# --- kept ---------------------------------------------------------------------------------------


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


class CleanEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry whose every field is safe to print.

    Attributes:
        id: as the feed gave it, or made from link or from title and day (E2).
        title: plain text, never empty.
        excerpt: plain text, at most 60 words or 400 characters (E5).
        opening: how the whole text begins, as long as an excerpt, where the excerpt is a description.
        content: the whole text, only where the partner's consent is recorded.
        image: the address of a picture that the feed gives to it (W4).
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
    hops: tuple[Hop, ...] = ()


Arrival = Literal["news", "backfill", "old"]
"""Into which digest an entry goes: that of the time it was first seen, of the time it was
published, or none (D1, D5)."""


class Entry(CleanEntry, frozen=True, kw_only=True, omit_defaults=True):
    """An entry in the store.

    Attributes:
        key: permanent and unique within the partner.
        first_seen: when a refresh first met it.
        date: the date we show (E3); None where nobody knows.
        changed: when its title or excerpt last became different; None where they never did.
        made_id: whether our feeds give it an id that we make, because its own is not valid, or an erased
            entry of another partner had it first. Decided once, when it is first met or the other is
            erased, for an id that was given out stays (F4, F8).
        feed_id: the id that its feed gives it since the blog moved to another platform; None where that is
            its own (D11).
        former_links: where it lay before, the oldest first: the editor may have written such an address
            under `removed:` or in curation.yaml.
    """

    key: str
    first_seen: Instant
    arrival: Arrival
    date: Instant | None = None
    changed: Instant | None = None
    made_id: bool = False
    feed_id: str | None = None
    former_links: tuple[str, ...] = ()

    @property
    def links(self) -> tuple[str, ...]:
        newest = (self.link,) if self.link else ()
        return newest + self.former_links[::-1]


class Visit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How it went when we last asked a partner.

    Attributes:
        feed: the address or file that validators and entries came from, without a password.
        full: whether entries were stored with their whole text.
        failures: failed tries in a row.
        problem: why the last try failed, in plain words; None after a success.
        trouble: what kind of problem; `gone` is never asked again.
        moved_to: where the server says the feed is now, for good.
        moved_seen: on how many refreshes in a row it said so.
        adopted: whether we ask there instead (P4).
        cleaned_by: which of this program's ways to clean texts its entries went through.
        known_until: of a state that came back from the published site, until its next answer: what was
            published before then was seen, though we no longer know it.
    """

    id: str
    feed: str | None = None
    full: bool = False
    freshness: Freshness = Freshness()
    last_try: Instant | None = None
    last_success: Instant | None = None
    next_try: Instant | None = None
    failures: int = 0
    problem: str | None = None
    trouble: Trouble | None = None
    moved_to: str | None = None
    moved_seen: int = 0
    adopted: bool = False
    cleaned_by: int = 1
    known_until: Instant | None = None
    facts: FeedFacts = FeedFacts()


class PartnerState(Visit, frozen=True, kw_only=True, omit_defaults=True):
    """All we know of a partner that feeds.yaml does not say. One file in the store.

    Attributes:
        entries: newest first.
    """

    entries: tuple[Entry, ...] = ()


class Unread(Struct, frozen=True):
    """An entry in the store of which nothing is read but that it is there."""


class PartnerVisit(Visit, frozen=True, kw_only=True, omit_defaults=True):
    """A partner's state without the words of its entries: what decides who is asked needs no more."""

    entries: tuple[Unread, ...] = ()


class Picture(Struct, frozen=True):
    """A picture that pages would show, by its address in the partner's feed."""

    kind: PictureKind
    address: str


class Copy(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a picture that we asked for (W4). One file in the store.

    Attributes:
        tried: when we last did.
        file: the name of our small copy; None where there never was one.
        problem: why the last try failed, in plain words; None after a success.
        freshness: the validators of what the copy was made from.
    """

    partner: str
    picture: Picture
    tried: Instant
    file: str | None = None
    problem: str | None = None
    freshness: Freshness = Freshness()


class Also(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another partner that told the story of an entry (D6).

    Attributes:
        key: that of the entry that is shown.
        partner, name, link: who told it too, and where.
    """

    key: str
    partner: str
    name: str
    link: str | None = None


class EditionPart(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one partner brought to an edition; `more` entries were left out for fairness (D4)."""

    partner: str
    name: str
    show: Show
    entries: tuple[Entry, ...]
    home: str | None = None
    more: int = 0
    also: tuple[Also, ...] = ()


class EditionPost(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A post of our own in an edition, with the words of that time.

    Attributes:
        url: below the site's root.
        day: that of its date, 2026-11-22.
        summary: plain text.
    """

    id: str
    title: str
    url: str
    day: str
    summary: str = ""
    lang: str = ""


class Edition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a digest holds. Written once when its period has ended, then never again (D2).

    Attributes:
        period: 2026-11-22, 2026-W47 or 2026-11.
        starts, ends: the instants it covers, the end not included.
        timezone: in whose days it was made; None in old records.
        closed: when a refresh closed it, by the clock of that time; None while it is open.
        posts: our own; None where nothing was known of them when it was closed: version 0.1.0 recorded
            none, and there is no memory before the first publish. Then they are added once.
    """

    kind: PeriodKind
    period: str
    starts: Instant
    ends: Instant
    timezone: str | None = None
    closed: Instant | None = None
    parts: tuple[EditionPart, ...] = ()
    posts: tuple[EditionPost, ...] | None = None


class Scope(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of one partner's erased entries, by digests alone.

    Attributes:
        of: the digest of the partner's id, or of the feed that they came from: one of the two outlives
            a change of the other.
        digests: by what the partner's erased entries and their pictures would be known, in order.
        partners: of a feed, the digests of those whose erased entries came from it, in order.
        gone: when a refresh last erased the whole partner.
        back: when a refresh last found it on the list again after that.
        unlisted: whether it was erased only because it had left the list; then its old entries may
            come again with it.
    """

    of: str
    digests: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    gone: Instant | None = None
    back: Instant | None = None
    unlisted: bool = False


class Erased(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What keeps erased words from coming back: digests, and no word of theirs (E7). It only grows.

    Attributes:
        links: digests of what stood under `removed:`, in order; for the entries of all partners.
        scopes: one for each partner and feed that lost an entry, in order.
        unfinished: whether the store may still hold some of the words.
    """

    links: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ()
    unfinished: bool = False


class Missing(Struct, frozen=True):
    """A partner that is off its list, though the store has words of it; since which refresh."""

    partner: str
    since: Instant


class Listing(Struct, frozen=True, kw_only=True):
    """What the last refresh saw of one list of partners (E7).

    Attributes:
        name: a digest of where the list lies, seen from the store.
        at: when that refresh was.
        partners: the ids on the list, in order.
        missing: those that were on it before.
    """

    name: str
    at: Instant
    partners: tuple[str, ...]
    missing: tuple[Missing, ...] = ()


class Listings(Struct, frozen=True):
    """Every list that was used with a store."""

    lists: tuple[Listing, ...] = ()


class SeenEntry(Struct, frozen=True):
    """By what an entry is known again in another feed."""

    id: str
    link: str | None


class Survey(Struct, frozen=True, kw_only=True):
    """What an editor wants to know of a feed before listing it (O4).

    Attributes:
        address: where it was found in the end.
        moved_to: the same, where every redirect on the way was for good.
        id, title, home: as the feed says, cleaned.
        full_text: whether most entries are longer than an excerpt.
        newest: the newest date that is not in the future.
        undated, ahead, unsigned: how many entries have no date, one in the future, no author.
    """

    address: str
    moved_to: str | None = None
    format: str
    id: str | None = None
    title: str | None
    home: str | None
    entries: tuple[SeenEntry, ...]
    newest: Instant | None
    full_text: bool
    undated: int
    ahead: int
    unsigned: int


class Page(Struct, frozen=True, kw_only=True):
    """Something else than a feed, which may lead to one; `trouble` says what it seems to be."""

    fetched: Fetched
    trouble: Failed


Found = Survey | Page | Failed
"""What lies at an address."""

TwinSign = Literal["address", "entries", "id"]
"""What shows that two feeds are one: both lead to one address, have the same entries, or one id."""


class Twins(Struct, frozen=True, kw_only=True):
    """Two partners of the list with one feed; `address` is where the second is found."""

    first: Partner
    again: Partner
    sign: TwinSign
    address: str


class Repeat(Struct, frozen=True, kw_only=True):
    """A partner most of whose entries are other partners' own.

    Attributes:
        of: whose, and how many; the most first.
        entries: how many it has in all.
    """

    partner: Partner
    of: tuple[tuple[Partner, int], ...]
    entries: int


class Comparison(Struct, frozen=True, kw_only=True):
    """The feeds of a list beside each other (O4)."""

    twins: tuple[Twins, ...] = ()
    repeats: tuple[Repeat, ...] = ()


class Standing(Struct, frozen=True, kw_only=True):
    """How a partner stands at a moment (W6, O1).

    Attributes:
        state: `link` is never asked, `waiting` was never asked yet, `quiet` posts no more (W8).
        reason: why, in plain words; None where there is nothing to explain.
        advice: what the editor can do about it.
        since: of a quiet partner, the date of its newest entry.
    """

    state: Literal["active", "quiet", "failing", "waiting", "link", "retired", "removed"]
    reason: str | None = None
    advice: str | None = None
    since: Instant | None = None


class Step(Struct, frozen=True, kw_only=True):
    """How far long work is (O5).

    Attributes:
        done, of: so many of `what`; the first step is 0 of them.
        line: what became of the newest, in plain words.
        trouble: whether that is nothing good.
    """

    done: int
    of: int
    what: Literal["feeds", "pictures"] = "feeds"
    line: str | None = None
    trouble: bool = False


class RefreshReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one refresh did; kept in the store so that a build can tell.

    Attributes:
        asked: partners whose feed was asked for or read.
        kept: partners that stand with the copy from before: not due, nothing new, or failed.
        failed: partners whose feed could not be had, as (id, reason).
        links: partners that are never asked.
        waiting: partners whose feed was not due, or left out by `--only`.
        retired: partners that the editor retired; with those asked, waiting and links these are all that
            the list has, but for removed ones.
        closed: digests whose period ended, as kind/period.
        pictures, unpictured: how many pictures were asked for, and how many of them could not be had.
        notices: what happened to the store, in plain lines.
    """

    at: Instant
    asked: int = 0
    kept: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    links: int = 0
    waiting: int = 0
    retired: int = 0
    closed: tuple[str, ...] = ()
    pictures: int = 0
    unpictured: int = 0
    notices: tuple[str, ...] = ()
