"""The moment until which the same sources make the same site."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.site.due import next_due

pytestmark = [pytest.mark.B2, pytest.mark.S6]

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instants", "timezone", "expected"),
    [
        ([], "UTC", "2026-11-19T00:00:00"),
        ([], "Europe/Warsaw", "2026-11-18T23:00:00"),
        ([], "America/New_York", "2026-11-19T00:00:00"),
        ([], "Asia/Tokyo", "2026-11-18T15:00:00"),
        (["2026-11-18T12:30:00"], "UTC", "2026-11-18T12:30:00"),
        (["2026-11-18T12:30:00", "2026-11-18T12:10:00"], "UTC", "2026-11-18T12:10:00"),
        (["2026-11-18T11:59:00", "2026-11-18T12:00:00"], "UTC", "2026-11-19T00:00:00"),
        (["2026-11-18T12:00:00.500000"], "UTC", "2026-11-18T12:00:01"),
        (["2026-12-24T18:00:00"], "UTC", "2026-11-19T00:00:00"),
    ],
)
def test_it_is_the_first_instant_to_come_or_the_end_of_the_day(
    instants: list[str], timezone: str, expected: str
) -> None:
    given_ = [datetime.fromisoformat(one).replace(tzinfo=UTC) for one in instants]
    assert next_due(given_, timezone, NOW) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


INSTANTS = st.integers(1_577_836_800, 1_893_456_000).map(
    lambda one: datetime.fromtimestamp(one, UTC)
)
"""Of ten years."""


@given(
    st.lists(INSTANTS),
    INSTANTS,
    st.sampled_from(["UTC", "Europe/Warsaw", "America/Sao_Paulo", "Pacific/Apia", "Asia/Beirut"]),
)
def test_nothing_lies_between_a_build_and_its_end(
    instants: list[datetime], now: datetime, timezone: str
) -> None:
    due, zone = next_due(instants, timezone, now), ZoneInfo(timezone)
    last = due - timedelta(seconds=1)
    assert now < due
    assert due.microsecond == 0
    assert not [one for one in instants if now < one <= last]
    assert now.date() == last.date()
    assert now.astimezone(zone).date() == last.astimezone(zone).date()
