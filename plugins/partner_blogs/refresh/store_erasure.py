"""What is to be erased and a store in, the store without it out (E7). The refresh, the branch of the store
and a recovery use it; it touches files by the store's door alone."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from frontdesk.core.urls import feed_without_credentials

from ..erasure import Eraser, fingerprint, has_new_erasures
from ..model.config import Config
from ..model.digest import Edition
from ..model.state import Entry, ErasureRecord, PartnerState
from ..select.candidates import find_candidates
from ..select.cross_posts import cluster_candidates
from ..store import Store

MAX_NOTICES = 20
"""Lines of one refresh about copies at other partners."""


def erase_from_store(store: Store, erased: ErasureRecord, config: Config | None = None) -> Eraser:
    """Take out of every file what the record names, and keep the record. Under the lock only.

    What is learnt is kept before a word is taken away: after a kill, the next run does the rest.

    Args:
        config: the list, where there is one: it knows a feed that was changed since.

    Returns:
        what takes the same out of all that comes in later.
    """
    before = store.erased()
    unfinished = before.unfinished or has_new_erasures(erased, before)
    feeds = feeds_of(store, config) if erased.links or erased.scopes else {}
    eraser = Eraser(replace(erased, unfinished=False), feeds)
    done = _digest(eraser.record, feeds)
    if eraser.has_nothing_to_do or (done == store.is_erased_by and not unfinished):
        if eraser.record != before:
            store.save_erased(eraser.record)
        return eraser
    states, editions = _what_is_left(store, eraser)
    if (record := replace(eraser.record, unfinished=unfinished)) != before:
        store.save_erased(record)
    for id_ in store.partner_ids() if eraser.gone else ():
        if eraser.is_gone(id_):
            store.remove_partner(id_)
    for state in states:
        store.save_state(state)
    for edition in editions:
        store.save_edition(edition)
    for copy in store.copies():
        if eraser.takes(copy):
            store.remove_copy(copy)
    if unfinished:
        store.remove_strays()
        store.save_erased(eraser.record)
    else:
        store.remove_unused_parts()
    store.note_erased(done)  # what was learnt is looked for next time
    return eraser


def _digest(record: ErasureRecord, feeds: Mapping[str, Collection[str]]) -> str:
    """What two erasures have in common of which the second finds nothing more."""
    whole = [record, sorted((id_, sorted(found)) for id_, found in feeds.items())]
    return hashlib.sha256(msgspec.json.encode(whole)).hexdigest()


def copies_elsewhere(store: Store, erased: ErasureRecord, config: Config) -> tuple[str, ...]:
    """What is erased now and stands at another partner under another address: a line for each, for the
    editor to decide. Ask before it is erased."""
    if not has_new_erasures(erased, store.erased()):
        return ()
    states, eraser = store.states(), Eraser(erased, feeds_of(store, config))
    plain = tuple(replace(partner, status="active", removed=()) for partner in config.partners)
    lines: list[str] = []
    for story in cluster_candidates(find_candidates(replace(config, partners=plain), states)):
        left = [one for one in story if eraser.entries(one.partner.id, [one.entry])]
        if len(left) < len(story):
            lines += [
                f"a post that is erased, or nearly its text, stands at {one.partner.name} too: "
                f"{one.entry.link or one.entry.title}; if it is to go there, add it to `removed:`"
                for one in left
            ]
    more = len(lines) - MAX_NOTICES
    return (*lines[:MAX_NOTICES], *([f"and so do {more} more"] if more > 0 else ()))


def list_fingerprint(feeds: Path, store: Store) -> str:
    """What tells this list from others that are used with the same store: where it lies, seen from there.
    So it is one list on each machine where the project is laid out alike."""
    try:
        place = os.path.relpath(feeds.resolve(), store.folder.resolve())
    except ValueError:  # on another drive of Windows
        place = str(feeds.resolve())
    return fingerprint("list", place.replace(os.sep, "/"))


def feeds_of(store: Store, config: Config | None) -> Mapping[str, frozenset[str]]:
    """Partner → the feeds that its entries came, or will come, from."""
    feeds: defaultdict[str, set[str]] = defaultdict(set)
    for id_, visit in store.fetch_states().items():
        feeds[id_] |= {visit.feed} if visit.feed else set()
    for partner in config.partners if config else ():
        feeds[partner.id] |= {feed_without_credentials(partner.feed)} if partner.feed else set()
    return {id_: frozenset(found) for id_, found in feeds.items()}


def _what_is_left(store: Store, eraser: Eraser) -> tuple[list[PartnerState], list[Edition]]:
    """The states and editions that change, as they are to be; of the others, one at a time is looked at."""
    editions = store.editions()
    touched = _touched(store, editions, eraser)
    told: defaultdict[str, list[Entry]] = defaultdict(list)
    for edition in editions if touched else ():
        for part in edition.parts:
            if part.partner in touched:
                told[part.partner] += part.entries
    states: dict[str, PartnerState] = {}
    lost: dict[str, tuple[datetime, str]] = {}
    for id_ in sorted(touched):
        state = store.state(id_)
        eraser.learn(id_, [*(state.entries if state else ()), *told[id_]])
        left = state and eraser.state(state)
        if state and left is not state:
            lost |= _lost(state, left, lost)
            if left:
                states[id_] = left
    for id_ in store.state_ids() if lost else ():
        state = states.get(id_) or store.state(id_)
        if state and not eraser.is_gone(id_) and (other := _with_ids_as_before(state, lost)):
            states[id_] = other
    fewer = ((edition, eraser.edition(edition)) for edition in editions)
    return list(states.values()), [after for before, after in fewer if after is not before]


def _touched(store: Store, editions: Iterable[Edition], eraser: Eraser) -> set[str]:
    """The partners that have an entry which is to go, or had one in an edition."""
    found = {
        part.partner
        for edition in editions
        for part in edition.parts
        if eraser.takes_any(part.partner, part.entries)
    }
    for id_ in store.state_ids():
        state = store.state(id_)
        if state and eraser.takes_any(id_, state.entries):
            found.add(id_)
    return found


def _lost(
    before: PartnerState, after: PartnerState | None, lost: Mapping[str, tuple[datetime, str]]
) -> dict[str, tuple[datetime, str]]:
    """The keys of a partner's erased entries, with what decides who had a key first."""
    left = {entry.key for entry in after.entries} if after else set[str]()
    gone = [entry for entry in before.entries if entry.key not in left]
    first = {entry.key: (entry.first_seen, before.id) for entry in gone}
    return {key: min(one, lost.get(key, one)) for key, one in first.items()}


def _with_ids_as_before(
    state: PartnerState, lost: Mapping[str, tuple[datetime, str]]
) -> PartnerState | None:
    """Where an erased entry had the id of one of these first, our feeds made another for this: they go on
    with that (F4). None where that changes nothing."""
    entries = tuple(
        replace(entry, made_id=True)
        if entry.key in lost and lost[entry.key] < (entry.first_seen, state.id)
        else entry
        for entry in state.entries
    )
    return None if entries == state.entries else replace(state, entries=entries)
