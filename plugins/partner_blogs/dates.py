"""An entry in, the date that stands for it out, and its place among others. Pure (E3)."""

from __future__ import annotations

from datetime import datetime

from .model import Entry


def date_or_first_seen(entry: Entry) -> datetime:
    """Where a date has to be: the shown one, or, of an entry without any, that of our first sight."""
    return entry.date or entry.first_seen


def newest_first(entry: Entry) -> tuple[float, float, str]:
    """Sort key: by shown date, those without one last; then as they came in; then by key."""
    shown = entry.date.timestamp() if entry.date else float("-inf")
    return (-shown, -entry.first_seen.timestamp(), entry.key)
