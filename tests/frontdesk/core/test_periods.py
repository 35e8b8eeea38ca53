from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.periods import (
    Period,
    days_of_period,
    is_period_name,
    period_containing,
    periods_between,
)

GREENWICH = ZoneInfo("UTC")
WARSAW = ZoneInfo("Europe/Warsaw")


def at(*parts: int, zone: ZoneInfo = GREENWICH) -> datetime:
    return datetime(*parts, tzinfo=zone)


@pytest.mark.D1
@pytest.mark.parametrize(
    ("day", "week"),
    [
        ((2026, 11, 15), "2026-W46"),
        ((2026, 11, 16), "2026-W47"),
        ((2026, 11, 22), "2026-W47"),
        ((2026, 12, 31), "2026-W53"),
        ((2027, 1, 3), "2026-W53"),
        ((2027, 1, 4), "2027-W01"),
        ((2024, 12, 30), "2025-W01"),
        ((2024, 12, 29), "2024-W52"),
    ],
)
def test_a_week_has_its_iso_number_and_the_year_of_its_thursday(day, week):
    assert period_containing(at(*day), "weekly", GREENWICH).name == week


@pytest.mark.parametrize(
    ("day", "days"),
    [((2026, 2, 10), 28), ((2028, 2, 29), 29), ((2026, 4, 30), 30), ((2026, 12, 31), 31)],
)
def test_a_month_is_as_long_as_it_is(day, days):
    month = period_containing(at(*day), "monthly", GREENWICH)
    assert month.name == f"{day[0]}-{day[1]:02}"
    assert month.starts == at(day[0], day[1], 1)
    assert month.ends - month.starts == timedelta(days=days)


@pytest.mark.parametrize(("kind", "length"), [("daily", 1), ("weekly", 7), ("monthly", 30)])
def test_a_period_has_its_first_instant_and_not_its_last(kind, length):
    period = period_containing(at(2026, 11, 18, 12), kind, GREENWICH)
    assert period.ends - period.starts == timedelta(days=length)
    assert period_containing(period.starts, kind, GREENWICH) == period
    assert period_containing(period.ends, kind, GREENWICH).starts == period.ends
    assert period_containing(period.starts - timedelta(microseconds=1), kind, GREENWICH) != period


@pytest.mark.parametrize(
    ("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 11, 22), 24)]
)
def test_a_day_on_which_the_clocks_change_is_an_hour_shorter_or_longer(day, hours):
    period = period_containing(at(*day, 12, zone=WARSAW), "daily", WARSAW)
    assert period.ends - period.starts == timedelta(hours=hours)
    assert period.name == date(*day).isoformat()


def test_the_zone_decides_on_which_day_a_moment_lies():
    moment = at(2026, 12, 31, 23, 30)
    assert period_containing(moment, "daily", WARSAW).name == "2027-01-01"
    assert period_containing(moment, "monthly", WARSAW).name == "2027-01"
    assert period_containing(moment, "daily", ZoneInfo("America/New_York")).name == "2026-12-31"


def test_instants_are_given_in_utc():
    week = period_containing(at(2026, 10, 21, 12), "weekly", WARSAW)
    assert (week.starts, week.ends) == (at(2026, 10, 18, 22), at(2026, 10, 25, 23))
    assert week.starts.tzinfo is week.ends.tzinfo is UTC


def test_a_day_without_a_midnight_begins_with_its_first_hour():
    """Cairo's clocks go forward at midnight."""
    day = period_containing(at(2026, 4, 24, 12), "daily", ZoneInfo("Africa/Cairo"))
    assert (day.starts, day.ends) == (at(2026, 4, 23, 22), at(2026, 4, 24, 21))


def test_periods_go_on_to_the_one_that_is_running():
    def names(until: datetime) -> list[str]:
        first = at(2026, 11, 4, 9)
        return [p.name for p in periods_between(first, until, "weekly", GREENWICH)]

    assert names(at(2026, 11, 16)) == ["2026-W45", "2026-W46", "2026-W47"]
    assert names(at(2026, 11, 16) - timedelta(microseconds=1)) == ["2026-W45", "2026-W46"]
    assert names(at(2026, 11, 5)) == ["2026-W45"]
    assert names(at(2025, 1, 1)) == []


ZONES = st.one_of(
    st.sampled_from(["UTC", "Europe/Warsaw", "America/New_York", "Asia/Kathmandu"]),
    st.sampled_from(["America/Sao_Paulo", "America/Havana", "Africa/Cairo"]),  # clocks at midnight
    st.sampled_from(["Australia/Lord_Howe"]),  # half an hour
    st.sampled_from(["Pacific/Apia"]),  # a day that was left out
).map(ZoneInfo)
KINDS = st.sampled_from(["daily", "weekly", "monthly"])
MOMENTS = st.datetimes(datetime(2008, 1, 1), datetime(2038, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, KINDS, ZONES)
def test_every_moment_lies_in_its_period(moment, kind, zone):
    period = period_containing(moment, kind, zone)
    assert period.starts <= moment < period.ends


@pytest.mark.D1
@given(MOMENTS, st.integers(0, 60), KINDS, ZONES)
def test_periods_follow_each_other_without_a_gap_and_without_an_overlap(first, days, kind, zone):
    until = first + timedelta(days=days)
    found: list[Period] = list(periods_between(first, until, kind, zone))
    assert [p.starts for p in found[1:]] == [p.ends for p in found[:-1]]
    assert [p.name for p in found] == sorted({p.name for p in found})
    assert all(p.ends <= until for p in found[:-1])
    assert found[0] == period_containing(first, kind, zone)
    assert found[-1] == period_containing(until, kind, zone)
    assert all(p.kind == kind for p in found)


@given(
    st.dates(date(1970, 1, 1), date(2200, 1, 1)), st.sampled_from(["daily", "weekly", "monthly"])
)
def test_a_name_says_which_days_a_period_has(day, kind):
    period = period_containing(datetime.combine(day, time(12), WARSAW), kind, WARSAW)
    first, last = days_of_period(kind, period.name)
    assert first <= day <= last
    assert is_period_name(kind, period.name)
    after = datetime.combine(last + timedelta(days=1), time(), WARSAW)
    assert (period.starts, period.ends) == (datetime.combine(first, time(), WARSAW), after)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("daily", "2026-11-31"),
        ("daily", "20261122"),
        ("weekly", "2026-W54"),
        ("weekly", "2025-W53"),
        ("weekly", "2026-W1"),
        ("weekly", ""),
        ("monthly", "2026-13"),
        ("monthly", "2026-W46"),
    ],
)
def test_what_is_the_name_of_no_period(kind, name):
    assert not is_period_name(kind, name)
