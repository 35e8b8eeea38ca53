"""A date as a feed wrote it in, the instant that it names out, or None where that is not clear. Pure.

What is clear: the formats of RFC 822, RFC 3339 and ISO 8601, what HTTP, Unix and browsers write, and days
with a month in words, in many languages. Where the order of day and month, the zone or the time is in
doubt there is no date rather than a wrong one. What has no zone counts as UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from frontdesk.core.text import fold_accents

from .month_names import find_month, names_no_month

_Day = tuple[int, int, int]
_Zone = timedelta | tzinfo

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_RFC_822 = re.compile(
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([0-9]{{4}}) "
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2}))? (?:GMT|UTC?|Z|([+-][0-9]{4}))"
)
_RFC_3339 = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,9})?"
    r"(?:Z|([+-][0-9]{2}:[0-9]{2}))"
)
_LONGEST = 100


def parse_rfc822(text: str) -> datetime | None:
    """Fri, 20 Nov 2026 08:00:00 +0000, to the letter and with a year of four digits."""
    found = _RFC_822.fullmatch(text)
    if not found:
        return None
    day, month, year, *time, zone = found.groups()
    return _instant((int(year), _MONTHS.index(month) + 1, int(day)), time, _offset(zone))


def parse_rfc3339(text: str) -> datetime | None:
    """2026-11-20T08:00:00Z; parts of a second are dropped."""
    found = _RFC_3339.fullmatch(text)
    if not found:
        return None
    year, month, day, *time, zone = found.groups()
    return _instant((int(year), int(month), int(day)), time, _offset(zone))


def parse_date(written: str | None) -> datetime | None:
    """A date in whatever form, as an aware datetime in UTC, whole seconds."""
    if not written or len(written) > _LONGEST:
        return None
    text = written.strip()
    return parse_rfc822(text) or parse_rfc3339(text) or _iso_basic(text) or _in_any_form(text)


def _iso_basic(text: str) -> datetime | None:
    """20261120T080000Z and 20261120, ISO 8601 without separators."""
    found = _ISO_BASIC.fullmatch(text)
    if not found:
        return None
    year, month, day, *time, zone = found.groups()
    offset = _offset(zone) if zone != "Z" else timedelta()
    return _instant((int(year), int(month), int(day)), time, offset)


_ISO_BASIC = re.compile(
    r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})"
    r"(?:(?:T([0-9]{2}):?([0-9]{2}):?([0-9]{2})?(?:[.,][0-9]+)?)(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def _in_any_form(written: str) -> datetime | None:
    text = " ".join(fold_accents(_in_digits(written)).translate(_DASHES).split())
    text = _BRACKETS.sub(" ", _REMARK.sub(" ", text)).strip()
    found = _TIME.search(text)
    if found:
        if _MILITARY.match(text, found.end()):
            return None
        zone, end = _zone_at(text, found.end(), written)
        text = f"{text[: found.start()]} {text[end:]}"
    else:
        zone, text = _zone_behind(text)
    if zone is None:  # who writes in Korean means the one zone of Korea
        zone = timedelta(hours=9) if _HANGUL.search(written) else timedelta()
    time = _time(found) if found else ["0", "0", "0"]
    day = _day(text)
    return _instant(day, time, zone) if day and time else None


_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2212"}
_REMARK = re.compile(r"\([^()]*\)|(?<=[z0-9])\[[^\[\]]*\]")
_BRACKETS = re.compile(r"[\[\]]")
_HANGUL = re.compile("[\uac00-\ud7a3]")


# --- Chinese, Japanese, Korean ------------------------------------------------------------------


def _in_digits(text: str) -> str:
    """2026年11月20日 and 2004년 5월 28일 오후 11시 23분 as digits with the separators of elsewhere."""
    text = _CJK_WEEKDAY.sub(" ", text)
    text = _CJK_CLOCK.sub(r"\1:\2:\3", text)
    for half, words in (("am", "오전 午前 上午"), ("pm", "오후 午後 下午")):
        for word in words.split():
            text = text.replace(word, f" {half} ")
    return text.translate(_CJK_SEPARATORS)


_CJK_WEEKDAY = re.compile(
    "[月火水木金土日]曜日?|星期[一二三四五六日天]|[周週][一二三四五六日]|[월화수목금토일]요일"
)
_CJK_CLOCK = re.compile(r"([0-9]{1,2})\s*[시時时]\s*([0-9]{2})\s*[분分](?:\s*([0-9]{2})\s*[초秒])?")
_CJK_SEPARATORS = str.maketrans({"年": "-", "년": "-", "月": "-", "월": "-", "日": " ", "일": " "})


# --- time and zone ------------------------------------------------------------------------------

_TIME = re.compile(
    r"(?:(?<=[0-9])t)?(?<![0-9:.+-])(?:([ap])m )?([0-9]{1,2})"
    r"(?:[:h]([0-9]{2})(?:[:m]([0-9]{2})?(?:[.,][0-9]+)?s?)?(?![0-9:])|(?= ?[ap]\.? ?m\b))"
    r"(?: ?([ap])\.? ?m\b\.?)?(?: uhr\b)?"
)


def _time(found: re.Match[str]) -> list[str] | None:
    """Hour, minute and second of the match, on a clock of 24 hours."""
    before, hour, minute, second, after = found.groups()
    half = before or after
    if half:
        if not 1 <= int(hour) <= 12 or (before and after):
            return None
        hour = str(int(hour) % 12 + (12 if half == "p" else 0))
    return [hour, minute or "0", second or "0"]


def _hours(table: str) -> dict[str, timedelta]:
    pairs = (pair.split("=") for pair in table.split())
    return {name: timedelta(hours=float(hours)) for name, hours in pairs}


_UNIVERSAL = _hours("utc=0 gmt=0 ut=0 z=0")
# The names of North America are those of RFC 822, though others use some of them too.
_ZONES = _UNIVERSAL | _hours(
    "est=-5 edt=-4 cst=-6 cdt=-5 mst=-7 mdt=-6 pst=-8 pdt=-7 akst=-9 akdt=-8 hst=-10 nst=-3.5 ndt=-2.5 "
    "wet=0 west=1 cet=1 cest=2 met=1 mest=2 mez=1 mesz=2 eet=2 eest=3 bst=1 msk=3 msd=4 trt=3 idt=3 "
    "sast=2 cat=2 eat=3 wat=1 pkt=5 npt=5.75 wib=7 ict=7 hkt=8 sgt=8 pht=8 awst=8 jst=9 kst=9 "
    "acst=9.5 acdt=10.5 aest=10 aedt=11 nzst=12 nzdt=13 brt=-3 brst=-2"
)
_OF_SEVERAL = {"ist", "ast", "adt", "amt", "gst", "sst", "wst", "ect", "bdt"}
"""Names that people in several zones use: they say nothing, except behind an offset that says it."""
_MILITARY = re.compile(" ?[a-y]$")  # RFC 822 had the sign of these wrong (RFC 5322 4.3)
_NAME = re.compile(r" ?([a-z]+(?:/[a-z_]+)*)")
_OFFSET = re.compile(r" ?([+-][0-9]{1,2}(?::?[0-9]{2})?)(?![0-9:/.-])")
_ZONE_OF_A_DAY = re.compile(r"(?<=[0-9])(?: ?([+-][0-9]{2}:[0-9]{2})| ([+-][0-9]{4})| ?([a-z]+))$")


def _zone_at(text: str, start: int, written: str) -> tuple[_Zone | None, int]:
    """The zone that stands behind a time, and where its text ends. What is no zone, or one that nobody can
    tell, stays in the text, where it makes the date unclear."""
    before = _NAME.match(text, start)
    name = before[1] if before and _may_be_a_zone(before[1]) else None
    end = before.end() if before and name else start
    offset = _OFFSET.match(text, end)
    if offset is None:
        zone = _zone_named(name, written) if name else None
        return (zone, end) if zone is not None else (None, start)
    end = offset.end()
    behind = _NAME.match(text, end)
    remark = behind[1] if behind and _may_be_a_zone(behind[1]) else None
    end = behind.end() if behind and remark else end
    ahead = _offset(offset[1])
    said = {_ZONES[one] for one in (name, remark) if one in _ZONES and one not in _UNIVERSAL}
    said |= {_ZONES[remark]} if remark in _UNIVERSAL else set()
    return (ahead, end) if ahead is not None and said <= {ahead} else (None, start)


def _zone_behind(text: str) -> tuple[_Zone | None, str]:
    """The zone of a day without a time, and what is left."""
    found = _ZONE_OF_A_DAY.search(text)
    if not found:
        return None, text
    offset = found[1] or found[2]
    zone = _offset(offset) if offset else _ZONES.get(found[3])
    return (zone, text[: found.start()]) if zone is not None else (None, text)


def _may_be_a_zone(name: str) -> bool:
    return name in _ZONES or name in _OF_SEVERAL or "/" in name


def _zone_named(name: str, written: str) -> _Zone | None:
    """The zone of a name in small letters; Europe/Warsaw is known by its capitals."""
    if "/" not in name:
        return _ZONES.get(name)
    as_written = re.search(re.escape(name), written, re.IGNORECASE)
    if name in {"etc/utc", "etc/gmt"} or as_written is None:
        return timedelta() if as_written else None
    try:
        return ZoneInfo(as_written[0])
    except (LookupError, OSError, ValueError):
        return None


@lru_cache(100)
def _offset(written: str | None) -> timedelta | None:
    """+0100, +01:00, +01 and +1; none is UTC, and what no place on earth has is None."""
    if written is None:
        return timedelta()
    hours, minutes = written[1:], "0"
    if len(hours) > 2:
        hours, minutes = hours[:-2].rstrip(":"), hours[-2:]
    ahead = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if written[0] == "-" else 1)
    is_one = int(minutes) < 60 and timedelta(hours=-12) <= ahead <= timedelta(hours=14)
    return ahead if is_one else None


# --- the day ------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+")
_YEAR_FIRST = re.compile(r"[ ,]*([0-9]{4}) ?[-/. ] ?([0-9]{1,2}) ?[-/. ] ?([0-9]{1,2})[ .,]*")
_YEAR_LAST = re.compile(r"[ ,]*([0-9]{1,2}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{4})[ .,]*")
_TWO_NUMBERS = re.compile(r"[ ,.]*([0-9]{1,4})[ ,.'’/-]+([0-9]{1,4})[ ,.]*")
_SHORT_YEAR = re.compile(r"\b[0-9]{1,2}[ -]+[^\W\d_]+[ -]+[0-9]{2}\b")


def _day(text: str) -> _Day | None:
    """Year, month and day, from all that is left of the text; whether there is such a day is not asked."""
    words = _WORD.findall(text)
    numbers = _WORD.sub(" ", text)
    numbers = " ".join(numbers.split())
    if found := _TWO_NUMBERS.fullmatch(numbers):
        month = find_month(words)
        return _with_month(text, found[1], month, found[2]) if month else None
    if not names_no_month(words):
        return None
    if found := _YEAR_FIRST.fullmatch(numbers):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _YEAR_LAST.fullmatch(numbers):
        return _with_year_last(int(found[1]), found[2], int(found[3]), int(found[4]))
    return None


def _with_month(text: str, first: str, month: int, second: str) -> _Day | None:
    if len(first) == 4 and len(second) <= 2:
        return int(first), month, int(second)
    if len(first) <= 2 and len(second) == 4:
        return int(second), month, int(first)
    if _SHORT_YEAR.search(text):  # RFC 822 has 20 Nov 26, RFC 850 has 20-Nov-26
        short = int(second)
        return short + (2000 if short < 50 else 1900), month, int(first)
    return None


def _with_year_last(first: int, separator: str, second: int, year: int) -> _Day | None:
    """Dots stand in dates that begin with the day; of other two, one over 12 is the day."""
    if second > 12 >= first:
        return year, first, second
    if first > 12 or separator == "." or first == second:
        return year, second, first
    return None


def _instant(day: _Day, time: list[str | None] | list[str], zone: _Zone | None) -> datetime | None:
    """None where there is no such day, time or zone. 24:00 ends a day, and a second 60 its last minute."""
    if zone is None:
        return None
    hour, minute, second = (int(part or 0) for part in time)
    more = timedelta()
    if (hour, minute, second) == (24, 0, 0):
        hour, more = 0, timedelta(days=1)
    if (minute, second) == (59, 60):
        second, more = 59, timedelta(seconds=1)
    try:
        local = datetime(*day, hour, minute, second, tzinfo=UTC) + more
        if isinstance(zone, timedelta):
            return local - zone
        return local.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
