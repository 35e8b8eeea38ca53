"""The order of posts: instalments and prev_next."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.site.series import group_by_series, oldest_first, prev_next


class Post(NamedTuple):
    date: datetime
    slug: str


def day(number: int, slug: str = "") -> Post:
    return Post(datetime(2026, 11, number, tzinfo=UTC), slug)


def test_a_series_has_its_posts_oldest_first() -> None:
    [run] = group_by_series([("Friday Debrief", day(13)), ("Friday Debrief", day(6))], {})
    assert run.posts == (day(6), day(13))


def test_two_posts_of_one_instant_stand_in_the_order_of_their_addresses() -> None:
    assert oldest_first([day(1, "b"), day(1, "a")]) == (day(1, "a"), day(1, "b"))


def test_the_settings_say_the_order_of_series_and_their_days() -> None:
    posts = [("Zebra", day(1)), ("One", day(2)), ("Two", day(3)), ("Ape", day(4))]
    weekdays = {"Two": "Friday", "Nothing yet": "Monday", "One": None}
    found = group_by_series(posts, weekdays)
    assert [(run.name, run.weekday) for run in found] == [
        ("Two", "Friday"),
        ("One", None),
        ("Ape", None),
        ("Zebra", None),
    ]


def test_the_ends_of_a_row_have_one_neighbour() -> None:
    first, second = day(1), day(2)
    begin, end = prev_next([first, second])
    assert (begin.number, begin.older, begin.newer) == (1, None, second)
    assert (end.number, end.older, end.newer) == (2, first, None)


@given(st.lists(st.integers()))
def test_who_goes_on_and_on_meets_every_post_once(row: list[int]) -> None:
    found = prev_next(row)
    assert [one.number for one in found] == list(range(1, len(row) + 1))
    assert [one.newer for one in found[:-1]] == row[1:]
    assert [one.older for one in found[1:]] == row[:-1]
