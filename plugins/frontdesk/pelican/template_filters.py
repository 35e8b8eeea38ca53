"""Pelican's settings in; the filters of our templates, and the setting BUILD_TIME, out.

Every module reads BUILD_TIME (aware UTC) instead of a clock. The filters: by_day, by_month, clock, day,
day_of_month, language_and_country, language_name, long_date, short_date, month_name; outline; allowing;
url_for_file, words_whole.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape
from pelican import signals

from frontdesk.content.model import Outline, ShownOutline
from frontdesk.content.outline import read_outline
from frontdesk.core import date_formats
from frontdesk.core.text import keep_words_whole
from frontdesk.core.timestamps import build_time
from frontdesk.core.urls import url_for_file
from frontdesk.formats.page_filters import date_filters


def register() -> None:
    signals.initialized.connect(_set_build_time)
    signals.generator_init.connect(_add_date_filters)
    signals.generator_init.connect(_add_other_filters)


def _set_build_time(pelican: Any) -> None:
    pelican.settings["BUILD_TIME"] = build_time()


def _add_date_filters(generator: Any) -> None:
    language: str = generator.settings["WORDS"].locale
    style: str = generator.settings["DATE_STYLE"]
    dates = date_filters(language, style, generator.settings["TIMEZONE"])
    day: Callable[[datetime], date] = dates["day"]

    def by_day(posts: Iterable[Any]) -> list[tuple[date, list[Any]]]:
        """Posts, newest first, grouped by day (R3)."""
        return [(d, list(group)) for d, group in groupby(posts, key=lambda p: day(p.date))]

    def by_month(posts: Iterable[Any]) -> list[tuple[date, list[Any]]]:
        months = groupby(posts, key=lambda p: day(p.date).replace(day=1))
        return [(month, list(group)) for month, group in months]

    generator.env.filters.update(
        by_day=by_day,
        by_month=by_month,
        clock=lambda moment: date_formats.time_of_day(moment, language),
        language_and_country=date_formats.language_and_country,
        language_name=lambda tag: date_formats.language_name(tag, language),
        **dates,
        day_of_month=lambda moment: day(moment).day,
        month_name=lambda month: date_formats.month_name(month, language),
    )


def _add_other_filters(generator: Any) -> None:
    speed = generator.settings["READING_SPEED"]
    fewest = generator.settings["CONTENTS_FROM"]

    def outlined(text: Outline | str) -> ShownOutline:
        """Of a text that was read, or of HTML."""
        outline = read_outline(text) if isinstance(text, str) else text
        return outline.shown(words_a_minute=speed, fewest_parts=fewest)

    generator.env.filters.update(
        outline=outlined,
        allowing=allow_inline_data,
        url_for_file=url_for_file,
        words_whole=lambda text: Markup(keep_words_whole(escape(text))),  # noqa: S704 - it was escaped
    )


def allow_inline_data(policy: str, data: str) -> str:
    """A Content-Security-Policy that also allows the JSON-LD in the page, by its digest (R2).

    Browsers do not treat JSON-LD as a script, but the Nu checker does. With the digest, both accept it, and
    nothing else is allowed.

    Args:
        policy: empty where the page has none; then it stays empty.
        data: the exact text between the tags of the script element; may be empty.
    """
    if not (policy and data):
        return policy
    digest = base64.b64encode(hashlib.sha256(data.encode()).digest()).decode()
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    rules["script-src"] = f"{rules.get('script-src', '')} 'sha256-{digest}'".strip()
    return "; ".join(f"{name} {sources}".strip() for name, sources in rules.items())
