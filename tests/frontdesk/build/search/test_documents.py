"""The numbers of documents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.frontdesk.build.search.judged import document

from frontdesk.build.search.documents import number_documents

pytestmark = [pytest.mark.R13, pytest.mark.S2]

DAY = datetime(2026, 11, 5, 12, tzinfo=UTC)


def numbers(*posts: tuple[str, datetime | None]) -> dict[str, int]:
    found = [document(url, "T", "", date=date) for url, date in posts]
    assert number_documents(found) == number_documents(found[::-1])
    return {one.url: number for number, one in number_documents(found).items()}


def test_a_new_post_moves_no_post_of_another_day() -> None:
    before = numbers(("a", DAY), ("b", DAY + timedelta(1)), ("page", None))
    after = numbers(("a", DAY), ("new", DAY), ("b", DAY + timedelta(1)), ("page", None))
    assert {url: after[url] for url in before} == before


def test_many_posts_of_a_day_take_the_numbers_of_the_next() -> None:
    found = numbers(*((f"{n:02}", DAY) for n in range(20)), ("later", DAY + timedelta(1)))
    assert len(set(found.values())) == 21
    assert max(found, key=found.__getitem__) == "later"


def test_a_post_from_before_all_days_has_a_number() -> None:
    assert numbers(("old", datetime(1901, 1, 1, tzinfo=UTC)), ("page", None)) == {
        "page": 0,
        "old": 1,
    }
