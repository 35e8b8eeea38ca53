"""The network side: feeds.yaml and the store in, a newer store out. A build never imports this.

This file joins the rooms; each of them works alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path

from ..addresses import is_feed_file
from ..editions import close_editions
from ..model import (
    About,
    CleanFeed,
    Config,
    Failed,
    Fetched,
    NotModified,
    Outcome,
    Partner,
    RefreshReport,
    Request,
    Survey,
)
from ..store import Store
from .fetch import Manners, fetch
from .merge import merge
from .read import Readers, read
from .schedule import due, is_polled
from .survey import feed_links, survey

VERSION = "0.1.0"
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
    progress: Callable[[str], None] = lambda _: None,
) -> RefreshReport:
    """Ask whoever is due, keep what came, close the digests whose period has ended.

    Args:
        folder: the folder of feeds.yaml; feed files lie inside it.
        progress: is told one plain line for each feed that was asked for.

    Raises:
        StoreError: where the store cannot be read or written; what was written is whole.
    """
    manners = manners_of(config, folder, allow_private_addresses)
    with store.locked():
        store.set_damage_aside()
        return asyncio.run(_refresh(config, store, now, manners, force, only, progress))


def look_at(
    addresses: Collection[str],
    manners: Manners,
    now: datetime,
) -> dict[str, Survey | Fetched | Failed]:
    """Ask for each address once and keep nothing: a Survey where a feed is, a Fetched where another
    page is, a Failed with the reason where neither is (O4)."""
    return asyncio.run(_look_at(addresses, manners, now))


def discover(address: str, manners: Manners, now: datetime) -> dict[str, Survey | Fetched | Failed]:
    """The feeds of a site: the address itself, or those that its page leads to."""
    first = look_at((address,), manners, now)
    match first[address]:
        case Survey():
            return first
        case Fetched() as page:
            return look_at(feed_links(page), manners, now)
        case Failed():
            return first


async def _look_at(
    addresses: Collection[str], manners: Manners, now: datetime
) -> dict[str, Survey | Fetched | Failed]:
    requests = [
        Request(partner=address, feed=address, address=address)
        for address in dict.fromkeys(addresses)
    ]
    found: dict[str, Survey | Fetched | Failed] = {}
    async with Readers() as readers:
        async for request, outcome in fetch(requests, manners, now):
            found[request.feed] = await _surveyed(request, outcome, readers)
    return {address: found[address] for address in dict.fromkeys(addresses)}


async def _surveyed(
    request: Request, outcome: Outcome, readers: Readers
) -> Survey | Fetched | Failed:
    match outcome:
        case Failed():
            return outcome
        case NotModified():
            return Failed(reason="sent nothing")
        case Fetched():
            news = await readers.read(outcome, full=True)
    match news:
        case Failed(kind="other"):
            return news  # a feed, but one that cannot be read
        case Failed():
            return outcome  # a page, which may lead to a feed
        case CleanFeed():
            return survey(outcome.address or request.feed, news)


def manners_of(config: Config, folder: Path, allow_private_addresses: bool) -> Manners:
    """How this list's owner goes about asking; `folder` is that of feeds.yaml."""
    return Manners(
        folder=folder,
        user_agent=user_agent(config.about),
        allow_private_addresses=allow_private_addresses,
    )


def user_agent(about: About) -> str:
    """Product, version, and who to write to (P6)."""
    who = "; ".join(filter(None, (about.site and f"+{about.site}", about.contact)))
    return f"partner-blogs/{VERSION}" + (f" ({who})" if who else "")


async def _refresh(
    config: Config,
    store: Store,
    now: datetime,
    manners: Manners,
    force: bool,
    only: Collection[str],
    progress: Callable[[str], None],
) -> RefreshReport:
    states = store.states()
    partners = {partner.id: partner for partner in config.partners}
    requests = due(config.partners, states, now, force=force, only=only)
    renewed, failed = set[str](), list[tuple[str, str]]()
    async for partner, news in _news(requests, partners, manners, now):
        states[partner.id] = merge(partner, states.get(partner.id), news, now)
        match news:
            case Failed(reason=reason):
                failed.append((partner.id, reason))
                progress(f"{partner.name}: {reason}")
            case NotModified():
                progress(f"{partner.name}: nothing new")
            case CleanFeed(entries=entries):
                renewed.add(partner.id)
                progress(f"{partner.name}: {len(entries)} entries read")
        # A disk takes its time to sync; meanwhile the others are asked.
        await asyncio.to_thread(store.save_state, states[partner.id])
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
    try:
        if is_feed_file(partner.feed or ""):
            return read(outcome, full=full)  # the editor's own file
        return await readers.read(outcome, full=full)
    except Exception as error:  # noqa: BLE001 - one partner's surprise never stops the rest (B4)
        return Failed(reason=f"sent something that cannot be read ({type(error).__name__})")
