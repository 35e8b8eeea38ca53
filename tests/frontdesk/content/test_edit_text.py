"""A change of a field or of the body changes its own lines of the file and no other byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.content.edit_text import body_of, edit_text
from frontdesk.content.front_matter import split_front_matter
from frontdesk.core.errors import FrontDeskError

FENCED = """---
Title: Fees
Date: 2026-11-10 08:30 +01:00
# Categories so far: Notes, Practice
Category:   Notes
Tags:
  - one
  - two

Own_field: stays
Status: draft
---

First words.

Last words.
"""
PLAIN = "Title: Fees\nTags: one, two\nSummary: a text\n    that goes on\n\nWords.\n"


@pytest.mark.K4
@pytest.mark.parametrize(
    ("source", "fields", "body", "old", "new"),
    [
        (FENCED, {"title": "Fees: a plan"}, None, "Title: Fees", "Title: 'Fees: a plan'"),
        (FENCED, {"tags": "one, three"}, None, "Tags:\n  - one\n  - two\n", "Tags: one, three\n"),
        (FENCED, {"status": None}, None, "Status: draft\n", ""),
        (FENCED, {"summary": "New"}, None, "draft\n---", "draft\nSummary: New\n---"),
        (FENCED, {"summary": None}, None, "", ""),
        (FENCED, {}, "Other words.", "First words.\n\nLast words.\n", "Other words.\n"),
        (FENCED, {}, "First words.\r\n\r\nLast words.\r\n", "", ""),
        (FENCED, {}, "---\n\nA rule first.", "First words.\n\nLast words.\n", "---\n\nA rule first.\n"),
        (PLAIN, {"summary": None}, None, "Summary: a text\n    that goes on\n", ""),
        (PLAIN, {"category": "Notes"}, "More.", "on\n\nWords.", "on\nCategory: Notes\n\nMore."),
        ("Only words.\n", {"title": "A title"}, None, "Only", "Title: A title\n\nOnly"),
        ("Title: Fees\n", {}, "Words.", "Fees\n", "Fees\n\nWords.\n"),
    ],
    ids=list("abcdefghijkl"),
)  # fmt: skip
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "bom"])
def test_only_what_is_named_is_changed(
    source: str, fields: dict, body: str | None, old: str, new: str, ends: str, mark: str
) -> None:
    changed = source.replace(old, new, 1) if old else source
    written = edit_text(mark + source.replace("\n", ends), fields, body)
    assert written == mark + changed.replace("\n", ends)


@pytest.mark.K4
@pytest.mark.parametrize(
    ("source", "fields", "body"),
    [
        ('+++\ntitle = "Fees"\n+++\n\nWords.\n', {"title": "Other"}, None),
        ("Title: a\r\nTags: b\n\nWords.\n", {"title": "Other"}, None),
        ("Title: a\nTitle: b\n\nWords.\n", {"title": "Other"}, None),
    ],
    ids=["toml", "mixed", "twice"],
)
def test_what_cannot_be_changed_safely_is_refused(
    source: str, fields: dict, body: str | None
) -> None:
    with pytest.raises(FrontDeskError):
        edit_text(source, fields, body)


def test_the_body_is_shown_without_the_blank_lines_around_it() -> None:
    assert body_of(FENCED) == ("First words.\n\nLast words.", 14)
    assert body_of("\ufeffTitle: x\r\n\r\n\r\nWords.\r\n") == ("Words.", 4)


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@pytest.mark.K4
@given(st.sampled_from([FENCED, PLAIN]), LINES, st.lists(LINES, max_size=5).map("\n".join))
def test_whatever_is_typed_comes_back_or_is_refused(source: str, title: str, body: str) -> None:
    title = " ".join(title.split())
    try:
        written = edit_text(source, {"title": title or None}, body)
    except FrontDeskError:
        return
    before, after = split_front_matter(source), split_front_matter(written)
    others = [(one.name, one.text, one.items) for one in before.fields if one.name != "title"]
    assert [
        (one.name, one.text, one.items) for one in after.fields if one.name != "title"
    ] == others
    assert next((one.text for one in after.fields if one.name == "title"), "") == title
    assert body_of(written).text == body.strip("\n")
