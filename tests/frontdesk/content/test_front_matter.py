"""The header: one grammar, with and without the lines of `---`; what YAML writes is read as YAML means it."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from frontdesk.content.front_matter import split_front_matter
from frontdesk.content.front_matter_fields import Field

WORDS = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zl", "Zp"), max_codepoint=0x2FFF),
    min_size=1,
    max_size=100,
).map(lambda text: " ".join(text.split()))
VALUES = WORDS.filter(lambda text: text and text not in {"~", "null", "Null", "NULL"})
NAMES = st.sampled_from(("Title", "Date", "Tags", "Summary", "Slug", "Category"))


def told(text: str) -> list[tuple[str, str, tuple[str, ...] | None]]:
    return [(field.name, field.text, field.items) for field in split_front_matter(text).fields]


def test_a_plain_header_ends_at_the_first_empty_line() -> None:
    header = split_front_matter("Title: One\nDate: 2026-11-22\n\nTags: text\n")
    assert header.fields == (
        Field("title", "Title", "One", 1),
        Field("date", "Date", "2026-11-22", 2),
    )
    assert (header.body, header.body_line) == ("\nTags: text\n", 3)
    assert header.problems == ()


def test_a_header_between_fences_may_hold_empty_lines_and_remarks() -> None:
    header = split_front_matter("---\n# for people\nTitle: One\n\nTags: a\n---\nText.\n")
    assert [(field.name, field.line) for field in header.fields] == [("title", 3), ("tags", 5)]
    assert (header.body, header.body_line) == ("Text.\n", 7)


def test_a_text_without_a_header_is_all_text() -> None:
    header = split_front_matter("# A heading\n\nNote: words.\n")
    assert header.fields == ()
    assert header.body_line == 1


@pytest.mark.parametrize(
    ("value", "text", "items"),
    [
        ("Friday Debrief: what everyone heard", "Friday Debrief: what everyone heard", None),
        ("Client #1", "Client #1", None),
        ("2026-11-22 08:30", "2026-11-22 08:30", None),
        ('"In: quotes"', "In: quotes", None),
        ("'It''s'", "It's", None),
        (r'"a \"b\" \u0105 \x41\n"', 'a "b" ą A\n', None),
        ('"Hello" she said', '"Hello" she said', None),
        ("[a, b]", "[a, b]", ("a", "b")),
        ("['a, b', \"c\", d e,]", "['a, b', \"c\", d e,]", ("a, b", "c", "d e")),
        ("[a, [b]]", "[a, [b]]", None),
        ("[]", "[]", ()),
        ("~", "", None),
        ("null", "", None),
        ("", "", None),
        ("No", "No", None),
        ("one\n    two", "one two", None),
        ("\n    one\n    two", "one two", None),
        (">\n  one\n  two: three", "one two: three", None),
        ("|-\n  one\n  two", "one two", None),
        ("[a,\n  b]", "[a, b]", ("a", "b")),
        ('"one\n  two: three"', "one two: three", None),
        ("\n- a\n- 'b: c'", "", ("a", "b: c")),
        ("\n  - a\n  - b", "", ("a", "b")),
        ("\n- a\n  goes on\n- b", "", ("a goes on", "b")),
    ],
)
@pytest.mark.A1
def test_a_value_is_read_alike_in_both_styles(
    value: str, text: str, items: tuple[str, ...] | None
) -> None:
    header = f"Title: {value}\nDate: 2026-11-22"
    assert told(f"{header}\n\nText.\n")[0] == ("title", text, items)
    assert told(f"---\n{header}\n---\n\nText.\n") == told(f"{header}\n\nText.\n")


@pytest.mark.A1
@given(st.lists(st.tuples(NAMES, WORDS, st.lists(WORDS, max_size=2)), min_size=1, max_size=5))
def test_the_same_lines_say_the_same_with_and_without_fences(
    fields: list[tuple[str, str, list[str]]],
) -> None:
    lines = [
        line
        for name, value, more in fields
        for line in (f"{name}: {value}", *(f"    {one}" for one in more if one))
    ]
    plain = split_front_matter("\n".join([*lines, "", "Text."]))
    fenced = split_front_matter("\n".join(["---", *lines, "---", "", "Text."]))
    assert [(f.name, f.text, f.items, f.line + 1) for f in plain.fields] == [
        (f.name, f.text, f.items, f.line) for f in fenced.fields
    ]
    assert plain.body == fenced.body
    assert plain.problems == fenced.problems == ()


def dumped(data: dict[str, Any], flow: bool | None) -> str:
    """YAML of a library: lists in brackets where `flow` is None."""
    yaml, file = YAML(typ="safe", pure=True), StringIO()
    yaml.default_flow_style, yaml.allow_unicode = flow, True
    yaml.dump(data, file)
    return file.getvalue()


@pytest.mark.A1
@given(VALUES, st.lists(VALUES, min_size=1, max_size=4), st.sampled_from((False, None)))
def test_what_a_yaml_library_writes_is_read_as_it_was_meant(
    title: str, tags: list[str], flow: bool | None
) -> None:
    text = dumped({"title": title, "tags": tags}, flow)
    found = {field.name: field for field in split_front_matter(f"---\n{text}---\nText.\n").fields}
    assert " ".join(found["title"].text.split()) == title
    assert found["tags"].items is not None
    assert [" ".join(tag.split()) for tag in found["tags"].items] == tags


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "---",
        "---\n---",
        "---\n---\n",
        "Title:",
        "Title: a\n",
        "---\nTitle: a\n...\nText.",
        "--- \nTitle: a\n--- \nText.",
        "Title: a\n- b\n\nText.",
        "---\n\tTitle: a\n---\n",
        "a: [\n\n",
        'a: "\n',
    ],
)
def test_whatever_a_file_holds_is_taken_apart(text: str) -> None:
    header = split_front_matter(text)
    assert text.endswith(header.body)
    assert header.body_line >= 1


@given(st.text(st.sampled_from("ab:-# \n\t'\"[],|>~…"), max_size=60))
def test_any_text_is_taken_apart_and_no_line_of_the_text_is_lost(text: str) -> None:
    header = split_front_matter(text)
    rest = text.split("\n")[header.body_line - 1 :]
    assert "\n".join(rest) == header.body


@pytest.mark.A2
@given(st.lists(NAMES, min_size=1, max_size=4, unique=True), st.data())
def test_a_line_that_is_not_a_field_is_told_where_it_stands(names: list[str], data: Any) -> None:
    lines = [f"{name}: value" for name in names]
    place = data.draw(st.integers(1, len(lines)))
    lines.insert(place, "Dear reader")
    for fence in (["---"], []):
        header = split_front_matter("\n".join([*fence, *lines, *fence, "", "Text."]))
        assert [problem.line for problem in header.problems] == [place + 1 + len(fence)]


@pytest.mark.A12
@pytest.mark.parametrize(
    "text",
    [
        '---\ntitle: "Hello \\ud83d\\ude00"\ndate: 2026-11-01\n---\nWords.\n',
        '{"title": "Hello \\ud83d\\ude00", "date": "2026-11-01"}\n\nWords.\n',
    ],
)
def test_halves_of_a_sign_are_joined(text: str) -> None:
    title = next(field for field in split_front_matter(text).fields if field.name == "title")
    assert title.text == "Hello 😀"


@pytest.mark.A12
@pytest.mark.parametrize(
    "text",
    [
        '---\ntitle: "\\ud800x"\nurl: "a\\0x.html"\n---\nW.\n',
        '{"title": "\\ud800x", "url": "a\\u0000b.html"}\n\nW.\n',
    ],
)
def test_what_no_file_can_hold_comes_out_of_no_escape(text: str) -> None:
    for field in split_front_matter(text).fields:
        assert "\x00" not in field.text
        assert field.text.encode()


@pytest.mark.A12
@pytest.mark.parametrize(
    "text",
    [
        '{"title": ' + "1" * 5000 + "}\n\nW.\n",
        '{"title": ' + "[" * 20_000 + "]" * 20_000 + "}\n\nW.\n",
        "+++\ntitle = " + "1" * 5000 + "\n+++\nW.\n",
        "+++\ntitle = " + "[" * 5000 + "]" * 5000 + "\n+++\nW.\n",
        "+++\n" + ".".join("a" * 3000) + " = 1\n+++\nW.\n",
    ],
    ids=["number", "deep", "TOML-number", "TOML-deep", "TOML-dotted"],
)
def test_a_header_that_is_a_tangle_is_refused(text: str) -> None:
    header = split_front_matter(text)
    assert [one.severity for one in header.problems] == ["error"]
    assert "cannot be read" in header.problems[0].message
