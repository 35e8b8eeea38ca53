"""Addresses in, the feeds there out, for an editor who keeps a list; nothing is stored (O4).

Like a refresh it joins rooms: fetch, parse_workers and feed_inspection.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from frontdesk.core.progress import ProgressStep
from frontdesk.net.fetch import fetch
from frontdesk.net.model import Failed, Fetched, NotModified, Outcome, Request
from frontdesk.net.request_options import FetchPolicy

from ..model.feed import CleanFeed
from ..model.report import DiscoveryResult, FeedReport, WebPage
from .feed_inspection import autodiscovered_feeds, common_feed_urls, report_on_feed
from .parse_workers import WorkerPool

Progress = Callable[[ProgressStep], None]


def inspect_feeds(
    addresses: Collection[str], policy: FetchPolicy, now: datetime, progress: Progress
) -> dict[str, DiscoveryResult]:
    """Ask for each address once; `progress` is told how many were."""
    return asyncio.run(_look_at(addresses, policy, now, progress))


def discover(
    addresses: Sequence[str], policy: FetchPolicy, now: datetime, progress: Progress
) -> dict[str, DiscoveryResult]:
    """The feeds of a site: the address itself, or those that its page announces, or, where none of
    these is one, what is at the usual addresses of feeds.

    Args:
        addresses: that the site may have; each is asked where the one before did not answer.
    """
    found: dict[str, DiscoveryResult] = {}
    for address in addresses:
        found |= inspect_feeds((address,), policy, now, progress)
        first = found[address]
        if not isinstance(first, Failed) or first.kind != "other" or first.busy:
            break
    if isinstance(first, WebPage):
        for places in (
            autodiscovered_feeds(first.fetched),
            common_feed_urls(first.fetched.address),
        ):
            new = [place for place in places if place not in found]
            found |= inspect_feeds(new, policy, now, progress)
            if any(isinstance(one, FeedReport) for one in found.values()):
                break
    return found


async def _look_at(
    addresses: Collection[str], policy: FetchPolicy, now: datetime, progress: Progress
) -> dict[str, DiscoveryResult]:
    requests = [
        Request(partner=address, feed=address, address=address)
        for address in dict.fromkeys(addresses)
    ]
    found: dict[str, DiscoveryResult] = {}
    progress(ProgressStep(done=0, of=len(requests)))
    async with WorkerPool() as pool:
        async for request, outcome in fetch(requests, policy, now):
            found[request.feed] = await _surveyed(request, outcome, pool, now)
            progress(ProgressStep(done=len(found), of=len(requests)))
    return {address: found[address] for address in dict.fromkeys(addresses)}


async def _surveyed(
    request: Request, outcome: Outcome, pool: WorkerPool, now: datetime
) -> DiscoveryResult:
    match outcome:
        case Failed():
            return outcome
        case NotModified():
            return Failed(reason="sent nothing")
        case Fetched() as fetched:
            news = await pool.parse(fetched, full=True)
    match news:
        case Failed(kind="other"):
            return news  # a feed, but one that cannot be read
        case Failed():
            return WebPage(fetched=fetched, trouble=news)
        case CleanFeed():
            return report_on_feed(fetched.address or request.feed, news, now)
