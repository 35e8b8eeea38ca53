"""Days, ISO weeks and months of a time zone, as half-open ranges of instants. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

PeriodKind = Literal["daily", "weekly", "monthly"]


class Period(Struct, frozen=True, order=True):
    """One day, ISO week or month.

    Attributes:
        starts, ends: in UTC; `ends` is the first instant after the period.
        name: 2026-11-22, 2026-W47 or 2026-11; names of one kind sort by time.
    """

    starts: datetime
    ends: datetime
    kind: PeriodKind
    name: str


def period_containing(moment: datetime, kind: PeriodKind, zone: ZoneInfo) -> Period:
    """The period of this kind that contains an aware datetime."""
    name = _name(moment.astimezone(zone).date(), kind)
    first, last = days_of_period(kind, name)
    starts, ends = (_midnight(day, zone) for day in (first, last + timedelta(days=1)))
    return Period(starts, ends, kind, name)


def days_of_period(kind: PeriodKind, name: str) -> tuple[date, date]:
    """The first and last day of a period, by its name.

    Raises:
        ValueError: no period has this name.
    """
    match kind:
        case "daily":
            first = last = date.fromisoformat(name)
        case "weekly":
            first = date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
            last = first + timedelta(days=6)
        case "monthly":
            first = date.fromisoformat(f"{name}-01")
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if _name(first, kind) != name:
        raise ValueError(f"{name} is not a {kind} period")
    return first, last


def is_period_name(kind: PeriodKind, name: str) -> bool:
    """Whether a period of this kind has this name."""
    try:
        days_of_period(kind, name)
    except ValueError:
        return False
    return True


def periods_between(
    first: datetime, until: datetime, kind: PeriodKind, zone: ZoneInfo
) -> Iterator[Period]:
    """Every period from the one that contains `first` to the one that contains `until`, oldest first."""
    period = period_containing(first, kind, zone)
    while period.starts <= until:
        yield period
        period = period_containing(period.ends, kind, zone)


def _name(day: date, kind: PeriodKind) -> str:
    match kind:
        case "daily":
            return day.isoformat()
        case "weekly":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        case "monthly":
            return f"{day:%Y-%m}"


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
