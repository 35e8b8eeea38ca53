"""Partners' candidates in, the entries of one feed out: each post once, under a permanent id of its own.
Pure (D6, E2, F2, F4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from heapq import merge
from itertools import takewhile

from msgspec import Struct

from frontdesk.formats.site_feeds import MIN_ITEMS, MIN_SPAN

from ..entry_dates import date_or_first_seen
from ..entry_parts import generated_id, in_parts, key_mark
from ..filters import limited
from ..model.config import Config, Partner
from ..model.feed import FeedFacts
from ..model.state import Entry, PartnerState
from ..select.candidates import Candidate, latest_candidates
from ..select.cross_posts import (
    CLUSTER_WINDOW,
    cluster_candidates,
    primary_source,
    related_candidates,
)
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


class FeedSources:
    """What lists and feeds are made of.

    Args:
        own_posts: those of this blog; what repeats one of them is in no feed (E10).
    """

    def __init__(
        self,
        config: Config,
        states: Mapping[str, PartnerState],
        now: datetime,
        own_posts: OwnPosts,
    ) -> None:
        self.states, self.own_posts = states, own_posts
        self.ids = EntryIds(states)
        self._now = now
        self._partners = [one for one in config.partners if one.id in states]
        self._newest: dict[str, frozenset[str]] = {}

    def candidates(self, partners: Iterable[Partner]) -> Iterator[Candidate]:
        """Their candidates, shown or not, the latest arrival first."""
        each = (
            latest_candidates(one, self.states[one.id]) for one in partners if one.id in self.states
        )
        return merge(*each, key=lambda one: -one.time.timestamp())

    def shown(self) -> Iterator[tuple[str, Iterator[Entry]]]:
        """The id of each partner, and the entries that lists and feeds may show, newest first."""
        for partner in self._partners:
            if partner.show != "link":
                yield partner.id, limited(partner, self.states[partner.id].entries, self._now)

    def is_shown(self, one: Candidate) -> bool:
        """Whether lists and feeds may show a candidate."""
        partner, entry = one.partner, one.entry
        if partner.max_age and date_or_first_seen(entry) < self._now - timedelta(partner.max_age):
            return False
        if partner.limit is None:
            return True
        if partner.id not in self._newest:
            newest = limited(partner, self.states[partner.id].entries, self._now)
            self._newest[partner.id] = frozenset(entry.key for entry in newest)
        return entry.key in self._newest[partner.id]


def build_feed_entries(sources: FeedSources, partners: Sequence[Partner]) -> tuple[FeedEntry, ...]:
    """The entries of one feed, the latest arrival first.

    The newest 50 clusters, or all of the 7 days before the newest one, whichever is more (F4). A post
    that several partners have is one entry (D6).

    Args:
        partners: those whose entries the feed has.
    """
    window = _window(sources, partners)
    if window is None:
        return ()
    chosen = _chosen(sources, partners, window, window.needed)
    if sum(one.arrived >= window.needed for one in chosen) < MIN_ITEMS:  # many are not shown
        chosen = _chosen(sources, partners, window, window.begin)
    chosen.sort(key=_newest_arrival_first)
    oldest = window.newest - MIN_SPAN
    return tuple(one for n, one in enumerate(chosen) if n < MIN_ITEMS or one.arrived > oldest)


class _Window(Struct, frozen=True):
    """The time of what a feed may need.

    Attributes:
        newest: the latest arrival.
        needed: when the last of them came in, if nearly all are shown.
        begin: when the first came in that may be one post with one of those.
    """

    newest: datetime
    needed: datetime
    begin: datetime


def _window(sources: FeedSources, partners: Sequence[Partner]) -> _Window | None:
    """None where nothing ever came in. Twice as many as needed, so that 50 are left when duplicates have
    become one."""
    newest: datetime | None = None
    count = 0
    for one in sources.candidates(partners):
        if not sources.own_posts.repeated_by(one.entry):
            newest, count = newest or one.time, count + 1
            if count == 2 * MIN_ITEMS:
                needed = min(newest - MIN_SPAN, one.time)
                return _Window(newest, needed, needed - CLUSTER_WINDOW)
    start = datetime.min.replace(tzinfo=UTC)
    return _Window(newest, start, start) if newest else None


def _chosen(
    sources: FeedSources, partners: Sequence[Partner], window: _Window, since: datetime
) -> list[FeedEntry]:
    """The clusters of what came in since then that are shown, the latest arrival first."""
    oldest = window.newest - MIN_SPAN
    clusters = [(_first_seen(one), one) for one in _clusters(sources, partners, window, since)]
    clusters.sort(key=lambda one: one[0].time, reverse=True)
    chosen: list[FeedEntry] = []
    for first, cluster in clusters:
        if len(chosen) >= MIN_ITEMS and first.time < min(oldest, chosen[-1].arrived):
            break
        shown = list(filter(sources.is_shown, cluster))
        if shown:
            best = primary_source(shown)
            chosen.append(
                FeedEntry(
                    partner=best.partner,
                    facts=sources.states[best.partner.id].facts,
                    entry=best.entry,
                    id=sources.ids.of(first.partner.id, first.entry),
                    arrived=first.time,
                )
            )
    return chosen


def _clusters(
    sources: FeedSources, partners: Sequence[Partner], window: _Window, since: datetime
) -> Iterable[Sequence[Candidate]]:
    """The clusters of the candidates since then, without those that repeat a post of this blog. No older
    one is compared with our posts. One partner's candidates are not compared: each is a cluster."""

    def latest() -> Iterator[Candidate]:
        for one in sources.candidates(partners):
            if one.time < window.begin:
                return
            if not sources.own_posts.repeated_by(one.entry):
                yield one

    if len(partners) == 1:
        return [[one] for one in takewhile(lambda one: one.time >= since, latest())]
    return cluster_candidates(related_candidates(latest, lambda one: one.time >= since))


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
        self._entries = {id_: in_parts(state.entries) for id_, state in states.items()}
        once, again = set[int](), set[int]()
        for entries in self._entries.values():
            keys = set(entries.key_marks())
            again |= keys & once
            once |= keys
        shared = {
            (partner, entry.key): entry.first_seen
            for partner, entries in self._entries.items()
            for entry in (entries.marked(again).held if again else ())
            if key_mark(entry.key) in again
        }
        claims = ((first_seen, partner, key) for (partner, key), first_seen in shared.items())
        self._owners = {key: partner for _, partner, key in sorted(claims, reverse=True)}

    def of(self, partner: str, entry: Entry) -> str:
        """The id of an entry of this partner."""
        key = entry.key
        can_be_one = is_iri(key) and not entry.made_id
        is_theirs = self._owners.get(key, partner) == partner and can_be_one
        if not is_theirs or (key.startswith(_MADE) and key_mark(key) in self._reserved):
            return generated_id(partner, key)
        return key

    @cached_property
    def _reserved(self) -> frozenset[int]:
        """The marks of the ids that we would make."""
        return frozenset(
            mark
            for partner, entries in self._entries.items()
            for mark in entries.made_marks(partner)
        )


_MADE = "urn:uuid:"


def is_iri(text: str) -> bool:
    """Whether a key looks like an IRI. Ids of the first versions were given out by this test alone, so it
    stays beside the stricter one that sets `made_id`."""
    scheme, colon, rest = text.partition(":")
    return bool(colon and rest) and scheme in {"http", "https", "tag", "urn"} and " " not in text
