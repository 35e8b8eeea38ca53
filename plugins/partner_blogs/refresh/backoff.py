"""How long to leave a server alone. Pure: seconds in, an instant out (requirements P2, P3, P5)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from frontdesk.net.model import Freshness

from ..model.feed import QuietTimes

HOUR = 3600
DAY = 24 * HOUR
MAX_WAIT = 7 * DAY


def next_after_success(
    feed: str, freshness: Freshness, quiet: QuietTimes, now: datetime
) -> datetime:
    """When to ask again: an hour at least where the server gives validators, a day where it gives
    none, never sooner than max-age or ttl ask for, and in no hour or day that the feed skips; seven
    days at the most."""
    validated = freshness.etag or freshness.last_modified
    floor = HOUR if validated else DAY
    wait = max(floor, freshness.max_age or 0, (quiet.ttl_minutes or 0) * 60)
    latest = now + timedelta(seconds=MAX_WAIT)
    moment = _later(feed, wait, now)
    while moment < latest and (moment.hour in quiet.hours or moment.weekday() in quiet.days):
        moment = moment.replace(minute=0, second=0) + timedelta(hours=1)
    return moment


def next_after_failure(
    feed: str, failures: int, retry_after: int | None, now: datetime
) -> datetime:
    """When to try again after so many failures in a row: what the server asked for, an
    hour at least, or else an hour that doubles each time; seven days at the most."""
    backed_off: int = HOUR * 2 ** min(failures - 1, 10)
    wait = backed_off if retry_after is None else max(retry_after, HOUR)
    return _later(feed, wait, now)


def _later(feed: str, wait: int, now: datetime) -> datetime:
    clamped = min(wait, MAX_WAIT)
    return now + timedelta(seconds=round(clamped * (1 + _jitter(feed))))


def _jitter(feed: str) -> float:
    """0 to 0.05, always the same for one address: feeds spread out, runs stay reproducible."""
    return int.from_bytes(hashlib.sha256(feed.encode()).digest()[:4]) / 2**32 * 0.05
