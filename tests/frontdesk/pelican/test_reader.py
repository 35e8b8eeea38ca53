"""The build reads what the check has read: the same rooms, the same result for both styles of header."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pelican.readers import Readers
from pelican.settings import read_settings
from tests.shipped import SETTINGS as SHIPPED

from frontdesk.content.model import Outline
from frontdesk.pelican.reader import PostReader, outline_of, register

SETTINGS = read_settings(override=dict(SHIPPED))

TEXTS = st.text(st.sampled_from("ab C:#'\"[],;>|-…ą&*{}"), min_size=1, max_size=20).map(str.strip)
FIELDS = st.fixed_dictionaries(
    {"Title": TEXTS.filter(bool)},
    optional={
        "Date": st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001
            lambda moment: f"{moment:%Y-%m-%d %H:%M}"
        ),
        "Modified": st.dates().map(str),
        "Category": TEXTS,
        "Tags": TEXTS,
        "Author": TEXTS,
        "Summary": TEXTS,
        "Slug": st.sampled_from(("a-b", "Ćma", "a b")),
        "Status": st.sampled_from(("draft", "Hidden", "published")),
        "Lang": st.sampled_from(("pl", "en-GB")),
        "Id": st.just("urn:x:1"),
        "Aliases": st.sampled_from(("/a.html", "[/a.html, /b]", "/a /b")),
    },
)


def read(
    folder: Path, text: str, name: str = "posts/2026-11-10-x.md"
) -> tuple[str, dict[str, Any]]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    content, metadata = PostReader({**SETTINGS, "PATH": str(folder)}).read(str(path))
    del metadata["_document"]  # it has the lines of the header
    return content, metadata


@pytest.mark.A1
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(FIELDS)
def test_both_styles_of_header_give_identical_metadata(
    tmp_path: Path, fields: dict[str, str]
) -> None:
    header = "".join(f"{name}: {value}\n" for name, value in fields.items())
    plain = read(tmp_path, f"{header}\nSome *words*.\n")
    assert read(tmp_path, f"---\n{header}---\n\nSome *words*.\n") == plain
    assert plain[0] == "<p>Some <em>words</em>.</p>"


@pytest.mark.A1
def test_lists_quotes_and_long_lines_of_yaml_are_what_they_would_be_in_a_plain_header(
    tmp_path: Path,
) -> None:
    plain = read(
        tmp_path,
        "Title: Ann: “yes”\nDate: 2026-11-22 08:30+01:00\nTags: a b, c\nAuthors: A; B\n"
        "Summary: One *line*, and another.\n\nWords.\n",
    )
    yaml = read(
        tmp_path,
        '---\ntitle: "Ann: “yes”"\ndate: 2026-11-22T08:30:00+01:00\ntags:\n  - a b\n  - c\n'
        "authors: ['A', B]\nsummary: >\n  One *line*,\n  and another.\n---\nWords.\n",
    )
    assert yaml == plain
    assert [tag.name for tag in yaml[1]["tags"]] == ["a b", "c"]
    assert [author.name for author in yaml[1]["authors"]] == ["A", "B"]
    assert yaml[1]["date"] == datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
    assert yaml[1]["summary"] == "<p>One <em>line</em>, and another.</p>"


@pytest.mark.A10
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Short and good.", "Short and good."),
        ("## A heading\n\nand *words*", "A heading and words"),
        (
            "one two three four five six seven eight nine ten eleven",
            "one two three four five six seven eight nine ten…",
        ),
        ("A & B < C", "A & B < C"),
        ("![A desk]({static}/images/desk.png)", "X"),
    ],
)
def test_the_first_words_of_a_post_without_a_title_serve(
    tmp_path: Path, text: str, title: str
) -> None:
    assert read(tmp_path, f"Date: 2026-11-22\n\n{text}\n")[1]["title"] == title


def test_an_address_of_the_authors_own_is_the_pages(tmp_path: Path) -> None:
    _, metadata = read(tmp_path, "Title: A\nUrl: /2008/05/22/old/\n\nW.\n")
    assert metadata["url"] == "2008/05/22/old/"
    assert metadata["save_as"] == "2008/05/22/old/index.html"


def test_invisible_characters_and_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "posts/x.md"
    path.parent.mkdir()
    path.write_bytes(
        b"\xef\xbb\xbfTitle: A\xe2\x80\x8b\r\nDate: 2026-11-22\r\n\r\nOne\x08 word.\r\n"
    )
    content, metadata = PostReader({**SETTINGS, "PATH": str(tmp_path)}).read(str(path))
    assert (metadata["title"], content) == ("A", "<p>One word.</p>")


def test_markdown_is_the_one_format_and_has_one_reader() -> None:
    register()
    readers = dict(Readers(SETTINGS).readers)
    del readers["static"]
    assert {one.lower() for one in readers} == {"md", "markdown", "mkd", "mdown"}
    assert {"md", "MD", "markdown"} <= readers.keys()
    assert len({id(one) for one in readers.values()}) == 1


def test_no_text_changes_how_the_next_is_read(tmp_path: Path) -> None:
    one = "Title: One\n\n## Same\n\n[a][r].[^1]\n\n[r]: https://x.example/\n[^1]: N.\n*[AB]: C\n"
    two = "Title: Two\n\n## Same\n\n[a][r] AB.[^1]\n"
    reader = PostReader({**SETTINGS, "PATH": str(tmp_path)})
    for name, text in (("one", one), ("two", two)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    reader.read(str(tmp_path / "one.md"))
    assert reader.read(str(tmp_path / "two.md"))[0] == read(tmp_path, two)[0]


# --- outlines -----------------------------------------------------------------------------------

READ = "<p>Words.</p>"


def post(content: str, **more: Any) -> Any:
    document = SimpleNamespace(outline=Outline(words=99))
    return SimpleNamespace(_content=content, content=content, _document=document, **more)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (post(READ, _html_as_read=READ), 99),
        (post("<p>A plugin was here.</p>", _html_as_read=READ), 4),
        (SimpleNamespace(_content=READ, content=READ), 1),
    ],
    ids=["as it was read", "changed by a plugin", "made by a plugin"],
)
def test_an_outline_is_that_of_the_words_on_the_page(text: Any, words: int) -> None:
    assert outline_of(text).words == words
