"""Days, months, periods and names of languages as text in a language. Pure: Babel's data, not the system's
locale."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_interval, format_time, get_month_names

from .periods import PeriodKind, days_of_period


@lru_cache(4096)
def long_date(day: date, language: str) -> str:
    """Thursday, May 22, 2008"""
    return format_date(day, "full", locale=_locale(language))


@lru_cache(4096)
def short_date(day: date, language: str, style: str = "long") -> str:
    """May 22, 2008

    Args:
        style: as in DATE_STYLE.
    """
    if style == "iso":
        return day.isoformat()
    return format_date(day, style, locale=_locale(language))


def time_of_day(moment: datetime, language: str) -> str:
    """9:30 AM, in the time zone of the moment"""
    return format_time(moment, "short", locale=_locale(language)).replace("\u202f", "\xa0")


def month_name(month: int, language: str) -> str:
    """May, in the form that stands alone"""
    name = get_month_names("wide", "stand-alone", _locale(language))[month]
    return str(name).capitalize()


def period_dates(kind: PeriodKind, name: str, language: str) -> str:
    """The days of a period: Thursday, May 22, 2008; May 19-25, 2008; May 2008"""
    first, last = days_of_period(kind, name)
    match kind:
        case "daily":
            return long_date(first, language)
        case "weekly":
            return format_interval(first, last, "yMMMMd", locale=_locale(language))
        case "monthly":
            return f"{month_name(first.month, language)} {first.year}"


def language_name(tag: str, language: str) -> str:
    """English (United Kingdom); the tag itself if Babel has no name for it."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(_locale(language)) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def language_and_country(tag: str) -> str:
    """en_GB for en-gb, pl_PL for pl, as Open Graph wants it; empty where Babel knows no country."""
    try:
        parts = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return ""
    likely = get_global("likely_subtags").get(str(parts), "")
    country = parts.territory or likely.rpartition("_")[2]
    return f"{parts.language}_{country}" if re.fullmatch("[A-Z]{2}", country) else ""


def _locale(language: str) -> str:
    return language.replace("-", "_")
