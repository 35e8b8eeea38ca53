"""What we knew, what came, the time: what we know now. Decides, does nothing. Pure.

Which of the entries that came are the ones we had is decided in this order (E2):
1. the same id and the same link;
2. the same id, where one entry of the document and one of ours has it (an edited address);
3. the same link (without one, the same title), where one entry of the document and one of ours has
   it, and our entry's own id is not in the document (ids that change at every fetch);
4. the same title, with the same date or text, where neither the id nor the link of the one is in the
   document nor those of the other among what we had (a blog on a new platform, D11).
Whatever is left over is new. Nothing is taken out: a feed forgets, we do not. What the editor removed is
neither among what came nor among what we had (E7).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from msgspec.structs import asdict, replace

from frontdesk.core.urls import feed_without_credentials, host_name, is_feed_file, url_key
from frontdesk.formats.feed_ids import is_valid_id
from frontdesk.net.model import Failed, Freshness, NotModified, Redirect, permanent_target

from ..entry_parts import StoredEntries, in_parts, place, place_marks, title_mark
from ..model.config import Partner
from ..model.feed import CleanEntry, CleanFeed, OutboundLink
from ..model.state import Arrival, Entry, FetchState, PartnerState
from ..select.candidates import FIRST_FETCH_CANDIDATES, MAX_CANDIDATE_AGE
from .backoff import next_after_failure, next_after_success
from .platform_move import PlatformMove, match_moved_entries

ADOPT_MOVE_AFTER = 3
CLEANER_VERSION = 2
"""Raise it when a change of this program gives other words for the same document: then entries with other
words do not count as edited."""

_State = TypeVar("_State", bound=FetchState)


def merge(
    partner: Partner,
    old: PartnerState | None,
    outcome: CleanFeed | NotModified | Failed,
    now: datetime,
) -> PartnerState:
    """The partner's next state. A failure changes no entry and no validator (P1, P8)."""
    known = _of_its_feed(partner, old or PartnerState(id=partner.id))
    if not isinstance(outcome, CleanFeed) or _stranger(known, outcome.redirects):
        return merge_visit(partner, known, outcome, now)
    feed_changed = old is not None and old.feed not in {None, known.feed}
    joined = replace(
        known,
        full=partner.show == "full",
        facts=outcome.facts,
        known_until=None,
        cleaned_by=CLEANER_VERSION,
        entries=_joined(partner, known, outcome.entries, now, feed_changed=feed_changed),
    )
    if (
        is_feed_file(known.feed or "")
        and joined == known
        and known.last_success
        and not known.problem
    ):
        # A file is read every time; its times are those of its last change (B2).
        return known
    return _succeeded(joined, outcome.freshness, outcome.redirects, now)


def merge_visit(
    partner: Partner, old: _State, outcome: CleanFeed | NotModified | Failed, now: datetime
) -> _State:
    """The same after an answer without entries, or with a stranger's, of a state that need not have any."""
    known = _of_its_feed(partner, old)
    redirects = outcome.redirects
    if isinstance(outcome, Failed):
        return _failed(known, outcome, now)
    if stranger := _stranger(known, redirects):
        reason = f"has moved to {stranger}, another host"
        return _failed(known, Failed(reason=reason, kind="moved", redirects=redirects), now)
    return _succeeded(known, _newest(known.freshness, outcome.freshness), redirects, now)


def _of_its_feed(partner: Partner, state: _State) -> _State:
    """The state, without what is true of another feed alone."""
    feed = feed_without_credentials(partner.feed or "")
    if state.feed == feed:
        return state
    return replace(
        state,
        feed=feed, freshness=Freshness(), failures=0, problem=None, trouble=None,
        moved_to=None, moved_seen=0, adopted=False,
    )  # fmt: skip


