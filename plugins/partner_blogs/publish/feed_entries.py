"""Partners' candidates in, the entries of one feed out: each post once, under a permanent id of its own.
Pure (D6, E2, F2, F4)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from itertools import chain

from msgspec import Struct

from frontdesk.formats.site_feeds import MIN_ITEMS, MIN_SPAN

from ..entry_dates import date_or_first_seen
from ..model.config import Partner
from ..model.feed import FeedFacts
from ..model.state import Entry, PartnerState
from ..select.candidates import Candidate
from ..select.cross_posts import CLUSTER_WINDOW, cluster_candidates, primary_source
from ..select.own_posts import OwnPosts


class FeedEntry(Struct, frozen=True, kw_only=True):
    """A partner's entry as one of our feeds has it.

    Attributes:
        id: unique in each of our feeds, and permanent (F2).
        arrived: when the first entry of its cluster came in; feeds are in this order.
    """

    partner: Partner
    facts: FeedFacts
    entry: Entry
    id: str
    arrived: datetime


class FeedSources(Struct, frozen=True):
    """What lists and feeds are made of.

    Attributes:
        candidates: partner id → its candidates, shown or not, the latest arrival first.
        shown: partner id → the entries that lists and feeds may show, newest first.
        shown_keys: the (partner id, entry key) of all of these.
        own_posts: those of this blog; what repeats one of them is in no feed (E10).
    """

    states: Mapping[str, PartnerState]
    candidates: Mapping[str, Sequence[Candidate]]
    shown: Mapping[str, Sequence[Entry]]
    shown_keys: Set[tuple[str, str]]
    ids: EntryIds
    own_posts: OwnPosts


def build_feed_entries(sources: FeedSources, partners: Sequence[Partner]) -> tuple[FeedEntry, ...]:
    """The entries of one feed, the latest arrival first.

    The newest 50 clusters, or all of the 7 days before the newest one, whichever is more (F4). A post
    that several partners have is one entry (D6).

    Args:
        partners: those whose entries the feed has.
    """
    theirs = chain.from_iterable(sources.candidates.get(partner.id, ()) for partner in partners)
    latest = _latest(theirs, sources.own_posts)
    if not latest:
        return ()
    oldest = latest[0].time - MIN_SPAN
    clusters = [(_first_seen(one), one) for one in _clusters(latest)]
    clusters.sort(key=lambda one: one[0].time, reverse=True)
    chosen: list[FeedEntry] = []
    for first, cluster in clusters:
        if len(chosen) >= MIN_ITEMS and first.time < min(oldest, chosen[-1].arrived):
            break
        shown = [one for one in cluster if one.key in sources.shown_keys]
        if shown:
            best = primary_source(shown)
            chosen.append(
                FeedEntry(
                    partner=best.partner,
                    facts=sources.states[best.partner.id].facts,
                    entry=best.entry,
                    id=sources.ids.of(*first.key),
                    arrived=first.time,
                )
            )
    chosen.sort(key=_newest_arrival_first)
    return tuple(one for n, one in enumerate(chosen) if n < MIN_ITEMS or one.arrived > oldest)


def _latest(candidates: Iterable[Candidate], own_posts: OwnPosts) -> list[Candidate]:
    """The candidates that a feed may need, the latest arrival first, without those that repeat a post of
    this blog. No older one is compared with our posts."""
    latest: list[Candidate] = []
    for one in sorted(candidates, key=lambda one: one.time, reverse=True):
        # Twice as many as needed, so that 50 are left when duplicates have become one.
        if len(latest) >= 2 * MIN_ITEMS:
            last = min(latest[0].time - MIN_SPAN, latest[2 * MIN_ITEMS - 1].time)
            if one.time < last - CLUSTER_WINDOW:
                break
        if not own_posts.repeated_by(one.entry):
            latest.append(one)
    return latest


def _clusters(latest: Sequence[Candidate]) -> Iterable[Sequence[Candidate]]:
    """Their clusters. One partner's candidates are not compared: each is a cluster of its own."""
    if len({one.partner.id for one in latest}) == 1:
        return [[one] for one in latest]
    return cluster_candidates(latest)


def _first_seen(cluster: Sequence[Candidate]) -> Candidate:
    """The candidate whose id subscribers have. When a better source comes later, or a backfill brings
    an older one, the item keeps this id."""
    return min(cluster, key=lambda one: (one.entry.first_seen, one.entry.arrival != "news"))


def _newest_arrival_first(one: FeedEntry) -> tuple[float, float, str, str]:
    date = date_or_first_seen(one.entry)
    return -one.arrived.timestamp(), -date.timestamp(), one.partner.id, one.entry.key


class EntryIds:
    """The id that our feeds give to each entry of the store.

    An entry keeps its own id where that is valid and its partner had it first. Every other entry gets one
    made of partner and id, always the same. So no partner can take the id of another's entry (E2, F2, F8).
    """

    def __init__(self, states: Mapping[str, PartnerState]) -> None:
        # Also of partners that left the list: they had it first.
        everything = [(id_, entry) for id_, state in states.items() for entry in state.entries]
        self._owners = {entry.key: partner for partner, entry in everything}
        shared = {entry.key for partner, entry in everything if self._owners[entry.key] != partner}
        claims = ((e.first_seen, partner, e.key) for partner, e in everything if e.key in shared)
        for _, partner, key in sorted(claims, reverse=True):
            self._owners[key] = partner
        self._invalid = {(partner, entry.key) for partner, entry in everything if entry.made_id}
        looks_made = any(key.startswith(_MADE) for key in self._owners)
        self._reserved = (
            {generated_id(p, entry.key) for p, entry in everything} if looks_made else set[str]()
        )

    def of(self, partner: str, key: str) -> str:
        can_be_one = is_iri(key) and (partner, key) not in self._invalid
        is_theirs = self._owners[key] == partner and can_be_one and key not in self._reserved
        return key if is_theirs else generated_id(partner, key)


_MADE = "urn:uuid:"


def generated_id(partner: str, key: str) -> str:
    """An id for an entry that cannot have its own: a UUID made of both names, always the same (RFC 9562 5.4
    gives the form)."""
    whole = hashlib.sha256(f"{partner}\n{key}".encode()).hexdigest()
    return uuid.UUID(whole[:32], version=4).urn


def is_iri(text: str) -> bool:
    """Whether a key looks like an IRI. Ids of the first versions were given out by this test alone, so it
    stays beside the stricter one that sets `made_id`."""
    scheme, colon, rest = text.partition(":")
    return bool(colon and rest) and scheme in {"http", "https", "tag", "urn"} and " " not in text
