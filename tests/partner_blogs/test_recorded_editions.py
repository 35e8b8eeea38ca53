from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.partner_blogs.make import NOW

from partner_blogs.model.digest import Edition, EditionFacts, EditionPost
from partner_blogs.recorded_editions import RecordedEditions, edition_facts, recorded_editions

pytestmark = pytest.mark.S3


def day(number: int, **fields: object) -> Edition:
    starts = NOW + timedelta(days=number)
    usual = {"kind": "daily", "starts": starts, "ends": starts + timedelta(days=1)}
    return Edition(**usual | {"period": f"{starts:%Y-%m-%d}"} | fields)  # type: ignore[arg-type]


DAYS = tuple(day(n) for n in range(4))


def test_an_edition_is_read_when_it_is_asked_for_and_no_other() -> None:
    read: list[str] = []

    def one(facts: EditionFacts) -> Edition:
        read.append(facts.period)
        return next(each for each in DAYS if each.period == facts.period)

    record = RecordedEditions(map(edition_facts, reversed(DAYS)), one)
    assert [facts.period for facts in record.facts] == [each.period for each in DAYS]
    assert (len(record), read) == (4, [])
    late = record.only(lambda it: it.starts > NOW).changed(lambda it: replace(it, timezone="UTC"))
    assert read == []
    assert next(iter(late)) == replace(DAYS[1], timezone="UTC")
    assert list(record.where(lambda it: it.period == DAYS[3].period)) == [DAYS[3]]
    assert read == [DAYS[1].period, DAYS[3].period]


def test_an_edition_that_cannot_be_read_any_more_is_left_out() -> None:
    record = RecordedEditions(map(edition_facts, DAYS), lambda _: None)
    assert list(record) == []


def test_editions_that_are_held_are_a_record_too() -> None:
    assert recorded_editions(DAYS) == DAYS
    record = recorded_editions(DAYS)
    assert recorded_editions(record) is record


def test_the_facts_say_whether_our_posts_are_still_to_be_added() -> None:
    post = EditionPost(id="a", title="A", url="a.html", day="2026-11-22")
    made = [edition_facts(day(0, posts=posts)).post_ids for posts in (None, (), (post,))]
    assert made == [None, (), ("a",)]