def _failed(state: _State, outcome: Failed, now: datetime) -> _State:
    failures = state.failures + 1
    wait = next_after_failure(state.feed or "", failures, outcome.retry_after, now)
    return replace(
        # After a failure at the new address, the next try is at the old one.
        _moved(state, outcome.redirects) if outcome.kind == "moved" else _not_moved(state),
        last_try=now,
        next_try=None if outcome.kind == "gone" else wait,
        failures=failures,
        problem=outcome.reason,
        trouble=outcome.kind,
    )


def _succeeded(
    state: _State, freshness: Freshness, redirects: tuple[Redirect, ...], now: datetime
) -> _State:
    return replace(
        _moved(state, redirects),
        freshness=freshness,
        last_try=now,
        last_success=now,
        next_try=_next_try(state, freshness, now),
        failures=0,
        problem=None,
        trouble=None,
    )


def _next_try(state: FetchState, freshness: Freshness, now: datetime) -> datetime | None:
    feed = state.feed or ""
    if is_feed_file(feed):
        return None
    return next_after_success(feed, freshness, state.facts.quiet_times, now)


def _newest(old: Freshness, new: Freshness) -> Freshness:
    """The newest pair of validators wins, also from a 304; a 304 without any leaves the old."""
    if new.etag or new.last_modified:
        return new
    return replace(old, max_age=new.max_age)


# --- moves (P4) ---------------------------------------------------------------------------------


def _moved(state: _State, redirects: tuple[Redirect, ...]) -> _State:
    """Where the feed says it is now, for good. On its own host that is believed after three
    refreshes, and at once where only http became https; another host waits for the editor."""
    target = permanent_target(redirects)
    if target is None or target == state.feed:
        # Asked at its new address and not sent on: it is still there.
        return state if state.adopted and not redirects else _not_moved(state)
    seen = state.moved_seen + 1 if state.moved_to == target else 1
    feed = state.feed or ""
    only_https = target == feed.replace("http://", "https://", 1)
    adopted = host_name(target) == host_name(feed) and (only_https or seen >= ADOPT_MOVE_AFTER)
    return replace(state, moved_to=target, moved_seen=seen, adopted=adopted)


def _not_moved(state: _State) -> _State:
    return replace(state, moved_to=None, moved_seen=0, adopted=False)


def _stranger(state: FetchState, redirects: tuple[Redirect, ...]) -> str | None:
    """The new address, where the feed has moved for good to a host that the editor never saw."""
    target = permanent_target(redirects)
    return target if target and host_name(target) != host_name(state.feed or "") else None


# --- entries ------------------------------------------------------------------------------------


def _joined(
    partner: Partner,
    old: PartnerState,
    came: Sequence[CleanEntry],
    now: datetime,
    *,
    feed_changed: bool,
) -> Sequence[Entry]:
    came, came_places = _without_repeats(came)
    stored = in_parts(old.entries)
    partners_first = old.last_success is None
    known, found, move = _recognised(stored, came, came_places, feed_changed=feed_changed)
    # What came back from the published site has fewer words than the feed, and was not edited (F4).
    has_other_words = old.known_until is not None or old.cleaned_by != CLEANER_VERSION
    edited_at = None if has_other_words else now
    kept = {i: _updated(known.held[i], came[j], edited_at) for j, i in found.items()}
    kept |= {i: _at_its_new_place(known.held[i], came[j]) for j, i in move.found.items()}
    fresh = [entry for j, entry in enumerate(came) if j not in found and j not in move.found]
    known_until = old.known_until or (_newest_published(known.held) if move.is_whole else None)
    arrivals = _arrivals(partner, fresh, now, known_until, partners_first=partners_first)
    taken = {entry.key for entry in known.held}
    new = []
    for entry, arrival in zip(fresh, arrivals, strict=True):
        key = _key(entry, taken)
        taken.add(key)
        undated = None if partners_first or known_until else now
        new.append(_first_met(entry, key, arrival, now, undated))
    return known.changed({entry.key: entry for entry in kept.values()}, new)


