"""Each comment has an anchor of its own, and whatever In_reply_to says, it has a place on the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.content.comment_answers import PlacedComment, place_comments
from frontdesk.content.model import Comment

FIRST = datetime(2026, 11, 2, 10, tzinfo=UTC)


def comment(number: int, name: str, answers: str = "", id_: str = "") -> Comment:
    lines = {"in_reply_to": 3, "id": 4}
    when = FIRST + timedelta(minutes=number)
    path = f"comments/fees/{name}.md"
    return Comment(
        *(path, "fees", name.lower(), "Ann", when, None, "Yes."),
        id=id_,
        in_reply_to=answers,
        lines=lines,
    )


def placed(*comments: tuple[str, str, str]) -> list[PlacedComment]:
    return place_comments([comment(n, *one) for n, one in enumerate(comments)], ())[0]


def told(*comments: tuple[str, str, str]) -> list[tuple[str, int, str]]:
    found = place_comments([comment(n, *one) for n, one in enumerate(comments)], {"top"})[1]
    return [(one.path.rpartition("/")[2], one.line, one.message) for one in found]


@pytest.mark.R6
@pytest.mark.parametrize(
    "typed", ["c1", "#c1", "Ann", "ann", "Ann.md", "comments/fees/Ann.md", "comment-ann"]
)
def test_an_answer_names_a_comment_by_its_id_or_its_file(typed: str) -> None:
    first = ("Ann", "", "c1") if typed.endswith("c1") else ("Ann", "", "")
    ann, ben = placed(first, ("ben", typed, ""))
    assert ben.answers == ann.anchor


@pytest.mark.R6
def test_an_id_comes_before_the_name_of_a_file() -> None:
    *_, answer = placed(("x", "", ""), ("b", "", "x"), ("c", "x", ""))
    assert answer.answers == "x"


@pytest.mark.R6
@pytest.mark.parametrize(
    ("comments", "faults"),
    [
        (
            [("a", "", "c1"), ("b", "", "c1")],
            [
                (
                    "b.md",
                    4,
                    "comments/fees/a.md has the same Id; write another here, or take the line out",
                )
            ],
        ),
        (
            [("a", "", ""), ("b", "", "comment-a")],
            [
                (
                    "a.md",
                    0,
                    "comments/fees/b.md has the same address on the page; rename one of the two",
                )
            ],
        ),
        (
            [("a", "", "top")],
            [
                (
                    "a.md",
                    4,
                    "the page of the post has another place '#top'; write another Id, or take the line out",
                )
            ],
        ),
        (
            [("annabel", "", ""), ("b", "anabel", "")],
            [("b.md", 3, "this post has no comment 'anabel' (did you mean 'annabel'?)")],
        ),
        (
            [("a", "b", ""), ("b", "a", ""), ("c", "b", "")],
            [
                (
                    f"{name}.md",
                    3,
                    "these comments answer each other; take the line out of the one that was there first",
                )
                for name in ("a", "b")
            ],
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    comments: list[tuple[str, str, str]], faults: list[tuple[str, int, str]]
) -> None:
    assert told(*comments) == faults


@pytest.mark.R6
def test_those_in_a_circle_answer_the_post_and_those_below_them_stay_below_them() -> None:
    found = placed(("a", "b", ""), ("b", "a", ""), ("c", "b", ""))
    assert [one.answers for one in found] == ["", "", "comment-b"]


NAMES = st.sampled_from(["", "a", "b", "c", "d", "c1", "c2", "comment-a", "main"])


@pytest.mark.R6
@given(st.lists(st.tuples(st.sampled_from("abcdABCD"), NAMES, NAMES), max_size=8))
def test_anchors_differ_and_each_way_up_ends_at_the_post(
    comments: list[tuple[str, str, str]],
) -> None:
    comments = list({one[0]: one for one in comments}.values())
    found = placed(*comments)
    above = {one.anchor: one.answers for one in found}
    assert len(above) == len(comments)
    assert "main" not in above
    for anchor in above:
        for _ in comments:
            anchor = above.get(anchor, "")  # noqa: PLW2901
        assert anchor == ""
