"""A thing of the library is begun with every line that its type needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.frontdesk.content.project import NOW, RULES, problems

from frontdesk.content.metadata import RESOURCE_FIELDS, field_label
from frontdesk.content.model import RESOURCE_TYPES, ResourceType
from frontdesk.content.scaffold import make_scaffold

ID = "urn:uuid:4236c094-93ff-44e5-9f6f-db1460bd883e"


@pytest.mark.A4
@pytest.mark.parametrize("what", RESOURCE_TYPES)
def test_what_is_begun_is_a_draft_that_wants_values_and_nothing_else(
    what: ResourceType, tmp_path: Path
) -> None:
    begun = make_scaffold("The fee: a letter", what, NOW, ID, RULES)
    assert begun.path == "resources/the-fee-a-letter.md"
    found = problems(tmp_path, {begun.path: begun.text})
    assert {one.severity for one in found} == {"info"}
    assert all(re.search("has no value; write one$|there is no text", one.message) for one in found)


@pytest.mark.A4
@pytest.mark.parametrize("what", RESOURCE_TYPES)
def test_filled_in_it_is_faultless(what: ResourceType, tmp_path: Path) -> None:
    text = make_scaffold("The fee: a letter", what, NOW, ID, RULES).text
    for name, field in RESOURCE_FIELDS[what].items():
        text = text.replace(
            f"\n{field_label(name)}:\n", f"\n{field_label(name)}: {field.example}\n"
        )
    text = text.replace("\n# Place: a room and its address\n", "\nPlace: Leeds\n")
    text = text.replace("Status: draft\n", "") + "Some words.\n"
    assert problems(tmp_path, {"resources/x.md": text}) == ()


def test_a_book_begins_like_this() -> None:
    assert make_scaffold("The Fee Letter", "book", NOW, ID, RULES).text.startswith(
        "---\n"
        "Title: The Fee Letter\n"
        "Type: book\n"
        "Date: 2026-11-22\n"
        f"Id: {ID}\n"
        "Slug: the-fee-letter\n"
        "# Summary: a sentence for lists and feeds, such as Half a page that saves an argument.\n"
        "Summary:\n"
    )