def _recognised(
    stored: StoredEntries,
    came: Sequence[CleanEntry],
    came_places: Sequence[str],
    *,
    feed_changed: bool,
) -> tuple[StoredEntries, Mapping[int, int], PlatformMove]:
    """What we know, as far as it was read; position in the document → position in that; and what else is
    the same on another platform.

    Read are all entries that have an id, a link or, of a new entry, a title in common with the document.
    Where it has nothing but new ones, any may be the same, and all are read.
    """
    near = stored
    if not near.is_whole:
        near = near.marked({mark for entry in came for mark in place_marks(entry)})
    found, free, new = _compared(near.held, came, came_places)
    everything = feed_changed or len(new) == len(came)
    if new and not near.is_whole:
        titles = {title_mark(came[j]) for j in new}
        near = near.whole() if everything else near.marked(titles)
        found, free, new = _compared(near.held, came, came_places)
    move = match_moved_entries(near.held, came, free, new, feed_changed=feed_changed)
    return near, found, move


def _compared(
    known: Sequence[Entry], came: Sequence[CleanEntry], came_places: Sequence[str]
) -> tuple[Mapping[int, int], set[int], set[int]]:
    """Position in the document → position among what we know; what we know and the document has under no id
    or link; what it has and we do not know so."""
    found = _matches(known, came, came_places)
    names = {_name(entry.id, entry) for entry in came}
    places = {at for entry, at in zip(came, came_places, strict=True) if entry.link}
    our_names = [_name(entry.feed_id or entry.id, entry) for entry in known]
    our_places = [place(entry) for entry in known]
    free = set(range(len(known))) - set(found.values())
    gone = {i for i in free if our_names[i] not in names and our_places[i] not in places}
    taken_names, taken_places = set(our_names), set(our_places)
    new = {
        j
        for j, entry in enumerate(came)
        if j not in found
        and _name(entry.id, entry) not in taken_names
        and came_places[j] not in taken_places
    }
    return found, gone, new


def _name(id_: str, entry: CleanEntry) -> str:
    """An id as it is the same in the whole world: another platform counts from 1 again."""
    return id_ if ":" in id_ else f"{host_name(entry.link or '')} {id_}"


def _share_a_number(known: Entry, came: CleanEntry) -> bool:
    """Whether two platforms only happen to have the same number for two posts."""
    hosts = {host_name(entry.link) for entry in (known, came) if entry.link}
    is_number = ":" not in came.id and len(hosts) == 2
    return is_number and known.title != came.title and known.published != came.published


def _newest_published(known: Iterable[Entry]) -> datetime | None:
    return max((entry.published for entry in known if entry.published), default=None)


def _without_repeats(came: Sequence[CleanEntry]) -> tuple[list[CleanEntry], list[str]]:
    """One of each (id, link), the first in the document; and where each of them stands."""
    first: dict[tuple[str, str], CleanEntry] = {}
    for entry in came:
        first.setdefault((entry.id, place(entry)), entry)
    return list(first.values()), [at for _, at in first]


def _matches(
    known: Sequence[Entry], came: Sequence[CleanEntry], came_places: Sequence[str]
) -> dict[int, int]:
    """Position in the document → position among what we know."""
    found: dict[int, int] = {}
    free = set(range(len(known)))

    def pair(j: int, i: int) -> None:
        found[j] = i
        free.discard(i)

    known_places = [place(entry) for entry in known]
    ids = [entry.feed_id or entry.id for entry in known]
    both = {(ids[i], known_places[i]): i for i in range(len(known))}
    for j, entry in enumerate(came):
        i = both.get((entry.id, came_places[j]))
        if i in free:
            pair(j, i)

    came_ids = Counter(entry.id for entry in came)
    known_ids = Counter(ids)
    by_id = {id_: i for i, id_ in enumerate(ids)}
    for j, entry in enumerate(came):
        i = by_id.get(entry.id)
        once = came_ids[entry.id] == known_ids[entry.id] == 1
        if j not in found and i in free and once and not _share_a_number(known[i], entry):
            pair(j, i)

    places_came, places_known = Counter(came_places), Counter(known_places)
    by_place = {at: i for i, at in enumerate(known_places)}
    for j, at in enumerate(came_places):
        i = by_place.get(at)
        once = places_came[at] == places_known[at] == 1
        if j not in found and i in free and once and not came_ids[ids[i]]:
            pair(j, i)
    return found


