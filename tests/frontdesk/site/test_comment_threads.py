"""Every comment is drawn once, below the one that it answers, however long a talk goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from frontdesk.content.model import Comment
from frontdesk.site.comment_threads import DEEPEST, Thread, threads
from frontdesk.site.texts import Reply

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)


def reply(anchor: str, answers: str = "") -> Reply:
    comment = Comment(f"{anchor}.md", "fees", anchor, "Ann", NOW, None, "Yes.")
    return Reply(comment, anchor, Markup("Yes."), answers)


def drawn(lists: tuple[Thread, ...], depth: int = 0) -> Iterator[tuple[str, int, str]]:
    """The anchor, the depth and whom it names, of each comment from top to bottom."""
    for one in lists:
        yield one.reply.anchor, depth, one.names.anchor if one.names else ""
        yield from drawn(one.below, depth + 1)


@pytest.mark.R6
def test_answers_stand_below_their_comment_oldest_first() -> None:
    replies = [reply("a"), reply("b"), reply("c", "a"), reply("d", "a"), reply("e", "c")]
    assert [*drawn(threads(replies))] == [
        *(("a", 0, ""), ("c", 1, ""), ("e", 2, ""), ("d", 1, ""), ("b", 0, "")),
    ]


@pytest.mark.R6
def test_a_talk_of_a_thousand_answers_is_four_lists_deep() -> None:
    replies = [reply("0"), *(reply(str(n), str(n - 1)) for n in range(1, 1000))]
    found = [*drawn(threads(replies))]
    assert [anchor for anchor, _, _ in found] == [str(n) for n in range(1000)]
    assert max(depth for _, depth, _ in found) == DEEPEST
    assert found[3] == ("3", 3, "")
    assert found[4] == ("4", 3, "3")
    assert found[999] == ("999", 3, "998")


@pytest.mark.R6
@given(st.lists(st.integers(0, 30), max_size=30))
def test_every_comment_is_drawn_once_and_after_the_one_that_it_answers(above: list[int]) -> None:
    replies = [
        reply(str(number), "" if answered >= number else str(answered))
        for number, answered in enumerate(above)
    ]
    order = [anchor for anchor, _, _ in drawn(threads(replies))]
    assert sorted(order) == sorted(one.anchor for one in replies)
    assert all(order.index(one.answers) < order.index(one.anchor) for one in replies if one.answers)
