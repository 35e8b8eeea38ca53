"""An entry or its date in, the date that stands for it and its place among others out. Pure (E3, E9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from .model.state import Arrival, Entry


def date_or_first_seen(entry: Entry) -> datetime:
    """The date that we show; of an entry without one, when we first saw it."""
    return entry.date or entry.first_seen


def newest_first_key(entry: Entry) -> tuple[float, float, str]:
    """Sort key: by shown date, those without one last; then as they came in; then by key."""
    shown = entry.date.timestamp() if entry.date else float("-inf")
    return (-shown, -entry.first_seen.timestamp(), entry.key)


class DatedEntry(Protocol):
    """What of an entry says when it came in."""

    @property
    def arrival(self) -> Arrival: ...
    @property
    def first_seen(self) -> datetime: ...
    @property
    def date(self) -> datetime | None: ...


def candidate_time(entry: DatedEntry) -> datetime | None:
    """When the entry came in, or when it was published if `backfill` took it in; None for an entry that was
    old when we first saw it."""
    match entry.arrival:
        case "news":
            return entry.first_seen
        case "backfill":
            return entry.date
        case "old":
            return None


_FIRST_YEAR = 1990


def plausible_date(date: datetime | None) -> datetime | None:
    """The date, or None if it is before 1990, when there were no feeds: a zero, or a mistyped year."""
    return date if date and date.year >= _FIRST_YEAR else None


def newest_positions(dates: Sequence[datetime | None], most: int) -> list[int]:
    """The positions of the newest entries of a document, in its order (E9).

    An entry without a date counts as its neighbour, and one of several with the same date by the order in
    which the document has the others; without any date the first stand for the newest.
    """
    if len(dates) <= most:
        return list(range(len(dates)))
    known = [date for date in map(plausible_date, dates) if date]
    if not known:
        return list(range(most))
    goes_up = known[0] < known[-1]
    near, filled = known[0], list[datetime]()
    for date in map(plausible_date, dates):
        near = date or near
        filled.append(near)
    places = range(len(dates))
    best = sorted(places, key=lambda n: (filled[n], n if goes_up else -n), reverse=True)
    return sorted(best[:most])
