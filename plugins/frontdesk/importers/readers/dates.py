"""A date of an export in, the time out, or None. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ZERO = "0000-00-00"


def parse_iso(typed: str) -> datetime | None:
    """RFC 3339, and what programs write for it; without a zone it is in UTC."""
    text = typed.strip()
    if not text or text.startswith(_ZERO):
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year > 1 else None


def parse_rfc822(typed: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(typed.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_date_of_export(typed: str) -> datetime | None:
    """A date in either form."""
    return parse_iso(typed) or parse_rfc822(typed)


def local_and_gmt(local: str, gmt: str) -> datetime | None:
    """The time that WordPress writes twice: by the clock of the blog, and in UTC. The difference is its
    zone."""
    here, there = parse_iso(local), parse_iso(gmt)
    if here is None or there is None:
        return here or there
    offset = here - there
    if abs(offset) > timedelta(hours=14) or offset.total_seconds() % 900:
        return there
    return there.astimezone(timezone(offset))


def in_zone(moment: datetime | None, name: str) -> datetime | None:
    """The same time by the clock of a zone; as it is where there is no such zone."""
    if moment is None or not name:
        return moment
    try:
        there = moment.astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return moment
    return there.replace(tzinfo=timezone(there.utcoffset() or timedelta()))


def minute_of(moment: datetime) -> str:
    """The name of a minute, to count what happened in it."""
    return f"{moment.timestamp() // 60:.0f}"
