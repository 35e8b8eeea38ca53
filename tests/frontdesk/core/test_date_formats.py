from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from frontdesk.core.date_formats import (
    language_and_country,
    long_date,
    month_name,
    period_dates,
    short_date,
)
from frontdesk.core.periods import period_containing

DAY = date(2008, 5, 22)


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("en", "Thursday, May 22, 2008", "May 22, 2008"),
        ("en-US", "Thursday, May 22, 2008", "May 22, 2008"),
        ("en-GB", "Thursday, 22 May 2008", "22 May 2008"),
        ("pl", "czwartek, 22 maja 2008", "22 maja 2008"),
        ("de", "Donnerstag, 22. Mai 2008", "22. Mai 2008"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(language, long, short):
    assert long_date(DAY, language) == long
    assert short_date(DAY, language) == short


@pytest.mark.parametrize(
    ("language", "month", "name"),
    [("en", 1, "January"), ("en", 12, "December"), ("pl", 5, "Maj"), ("pl", 10, "Październik")],
)
def test_a_month_standing_alone_is_in_the_nominative_with_a_capital(language, month, name):
    assert month_name(month, language) == name


@pytest.mark.parametrize(
    ("kind", "day", "english", "polish"),
    [
        ("daily", (2008, 5, 22), "Thursday, May 22, 2008", "czwartek, 22 maja 2008"),
        ("weekly", (2008, 5, 22), "May 19 – 25, 2008", "19–25 maja 2008"),
        ("weekly", (2008, 5, 31), "May 26 – Jun 1, 2008", "26 maja – 1 czerwca 2008"),
        ("weekly", (2009, 1, 1), "Dec 29, 2008 – Jan 4, 2009", "29 grudnia 2008 – 4 stycznia 2009"),
        ("monthly", (2008, 5, 22), "May 2008", "Maj 2008"),
        ("monthly", (2008, 12, 31), "December 2008", "Grudzień 2008"),
    ],
)
def test_a_period_is_told_by_its_days(kind, day, english, polish):
    name = period_containing(datetime(*day, tzinfo=UTC), kind, ZoneInfo("UTC")).name

    def in_words(language: str) -> str:
        return period_dates(kind, name, language).replace("\u2009", " ")

    assert (in_words("en"), in_words("pl")) == (english, polish)


@pytest.mark.R7
@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("en-gb", "en_GB"),
        ("pl", "pl_PL"),
        ("zh-Hant", "zh_TW"),
        ("eo", ""),
        ("tlh", ""),
        ("x-y", ""),
    ],
)
def test_a_language_has_the_country_where_most_speak_it(tag: str, found: str) -> None:
    assert language_and_country(tag) == found
