"""What the check says of each type of resource, faulty and faultless (L1)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import asdict
from tests.frontdesk.content.project import NOW, RULES, problems, write
from tests.frontdesk.content.resource_faults import FAULTS, GOOD, PATH, Fault, resource

from frontdesk.content.field_specs import RESOURCE_TYPES
from frontdesk.content.front_matter import split_document, split_front_matter
from frontdesk.content.front_matter_fields import Head
from frontdesk.content.lint.report import format_problem, format_totals
from frontdesk.content.lint.run import check
from frontdesk.content.metadata import RESOURCE_FIELDS, field_label, read_head
from frontdesk.content.render_cache import RenderCache
from frontdesk.content.resource_types import Book, Event, Video

FILE = {"files/fees.txt": "Fees.\n"}


def head(text: str) -> Head:
    found, wrong = read_head(split_document(text.encode())[0], PATH, "resource", RULES)
    assert wrong == []
    return found


@pytest.mark.L1
@pytest.mark.parametrize("what", RESOURCE_TYPES)
def test_a_faultless_resource_of_each_type_gets_no_remark(what: str, tmp_path: Path) -> None:
    assert problems(tmp_path, {**FILE, PATH: resource(what)}) == ()


@pytest.mark.L1
@pytest.mark.A2
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_once_with_its_line_and_remedy(fault: Fault, tmp_path: Path) -> None:
    found = problems(tmp_path, {**FILE, PATH: fault.text})
    line, _, message = fault.says.partition(": ")
    assert [format_problem(one, "content") for one in found] == [
        f"content/{PATH}:{line}: {message}"
    ]


def test_each_type_has_a_fault() -> None:
    assert {
        fault.text.split("Type: ")[1].split()[0] for fault in FAULTS if "Type: " in fault.text
    } >= {*RESOURCE_TYPES}
    assert set(GOOD) == set(RESOURCE_TYPES)


@pytest.mark.L1
@pytest.mark.parametrize(
    ("what", "name"), [(what, name) for what in RESOURCE_TYPES for name in RESOURCE_FIELDS[what]]
)
def test_the_example_of_every_field_is_good_and_has_an_effect(what: str, name: str) -> None:
    field = RESOURCE_FIELDS[what][name]
    text = resource(what, **{field_label(name): field.example if name != "type" else what})
    if name in {"start", "end"}:
        text = resource(what, Start="2027-01-20 09:30", End="2027-01-20 12:00")
    if name == "checked":
        text = (
            text.replace("\n\n", "\nLink: https://fees.example/\n\n", 1)
            if "\nLink:" not in text
            else text
        )
    if name == "file":
        text = (
            text.replace("\n\n", "\nVersion: 2026-11-21\n\n", 1)
            if "\nVersion:" not in text
            else text
        )
    found = head(text)
    values = {**asdict(found), **asdict(found.thing)}
    empty = {**asdict(Head()), **asdict(type(found.thing)())}
    assert values[name] != empty[name]


def test_what_the_fields_say() -> None:
    book = head(resource("book")).thing
    assert isinstance(book, Book)
    assert (book.author, book.year, book.isbn) == (
        ("Ann Example", "Ben Sample"),
        2008,
        "9780306406157",
    )
    event = head(resource("event")).thing
    assert isinstance(event, Event)
    assert event.start == datetime(2027, 3, 27, 18, tzinfo=UTC)
    assert event.end == datetime(2027, 3, 28, 11, tzinfo=UTC)  # the clocks were put forward
    video = head(resource("video", Duration="1:02:03")).thing
    assert isinstance(video, Video)
    assert video.duration == 3723
    assert head(resource("community")).thing.closed == date(2026, 6, 26)


def test_nothing_in_a_draft_is_more_than_a_note(tmp_path: Path) -> None:
    found = problems(tmp_path, {PATH: resource("book", Author="", Year="soon", Status="draft")})
    assert [one.severity for one in found] == ["info", "info"]


POST = "posts/2026-11-01-one.md"


@pytest.mark.A2
@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("the-fee-letter", []),
        ("the-fee-leter", ["the library has no 'the-fee-leter' (did you mean 'the-fee-letter'?)"]),
        ("gone", ["the library has no 'gone'; take it out"]),
    ],
)
def test_a_post_names_what_the_library_has(named: str, says: list[str], tmp_path: Path) -> None:
    post = f"Title: One\nResources: {named}\n\nWith [a link]({{filename}}/resources/the-fee-letter.md).\n"
    found = problems(tmp_path, {PATH: resource("tool"), POST: post})
    assert [one.message for one in found] == says


@pytest.mark.A3
def test_a_post_may_name_what_is_not_out_yet(tmp_path: Path) -> None:
    post = "Title: One\nResources: the-fee-letter\n\nWords.\n"
    found = problems(tmp_path, {PATH: resource("tool", Status="draft"), POST: post})
    assert [(one.severity, one.message) for one in found] == [
        ("info", "'the-fee-letter' is not out yet; until it is, readers do not see it here")
    ]


def test_two_ways_of_writing_a_topic_are_told(tmp_path: Path) -> None:
    files = {
        f"resources/{n}.md": resource("tool", Topic="Listening", Date=f"2026-11-0{n}")
        for n in (1, 2)
    }
    found = problems(tmp_path, {**files, PATH: resource("tool", Topic="Listning")})
    says = "the topic 'Listning' looks like 'Listening', which 2 resources have; write that if you mean it"
    assert [(one.path, one.line, one.message) for one in found] == [(PATH, 5, says)]


def test_a_link_that_nobody_followed_for_a_year_is_told(tmp_path: Path) -> None:
    found = problems(tmp_path, {PATH: resource("tool", Checked="2025-11-21")})
    says = "you last checked the Link on 2025-11-21; check it again, and write today's date"
    assert [(one.line, one.severity, one.message) for one in found] == [(8, "info", says)]
    assert problems(tmp_path, {PATH: resource("tool", Checked="2025-11-22")}) == ()


def test_resources_are_counted(tmp_path: Path) -> None:
    write(tmp_path, {PATH: resource("tool")})
    report = check(tmp_path, RULES, NOW, RenderCache())
    assert (
        format_totals(report.documents, (), "content")
        == "content: 0 posts, 0 pages, 1 resource; no problems"
    )


def test_a_post_has_no_fields_of_a_resource() -> None:
    header = split_front_matter("Title: One\nPublisher: Example House\n\nWords.\n")
    _, found = read_head(header, POST, "post", RULES)
    assert "unknown field 'Publisher'" in found[0].message
