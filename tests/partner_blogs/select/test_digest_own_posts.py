"""Our own posts in editions: each once, when it came out, and never otherwise afterwards (D2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from frontdesk.core.memory.changes import after_publish
from frontdesk.core.memory.model import KnownPost, Memory, ShownPost
from partner_blogs.config.feeds_yaml import parse_feeds_yaml
from partner_blogs.model.digest import Edition
from partner_blogs.select.digest_own_posts import (
    with_missing_posts,
    with_own_posts,
    without_deleted_posts,
)
from partner_blogs.select.digests import close_editions
from partner_blogs.store_merge import merge_editions

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
"""The first instant of week 47."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
W45, W46, W47, W48 = "2026-W45", "2026-W46", "2026-W47", "2026-W48"


def week(period: str, closed: datetime | None = None, **more: object) -> Edition:
    starts = MONDAY + timedelta(weeks=int(period[-2:]) - 47)
    return Edition(
        kind="weekly", period=period, starts=starts, ends=starts + 7 * DAY, timezone="UTC",
        closed=closed, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def shown(id_: str, date: datetime, title: str = "") -> ShownPost:
    return ShownPost(
        id=id_, path=f"posts/{id_}.md", title=title or id_, summary=f"Of {id_}.", url=f"{id_}.html",
        date=date, written=f"{date:%Y-%m-%dT%H:%M:%S}",
    )  # fmt: skip


def published(*publishes: tuple[datetime, tuple[ShownPost, ...]]) -> Memory:
    memory: Memory | None = None
    for now, posts in publishes:
        memory = after_publish(memory, posts, (), now)
    assert memory
    return memory


def known(*publishes: tuple[datetime, tuple[ShownPost, ...]]) -> tuple[KnownPost, ...]:
    return tuple(published(*publishes).posts.values())


def ids(*editions: Edition) -> list[list[str]]:
    return [[post.id for post in edition.posts or ()] for edition in editions]


OLD = shown("old", MONDAY - 60 * DAY)
THURSDAY, NEXT_MONDAY = MONDAY + 3 * DAY, MONDAY + 7 * DAY + 9 * HOUR


@pytest.mark.D2
def test_a_draft_dated_thursday_and_finished_on_monday_is_in_the_digest_of_monday() -> None:
    late = shown("late", THURSDAY)
    posts = known((MONDAY - 9 * DAY, (OLD,)), (NEXT_MONDAY, (OLD, late)))
    closed = week(W47, MONDAY + 7 * DAY, posts=())
    assert ids(*with_own_posts([week(W48)], posts, [closed])) == [["late"]]
    assert ids(closed) == [[]]


@pytest.mark.D2
def test_posts_of_the_very_first_publish_and_imports_count_by_their_date() -> None:
    recent, imported = shown("recent", THURSDAY), shown("imported", THURSDAY - 40 * DAY)
    first = known((THURSDAY + DAY, (OLD, recent)))
    assert ids(*with_own_posts([week(W46), week(W47)], first, [])) == [[], ["recent"]]
    later = known((MONDAY, (OLD,)), (THURSDAY, (OLD, imported)))
    closed = week("2026-W41", MONDAY, posts=())
    assert ids(*with_own_posts([week(W47)], later, [closed, week(W46, MONDAY, posts=())])) == [[]]


@pytest.mark.D2
def test_what_came_out_while_its_period_was_being_closed_is_in_the_next_once() -> None:
    """The build began a minute before midnight, the refresh closed the week before it was done."""
    posts = known((MONDAY - 9 * DAY, (OLD,)), (MONDAY - HOUR, (OLD, shown("a", MONDAY - DAY))))
    recorded = [week(W45, MONDAY, posts=()), week(W46, MONDAY, posts=())]
    one, two = with_own_posts([week(W47), week(W48)], posts, recorded)
    assert ids(one, two) == [["a"], []]
    assert ids(*with_own_posts([week(W48)], posts, [*recorded, one])) == [[]]


@pytest.mark.D2
def test_a_post_that_went_and_came_back_is_in_no_edition_a_second_time() -> None:
    a = shown("a", MONDAY - 3 * DAY)
    posts = known(
        (MONDAY - 9 * DAY, (OLD,)), (MONDAY - 2 * DAY, (OLD, a)), (MONDAY + DAY, (OLD,)),
        (MONDAY + 2 * DAY, (OLD, a)),
    )  # fmt: skip
    recorded = [week(W46, MONDAY, posts=())]
    assert ids(*with_own_posts([week(W47)], posts, recorded)) == [[]]


@pytest.mark.D2
@pytest.mark.B10
def test_editions_that_version_0_1_0_closed_get_their_posts_once() -> None:
    a, b = shown("a", MONDAY - 3 * DAY), shown("b", MONDAY - 2 * DAY)
    old = [week(W45, MONDAY), week(W46, MONDAY)]
    first = known((MONDAY + DAY, (OLD, a, b)))
    filled = tuple(with_missing_posts(old, first))
    assert ids(*filled) == [[], ["b", "a"]]
    later = known((MONDAY + DAY, (OLD, a, b)), (MONDAY + 2 * DAY, (OLD, shown("a", MONDAY, "New"))))
    assert list(with_missing_posts(filled, later)) == []


@pytest.mark.D2
def test_an_edition_keeps_the_words_and_an_erased_post_leaves_none() -> None:
    (edition,) = with_missing_posts(
        [week(W46, MONDAY)], known((MONDAY, (shown("a", MONDAY - DAY, "Words"),)))
    )
    assert edition.posts
    (post,) = edition.posts
    assert (post.title, post.summary, post.url, post.day) == (
        "Words", "Of a.", "a.html", "2026-11-15",
    )  # fmt: skip
    assert list(without_deleted_posts([edition, week(W45)], {"a"})) == []
    (without,) = without_deleted_posts([edition], {"b"})
    assert without == replace(edition, posts=())


@pytest.mark.D2
def test_a_refresh_that_closes_records_what_is_known_and_nothing_where_nothing_is() -> None:
    config = parse_feeds_yaml("partners: []\n")
    recorded = [week(W45, MONDAY, posts=())]
    posts = known(
        (MONDAY - 20 * DAY, (OLD,)), (MONDAY - 2 * DAY, (OLD, shown("a", MONDAY - 3 * DAY)))
    )
    (closed,) = close_editions(config, {}, recorded, MONDAY + HOUR, posts)
    assert (closed.period, ids(closed)) == (W46, [["a"]])
    (without,) = close_editions(config, {}, recorded, MONDAY + HOUR)
    assert without.posts is None


@pytest.mark.B6
def test_of_two_machines_editions_the_posts_of_whichever_has_any_are_kept() -> None:
    (with_,) = with_missing_posts([week(W46, MONDAY)], known((MONDAY, (shown("a", MONDAY - DAY),))))
    without = week(W46, MONDAY - HOUR)
    assert merge_editions(with_, without).posts == with_.posts
    assert merge_editions(without, with_).posts == with_.posts
    assert merge_editions(without, with_).closed == without.closed


@pytest.mark.D2
@pytest.mark.D6
@given(st.lists(st.tuples(st.integers(0, 27), st.integers(-20, 27)), max_size=8), st.data())
def test_every_new_post_is_in_exactly_one_closed_edition(
    posts: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Published on some day, dated some day before, a refresh on some days."""
    start = MONDAY - 14 * DAY
    wanted = {
        f"p{n}": (day, shown(f"p{n}", start + min(day, max(dated, day - 29)) * DAY))
        for n, (day, dated) in enumerate(posts)
    }
    refreshes = data.draw(st.sets(st.integers(1, 40)))
    memory = after_publish(None, [OLD], (), start - DAY)
    recorded: list[Edition] = [week("2026-W44", start, posts=())]
    for day in range(42):
        now = start + day * DAY + HOUR
        if day in refreshes or day == 41:
            config = parse_feeds_yaml("partners: []\n")
            known_posts = tuple(memory.posts.values())
            recorded += close_editions(config, {}, recorded, now, known_posts)
        there = [post for when, post in wanted.values() if when <= day]
        memory = after_publish(memory, [OLD, *there], (), now + HOUR)
    told = [post.id for edition in recorded for post in edition.posts or ()]
    assert sorted(told) == sorted(wanted)
