"""The folder of a published site in; its WebSub hubs told of each feed that has changed, once, out (F7).

A feed that names hubs is a topic. A hub is told of it when two things are true: the feed in the folder
has other bytes than at the last ping that this hub took, and its public address gives just these bytes.
Else the next run tries again. What was told is noted after each ping, so a run that is killed repeats none.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import ParseError, iterparse

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.memory.folder import MemoryFolder
from frontdesk.core.memory.model import Ping, Pings, ToldHub
from frontdesk.formats import atom, json_feed, rss
from frontdesk.formats.feed_catalog import FEEDS_FOLDER
from frontdesk.net.fetch import fetch
from frontdesk.net.model import Failed, Fetched, Outcome, Request
from frontdesk.net.request_options import FetchPolicy

from ..model.report import PingReport, WaitingPing

MOST_FAILURES = 3
"""After so many pings in a row that a hub did not take, it is left alone until the next run."""
LONGEST_WAIT = 7 * 24 * 3600
"""Seconds. A Retry-After that says more counts as this."""
_LINK, _ENTRIES = "{http://www.w3.org/2005/Atom}link", ("entry", "item")


class Topic(Struct, frozen=True, kw_only=True):
    """A feed that names hubs.

    Attributes:
        address: where the public finds it.
        digest, size: of its bytes: SHA-256 in hexadecimal digits, and their number.
    """

    address: str
    hubs: tuple[str, ...]
    digest: str
    size: int


# --- what there is to tell ----------------------------------------------------------------------


def site_topics(site: Path) -> list[Topic]:
    """The feeds of a finished site that name hubs, in the order of their paths. Copies of feeds at other
    addresses are none: they name the feed itself.

    Raises:
        OSError: a feed cannot be read.
    """
    endings = (atom.EXTENSION, rss.EXTENSION, json_feed.EXTENSION)
    paths = sorted(path for path in (site / FEEDS_FOLDER).rglob("*") if path.name.endswith(endings))
    found = []
    for path in paths:
        data = path.read_bytes()
        address, hubs = _named(data) if b"hub" in data else ("", ())
        if hubs and unquote(address).endswith(f"/{path.relative_to(site).as_posix()}"):
            digest = hashlib.sha256(data).hexdigest()
            found.append(Topic(address=address, hubs=hubs, digest=digest, size=len(data)))
    return found


class _JsonFeed(Struct):
    feed_url: str = ""
    hubs: list[Mapping[str, str]] = []


def _named(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The address and the hubs that a feed of ours names, before its entries."""
    if data.startswith(b"{"):
        feed = msgspec.json.decode(data, type=_JsonFeed)
        return feed.feed_url, tuple(hub["url"] for hub in feed.hubs)
    links: list[tuple[str, str]] = []
    with contextlib.suppress(ParseError):
        for _, element in iterparse(BytesIO(data), ("start",)):  # noqa: S314 - our own
            if element.tag.rpartition("}")[2] in _ENTRIES:
                break
            if element.tag == _LINK:
                links.append((element.get("rel", ""), element.get("href", "")))
    hubs = tuple(address for rel, address in links if rel == "hub")
    return next((address for rel, address in links if rel == "self"), ""), hubs


def waiting_pings(topics: Iterable[Topic], pings: Pings) -> Iterator[tuple[str, Topic]]:
    """Each hub with a feed that has changed since the last ping that it took."""
    for topic in topics:
        for hub in topic.hubs:
            told = pings.hubs.get(hub, ToldHub()).pings.get(topic.address)
            if told is None or told.digest != topic.digest:
                yield hub, topic


# --- telling ------------------------------------------------------------------------------------


def ping_hubs(
    topics: Collection[Topic], memory: MemoryFolder, policy: FetchPolicy, now: datetime
) -> PingReport:
    """Tell each hub what it has not been told yet. A failure of a hub, or of the public site, is a reason
    in the report.

    Raises:
        StoreError: the memory cannot be used, or another process is at it.
    """
    with memory.pinging():
        return asyncio.run(_Round(topics, memory, policy, now).run())


