"""The beginning of a text as its summary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.utils import truncate_html_words

from frontdesk.site.summaries import summarize

PIECES = st.sampled_from(
    [
        *(
            "word",
            "two words",
            " ",
            "\n",
            "it's",
            "well-known",
            ", ",
            ".",
            "…",
            "—",
            "中文",
            "한국",
        ),
        *("a1", "é", "ß", "<p>", "</p>", "<b>", "</b>", '<a href="x>y">', "</a>", "<br>", "<hr/>"),
        *('<img src="a" alt="b c">', "<!-- two words -->", "<i>", "</i>", "&amp;", "&eacute;"),
        *("&mdash;", "&#233;", "&#8212;", "&#x2014;"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join), st.integers(min_value=0, max_value=8))
def test_words_are_counted_as_pelican_counts_them(html: str, most: int) -> None:
    assert summarize(html, most, "…") == truncate_html_words(html, most, "…")


@pytest.mark.parametrize(
    ("html", "summary"),
    [
        ("<p>One <b>two three four</b></p>", "<p>One <b>two …</b></p>"),
        ("<p>One</p>", "<p>One</p>"),
        ('<p>One<sup id="fnref:1"><a href="#fn:1">1</a></sup></p>', "<p>One</p>"),
        ('<p>One</p>\n<div class="footnote"><hr><ol><li id="fn:1">1</li></ol></div>', "<p>One</p>"),
    ],
)
def test_a_summary_is_cut_after_some_words_and_has_no_footnotes(html: str, summary: str) -> None:
    assert summarize(html, 2, "…") == summary


def test_a_whole_text_can_be_the_summary() -> None:
    assert summarize("<p>One two three</p>", None, "…") == "<p>One two three</p>"
