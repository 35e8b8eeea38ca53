"""A new post: a filled header that passes its own check, at a place of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from ruamel.yaml import YAML
from tests.frontdesk.content.project import NOW, RULES, problems

from frontdesk.content.field_specs import RESOURCE_TYPES, ResourceType
from frontdesk.content.front_matter import split_front_matter
from frontdesk.content.front_matter_fields import Head
from frontdesk.content.metadata import RESOURCE_FIELDS, field_label, read_head
from frontdesk.content.scaffold import Scaffold, ScaffoldKind, make_scaffold
from frontdesk.core.errors import ScaffoldError
from frontdesk.core.settings import Settings

ID = "urn:uuid:4236c094-93ff-44e5-9f6f-db1460bd883e"
WARSAW = replace(RULES, timezone="Europe/Warsaw")


def begin(
    title: str, what: ScaffoldKind = "post", rules: Settings = WARSAW, **more: object
) -> Scaffold:
    return make_scaffold(title, what, NOW, ID, rules, **more)  # type: ignore[arg-type]


def head(begun: Scaffold, rules: Settings = WARSAW) -> Head:
    return read_head(split_front_matter(begun.text), begun.path, "post", rules)[0]


@pytest.mark.A4
def test_a_post_begins_with_title_date_id_and_slug() -> None:
    begun = begin("Faktura, która się spóźniła")
    assert begun.path == "posts/2026-11-22-faktura-ktora-sie-spoznila.md"
    assert begun.text == (
        "---\n"
        "Title: Faktura, która się spóźniła\n"
        "Date: 2026-11-22 13:00+01:00\n"
        f"Id: {ID}\n"
        "Slug: faktura-ktora-sie-spoznila\n"
        "Category: Notes\n"
        "# Tags: words, with commas between them\n"
        "# Summary: one sentence that makes readers want to read on\n"
        "Status: draft\n"
        "---\n"
        "\n"
    )


@pytest.mark.A4
def test_the_author_may_choose_from_what_there_is(tmp_path: Path) -> None:
    posts = [
        read_head(
            split_front_matter(f"Title: {n}\nCategory: {word}\nTags: fees, t{n}"),
            "x.md",
            "post",
            RULES,
        )[0]
        for n, word in enumerate(("Craft", "Practice", "Craft"))
    ]
    text = begin("One", known=posts).text
    assert "# Categories so far: Craft, Practice\n" in text
    assert "# Tags used most: fees, t0, t1, t2\n" in text
    (problem,) = problems(tmp_path, {begin("One", known=posts).path: text})
    assert "there is no text" in problem.message


@pytest.mark.A4
@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Friday Debrief: what everyone’s heard", "friday-debrief-what-everyones-heard"),
        ("Ćma i łoś — w Łodzi?", "cma-i-los-w-lodzi"),
        ("Что нового", "chto-novogo"),
        ("お客様", "oke-yang"),
        ("../../etc/passwd", "etcpasswd"),
        ("a" * 200, "a" * 80),
        ("word " * 30, "-".join(["word"] * 16)),
    ],
)
def test_a_slug_is_made_of_a_title_in_any_script(title: str, slug: str) -> None:
    assert begin(title).path == f"posts/2026-11-22-{slug}.md"


@pytest.mark.A4
@given(st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=60))
@example("0000-00-00")
@example("2026-11-22 10:00")
@example("1_000")
@example("0x1F")
@example("1e5")
@example("+5")
@example(".inf")
@example("Off")
def test_whatever_the_title_ours_and_every_reader_of_yaml_read_it_back(title: str) -> None:
    title = " ".join(title.split())
    try:
        begun = begin(title, slug="x1")
    except ScaffoldError:
        assert not title
        return
    assert head(begun).title == title or title in {"~", "null", "Null", "NULL"}
    yaml = YAML(typ="safe", pure=True).load(begun.text.split("---\n")[1])
    assert yaml["Title"] == title
    assert yaml["Slug"] == "x1"


def test_the_date_holds_its_zone_and_follows_the_clock() -> None:
    assert head(begin("One")).date == NOW
    assert "Date: 2026-11-22 12:00+00:00\n" in begin("One", rules=RULES).text


def test_a_page_has_neither_date_nor_id() -> None:
    begun = begin("About us", "page")
    assert begun.path == "pages/about-us.md"
    assert [field.name for field in split_front_matter(begun.text).fields] == ["title", "slug"]


@pytest.mark.parametrize(("day", "appears"), [(22, 27), (27, 27), (28, 34)])
def test_a_column_begins_on_the_next_day_of_its_series(day: int, appears: int) -> None:
    now = datetime(2026, 11, day, 23, 30, tzinfo=UTC)
    begun = make_scaffold("One", "column", now, ID, RULES)
    found = head(begun, RULES)
    assert found.series == "Friday debrief"
    assert found.date is not None
    assert (
        found.date.date().toordinal() == datetime(2026, 11, 1, tzinfo=UTC).toordinal() + appears - 1
    )


def test_a_column_needs_to_be_named_where_there_are_several() -> None:
    two = replace(RULES, series={"Friday debrief": "Friday", "Monday letter": "Monday"})
    with pytest.raises(ScaffoldError, match='series="…", one of Friday debrief, Monday letter'):
        begin("One", "column", two)
    assert head(begin("One", "column", two, series="monday letter"), two).series == "Monday letter"
    with pytest.raises(ScaffoldError, match="no series yet"):
        begin("One", "column", replace(RULES, series={}))


@pytest.mark.parametrize(
    ("title", "says"),
    [("", 'write one, such as title="What I learnt"'), ("???", "add slug=a-few-words")],
)
def test_a_title_that_gives_no_file_is_told(title: str, says: str) -> None:
    with pytest.raises(ScaffoldError, match=says):
        begin(title)


# --- a thing of the library: every line that its type needs ------------------------------------


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