class _Round:
    """One run."""

    def __init__(
        self, topics: Collection[Topic], memory: MemoryFolder, policy: FetchPolicy, now: datetime
    ) -> None:
        self._memory, self._policy, self._now = memory, policy, now
        self._topics = topics
        self._pings = _without_gone_feeds(memory.read_pings(), topics)
        self._told: list[tuple[str, str]] = []
        self._waiting: list[WaitingPing] = []

    async def run(self) -> PingReport:
        due: dict[str, list[Topic]] = {}
        for hub, topic in waiting_pings(self._topics, self._pings):
            wait = self._pings.hubs.get(hub, ToldHub()).not_before
            if wait and wait > self._now:
                reason = f"the hub asked to be left alone until {wait:%Y-%m-%d %H:%M} UTC"
                self._waiting.append(WaitingPing(hub, topic.address, reason))
            else:
                due.setdefault(hub, []).append(topic)
        changed = {topic.address: topic for its in due.values() for topic in its}
        reasons = await self._look_at_public_feeds(changed.values())
        for hub, its in due.items():
            ready = [topic for topic in its if topic.address not in reasons]
            self._waiting += (
                WaitingPing(hub, topic.address, reasons[topic.address])
                for topic in its
                if topic.address in reasons
            )
            await self._tell(hub, ready)
        return PingReport(
            topics=len(self._topics), told=tuple(self._told), waiting=tuple(self._waiting)
        )

    async def _look_at_public_feeds(self, topics: Collection[Topic]) -> dict[str, str]:
        """Why the public does not have a feed yet, by its address; nothing for one that it has."""
        reasons: dict[str, str] = {}
        policy = replace(self._policy, max_bytes=max((t.size for t in topics), default=0) + 1)
        requests = {
            Request(partner=topic.address, feed=topic.address, address=topic.address): topic
            for topic in topics
        }
        async for request, outcome in fetch(requests.keys(), policy, self._now):
            topic = requests[request]
            if isinstance(outcome, Failed):
                reasons[topic.address] = f"the feed at its public address {outcome.reason}"
            elif _digest_of(outcome) != topic.digest:
                reasons[topic.address] = "its public address has other bytes than the last build"
        return reasons

    async def _tell(self, hub: str, topics: Collection[Topic]) -> None:
        """One request at a time, until the hub has failed too often."""
        left = {topic.address: topic for topic in topics}
        failed = 0
        policy = replace(self._policy, noun="hub", accept="*/*", skips_busy_hosts=True)
        async with contextlib.aclosing(
            fetch([_ping(hub, topic) for topic in topics], policy, self._now)
        ) as outcomes:
            async for request, outcome in outcomes:
                topic = left.pop(request.partner)
                if not isinstance(outcome, Failed):
                    failed = 0
                    self._note(hub, topic)
                    continue
                failed += 1
                self._waiting.append(WaitingPing(hub, topic.address, f"the hub {outcome.reason}"))
                if outcome.retry_after:
                    self._leave_alone(hub, outcome.retry_after)
                if failed == MOST_FAILURES:
                    break
        reason = f"the hub failed {MOST_FAILURES} times in a row"
        self._waiting += (WaitingPing(hub, address, reason) for address in left)

    def _note(self, hub: str, topic: Topic) -> None:
        told = self._pings.hubs.get(hub, ToldHub())
        pings = {**told.pings, topic.address: Ping(topic.digest, self._now)}
        self._save(hub, ToldHub(pings=pings))
        self._told.append((hub, topic.address))

    def _leave_alone(self, hub: str, seconds: int) -> None:
        until = self._now + timedelta(seconds=min(seconds, LONGEST_WAIT))
        told = self._pings.hubs.get(hub, ToldHub())
        self._save(hub, ToldHub(pings=told.pings, not_before=until))

    def _save(self, hub: str, told: ToldHub) -> None:
        self._pings = Pings(hubs={**self._pings.hubs, hub: told})
        self._memory.save_pings(self._pings)


def _ping(hub: str, topic: Topic) -> Request:
    """Hubs read the feed's address from `hub.topic`, older ones from `hub.url`."""
    form = (("hub.mode", "publish"), ("hub.topic", topic.address), ("hub.url", topic.address))
    return Request(partner=topic.address, feed=hub, address=hub, form=form)


def _digest_of(outcome: Outcome) -> str:
    return hashlib.sha256(outcome.body).hexdigest() if isinstance(outcome, Fetched) else ""


def _without_gone_feeds(pings: Pings, topics: Collection[Topic]) -> Pings:
    """Of hubs that are still named, only the feeds that are."""
    named: dict[str, set[str]] = {}
    for topic in topics:
        for hub in topic.hubs:
            named.setdefault(hub, set()).add(topic.address)
    return Pings(
        hubs={
            hub: replace(
                told,
                pings={topic: ping for topic, ping in told.pings.items() if topic in named[hub]},
            )
            if hub in named
            else told
            for hub, told in pings.hubs.items()
        }
    )
