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
from .clean import clean
from .fetch import Manners, fetch
from .merge import merge
from .parse import parse
from .read import Readers, read
from .schedule import due, is_polled
from .survey import feed_links, survey

VERSION = "0.1.0"
READING_AT_ONCE = 16


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
    async for request, outcome in fetch(requests, manners, now):
        match outcome:
            case Fetched():
                parsed = parse(outcome)
                found[request.feed] = (
                    outcome
                    if isinstance(parsed, Failed)
                    else survey(
                        outcome.address or request.feed, parsed, clean(parsed, outcome, full=True)
                    )
                )
            case Failed():
                found[request.feed] = outcome
            case NotModified():
                found[request.feed] = Failed(reason="sent nothing")
    return {address: found[address] for address in dict.fromkeys(addresses)}


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
        store.save_state(states[partner.id])
        match news:
            case Failed(reason=reason):
                failed.append((partner.id, reason))
                progress(f"{partner.name}: {reason}")
            case NotModified():
                progress(f"{partner.name}: nothing new")
            case CleanFeed(entries=entries):
                renewed.add(partner.id)
                progress(f"{partner.name}: {len(entries)} entries read")
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
) -> AsyncIterator[tuple[Partner, CleanFeed | NotModified | Failed]]:
    """What each partner sent, read, in the order in which it is ready."""
    reading: set[asyncio.Task[tuple[Partner, CleanFeed | NotModified | Failed]]] = set()
    async with Readers() as readers:
        try:
            async for request, outcome in fetch(requests, manners, now):
                partner = partners[request.partner]
                reading.add(asyncio.create_task(_read(partner, outcome, readers)))
                if len(reading) >= READING_AT_ONCE:
                    done, reading = await asyncio.wait(reading, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        yield task.result()
            for ready in asyncio.as_completed(reading):
                yield await ready
        finally:
            for task in reading:
                task.cancel()


async def _read(
    partner: Partner, outcome: Outcome, readers: Readers
) -> tuple[Partner, CleanFeed | NotModified | Failed]:
    full = partner.show == "full"
    match outcome:
        case Fetched() if is_feed_file(partner.feed or ""):
            return partner, read(outcome, full=full)  # the editor's own file
        case Fetched():
            return partner, await readers.read(outcome, full=full)
        case Failed() | NotModified():
            return partner, outcome
