"""What Pelican's templates need of time: the filters by_day, by_month, clock, long_date, short_date and
month_name, and the setting BUILD_TIME that every plugin reads instead of a clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from pelican import signals

from frontdesk.core import date_formats
from frontdesk.core.clock import build_time


def connect() -> None:
    signals.initialized.connect(_set_the_clock)
    signals.generator_init.connect(_add_filters)


def _set_the_clock(pelican: Any) -> None:
    pelican.settings["BUILD_TIME"] = build_time()


def _add_filters(generator: Any) -> None:
    language: str = generator.settings["WORDS"].locale
    zone = ZoneInfo(generator.settings["TIMEZONE"])

    def day(moment: datetime) -> date:
        return moment.astimezone(zone).date()

    def by_day(posts: Iterable[Any]) -> list[tuple[date, list[Any]]]:
        """Posts, newest first, under one heading a day (R3)."""
        return [(d, list(group)) for d, group in groupby(posts, key=lambda p: day(p.date))]

    def by_month(posts: Iterable[Any]) -> list[tuple[date, list[Any]]]:
        months = groupby(posts, key=lambda p: day(p.date).replace(day=1))
        return [(month, list(group)) for month, group in months]

    def short_date(moment: date | datetime, elsewhere: ZoneInfo | None = None) -> str:
        """In the days of the site, or of another zone."""
        return date_formats.short_date(_as_day(moment, elsewhere or zone), language)

    generator.env.filters.update(
        by_day=by_day,
        by_month=by_month,
        clock=lambda moment: date_formats.clock(moment, language),
        language_name=lambda tag: date_formats.language_name(tag, language),
        day=day,
        long_date=lambda moment: date_formats.long_date(_as_day(moment, zone), language),
        short_date=short_date,
        month_name=lambda month: date_formats.month_name(month, language),
    )


def _as_day(moment: date | datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
