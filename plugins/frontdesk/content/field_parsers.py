"""The text of one field in, its value out, or a WrongError that says what to write. Pure."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, get_args
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from frontdesk.core.language_tags import language_tag
from frontdesk.core.settings import Settings
from frontdesk.core.suggestions import closest_match, did_you_mean

from . import front_matter_vocabulary as vocabulary
from .content_paths import IMAGE_EXTENSIONS
from .head import LEVELS, RESOURCE_TYPES, CommentsMode, Credit, FieldType

STATUSES = ("published", "draft", "hidden")
DATE_EXAMPLE = "2026-11-22 08:30"


class FieldError(Exception):
    """A value that its field cannot take; the message says what to write."""


def parse_value(how: FieldType, typed: str, rules: Settings) -> Any:
    """The value of a field that has one, or one value of a list.

    Raises:
        WrongError: where nobody can tell what was meant.
    """
    match how:
        case "text" | "markdown" | "words" | "slug":
            return typed
        case "date":
            return _date(typed, rules)
        case "path" | "paths":
            return _path(typed, rules)
        case "status":
            return _status(typed)
        case "language":
            return _language(typed)
        case "id":
            return _id(typed)
        case "series":
            return _series(typed, rules)
        case "credit" | "credits":
            return _credit(typed)
        case "address":
            return _address(typed)
        case "replies":
            return _replies(typed)
        case _:
            return _file(typed, rules) if how == "file" else _OF_THINGS[how](typed)


def _one_of(typed: str, known: tuple[str, ...], what: str) -> str:
    if typed.lower() not in known:
        meant = did_you_mean(typed, known) or f"; write {', '.join(known[:-1])} or {known[-1]}"
        raise FieldError(f"unknown {what} '{typed}'{meant}")
    return typed.lower()


def normalize_value(typed: str) -> str:
    """`"True"  # until Monday` is true, `auto-draft` is auto draft."""
    plain = re.sub(r"^!!?\w+\s+", "", strip_comment(typed)).strip().strip("\"'“”‘’„`[](){}<>")
    return re.sub(r"[\s_-]+", " ", plain).strip(" .,;!*").casefold()


def strip_comment(typed: str) -> str:
    """A value without the remark that YAML, TOML and their like allow behind it."""
    return re.sub(r"(?:^|\s+)(?:#|//|<!--|/\*).*$", "", typed).strip()


def _status(typed: str) -> str:
    status = normalize_value(typed)
    if status in vocabulary.PUBLISHED_VALUES:
        return "published"
    if status in vocabulary.DRAFT_VALUES | vocabulary.FALSE:
        return "draft"
    if status not in STATUSES:
        raise FieldError(
            f"unknown status '{typed}'{did_you_mean(status, STATUSES)}; write draft or hidden, or take "
            "the line out to publish"
        )
    return status


def _replies(typed: str) -> str:
    """Also in the words of others, who write true or false."""
    word = normalize_value(typed)
    if word in vocabulary.COMMENTS_ON:
        return "on"
    return (
        "off" if word in vocabulary.COMMENTS_OFF else _one_of(typed, get_args(CommentsMode), "word")
    )


def _language(typed: str) -> str:
    tag = typed.partition(".")[0].replace("_", "-")
    if not language_tag(tag):
        raise FieldError(f"'{typed}' is not a language tag; write one such as en, en-GB or pl")
    return tag.lower()


def _id(typed: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", typed):
        raise FieldError(
            f"'{typed}' cannot be an Id, which looks like urn:uuid:…; take the line out, and the file's "
            "name serves instead"
        )
    return typed


def _series(typed: str, rules: Settings) -> str:
    names = {name.casefold(): name for name in rules.series}
    if typed.casefold() in names:
        return names[typed.casefold()]
    if not rules.series:
        raise FieldError("there is no series yet; add this one to SERIES in pelicanconf.py")
    meant = did_you_mean(typed, rules.series) or f"; known are {', '.join(rules.series)}"
    raise FieldError(
        f"unknown series '{typed}'{meant}; a new one goes into SERIES in pelicanconf.py"
    )


def _path(typed: str, rules: Settings) -> str:
    """An address of this site below its root: 2008/05/old.html, or 2008/05/old/ for a folder."""
    site = rules.site_address
    below = typed.removeprefix(site) if site and typed.startswith(f"{site}/") else typed
    write = "write a path such as /2008/05/the-old-name.html"
    try:
        parts = urlsplit(below)
    except ValueError:
        raise FieldError(f"'{typed}' is not an address; {write}") from None
    if parts.scheme or parts.netloc:
        raise FieldError(f"'{typed}' lies on another site; {write}")
    if parts.query or parts.fragment:
        raise FieldError(
            f"'{typed}' has a ? or #, and no static site sees what follows it; {write}"
        )
    path = unquote(parts.path).lstrip("/")
    if not path or not set(path.split("/")).isdisjoint({".", ".."}) or "\\" in path or "//" in path:
        raise FieldError(f"'{typed}' is not a path below the site's root; {write}")
    return path


# --- what things of the library have --------------------------------------------------------------


def _answer(typed: str) -> bool:
    return _one_of(typed, ("yes", "no"), "answer") == "yes"


def _only_a_day(typed: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", typed):
        raise FieldError(f"'{typed}' is not a day; write it as {DATE_EXAMPLE[:10]}")
    year, month, day = typed.split("-")
    return _day(year, month, day, typed).date()


def _year(typed: str) -> int:
    if not re.fullmatch(r"[1-9]\d{3}", typed):
        raise FieldError(f"'{typed}' is not a year; write one such as 2008")
    return int(typed)


def _moment(typed: str) -> datetime:
    """Day and hour by a clock whose zone another field names, so without one."""
    match = _DATE.fullmatch(typed)
    if not match or not match["hour"]:
        raise FieldError(f"'{typed}' is not a day with an hour; write it as {DATE_EXAMPLE}")
    if match["zone"]:
        raise FieldError(
            f"'{match['zone']}' stands behind the hour; Timezone says that, take it out"
        )
    return _at(match, typed)


def _zone_name(typed: str) -> str:
    known = available_timezones()
    if typed in known:
        return typed
    meant = closest_match(typed, known) or next(
        (one for one in sorted(known) if one.rpartition("/")[2].casefold() == typed.casefold()),
        None,
    )
    remedy = f" (did you mean '{meant}'?)" if meant else "; write one such as Europe/London"
    raise FieldError(f"unknown time zone '{typed}'{remedy}")


def _isbn(typed: str) -> str:
    """Thirteen digits. The last of an ISBN follows from the others, which finds most typos."""
    digits = re.sub(r"[\s‐–-]", "", typed).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        numbers = [10 if digit == "X" else int(digit) for digit in digits]
        if sum(weight * n for weight, n in zip(range(10, 0, -1), numbers, strict=True)) % 11:
            raise FieldError(
                f"'{typed}' cannot be an ISBN, its last digit does not fit; copy it again"
            )
        digits = f"978{digits[:9]}"
        return f"{digits}{-_weighed(digits) % 10}"
    if not re.fullmatch(r"97[89]\d{10}", digits):
        raise FieldError(
            f"'{typed}' is not an ISBN, which has ten digits, or thirteen from 978 or 979 on"
        )
    if _weighed(digits) % 10:
        raise FieldError(f"'{typed}' cannot be an ISBN, its last digit does not fit; copy it again")
    return digits


def _weighed(digits: str) -> int:
    return sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(digits))


def _file(typed: str, rules: Settings) -> str:
    path = typed.removeprefix("{static}").lstrip("/")
    if not path.startswith(tuple(f"{folder}/" for folder in rules.static_paths)) or ".." in path:
        raise FieldError(
            f"'{typed}' is no file that is copied into the site; put it into content/files/ and write "
            "files/its-name"
        )
    if path.lower().endswith(IMAGE_EXTENSIONS):
        raise FieldError(f"'{typed}' is a picture; show it in the text, with ![…](…)")
    return path


def _length(typed: str) -> int:
    """Seconds."""
    match = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)", typed)
    if not match:
        raise FieldError(f"'{typed}' is not a length; write minutes and seconds as 11:20")
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])


_OF_THINGS: Mapping[FieldType, Callable[[str], Any]] = {
    "type": lambda typed: _one_of(typed, RESOURCE_TYPES, "type"),
    "level": lambda typed: _one_of(typed, LEVELS, "level"),
    "answer": _answer,
    "day": _only_a_day,
    "year": _year,
    "moment": _moment,
    "zone": _zone_name,
    "isbn": _isbn,
    "length": _length,
}


_WEB = re.compile(r"https?://[^\s()<>\[\]\"]+")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\((\S+)\)(.*)")


def _address(typed: str) -> str:
    if not _WEB.fullmatch(typed) or "." not in urlsplit(typed).netloc:
        raise FieldError(f"'{typed}' is not an address; write it whole, https://…")
    return typed


def _credit(typed: str) -> Credit:
    """`Words`, `Words https://…`, `https://…` or `[Words](https://…)`."""
    if link := _MARKDOWN_LINK.fullmatch(typed):
        return Credit(f"{link[1]}{link[3]}", _address(link[2]))
    found = _WEB.search(typed)
    if not found:
        return Credit(typed)
    words = " ".join((typed[: found.start()] + typed[found.end() :]).split()).strip(" ,:()<>-–—")
    return Credit(words or urlsplit(found[0]).netloc.removeprefix("www."), _address(found[0]))


# --- dates --------------------------------------------------------------------------------------

_DATE = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:[T_ ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?: *(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?",
    re.IGNORECASE,
)


def _date(typed: str, rules: Settings) -> datetime:
    """A moment by the clock of the site (A15); a day alone begins at midnight, a time without a zone is the
    site's."""
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
    """The same instant by the clock of a zone, with the offset that holds there at that time. It has that
    offset alone and not the zone: Python compares two times of one zone by their digits, which is wrong in
    the hour that comes twice.

    Raises:
        OverflowError: beyond the years 1 to 9999.
    """
    there = moment.astimezone(UTC).astimezone(ZoneInfo(zone))
    return there.replace(
        tzinfo=_offset(there.utcoffset() or timedelta(), there.tzname() or ""), fold=0
    )


@lru_cache(256)
def _offset(offset: timedelta, name: str) -> timezone:
    return timezone(offset, name)


_ORDERED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})((?:[T_ ].*)?)")


def possible_dates(typed: str) -> list[str]:
    """The days that `29.11.2026` or `05/11/2026` may mean, each as 2026-11-29 and what follows: by dots
    the day stands first, by strokes nobody knows. None for other ways of writing."""
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
    """The moment by the clock of the zone that was typed behind it; None where none was, or where this is
    no date."""
    clear = possible_dates(typed)
    match = _DATE.fullmatch(clear[0] if len(clear) == 1 else typed)
    if not (match and match["zone"]):
        return None
    try:
        return _date(typed, rules).astimezone(_zone(match["zone"]))
    except (FieldError, OverflowError):
        return None


def _at(match: re.Match[str], typed: str) -> datetime:
    """The day and the hour, in no zone yet."""
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
    """What was meant by a date in another order or in words, where it can mean one thing only."""
    from dateutil import parser  # noqa: PLC0415 - only for who wrote a date in a way of their own

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
