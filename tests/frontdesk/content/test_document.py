"""What a document says of its text."""

from __future__ import annotations

import pytest
from tests.frontdesk.content.project import RULES

from frontdesk.content.document import read_document
from frontdesk.content.markdown_analysis import MarkdownReader
from frontdesk.content.model import Document

BODIES = MarkdownReader(RULES.markdown)


def read(text: str) -> Document:
    data = f"Slug: a-slug\n\n{text}\n".encode()
    return read_document("posts/2026-11-02-x.md", data, "post", RULES, BODIES)[0]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("[a]({filename}b.md#c) [b]({filename}/pages/d.md)", ("posts/b.md", "pages/d.md")),
        ("[a]({filename}a%20b.md)", ("posts/a%20b.md", "posts/a b.md")),
        ("[a]({filename}b.md) [a]({filename}b.md)", ("posts/b.md",)),
        ("<a href='{filename}//[x'>a</a> [b]({filename}b.md)", ("posts/b.md",)),
        ("[a](b.md) `[a]({filename}c.md)` [d]({static}/d.png)", ()),
    ],
)
def test_the_texts_that_a_text_links_to_are_known(text: str, linked: tuple[str, ...]) -> None:
    assert read(text).linked == linked


@pytest.mark.A10
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("One two.[^1]\n\n[^1]: Note.", "One two."),
        ("1 2 3 4 5 6 7 8 9 10 11", "1 2 3 4 5 6 7 8 9 10…"),
        ("![A desk](/images/desk.png)", "A slug"),
    ],
)
def test_a_text_without_a_title_is_called_by_its_first_words(text: str, title: str) -> None:
    assert read(text).title == title


def test_the_fields_that_are_markdown_have_html_without_footnotes() -> None:
    data = b"Title: X\nSummary: Some *words*.[^1]\n\nText.\n"
    words = read_document("posts/2026-11-02-x.md", data, "post", RULES, BODIES)[1]
    assert words.fields == {"summary": "<p>Some <em>words</em>.</p>"}
