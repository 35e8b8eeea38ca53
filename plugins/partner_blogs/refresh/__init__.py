"""The network side: feeds.yaml and the store in, a newer store out. A build never imports this.

This file joins the rooms of a refresh, look.py those of a look before listing; each works alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from datetime import datetime
from itertools import count
from pathlib import Path

from ..addresses import is_feed_file
from ..editions import close_editions
from ..model import (
    CleanFeed,
    Config,
    Failed,
    Fetched,
    NotModified,
    Outcome,
    Partner,
    RefreshReport,
    Request,
    Step,
)
from ..store import Store
from .fetch import fetch
from .manners import Manners, manners_of
from .merge import merge
from .read import Readers, read
from .schedule import due, is_polled

READING_AT_ONCE = 16
News = CleanFeed | NotModified | Failed


def refresh(
    config: Config,
    folder: Path,
    store: Store,
    now: datetime,
    *,
    force: bool = False,
    only: Collection[str] = (),
    allow_private_addresses: bool = False,
    progress: Callable[[Step], None] = lambda _: None,
) -> RefreshReport:
    """Ask whoever is due, keep what came, close the digests whose period has ended.

    Args:
        folder: the folder of feeds.yaml; feed files lie inside it.
        progress: is told of each feed that was asked for, with one plain line.

    Raises:
        StoreError: where the store cannot be read or written; what was written is whole.
    """
    manners = manners_of(config, folder, allow_private_addresses)
    with store.locked():
        store.set_damage_aside()
        return asyncio.run(_refresh(config, store, now, manners, force, only, progress))


async def _refresh(
    config: Config,
    store: Store,
    now: datetime,
    manners: Manners,
    force: bool,
    only: Collection[str],
    progress: Callable[[Step], None],
) -> RefreshReport:
    states = store.states()
    partners = {partner.id: partner for partner in config.partners}
    requests = due(config.partners, states, now, force=force, only=only)
    renewed, failed = set[str](), list[tuple[str, str]]()
    numbers = count(1)

    def tell(partner: Partner, words: str, *, trouble: bool = False) -> None:
        line = f"{partner.name}: {words}"
        progress(Step(done=next(numbers), of=len(requests), line=line, trouble=trouble))

    progress(Step(done=0, of=len(requests)))
    async for partner, news in _news(requests, partners, manners, now):
        states[partner.id] = merge(partner, states.get(partner.id), news, now)
        # A disk takes its time to sync; meanwhile the others are asked. What is told is stored.
        await asyncio.to_thread(store.save_state, states[partner.id])
        match news:
            case Failed(reason=reason):
                failed.append((partner.id, reason))
                tell(partner, reason, trouble=True)
            case NotModified():
                tell(partner, "nothing new")
            case CleanFeed(entries=entries):
                renewed.add(partner.id)
                tell(partner, f"{len(entries)} entries read")
    closed = close_editions(config, states, store.editions(), now)
    for edition in closed:
        store.save_edition(edition)
    polled = [partner for partner in config.partners if is_polled(partner)]
    report = RefreshReport(
        at=now,
        asked=len(requests),
        kept=sum(
            p.id in states and bool(states[p.id].entries) for p in polled if p.id not in renewed
        ),
        failed=tuple(sorted(failed)),
        links=sum(p.status == "active" for p in config.partners) - len(polled),
        closed=tuple(f"{e.kind}/{e.period}" for e in closed if e.parts),
        notices=tuple(store.notices),
    )
    store.save_report(report)
    return report


async def _news(
    requests: Collection[Request],
    partners: Mapping[str, Partner],
    manners: Manners,
    now: datetime,
) -> AsyncIterator[tuple[Partner, News]]:
    """What each partner sent, read, in the order in which it is ready."""
    ready: asyncio.Queue[tuple[Partner, News]] = asyncio.Queue()
    places = asyncio.Semaphore(READING_AT_ONCE)

    async def read_one(partner: Partner, outcome: Outcome, readers: Readers) -> None:
        ready.put_nowait((partner, await _read(partner, outcome, readers)))
        places.release()

    async def read_all(readers: Readers) -> None:
        async with asyncio.TaskGroup() as tasks:
            async for request, outcome in fetch(requests, manners, now):
                await places.acquire()
                partner = partners[request.partner]
                tasks.create_task(read_one(partner, outcome, readers))

    async with Readers() as readers:
        reading = asyncio.create_task(read_all(readers))
        try:
            for _ in requests:
                first = asyncio.create_task(ready.get())
                await asyncio.wait({first, reading}, return_when=asyncio.FIRST_COMPLETED)
                if not first.done() and reading.exception():
                    first.cancel()
                    break
                yield await first
            await reading
        finally:
            reading.cancel()


async def _read(partner: Partner, outcome: Outcome, readers: Readers) -> News:
    if not isinstance(outcome, Fetched):
        return outcome
    full = partner.show == "full"
    if is_feed_file(partner.feed or ""):
        return read(outcome, full=full)  # the editor's own file
    return await readers.read(outcome, full=full)