def _updated(known: Entry, came: CleanEntry, edited_at: datetime | None) -> Entry:
    """The entry with its newest words, and with all that must never change (E3, F4)."""
    edited = edited_at and (known.title, known.excerpt) != (came.title, came.excerpt)
    return Entry(
        **asdict(came) | {"id": known.id, "outbound": _counted_links(came, known.arrival)},
        key=known.key,
        first_seen=known.first_seen,
        arrival=known.arrival,
        date=known.date,
        changed=edited_at if edited else known.changed,
        made_id=known.made_id,
        feed_id=known.feed_id,
        former_links=_former_links(known, came),
    )


def _at_its_new_place(known: Entry, came: CleanEntry) -> Entry:
    """The entry as the new platform has it, which no reader should take for an edit (D11)."""
    feed_id = came.id if came.id != known.id else None
    return replace(_updated(known, came, None), feed_id=feed_id)


def _former_links(known: Entry, came: CleanEntry) -> tuple[str, ...]:
    """Where it lay before; of links that change at every fetch the first ones, which somebody may have
    copied."""
    places = {url_key(link): link for link in reversed(known.links)}
    for link in came.links:
        places.pop(url_key(link), None)
    return tuple(places.values())[:_FORMER_LINKS]


_FORMER_LINKS = 10


def _key(entry: CleanEntry, taken: set[str]) -> str:
    """The id itself, or where another entry has it, one made of id, link and title."""
    key, whole = entry.id, "\n".join((entry.id, place(entry), entry.title))
    while key in taken:
        whole = hashlib.sha256(whole.encode()).hexdigest()
        key = f"{entry.id[:900]}#{whole[:16]}"
    return key


def _first_met(
    entry: CleanEntry, key: str, arrival: Arrival, now: datetime, undated: datetime | None
) -> Entry:
    """The shown date is the earlier of published and now; at a partner's first fetch an entry
    without a date is old, and its age is unknown (E3)."""
    date = min(entry.published, now) if entry.published else undated
    return Entry(
        **asdict(entry) | {"outbound": _counted_links(entry, arrival)},
        key=key,
        first_seen=now,
        arrival=arrival,
        date=date,
        made_id=not is_valid_id(key),
    )


def _counted_links(entry: CleanEntry, arrival: Arrival) -> tuple[OutboundLink, ...]:
    """Its links, if they are counted for a digest (D8)."""
    return () if arrival == "old" else entry.outbound


def _arrivals(
    partner: Partner,
    fresh: Sequence[CleanEntry],
    now: datetime,
    known_until: datetime | None,
    *,
    partners_first: bool,
) -> list[Arrival]:
    """Which new entries are news (D5): at a partner's first fetch the two newest, and nothing that was
    published more than 30 days ago, or before a time of which we knew all; `backfill: all` gives the
    others to their own time."""
    oldest = datetime.min.replace(tzinfo=UTC)
    late = max(now - MAX_CANDIDATE_AGE, known_until or oldest)
    undated_are_old = partners_first or known_until is not None
    newest = sorted(
        (j for j, entry in enumerate(fresh) if entry.published),
        key=lambda j: (-(fresh[j].published or oldest).timestamp(), j),
    )
    among_the_newest = set(newest[:FIRST_FETCH_CANDIDATES])

    def arrival(j: int, entry: CleanEntry) -> Arrival:
        published = entry.published or (oldest if undated_are_old else now)
        is_late = published < late
        if partner.backfill == "all" and entry.published and (partners_first or is_late):
            return "backfill"
        if is_late or (partners_first and j not in among_the_newest):
            return "old"
        return "news"

    return [arrival(j, entry) for j, entry in enumerate(fresh)]
