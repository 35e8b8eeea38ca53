"""What is to be erased and a store in, the store without it out (E7). The refresh, the branch of the store
and a recovery use it; it touches files by the store's door alone."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from .addresses import kept_feed
from .erasure import Eraser, asks_for_more, digest
from .model import Config, Edition, Entry, Erased, PartnerState
from .news import news
from .store import Store
from .stories import stories

MOST_TOLD = 20
"""Lines of one refresh about copies at other partners."""


def erase(store: Store, erased: Erased, config: Config | None = None) -> Eraser:
    """Take out of every file what the record names, and keep the record. Under the lock only.

    What is learnt is kept before a word is taken away: after a kill, the next run does the rest.

    Args:
        config: the list, where there is one: it knows a feed that was changed since.

    Returns:
        what takes the same out of all that comes in later.
    """
    before = store.erased()
    unfinished = before.unfinished or asks_for_more(erased, before)
    eraser = Eraser(replace(erased, unfinished=False), feeds_of(store, config))
    if eraser.has_nothing_to_do:
        if eraser.record != before:
            store.save_erased(eraser.record)
        return eraser
    states, editions = _what_is_left(store, eraser)
    if (record := replace(eraser.record, unfinished=unfinished)) != before:
        store.save_erased(record)
    for id_ in store.partners() if eraser.gone else ():
        if eraser.is_gone(id_):
            store.forget_partner(id_)
    for state in states:
        store.save_state(state)
    for edition in editions:
        store.save_edition(edition)
    for copy in store.copies():
        if eraser.takes(copy):
            store.forget_copy(copy)
    if unfinished:
        store.forget_strays()
        store.save_erased(eraser.record)
    return eraser


def told_elsewhere(store: Store, erased: Erased, config: Config) -> tuple[str, ...]:
    """What is erased now and stands at another partner under another address: a line for each, for the
    editor to decide. Ask before it is erased."""
    if not asks_for_more(erased, store.erased()):
        return ()
    states, eraser = store.states(), Eraser(erased, feeds_of(store, config))
    plain = tuple(replace(partner, status="active", removed=()) for partner in config.partners)
    lines: list[str] = []
    for story in stories(news(replace(config, partners=plain), states)):
        left = [one for one in story if eraser.entries(one.partner.id, [one.entry])]
        if len(left) < len(story):
            lines += [
                f"a post that is erased, or nearly its text, stands at {one.partner.name} too: "
                f"{one.entry.link or one.entry.title}; if it is to go there, add it to `removed:`"
                for one in left
            ]
    more = len(lines) - MOST_TOLD
    return (*lines[:MOST_TOLD], *([f"and so do {more} more"] if more > 0 else ()))


def list_name(feeds: Path, store: Store) -> str:
    """What tells this list from others that are used with the same store: where it lies, seen from there.
    So it is one list on each machine where the project is laid out alike."""
    try:
        place = os.path.relpath(feeds.resolve(), store.folder.resolve())
    except ValueError:  # on another drive of Windows
        place = str(feeds.resolve())
    return digest("list", place.replace(os.sep, "/"))


def feeds_of(store: Store, config: Config | None) -> Mapping[str, frozenset[str]]:
    """Partner → the feeds that its entries came, or will come, from."""
    feeds: defaultdict[str, set[str]] = defaultdict(set)
    for id_, visit in store.visits().items():
        feeds[id_] |= {visit.feed} if visit.feed else set()
    for partner in config.partners if config else ():
        feeds[partner.id] |= {kept_feed(partner.feed)} if partner.feed else set()
    return {id_: frozenset(found) for id_, found in feeds.items()}


def _what_is_left(store: Store, eraser: Eraser) -> tuple[list[PartnerState], list[Edition]]:
    """The states and editions that change, as they are to be; one partner's state at a time."""
    editions = store.editions()
    told: defaultdict[str, list[Entry]] = defaultdict(list)
    for edition in editions:
        for part in edition.parts:
            told[part.partner] += part.entries
    states: list[PartnerState] = []
    for id_ in sorted({*store.state_ids(), *told}):
        state = store.state(id_)
        eraser.learn(id_, [*(state.entries if state else ()), *told[id_]])
        left = state and eraser.state(state)
        if left is not None and left is not state:
            states.append(left)
    fewer = ((edition, eraser.edition(edition)) for edition in editions)
    return states, [after for before, after in fewer if after is not before]
