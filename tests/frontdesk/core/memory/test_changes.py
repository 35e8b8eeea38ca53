"""What is known after a publish, and what two machines know together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from frontdesk.core.memory.changes import (
    after_publish,
    differs_in_time_only,
    id_digest,
    merge_memories,
)
from frontdesk.core.memory.model import Memory, ShownPost

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def post(id_: str = "a", date: datetime = MONDAY - 4 * DAY, title: str = "A") -> ShownPost:
    return ShownPost(
        id=id_, path=f"posts/{id_}.md", title=title, summary="Words.", url=f"{id_}.html", date=date
    )


def first(*posts: ShownPost, now: datetime = MONDAY) -> Memory:
    return after_publish(None, posts, (), now)


@pytest.mark.D2
def test_a_draft_finished_late_came_out_when_it_was_published() -> None:
    before = first(post("old"))
    after = after_publish(before, [post("old"), post("late")], (), MONDAY + DAY)
    assert after.posts["late"].came_out == MONDAY + DAY
    assert after.posts["late"].is_news


@pytest.mark.D2
def test_posts_of_the_very_first_publish_count_by_their_date() -> None:
    known = first(post()).posts["a"]
    assert known.came_out == post().date
    assert not known.is_news


@pytest.mark.D2
@pytest.mark.parametrize(
    ("days", "is_import"), [(29, False), (30, False), (31, True), (4000, True)]
)
def test_what_is_older_than_30_days_when_first_seen_is_an_import(
    days: int, is_import: bool
) -> None:
    date = MONDAY - days * DAY
    known = after_publish(first(), [post(date=date)], (), MONDAY).posts["a"]
    assert known.came_out == (date if is_import else MONDAY)
    assert known.is_news is not is_import


@pytest.mark.D2
def test_another_title_date_or_address_changes_nothing_of_when_it_came_out() -> None:
    before = after_publish(first(), [post()], (), MONDAY)
    moved = replace(post(date=MONDAY - 60 * DAY, title="B"), url="b.html")
    known = after_publish(before, [moved], (), MONDAY + DAY).posts["a"]
    assert (known.title, known.url, known.came_out) == ("B", "b.html", MONDAY)
    assert known.is_news


@pytest.mark.B9
def test_of_a_post_that_is_gone_no_word_stays_and_should_it_return_it_is_no_news() -> None:
    before = after_publish(first(), [post()], (), MONDAY)
    gone = after_publish(before, [], (), MONDAY + DAY)
    assert gone.posts == {}
    assert gone.past == {id_digest("a"): MONDAY}
    back = after_publish(gone, [post()], (), MONDAY + 2 * DAY)
    assert back.posts["a"].came_out == MONDAY
    assert not back.posts["a"].is_news
    assert back.past == {}


@pytest.mark.B9
def test_a_post_that_waits_for_its_author_is_not_forgotten() -> None:
    before = after_publish(first(), [post()], (), MONDAY)
    after = after_publish(before, [], {"posts/a.md"}, MONDAY + DAY)
    assert after.posts == before.posts


@pytest.mark.B9
def test_a_publish_that_changed_nothing_is_told_from_one_that_did() -> None:
    before = first(post())
    assert differs_in_time_only(before, replace(before, published=MONDAY + DAY))
    assert not differs_in_time_only(before, replace(before, addresses=("index.html",)))
    assert not differs_in_time_only(None, before)


@pytest.mark.B6
def test_of_two_memories_the_earlier_knows_when_a_post_came_out_and_the_later_its_words() -> None:
    early = replace(after_publish(first(), [post()], (), MONDAY), sources={"posts/a.md": "1" * 32})
    late = after_publish(first(), [post(title="B"), post("b")], (), MONDAY + DAY)
    late = replace(late, sources={"posts/a.md": "2" * 32})
    both = merge_memories(early, late)
    assert both.posts["a"].title == "B"
    assert both.posts["a"].came_out == MONDAY
    assert both.posts.keys() == {"a", "b"}
    assert both.sources == late.sources


@pytest.mark.B6
def test_what_the_later_publish_took_away_does_not_come_back_from_the_earlier() -> None:
    early = after_publish(first(), [post()], (), MONDAY)
    late = after_publish(early, [], (), MONDAY + DAY)
    assert merge_memories(early, late).posts == {}
    assert merge_memories(early, late).past == late.past


@pytest.mark.B6
def test_what_the_earlier_took_away_and_the_later_shows_is_no_news() -> None:
    taken = after_publish(after_publish(first(), [post()], (), MONDAY), [], (), MONDAY + DAY)
    late = after_publish(first(), [post()], (), MONDAY + 2 * DAY)
    both = merge_memories(taken, late)
    assert both.posts["a"].came_out == MONDAY
    assert not both.posts["a"].is_news
    assert both.past == {}


_IDS = st.sets(st.sampled_from("abcd"))
_PUBLISHES = st.lists(_IDS, min_size=1, max_size=4)


def _grown(publishes: list[set[str]], start: int) -> Memory:
    memory = None
    for n, ids in enumerate(publishes):
        memory = after_publish(
            memory, [post(one) for one in sorted(ids)], (), MONDAY + (start + n) * DAY
        )
    assert memory
    return memory


@pytest.mark.B6
@given(_PUBLISHES, _PUBLISHES, st.integers(0, 3))
def test_joining_has_no_order_and_a_memory_joined_with_itself_is_itself(
    one: list[set[str]], other: list[set[str]], later: int
) -> None:
    first_, second = _grown(one, 0), _grown(other, later)
    both = merge_memories(first_, second)
    assert both == merge_memories(second, first_)
    assert merge_memories(first_, first_) == first_
    assert merge_memories(both, first_) == both
    assert not {id_digest(id_) for id_ in both.posts} & both.past.keys()
