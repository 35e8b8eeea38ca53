"""A clean feed in, a report for the editor out; a page in, the addresses of its feeds out. Pure (O4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bs4 import BeautifulSoup
from msgspec.structs import replace

from frontdesk.core.urls import clean_url
from frontdesk.net.model import Fetched, permanent_target

from ..model.feed import CleanEntry, CleanFeed
from ..model.report import EntryRef, FeedReport

_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
}
_COMMON_PATHS = (
    "feed/",
    "feed.xml",
    "rss.xml",
    "atom.xml",
    "index.xml",
    "feeds/posts/default",
    "feed.json",
)
_MOST = 10
_SHOWN = 3
"""So many entries show what a feed is like."""


def report_on_feed(address: str, cleaned: CleanFeed, now: datetime) -> FeedReport:
    """The facts of a feed, from its whole text (read it with full=True)."""
    entries = cleaned.entries
    dates = [entry.published for entry in entries if entry.published]
    full = sum(len(entry.content or "") > len(entry.excerpt) + 400 for entry in entries)
    return FeedReport(
        address=clean_url(address) or address,
        moved_to=permanent_target(cleaned.redirects),
        format=cleaned.format,
        id=cleaned.facts.id,
        title=cleaned.facts.title or None,
        home=cleaned.facts.link,
        entries=tuple(EntryRef(entry.id, entry.link) for entry in entries),
        newest=max((date for date in dates if date <= now), default=None),
        full_text=full * 2 > len(entries),
        undated=len(entries) - len(dates),
        ahead=sum(date > now for date in dates),
        unsigned=sum(entry.author is None for entry in entries),
        recent=_newest(entries, now),
    )


def _newest(entries: Iterable[CleanEntry], now: datetime) -> tuple[CleanEntry, ...]:
    """The newest that are not dated in the future, without their whole texts."""
    dated = [one for one in entries if one.published is None or one.published <= now]
    dated.sort(key=lambda one: one.published.timestamp() if one.published else 0.0, reverse=True)
    return tuple(replace(one, content=None) for one in dated[:_SHOWN])


def autodiscovered_feeds(page: Fetched) -> tuple[str, ...]:
    """The feeds that a web page announces, in its order."""
    soup = BeautifulSoup(page.body, "html.parser")
    base_tag = soup.find("base", href=True)
    base = clean_url(str(base_tag["href"]) if base_tag else None, page.address) or page.address
    announced = (
        clean_url(str(link.get("href") or ""), base)
        for link in soup.find_all("link")
        if "alternate" in " ".join(link.get("rel") or ()).lower().split()
        and str(link.get("type") or "").split(";")[0].strip().lower() in _TYPES
    )
    return tuple(dict.fromkeys(filter(None, announced)))[:_MOST]


def common_feed_urls(address: str) -> tuple[str, ...]:
    """Where blogs keep their feeds when they do not say so, seen from one of their addresses."""
    folders = dict.fromkeys((clean_url("./", address), clean_url("/", address)))
    joined = (clean_url(path, folder) for folder in folders if folder for path in _COMMON_PATHS)
    return tuple(dict.fromkeys(filter(None, joined)))
