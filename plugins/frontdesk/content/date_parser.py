"""A date as an author typed it in, the time out, or a FieldError that says what to write. Pure (A15)."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from frontdesk.core.errors import FrontDeskError
from frontdesk.core.settings import Settings

DATE_EXAMPLE = "2026-11-22 08:30"


class FieldError(FrontDeskError):
    """A value that its field cannot take; the message says what to write."""


_DATE = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:[T_ ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?: *(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?",
    re.IGNORECASE,
)


def parse_date(typed: str, rules: Settings) -> datetime:
    """An aware time in the site's time zone. A day alone begins at midnight; a time without a zone is in
    the site's.

    Raises:
        FieldError: for what is no date, and for one that can be two days.
    """
    match = _DATE.fullmatch(typed)
    if not match:
        clear = possible_dates(typed)
        match = _DATE.fullmatch(clear[0]) if len(clear) == 1 else None
    if not match:
        raise FieldError(
            f"'{typed}' is not a date; write {guess_date(typed) or f'it as {DATE_EXAMPLE}'}"
        )
    zone = _zone(match["zone"]) if match["zone"] else ZoneInfo(rules.timezone)
    try:
        return in_timezone(rules.timezone, _at(match, typed).replace(tzinfo=zone))
    except OverflowError:
        raise FieldError(f"'{typed}' is not a date; write it as {DATE_EXAMPLE}") from None


def in_timezone(zone: str, moment: datetime) -> datetime:
    """The same instant in a time zone, with the offset from UTC that applies there at that time. The result
    has this offset and not the zone: Python compares two times of one zone by their digits, which is wrong
    in the hour that comes twice.

    Raises:
        OverflowError: outside the years 1 to 9999.
    """
    there = moment.astimezone(UTC).astimezone(ZoneInfo(zone))
    return there.replace(
        tzinfo=_offset(there.utcoffset() or timedelta(), there.tzname() or ""), fold=0
    )


@lru_cache(256)
def _offset(offset: timedelta, name: str) -> timezone:
    return timezone(offset, name)


def parse_day(typed: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", typed):
        raise FieldError(f"'{typed}' is not a day; write it as {DATE_EXAMPLE[:10]}")
    year, month, day = typed.split("-")
    return _day(year, month, day, typed).date()


def parse_local_time(typed: str) -> datetime:
    """Day and time of day without a zone, because another field names it."""
    match = _DATE.fullmatch(typed)
    if not match or not match["hour"]:
        raise FieldError(f"'{typed}' is not a day with an hour; write it as {DATE_EXAMPLE}")
    if match["zone"]:
        raise FieldError(
            f"'{match['zone']}' follows the time; the field Timezone says that, so take it out"
        )
    return _at(match, typed)


_ORDERED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})((?:[T_ ].*)?)")


def possible_dates(typed: str) -> list[str]:
    """The dates that `29.11.2026` or `05/11/2026` can mean, each as `2026-11-29` with what follows. Between
    dots the day comes first; between slashes day and month may change places. Empty for other formats."""
    match = _ORDERED.fullmatch(typed)
    if not match:
        return []
    one, mark, two, three, rest = match.groups()
    orders = [(three, two, one)] if mark == "." else [(three, two, one), (three, one, two)]
    if len(three) == 2:
        orders = [(f"20{year}", month, day) for year, month, day in (*orders, (one, two, three))]
    found = []
    for year, month, day in orders:
        with contextlib.suppress(ValueError):
            found.append(f"{date(int(year), int(month), int(day))}{rest}")
    return list(dict.fromkeys(found))


def date_as_written(typed: str, rules: Settings) -> datetime | None:
    """The time in the zone that was typed after it; None if none was, or if this is no date."""
    clear = possible_dates(typed)
    match = _DATE.fullmatch(clear[0] if len(clear) == 1 else typed)
    if not (match and match["zone"]):
        return None
    try:
        return parse_date(typed, rules).astimezone(_zone(match["zone"]))
    except (FieldError, OverflowError):
        return None


def _at(match: re.Match[str], typed: str) -> datetime:
    """Day and time of day, without a zone."""
    day = _day(match["year"], match["month"], match["day"], typed)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        raise FieldError(
            f"'{typed}' has no time of day; write hours from 00 to 23 and minutes from 00 to 59"
        )
    return day.replace(hour=hour, minute=minute, second=second)


def _day(year: str, month: str, day: str, typed: str) -> datetime:
    try:
        return datetime(int(year), int(month), int(day))  # noqa: DTZ001 - the caller knows the zone
    except ValueError:
        pass
    if not 1 <= int(month) <= 12:
        raise FieldError(
            f"'{typed}' is not a date, for there is no month {month}; write year-month-day"
        )
    if int(year) < 1:
        raise FieldError(f"'{typed}' is not a date; write it as {DATE_EXAMPLE}")
    first = datetime(int(year), int(month), 1, tzinfo=UTC)
    days = (
        ((first + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day
        if int(year) < 9999
        else 31
    )
    raise FieldError(f"'{typed}' is not a date, for {first:%B %Y} has {days} days; correct the day")


def _zone(typed: str) -> timezone:
    if typed.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = typed[1:].replace(":", "").ljust(4, "0")
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if length > timedelta(hours=14) or int(digits[2:]) > 59:
        raise FieldError(f"'{typed}' is not a time zone; write one such as +01:00")
    return timezone(-length if typed[0] == "-" else length)


def guess_date(typed: str) -> str | None:
    """The only date that words or another order can mean, as `2026-11-22`, with a time if there is one."""
    from dateutil import parser  # noqa: PLC0415 - rarely needed

    guesses = set()
    for default in (datetime(2000, 1, 1, tzinfo=UTC), datetime(2004, 2, 2, tzinfo=UTC)):
        for day_first in (True, False):
            try:
                guess = parser.parse(typed, default=default, dayfirst=day_first, ignoretz=True)
            except (ValueError, OverflowError):
                return None
            guesses.add(guess)
    if len(guesses) != 1:
        return None
    guess = guesses.pop()
    return f"{guess:%Y-%m-%d %H:%M}" if ":" in typed else f"{guess:%Y-%m-%d}"
