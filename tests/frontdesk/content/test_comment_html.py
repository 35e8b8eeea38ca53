"""What is left of a comment's text on a page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.content.comment_html import CommentRenderer

PAGE = "https://blog.example/2026/11/fees.html"
RENDERER = CommentRenderer()
KEPT = {
    *("p", "br", "hr", "blockquote", "q", "cite", "em", "strong", "b", "i", "s", "sub", "sup"),
    *("small", "code", "pre", "kbd", "ul", "ol", "li", "dl", "dt", "dd", "abbr", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}

HOSTILE = [
    "<script>alert(1)</script>Words.",
    "<img src=x onerror=alert(1)>Words.",
    "![Words.](https://tracker.example/x.png)Words.",
    "[Words.](javascript:alert(1))",
    "[Words.](data:text/html,x)",
    '<a href="https://x.example" style="position:fixed" onclick="x()" id="main" target="_top">Words.</a>',
    "<iframe src=//x.example></iframe>Words.",
    "<form action=//x.example><input name=a>Words.</form>",
    "<svg onload=alert(1)><a xlink:href=javascript:x>x</a></svg>Words.",
    "Words.\n{: onclick=x }",
    "<!-- -->Words.<style>*{display:none}</style>",
    "<p><p onmouseover=x>Words.",
    "&#x202e;Words.",
]


def left_over(text: str) -> list[str]:
    """Whatever an element or attribute is that no comment may have."""
    tags = BeautifulSoup(RENDERER.render(text, PAGE), "html.parser").find_all(True)
    found = [tag.name for tag in tags if tag.name not in KEPT]
    for tag in tags:
        allowed = {"a": {"href", "rel"}, "abbr": {"title"}}.get(tag.name, set())
        found += [name for name in tag.attrs if name not in allowed]
        if not str(tag.get("href", "https://")).startswith(("https://", "http://")):
            found.append(str(tag["href"]))
    return found


@pytest.mark.R6
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_the_allow_list_survives_and_the_words_stay(text: str) -> None:
    assert left_over(text) == []
    assert "Words." in RENDERER.render(text, PAGE)


@pytest.mark.R6
@given(
    st.lists(st.sampled_from([*HOSTILE, "<", ">", '"', "`", "[", "](", ")", "\n\n", "* ", "> "]))
)
def test_nor_does_anything_survive_where_attacks_meet(parts: list[str]) -> None:
    assert left_over("".join(parts)) == []


@pytest.mark.R6
def test_markdown_is_set_and_no_link_speaks_for_us() -> None:
    html = RENDERER.render(
        "So it *is*: [here](https://x.example/) and [there](../10/a.html).", PAGE
    )
    assert html == (
        '<p>So it <em>is</em>: <a href="https://x.example/" rel="nofollow ugc">here</a> and '
        '<a href="https://blog.example/2026/10/a.html" rel="nofollow ugc">there</a>.</p>'
    )
