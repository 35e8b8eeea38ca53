"""Which texts the list of the desk shows, and in which group."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.frontdesk.desk.requests import NOW

from frontdesk.content.front_matter_fields import Head
from frontdesk.content.model import Document
from frontdesk.core.problems import Problem
from frontdesk.desk.post_list import post_groups


def text(path: str, title: str, kind: str = "post", **fields: object) -> Document:
    head = Head(**{"title": title, "status": "published", **fields})
    return Document(path, kind, head, "", (), (), title)


TEXTS = (
    text("posts/a.md", "Older", date=NOW - timedelta(days=2), tags=("late fees",)),
    text("posts/b.md", "Łódź", date=NOW - timedelta(days=1), category="Travel"),
    text("posts/c.md", "Later", date=NOW + timedelta(days=1)),
    text("posts/d.md", "Begun", status="draft"),
    text("posts/e.md", "Wrong"),
    text("pages/about.md", "About", "page"),
    text("resources/x.md", "A book", "resource", type="book"),
)
PROBLEMS = (Problem("posts/e.md", 1, "wrong", "error"), Problem("posts/a.md", 2, "odd", "warning"))


@pytest.mark.K4
def test_texts_stand_in_groups_the_newest_first() -> None:
    found = post_groups(TEXTS, PROBLEMS, NOW)
    assert [(group.name, [one.title for one in group.posts]) for group in found] == [
        ("With errors", ["Wrong"]),
        ("Drafts", ["Begun"]),
        ("Scheduled", ["Later"]),
        ("Published", ["Łódź", "Older"]),
        ("Pages", ["About"]),
        ("Library", ["A book"]),
    ]
    shown = {one.title: (one.type, one.errors, one.warnings) for g in found for one in g.posts}
    assert shown["Older"] == ("", 0, 1)
    assert shown["A book"] == ("book", 0, 0)
    assert shown["About"] == ("page", 0, 0)
    assert shown["Wrong"] == ("", 1, 0)


@pytest.mark.K4
@pytest.mark.parametrize(
    ("words", "titles"),
    [("lodz", {"Łódź"}), ("FEES late", {"Older"}), ("travel", {"Łódź"}), ("about.md", {"About"})],
)
def test_texts_are_found_by_title_name_category_and_tag(words: str, titles: set[str]) -> None:
    found = post_groups(TEXTS, (), NOW, words)
    assert {one.title for group in found for one in group.posts} == titles


@pytest.mark.K4
def test_of_many_texts_the_newest_are_shown_first() -> None:
    many = [text(f"posts/{n}.md", f"{n}", date=NOW - timedelta(days=n + 1)) for n in range(30)]
    (group,) = post_groups(many, (), NOW)
    assert ([one.title for one in group.posts][:2], len(group.posts) < group.total) == (
        ["0", "1"],
        True,
    )
    (group,) = post_groups(many, (), NOW, whole="Published")
    assert len(group.posts) == group.total == 30
