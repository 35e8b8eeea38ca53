"""Days, months and periods in words of a language. Pure; Babel's data, never the system's locale."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_interval, get_month_names

from .periods import Kind, days_of


def long_date(day: date, language: str) -> str:
    """Thursday, May 22, 2008"""
    return format_date(day, "full", locale=_locale(language))


def short_date(day: date, language: str) -> str:
    """May 22, 2008"""
    return format_date(day, "long", locale=_locale(language))


def month_name(month: int, language: str) -> str:
    """May, standing alone"""
    name = get_month_names("wide", "stand-alone", _locale(language))[month]
    return str(name).capitalize()


def span(kind: Kind, name: str, language: str) -> str:
    """A period in words: a day, the days of a week, a month: May 2008"""
    first, last = days_of(kind, name)
    match kind:
        case "daily":
            return long_date(first, language)
        case "weekly":
            return format_interval(first, last, "yMMMd", locale=_locale(language))
        case "monthly":
            return f"{month_name(first.month, language)} {first.year}"


def _locale(language: str) -> str:
    return language.replace("-", "_")
