"""Days, ISO weeks and months of a time zone, as half-open spans of instants. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

Kind = Literal["daily", "weekly", "monthly"]


class Period(Struct, frozen=True, order=True):
    """One day, ISO week or month.

    Attributes:
        starts, ends: instants in UTC; `ends` is the first that is not in it.
        name: 2026-11-22, 2026-W47 or 2026-11; sorts as time does within a kind.
    """

    starts: datetime
    ends: datetime
    kind: Kind
    name: str


def period_of(moment: datetime, kind: Kind, zone: ZoneInfo) -> Period:
    """The period of that kind in which an aware datetime lies."""
    day = moment.astimezone(zone).date()
    match kind:
        case "daily":
            return _period(day, day + timedelta(days=1), kind, day.isoformat(), zone)
        case "weekly":
            monday = day - timedelta(days=day.weekday())
            year, week, _ = day.isocalendar()
            return _period(monday, monday + timedelta(days=7), kind, f"{year}-W{week:02}", zone)
        case "monthly":
            first = day.replace(day=1)
            after = (first + timedelta(days=32)).replace(day=1)
            return _period(first, after, kind, f"{first:%Y-%m}", zone)


def periods_from(first: datetime, until: datetime, kind: Kind, zone: ZoneInfo) -> Iterator[Period]:
    """Every period from that of `first` to that of `until`, oldest first."""
    period = period_of(first, kind, zone)
    while period.starts <= until:
        yield period
        period = period_of(period.ends, kind, zone)


def _period(first: date, after: date, kind: Kind, name: str, zone: ZoneInfo) -> Period:
    return Period(_midnight(first, zone), _midnight(after, zone), kind, name)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
