"""What the store keeps of a partner, and of what was erased, as values. No logic.

Times are aware datetimes in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from frontdesk.core.timestamps import Instant
from frontdesk.net.model import FailureKind, Freshness

from .feed import CleanEntry, FeedFacts

ImageKind = Literal["icon", "thumbnail"]
"""What stands beside a partner's name, and what beside a headline (W4)."""


Arrival = Literal["news", "backfill", "old"]
"""Into which digest an entry goes: that of the time it was first seen, of the time it was
published, or none (D1, D5)."""


class Entry(CleanEntry, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An entry in the store.

    Attributes:
        key: permanent and unique within the partner.
        first_seen: when a refresh first met it.
        date: the date we show (E3); None where it is not known.
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


class FetchState(Struct, frozen=True, kw_only=True, omit_defaults=True):
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
    trouble: FailureKind | None = None
    moved_to: str | None = None
    moved_seen: int = 0
    adopted: bool = False
    cleaned_by: int = 1
    known_until: Instant | None = None
    facts: FeedFacts = FeedFacts()


class PartnerState(FetchState, frozen=True, kw_only=True, omit_defaults=True):
    """All we know of a partner that feeds.yaml does not say.

    Attributes:
        entries: newest first. Those that a store gave out read older ones when they are asked for.
    """

    entries: Sequence[Entry] = ()

    @property
    def has_entries(self) -> bool:
        return bool(self.entries)


class PartFacts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of a part of a partner's entries without reading it.

    Attributes:
        name: of its file in the store, made of its bytes.
        count: of its entries.
        last_date, last_seen, last_key: of its last entry, by which the place of a new one is found.
        newest: the newest date of its entries; None where none has one.
        latest: the newest date or, of an entry without one, first sight.
        first_arrival, last_arrival: the times of the first and the last candidate for digests and feeds
            among them; None where there is none.
        has_moved: whether any of them was at another address before.
    """

    name: str
    count: int
    last_seen: Instant
    last_key: str
    latest: Instant
    last_date: Instant | None = None
    newest: Instant | None = None
    first_arrival: Instant | None = None
    last_arrival: Instant | None = None
    has_moved: bool = False


class PartnerRecord(FetchState, frozen=True, kw_only=True, omit_defaults=True):
    """A partner's state as one file of the store has it.

    Attributes:
        entries: the newest ones, newest first.
        parts: the files with the older ones, newest first.
    """

    entries: tuple[Entry, ...] = ()
    parts: tuple[PartFacts, ...] = ()


class LaterTry(FetchState, frozen=True, kw_only=True, omit_defaults=True):
    """How it went when a partner was last asked, where that brought no entries.

    Attributes:
        told_until: the last try of which the partner's own file tells. When it tells of another, what is
            said here counts no more.
    """

    told_until: Instant | None = None


class LaterTries(Struct, frozen=True):
    """One of each partner at most, in the order of their ids."""

    tries: tuple[LaterTry, ...] = ()


class PartnerFetchState(FetchState, frozen=True, kw_only=True, omit_defaults=True):
    """A partner's state without its entries: what decides who is asked needs no more.

    Attributes:
        told_until: the last try of which the partner's own file tells.
        has_entries: whether there are any.
        first_arrival: the time of its first candidate; None where there is none.
    """

    told_until: Instant | None = None
    has_entries: bool = False
    first_arrival: Instant | None = None


class PartnerImage(Struct, frozen=True):
    """A picture that pages would show, by its address in the partner's feed."""

    kind: ImageKind
    address: str


class ImageCopy(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a picture that we asked for (W4). One file in the store.

    Attributes:
        tried: when we last did.
        file: the name of our small copy; None where there never was one.
        problem: why the last try failed, in plain words; None after a success.
        freshness: the validators of what the copy was made from.
    """

    partner: str
    picture: PartnerImage
    tried: Instant
    file: str | None = None
    problem: str | None = None
    freshness: Freshness = Freshness()


class ErasureScope(Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class ErasureRecord(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What keeps erased words from coming back: digests, and no word of theirs (E7). It only grows.

    Attributes:
        links: digests of what stood under `removed:`, in order; for the entries of all partners.
        scopes: one for each partner and feed that lost an entry, in order.
        unfinished: whether the store may still hold some of the words.
    """

    links: tuple[str, ...] = ()
    scopes: tuple[ErasureScope, ...] = ()
    unfinished: bool = False


class UnlistedPartner(Struct, frozen=True):
    """A partner that is off its list, though the store has words of it; since which refresh."""

    partner: str
    since: Instant


class ListSnapshot(Struct, frozen=True, kw_only=True):
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
    missing: tuple[UnlistedPartner, ...] = ()


class ListSnapshots(Struct, frozen=True):
    """Every list that was used with a store."""

    lists: tuple[ListSnapshot, ...] = ()
