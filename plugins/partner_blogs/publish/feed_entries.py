"""Partners' news in, the entries of one feed out: each story once, under an id that nobody can take.
Pure (D6, E2, F2, F4)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from itertools import chain

from msgspec import Struct

from frontdesk.formats.feed_window import DAYS, ENTRIES

from ..entry_dates import date_or_first_seen
from ..model.config import Partner
from ..model.feed import FeedFacts
from ..model.state import Entry, PartnerState
from ..select.candidates import Candidate
from ..select.clusters import CLUSTER_WINDOW, cluster_candidates, primary_source


class Quoted(Struct, frozen=True, kw_only=True):
    """An entry as our feeds give it out, under an id that is unique in each of them (F2).

    Attributes:
        arrived: when its story first came in; feeds are in this order.
    """

    partner: Partner
    facts: FeedFacts
    entry: Entry
    id: str
    arrived: datetime


class Material(Struct, frozen=True):
    """What lists and feeds are made of.

    Attributes:
        brought: partner → its news, shown or not, but for what repeats us; what came in last first.
        shown: partner → what lists and feeds may show of it, newest first.
        names: those of all that is shown.
    """

    states: Mapping[str, PartnerState]
    brought: Mapping[str, Sequence[Candidate]]
    shown: Mapping[str, Sequence[Entry]]
    names: Set[tuple[str, str]]
    ids: FeedIds


def quoted(material: Material, partners: Sequence[Partner]) -> tuple[Quoted, ...]:
    """What these partners bring to one feed: the newest 50 stories, or all of the 7 days before the
    newest, whichever is more (F4); a story that more than one of them tells is one of them (D6)."""
    brought = chain.from_iterable(material.brought.get(partner.id, ()) for partner in partners)
    latest = sorted(brought, key=lambda one: one.time, reverse=True)
    if not latest:
        return ()
    oldest = latest[0].time - DAYS
    # Enough of them that 50 are left of those that are told twice.
    last = min(oldest, latest[: 2 * ENTRIES][-1].time)
    told = [(_came_first(story), story) for story in _stories(latest, last - CLUSTER_WINDOW)]
    told.sort(key=lambda one: one[0].time, reverse=True)
    chosen: list[Quoted] = []
    for first, story in told:
        if len(chosen) >= ENTRIES and first.time < min(oldest, chosen[-1].arrived):
            break
        tellings = [one for one in story if one.key in material.names]
        if tellings:
            best = primary_source(tellings)
            chosen.append(
                Quoted(
                    partner=best.partner,
                    facts=material.states[best.partner.id].facts,
                    entry=best.entry,
                    id=material.ids.of(*first.key),
                    arrived=first.time,
                )
            )
    chosen.sort(key=_newest_arrival_first)
    return tuple(one for n, one in enumerate(chosen) if n < ENTRIES or one.arrived > oldest)


def _stories(latest: Iterable[Candidate], since: datetime) -> Iterable[Sequence[Candidate]]:
    """The tellings of each story. Only one partner's news are as many stories, so nothing is compared."""
    told = [one for one in latest if one.time >= since]
    if len({one.partner.id for one in told}) == 1:
        return [[one] for one in told]
    return cluster_candidates(told)


def _came_first(story: Sequence[Candidate]) -> Candidate:
    """The telling that subscribers have: a better one changes the words of the item, and no older one
    that a backfill brings makes another of it."""
    return min(story, key=lambda one: (one.entry.first_seen, one.entry.arrival != "news"))


def _newest_arrival_first(one: Quoted) -> tuple[float, float, str, str]:
    date = date_or_first_seen(one.entry)
    return -one.arrived.timestamp(), -date.timestamp(), one.partner.id, one.entry.key


class FeedIds:
    """The ids of all that is in the store, in our feeds. An id is the partner's own where that can be one
    and the partner had it first; else one made from both, for ever the same. Nobody can take an id
    that another has (E2, F2, F8)."""

    def __init__(self, states: Mapping[str, PartnerState]) -> None:
        everything = [
            (entry.first_seen, partner, entry.key)
            for partner, state in states.items()  # who has left the list still has had it first
            for entry in state.entries
        ]
        self._owners = {key: partner for _, partner, key in sorted(everything, reverse=True)}
        self._invalid = {
            (partner, entry.key)
            for partner, state in states.items()
            for entry in state.entries
            if entry.made_id
        }
        looks_made = any(key.startswith(_MADE) for key in self._owners)
        self._reserved = {made_id(p, key) for _, p, key in everything} if looks_made else set[str]()

    def of(self, partner: str, key: str) -> str:
        can_be_one = is_iri(key) and (partner, key) not in self._invalid
        is_theirs = self._owners[key] == partner and can_be_one and key not in self._reserved
        return key if is_theirs else made_id(partner, key)


_MADE = "urn:uuid:"


def made_id(partner: str, key: str) -> str:
    """An id for an entry that cannot have its own: made from both names, for ever the same."""
    whole = hashlib.sha256(f"{partner}\n{key}".encode()).hexdigest()
    return uuid.UUID(whole[:32], version=4).urn


def is_iri(text: str) -> bool:
    """Whether this was given out as an id before ids were looked at closely: a key that is none never
    is, whenever it was met."""
    scheme, colon, rest = text.partition(":")
    return bool(colon and rest) and scheme in {"http", "https", "tag", "urn"} and " " not in text
