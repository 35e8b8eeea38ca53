"""Events in, the bytes of a calendar out: RFC 5545, with the rules of every time zone in it. Pure (L2).

The library icalendar takes most of a second to load, and gives the start of summer time in the time that
follows, where RFC 5545 3.6.5 requires the time before. So it only reads our calendars, in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

EXTENSION = ".ics"
MEDIA_TYPE = "text/calendar"
PRODUCT = "-//partner_blogs//Library//EN"
ZONE_MARGIN = timedelta(days=400)
"""The rules of a zone are written for the time of its events, and for about a year before and after."""
MAX_LINE_BYTES = 75
"""RFC 5545 3.1"""


class CalendarEvent(Struct, frozen=True, kw_only=True):
    """An event of a calendar.

    Attributes:
        id: permanent; it depends on neither title nor time.
        changed: when its page last changed; aware.
        start, end: aware, in the zone.
        zone: a name in the IANA time zone database.
        where: a place, an address, or both, as text.
    """

    id: str
    title: str
    link: str
    changed: datetime
    start: datetime
    end: datetime
    zone: str
    where: str
    summary: str
    is_cancelled: bool = False


def calendar(name: str, entries: Sequence[CalendarEvent]) -> bytes:
    """The whole file, UTF-8. It changes only when an event does (B2).

    Args:
        name: the name of the calendar, which programs show to subscribers.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{_escaped(name)}",  # RFC 7986 5.1
        f"X-WR-CALNAME:{_escaped(name)}",  # what most programs read instead
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    for zone in sorted({entry.zone for entry in entries}):
        of_zone = [entry for entry in entries if entry.zone == zone]
        first = min(entry.start for entry in of_zone) - ZONE_MARGIN
        last = max(entry.end for entry in of_zone) + ZONE_MARGIN
        lines += _zone(zone, first.astimezone(UTC), last.astimezone(UTC))
    for entry in sorted(entries, key=lambda one: (one.start, one.id)):
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(map(_folded, lines))


def _event(entry: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(entry.id)}"
    yield f"DTSTAMP:{_utc(entry.changed)}"
    yield f"LAST-MODIFIED:{_utc(entry.changed)}"
    yield f"DTSTART;TZID={entry.zone}:{_local(entry.start)}"
    yield f"DTEND;TZID={entry.zone}:{_local(entry.end)}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    yield f"DESCRIPTION:{_escaped(entry.summary)}"
    yield f"LOCATION:{_escaped(entry.where)}"
    yield f"URL:{entry.link}"
    yield "END:VEVENT"


# --- zones --------------------------------------------------------------------------------------


class _Rule(Struct, frozen=True):
    """The offset from a change of the clocks on."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def _zone(name: str, first: datetime, last: datetime) -> Iterator[str]:
    """The VTIMEZONE of a zone with each change of its clocks between two instants in UTC. A change is
    written in the time that it ends."""
    zone = ZoneInfo(name)
    changes: dict[_Rule, list[datetime]] = {}
    start = first.replace(hour=0, minute=0, second=0, microsecond=0)
    for moment in (start, *_changes(zone, start, last)):
        there = moment.astimezone(zone)
        is_first = moment == start
        before = _offset(zone, moment if is_first else moment - timedelta(seconds=1))
        rule = _Rule(before, _offset(zone, moment), there.tzname() or name, bool(there.dst()))
        changes.setdefault(rule, []).append((moment + before).replace(tzinfo=None))
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{name}"
    for rule, moments in changes.items():
        kind = "DAYLIGHT" if rule.is_summer else "STANDARD"
        yield f"BEGIN:{kind}"
        yield f"DTSTART:{_local(moments[0])}"
        yield from (f"RDATE:{_local(moment)}" for moment in moments[1:])
        yield f"TZOFFSETFROM:{_signed(rule.before)}"
        yield f"TZOFFSETTO:{_signed(rule.after)}"
        yield f"TZNAME:{_escaped(rule.name)}"
        yield f"END:{kind}"
    yield "END:VTIMEZONE"


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The instants in UTC at which the offset changes, to the second."""
    day = first
    while day < last:
        following = day + timedelta(days=1)
        if _offset(zone, day) != _offset(zone, following):
            early, late = day, following
            while late - early > timedelta(seconds=1):
                middle = early + (late - early) // 2
                middle = middle.replace(microsecond=0)
                if _offset(zone, middle) == _offset(zone, day):
                    early = middle
                else:
                    late = middle
            yield late
        day = following


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _signed(offset: timedelta) -> str:
    """+0100"""
    seconds = round(offset.total_seconds())
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}{minutes % 60:02}"


# --- lines --------------------------------------------------------------------------------------


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}Z"


def _local(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}"


def _escaped(text: str) -> str:
    """A value of type TEXT (RFC 5545 3.3.11), without the characters that it cannot hold."""
    plain = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A content line, folded into lines of at most 75 bytes between characters (RFC 5545 3.1)."""
    lines: list[bytes] = []
    rest = line.encode()
    while len(rest) > MAX_LINE_BYTES - bool(lines):
        end = MAX_LINE_BYTES - bool(lines)
        while rest[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        lines.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join([*lines, rest]) + b"\r\n"
