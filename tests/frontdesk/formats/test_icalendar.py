"""Calendars of events: what another program reads in them is what was meant (L2, RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from frontdesk.formats.icalendar import CalendarEvent, calendar

CHANGED = datetime(2026, 11, 20, 8, tzinfo=UTC)
HARD = "Fees, fines; \\ and “tea”\nfor Zażółć 🫖" * 5


def entry(
    start: datetime, hours: float = 2, zone: str = "Europe/London", **more: str
) -> CalendarEvent:
    there = start.astimezone(ZoneInfo(zone))
    end = (start + timedelta(hours=hours)).astimezone(ZoneInfo(zone))
    facts = {"id": "tag:a.example,2026:resources/x", "title": "T", "where": "Leeds", "summary": "S"}
    return CalendarEvent(
        **{**facts, **more},
        link="https://a.example/x.html",
        changed=CHANGED,
        start=there,
        end=end,
        zone=zone,
    )


def read(data: bytes) -> Calendar:
    """As a strict program reads it."""
    whole = Calendar.from_ical(data)
    assert all(not one.errors for one in whole.walk())
    return whole


def instant(data: bytes, zone: str, local: datetime) -> datetime:
    """What a clock of that zone shows, in UTC, by the rules in the file alone (RFC 5545 3.6.5)."""
    rules = next(one for one in read(data).walk("VTIMEZONE") if one["TZID"] == zone).subcomponents
    onsets = []
    for rule in rules:
        dates = rule.get("RDATE", [])
        dates = dates if isinstance(dates, list) else [dates]
        for moment in (rule["DTSTART"].dt, *(d.dt for group in dates for d in group.dts)):
            onsets.append((moment, rule["TZOFFSETFROM"].td, rule["TZOFFSETTO"].td))
    onset = max(one for one in onsets if one[0] <= local)
    return (local - onset[2]).replace(tzinfo=UTC)


@pytest.mark.L2
def test_an_event_survives_the_way_through_another_program() -> None:
    one = entry(datetime(2027, 1, 20, 9, 30, tzinfo=UTC), title=HARD, where="A, B; C", summary=HARD)
    data = calendar("Events, all", [one])
    for whole in (read(data), read(read(data).to_ical())):
        event = whole.walk("VEVENT")[0]
        assert event.decoded("dtstart").astimezone(UTC) == one.start
        assert event.decoded("dtend").astimezone(UTC) == one.end
        assert (event["summary"], event["description"], event["location"]) == (
            HARD,
            HARD,
            "A, B; C",
        )
        assert (event["uid"], event["url"]) == (one.id, one.link)
        assert event.decoded("dtstamp") == CHANGED
        assert b"\r\nNAME:Events\\, all\r\n" in data


@given(st.text(max_size=300), st.text(max_size=300))
def test_lines_are_short_and_no_character_is_torn(title: str, summary: str) -> None:
    data = calendar(title, [entry(CHANGED, title=title, summary=summary)])
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None and b"\n" not in line for line in lines)
    event = read(data).walk("VEVENT")[0]
    kept = "".join(c for c in summary.replace("\r\n", "\n") if c >= " " or c in "\t\n").replace(
        "\x7f", ""
    )
    assert event["description"] == kept


ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "UTC",
)


@pytest.mark.L2
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001
    st.integers(1, 500),
)
def test_the_rules_in_the_file_name_the_same_instants_as_the_zone(
    zone: str, start: datetime, hours: int
) -> None:
    one = entry(start.replace(tzinfo=UTC, microsecond=0), hours, zone)
    data = calendar("C", [one])
    for moment in (one.start, one.end):
        if not moment.fold:
            assert instant(data, zone, moment.replace(tzinfo=None)) == moment.astimezone(UTC)


@pytest.mark.L2
def test_clocks_are_put_forward_at_the_hour_that_the_old_time_shows() -> None:
    data = calendar("C", [entry(datetime(2027, 3, 27, 18, tzinfo=UTC), 17)]).decode()
    assert (
        "DTSTART;TZID=Europe/London:20270327T180000\r\nDTEND;TZID=Europe/London:20270328T120000\r\n"
        in data
    )
    summer = data.partition("BEGIN:DAYLIGHT")[2].partition("END:DAYLIGHT")[0]
    assert "DTSTART:20260329T010000\r\nRDATE:20270328T010000\r\n" in summer
    assert "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\n" in summer


def test_what_was_called_off_says_so() -> None:
    one = entry(datetime(2027, 1, 20, 9, 30, tzinfo=UTC))
    assert read(calendar("C", [one])).walk("VEVENT")[0]["status"] == "CONFIRMED"
    off = replace(one, is_cancelled=True)
    assert read(calendar("C", [off])).walk("VEVENT")[0]["status"] == "CANCELLED"


def test_one_calendar_has_every_zone_once_and_events_in_their_order() -> None:
    later = entry(datetime(2027, 5, 1, 9, tzinfo=UTC), zone="Asia/Kolkata", id="later")
    sooner = entry(datetime(2027, 2, 1, 9, tzinfo=UTC), id="sooner")
    last = entry(datetime(2027, 6, 1, 9, tzinfo=UTC), id="last")
    whole = read(calendar("C", [last, later, sooner]))
    assert [event["uid"] for event in whole.walk("VEVENT")] == ["sooner", "later", "last"]
    assert [zone["tzid"] for zone in whole.walk("VTIMEZONE")] == ["Asia/Kolkata", "Europe/London"]
    assert calendar("C", [last, later, sooner]) == calendar("C", [sooner, last, later])
