"""The language and time zone of a site in; template filters for dates and languages out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from frontdesk.core import date_formats
from frontdesk.core.catalogs import text_direction


def date_filters(language: str, style: str, timezone: str) -> Mapping[str, Callable[..., Any]]:
    """`day`, `long_date` and `short_date`, of a day or an instant.

    Args:
        language: a locale such as en-GB.
        style: of short dates, as in DATE_STYLE.
        timezone: by which an instant has its day.
    """
    zone = ZoneInfo(timezone)

    def short_date(moment: date | datetime, elsewhere: str | None = None) -> str:
        """In the time zone of the site, or in another by its name."""
        where = ZoneInfo(elsewhere) if elsewhere else zone
        return date_formats.short_date(_as_day(moment, where), language, style)

    return {
        "day": lambda moment: moment.astimezone(zone).date(),
        "long_date": lambda moment: date_formats.long_date(_as_day(moment, zone), language),
        "short_date": short_date,
    }


def _as_day(moment: date | datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def language_filter(page: str) -> Callable[..., Markup | str]:
    """`lang`: the attributes of an element in another language than that around it, `lang`, and `dir` where
    the direction differs.

    Args:
        page: the language of pages.
    """

    def lang(tag: str | None, around: str = page) -> Markup | str:
        if not tag or tag.casefold() == around.casefold():
            return ""
        said = Markup(' lang="{}"').format(tag)
        turns = text_direction(tag) != text_direction(around)
        return said + Markup(' dir="{}"').format(text_direction(tag)) if turns else said

    return lang
