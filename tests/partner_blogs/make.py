"""Values for the tests: what a test does not care about is filled in, and is always the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from partner_blogs.model.config import About, BlogrollRules, Config, DigestRules, Partner
from partner_blogs.model.feed import CleanEntry, CleanFeed, FeedFacts
from partner_blogs.model.state import Entry, PartnerState

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""A Sunday, the last day of 2026-W47."""

FEED = "https://ledger.example/feed"


def ago(**length: float) -> datetime:
    return NOW - timedelta(**length)


def partner(**fields: Any) -> Partner:
    return Partner(**{"id": "ledger", "name": "Ledger and Lamp", "feed": FEED} | fields)


def config(*partners: Partner, **sections: Any) -> Config:
    nothing_special = {"about": About(), "blogroll": BlogrollRules(), "digest": DigestRules()}
    return Config(**nothing_special | sections, partners=partners)


def clean_entry(n: int = 1, **fields: Any) -> CleanEntry:
    """The n-th newest post of a blog that writes once a day."""
    return CleanEntry(**_post(n) | fields)


def document(*entries: CleanEntry, **fields: Any) -> CleanFeed:
    return CleanFeed(**{"facts": FeedFacts(title="Ledger"), "entries": entries} | fields)


def entry(n: int = 1, **fields: Any) -> Entry:
    """The same post in the store: seen at once, and news."""
    seen = {"key": f"tag:ledger.example,2026:{n}", "first_seen": ago(days=n), "date": ago(days=n)}
    return Entry(**_post(n) | seen | {"arrival": "news"} | fields)


def state(*entries: Entry, **fields: Any) -> PartnerState:
    """A partner that was asked an hour ago and answered."""
    asked = {"last_try": ago(hours=1), "last_success": ago(hours=1), "next_try": ago(minutes=-30)}
    return PartnerState(**{"id": "ledger", "feed": FEED, "entries": entries} | asked | fields)


def at_home(id_: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The same posts at a blog of another name."""
    return tuple(
        replace(post, link=post.link and post.link.replace("ledger.example", f"{id_}.example"))
        for post in entries
    )


def _post(n: int) -> dict[str, Any]:
    return {
        "id": f"tag:ledger.example,2026:{n}",
        "link": f"https://ledger.example/{n}",
        "title": f"Post {n}",
        "excerpt": f"What post {n} says.",
        "published": ago(days=n),
    }
