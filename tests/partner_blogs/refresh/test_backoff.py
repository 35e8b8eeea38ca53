from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.partner_blogs.make import FEED, NOW

from frontdesk.net.model import Freshness
from partner_blogs.model.feed import QuietTimes
from partner_blogs.refresh.backoff import next_after_failure, next_after_success

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
VALIDATED = Freshness(etag='"1"')
FEEDS = st.text(min_size=1)
SECONDS = st.none() | st.integers(0, 10**9)


def about(length: timedelta) -> pytest.approx:
    """That long, or at most 5 % longer."""
    return pytest.approx(length.total_seconds() * 1.025, rel=0.0251)


def after_success(freshness=VALIDATED, ttl_minutes=None) -> float:
    quiet = QuietTimes(ttl_minutes=ttl_minutes)
    return (next_after_success(FEED, freshness, quiet, NOW) - NOW).total_seconds()


def after_failure(failures=1, retry_after=None) -> float:
    return (next_after_failure(FEED, failures, retry_after, NOW) - NOW).total_seconds()


@pytest.mark.P2
@pytest.mark.parametrize(
    ("freshness", "ttl_minutes", "wait"),
    [
        (Freshness(etag='"1"'), None, HOUR),
        (Freshness(last_modified="Sun, 22 Nov 2026 11:00:00 GMT"), None, HOUR),
        (Freshness(), None, DAY),
        (Freshness(etag='"1"', max_age=60), 1, HOUR),
        (Freshness(etag='"1"', max_age=7200), None, 2 * HOUR),
        (Freshness(etag='"1"'), 180, 3 * HOUR),
        (Freshness(etag='"1"', max_age=7200), 180, 3 * HOUR),
        (Freshness(etag='"1"', max_age=14400), 180, 4 * HOUR),
        (Freshness(max_age=7200), 180, DAY),
        (Freshness(max_age=2 * 86400), None, 2 * DAY),
        (Freshness(etag='"1"', max_age=10**9), None, WEEK),
        (Freshness(etag='"1"'), 10**9, WEEK),
    ],
)
def test_a_server_is_left_alone_as_long_as_it_asks_and_an_hour_or_a_day_at_least(
    freshness, ttl_minutes, wait
):
    assert after_success(freshness, ttl_minutes) == about(wait)


def next_try(*, hours=(), days=(), wait: timedelta = HOUR) -> datetime:
    quiet = QuietTimes(ttl_minutes=int(wait.total_seconds() / 60), hours=hours, days=days)
    return next_after_success(FEED, VALIDATED, quiet, NOW)


@pytest.mark.P2
def test_a_feed_is_not_asked_in_an_hour_that_it_skips():
    assert next_try(hours=(12, 14)).hour == 13
    assert next_try(hours=(13, 14)) == datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert next_try(hours=(13, *range(14, 24), 0)) == datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.mark.P2
def test_a_feed_is_not_asked_on_a_day_that_it_skips():
    assert next_try(days=(0, 1)) == next_try()  # NOW is a Sunday
    assert next_try(days=(6,)) == datetime(2026, 11, 23, tzinfo=UTC)
    assert next_try(days=(6, 0), hours=(0,)) == datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.mark.P2
def test_a_feed_that_skips_all_the_time_is_asked_after_a_week():
    assert WEEK <= next_try(hours=tuple(range(24))) - NOW <= WEEK * 1.05
    assert WEEK <= next_try(days=tuple(range(7))) - NOW <= WEEK * 1.05
    assert WEEK <= next_try(days=tuple(range(7)), wait=9 * WEEK) - NOW <= WEEK * 1.05


@pytest.mark.P3
@pytest.mark.parametrize(
    ("failures", "wait"),
    [(1, HOUR), (2, 2 * HOUR), (3, 4 * HOUR), (8, 128 * HOUR), (9, WEEK), (10_000, WEEK)],
)
def test_the_wait_doubles_with_each_failure_from_an_hour_to_a_week(failures, wait):
    assert after_failure(failures) == about(wait)


@pytest.mark.P3
@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [(None, HOUR), (0, HOUR), (60, HOUR), (7200, 2 * HOUR), (30 * 86400, WEEK)],
)
def test_retry_after_is_respected_between_an_hour_and_a_week(retry_after, wait):
    assert after_failure(retry_after=retry_after) == about(wait)


@pytest.mark.P2
@pytest.mark.P5
@given(FEEDS, SECONDS, SECONDS, st.booleans())
def test_a_success_is_followed_by_an_hour_to_a_week_and_5_percent(feed, age, ttl, validated):
    freshness = Freshness(etag='"1"' if validated else None, max_age=age)
    wait = next_after_success(feed, freshness, QuietTimes(ttl_minutes=ttl), NOW) - NOW
    assert (HOUR if validated else DAY) <= wait <= WEEK * 1.05
    assert wait >= min(timedelta(seconds=age or 0), WEEK)


@pytest.mark.P3
@given(FEEDS, st.integers(1, 10**6), SECONDS)
def test_a_failure_is_followed_by_an_hour_to_a_week_and_5_percent(feed, failures, retry_after):
    wait = next_after_failure(feed, failures, retry_after, NOW) - NOW
    assert HOUR <= wait <= WEEK * 1.05


@pytest.mark.P5
def test_feeds_spread_out_within_5_percent_and_each_keeps_its_place():
    feeds = [f"https://{n}.example/feed" for n in range(200)]
    waits = [next_after_success(feed, Freshness(), QuietTimes(), NOW) - NOW for feed in feeds]
    assert waits == [
        next_after_success(feed, Freshness(), QuietTimes(), NOW) - NOW for feed in feeds
    ]
    assert min(waits) < DAY * 1.01
    assert max(waits) > DAY * 1.04
    assert len(set(waits)) > 150
