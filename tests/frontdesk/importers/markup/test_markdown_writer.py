"""HTML of other systems as Markdown: hard cases, and that no word is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from frontdesk.core.settings import Settings, markdown_extensions
from frontdesk.importers.markup.html_cleanup import Cleaner
from frontdesk.importers.markup.html_tree import parse_html, what_is_seen
from frontdesk.importers.markup.markdown_writer import is_plain, seen_after, write_markdown


@cache
def site() -> Markdown:
    options = Settings().markdown
    return Markdown(**{**options, "extensions": markdown_extensions(options)})


def render(text: str) -> str:
    return site().reset().convert(text)


def written(html: str) -> str:
    return write_markdown(Cleaner().clean(html), render).text


CASES = {
    "units and French": ("Oui&nbsp;! 5&nbsp;kg", "Oui\u00a0! 5\u00a0kg"),
    "bold over a break": ("<b>A<br><br>B</b>", "**A**\n\n**B**"),
    "a link round blocks": (
        '<a href="http://q.example/"><div>one</div><div>two</div></a>',
        "[one](http://q.example/)\n\n[two](http://q.example/)",
    ),
    "a pixel that counts": ('x<img src="https://count.example/p.gif" width="1" height="1">', "x"),
    "a name with underlines": ("snake_case and __init__", "snake_case and \\_\\_init\\_\\_"),
    "stars": ("2*3 * 4", "2\\*3 * 4"),
    "neighbours": ("<b>a</b><b>c</b>", "**ac**"),
    "words of a list outside of its items": ("<ul>1<b>x</b> y<li>z</li></ul>", "- 1**x** y\n- z"),
    "lines of code in blocks": ("<pre><div>a</div>\n<div>b</div></pre>", "```\na\nb\n```"),
    "an empty line of code": (
        "<pre><div>a</div><div><br></div><div>b<br></div></pre>",
        "```\na\n\nb\n```",
    ),
    "code in code": ("<pre>a<pre>b</pre>c</pre>", "```\na\nb\nc\n```"),
    "numbered lines of code": (
        "<pre><table><tr><td>1</td><td>x</td></tr><tr><td>2</td><td>y</td></tr></table></pre>",
        "```\n1 x\n2 y\n```",
    ),
    "a paragraph in a heading": ("<h2>one<p>two</p>three</h2>", "## one two three"),
    "a nested list": ("<ul><li>x<ul><li>y</li></ul></li></ul>", "- x\n    - y"),
    "a quotation": ("<blockquote>q<br><br>r</blockquote>", "> q\n>\n> r"),
    "a raised number": ("x<sup>2</sup>", "x<sup>2</sup>"),
    "a fence in code": ("<pre>```\nx\n```</pre>", "````\n```\nx\n```\n````"),
    "code in a line": ("<code>a`b</code>", "``a`b``"),
    "an address as text": (
        'see <a href="http://x.example/a_b">http://x.example/a_b</a>',
        "see <http://x.example/a_b>",
    ),
    "a table for looks": ("<table><tr><td>One<br><br>two</td></tr></table>", "One\n\ntwo"),
    "a script": ("a<script>alert(1)</script>", "a"),
    "a place that a link leads to": (
        '<p><a name="k"></a>x <a href="#k">y</a></p>',
        '<a id="k"></a>x [y](#k)',
    ),
}  # fmt: skip


def test_a_picture_without_an_address_divides_no_word() -> None:
    assert what_is_seen(parse_html("a<img>b")).words == ("ab",)
    assert what_is_seen(parse_html('a<img src="x.png">b')).words == ("a", "b")


@pytest.mark.parametrize("case", CASES)
def test_hard_cases(case: str) -> None:
    html, expected = CASES[case]
    assert written(html) == expected


_TAGS = "p b i em strong a code pre ul ol li blockquote div h1 h2 h4 table tr td th span br img hr sup font dl dt dd u"
_SNIPPETS = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in _TAGS.split()] + [f"</{tag}>" for tag in _TAGS.split()]),
    st.sampled_from([
        '<a href="http://x.example/a_(b)">', '<img src="x y.png" alt="a*b">', '<td colspan="2">', "&nbsp;", "&lt;b&gt;",
        "<br><br>", "# ", "1. ", "- ", "* ", "> ", "```", "~~~", "    ", "|", "[x](y)", "[^1]", "{: #a}", "<!-- c -->",
        "http://a.example/b_c", "a@b.example", "==", "---", "\n\n", "\n", " ", "&amp;amp;", "\\", "*[x]: ", ": ", "$1",
    ]),
    st.text("ab*_`[]()#+-.!<>|~\\{}:=\"' \n1é", max_size=8),
)  # fmt: skip


@given(st.lists(_SNIPPETS, max_size=14).map("".join))
def test_readers_get_the_same_words_links_and_pictures(html: str) -> None:
    tree = Cleaner().clean(html)
    seen = what_is_seen(parse_html(html))
    text = write_markdown(tree, render).text
    shown = seen_after(text, render)
    assert (shown.words, shown.pictures) == (seen.words, seen.pictures)
    if "<pre" not in html:  # code has no links, and one round it goes
        assert apart(shown.links) == apart(seen.links)


def apart(links: Iterable[str]) -> list[str]:
    """Links of which a second one to the same place counts no more: one round two blocks is one in each."""
    return [address for address, _ in groupby(links)]


@pytest.mark.parametrize(
    "inner",
    ["<dl><dt>x</dt></dl>", "<ul><li>x</li></ul>", "<table><tr><td>x</td><td>y</td></tr></table>"],
)
def test_a_link_round_a_list_or_table_stays_at_each_part(inner: str) -> None:
    html = f'<a href="http://x.example/">{inner}</a>'
    seen = seen_after(written(html), render)
    assert set(seen.links) == {"http://x.example/"}
    assert len(seen.links) == len(seen.words)


_PLAIN_WORDS = st.lists(
    st.sampled_from(["word", "Wörter", "a", "1986", "it's", "so,", "end.", "(in)", "well-known", "3"]), min_size=1, max_size=5
).map(" ".join)  # fmt: skip
_PLAIN_PARTS = (
    _PLAIN_WORDS
    | _PLAIN_WORDS.map("**{}**".format)
    | _PLAIN_WORDS.map("[{}](http://x.example/a-b.html)".format)
)


@given(
    st.lists(st.lists(_PLAIN_PARTS, max_size=5).map(" ".join) | st.just(""), max_size=6).map(
        "\n".join
    )
)
def test_what_is_plain_shows_what_it_says(text: str) -> None:
    seen = seen_after(text, render)
    if is_plain(text):
        words = re.sub(r"\*\*|\[|\]\([^)]*\)", "", text)
        assert seen.words == tuple(words.split())
        assert len(seen.links) == text.count("](")


@pytest.mark.parametrize(
    "text",
    [
        "1986. A year",
        "- a",
        "a_b_",
        "www.x.example",
        "# a",
        "a `b`",
        "a * b *",
        "a | b",
        "a: b",
        "    a",
        "+ a",
        "===",
        "a <b>",
    ],
)
def test_what_could_be_read_otherwise_is_not_plain(text: str) -> None:
    assert not is_plain(text)
