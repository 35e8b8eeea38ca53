"""What a refresh, a look at a feed, a comparison and a ping find, as values. No logic."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from frontdesk.core.timestamps import Instant
from frontdesk.net.model import Failed, Fetched

from .config import Partner
from .feed import CleanEntry


class EntryRef(Struct, frozen=True):
    """What identifies an entry in another feed."""

    id: str
    link: str | None


class FeedReport(Struct, frozen=True, kw_only=True):
    """What an editor wants to know of a feed before listing it (O4).

    Attributes:
        address: where it was found in the end.
        moved_to: the same, where every redirect on the way was for good.
        id, title, home: as the feed says, cleaned.
        full_text: whether most entries are longer than an excerpt.
        newest: the newest date that is not in the future.
        recent: the newest entries, as pages would show them.
        undated, ahead, unsigned: how many entries have no date, one in the future, no author.
    """

    address: str
    moved_to: str | None = None
    format: str
    id: str | None = None
    title: str | None
    home: str | None
    entries: tuple[EntryRef, ...]
    newest: Instant | None
    full_text: bool
    undated: int
    ahead: int
    unsigned: int
    recent: tuple[CleanEntry, ...] = ()


class WebPage(Struct, frozen=True, kw_only=True):
    """Something else than a feed, which may lead to one; `trouble` says what it seems to be."""

    fetched: Fetched
    trouble: Failed


DiscoveryResult = FeedReport | WebPage | Failed
"""What lies at an address."""


DuplicateSign = Literal["address", "entries", "id"]
"""What shows that two feeds are one: both lead to one address, have the same entries, or one id."""


class DuplicateFeed(Struct, frozen=True, kw_only=True):
    """Two partners of the list with one feed; `address` is where the second is found."""

    first: Partner
    again: Partner
    sign: DuplicateSign
    address: str


class RepostingFeed(Struct, frozen=True, kw_only=True):
    """A partner most of whose entries are other partners' own.

    Attributes:
        of: whose, and how many; the most first.
        entries: how many it has in all.
    """

    partner: Partner
    of: tuple[tuple[Partner, int], ...]
    entries: int


class FeedComparison(Struct, frozen=True, kw_only=True):
    """The feeds of a list beside each other (O4)."""

    duplicates: tuple[DuplicateFeed, ...] = ()
    reposting: tuple[RepostingFeed, ...] = ()


class PartnerHealth(Struct, frozen=True, kw_only=True):
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


class WaitingPing(Struct, frozen=True):
    """A ping of a hub that is still to be sent.

    Attributes:
        reason: why it was not sent, or not taken, in plain words; empty where nothing was tried.
    """

    hub: str
    topic: str
    reason: str = ""


class PingReport(Struct, frozen=True, kw_only=True):
    """What a run of `ping` did (F7).

    Attributes:
        topics: how many feeds name a hub.
        told: each hub and feed of a ping that was taken.
    """

    topics: int
    told: tuple[tuple[str, str], ...] = ()
    waiting: tuple[WaitingPing, ...] = ()
