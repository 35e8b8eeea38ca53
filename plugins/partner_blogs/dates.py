"""An entry in, the date that stands for it out. Pure (E3)."""

from __future__ import annotations

from datetime import datetime

from .model import Entry


def date_or_first_seen(entry: Entry) -> datetime:
    """Where a date has to be: the shown one, or, of an entry without any, that of our first sight."""
    return entry.date or entry.first_seen
