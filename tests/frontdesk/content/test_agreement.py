"""One judge: what check passes, the audit passes; what goes is told with its line (A11)."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given, settings
from markdown import Markdown
from tests.frontdesk.content.constructs import HTML, LINKS, texts
from tests.frontdesk.content.project import NOW, RULES

from frontdesk.build.audit.pages import check_page
from frontdesk.build.audit.run import ERROR_KINDS
from frontdesk.build.audit.urls import SiteUrls
from frontdesk.content.front_matter_fields import Head
from frontdesk.content.link_check import check_link
from frontdesk.content.markdown_analysis import MarkdownReader
from frontdesk.content.model import Document, LineProblem
from frontdesk.content.url_map import map_site
from frontdesk.core.safe_html import prefix_root_links
from frontdesk.formats.author_sanitizer import THEME_IDS, clean_author_html, is_theme_id

pytestmark = pytest.mark.A11

READER = MarkdownReader(RULES.markdown)
BUILD = Markdown(
    extensions=list(RULES.markdown["extension_configs"]),
    extension_configs=RULES.markdown["extension_configs"],
)
ROOT = "https://site.example/blog"
PAGE = (
    '<!doctype html><html lang="en"><head><title>T</title></head><body><main id="main"><h1>T</h1><article>'
    "{}</article></main><footer id='foot'>Foot</footer></body></html>"
)
POST = Document("posts/x.md", "post", Head(title="X"), "2026/11/x.html", (), ())
SITE = map_site([POST], [], RULES, NOW)
MANY = int(os.environ.get("CORPUS", "400"))


def built(text: str) -> str:
    return prefix_root_links(clean_author_html(BUILD.reset().convert(text), ROOT), "..")


def refused(text: str) -> list[str]:
    """What the audit of the page says that must not be published."""
    page = PAGE.format(built(text)).encode()
    ours = SiteUrls(frozenset({"2026/11/x.html"}), ROOT)
    looked = check_page("2026/11/x.html", page, ours)
    return [fault.message for fault in looked.faults if fault.kind in ERROR_KINDS]


def told(text: str) -> list[LineProblem]:
    body = READER.read(text)
    links = (check_link(link, POST, SITE) for link in body.links)
    return [*body.problems, *filter(None, links)]


@settings(max_examples=MANY, deadline=None)
@given(texts())
def test_no_page_of_any_text_is_refused(text: str) -> None:
    assert refused(text) == []


@settings(max_examples=MANY, deadline=None)
@given(texts())
def test_no_text_wrecks_the_page_around_it(text: str) -> None:
    import html5lib

    tree = html5lib.parse(PAGE.format(built(text)), namespaceHTMLElements=False)
    assert [child.tag for child in tree.find("body")] == ["main", "footer"]
    main = tree.find("body/main")
    assert [child.tag for child in main] == ["h1", "article"]
    assert tree.find("body/footer").text == "Foot"


@settings(max_examples=MANY, deadline=None)
@given(texts())
def test_what_is_cleaned_once_is_clean(text: str) -> None:
    once = clean_author_html(BUILD.reset().convert(text))
    assert clean_author_html(once) == once


LOST = (
    "Words <b onclick=x>here</b>.",
    "Words.\n\n<p onmouseover\n=\"x\">y</p>",
    "Words.\n{: onclick=x }",
    "Words.\n{: style='color: red' }",
    "## Heading {: onclick=x }",
    "[a](https://a.example/){: style=x }",
    "| a | b {: style=x } |\n|---|---|\n| 1 | 2 |",
    '<p style="color:red">pasted</p>',
    "<font color=red>x</font>",
    "<table><tr><td bgcolor=red>x</td></tr></table>",
    "<a href='https://a.example/' ping='https://b.example/'>x</a>",
    "<table background='x.png'><tr><td>x</table>",
    "<img alt=x src='a.png' srcset='{static}/a.png 2x'>",
    "<main>x</main>",
    "<div>x",
    "x\n\n</article>",
    "<b>x",
    "<form action=/x><input name=q></form>",
    "<svg onload=x><path style='x' d='M0 0'/></svg>",
    "<svg><foreignObject><p>x</p></foreignObject></svg>",
    "[a](javascript:x)",
    "<a href='java&#9;script:x'>a</a>",
    "<a href='&#106;avascript:x'>a</a>",
    "[a](data:text/html,x)",
    "[a](foo:bar)",
    "<img alt=x src='//else.example/x.png'>",
    "<video controls preload=none src=x.mp4 poster='https://else.example/x.png'></video>",
    "<svg><image href='https://else.example/x.png'/></svg>",
    "<svg><use xlink:href='//else.example/x.svg#a'/></svg>",
    "<iframe src=x></iframe>", "<script>x</script>", "<style>x</style>", "<object data=x></object>",
    "<embed src=x>", "<base href=x>", "<meta http-equiv=refresh content=0>", "<link rel=x href=y>",
    "<input onfocus=x autofocus>", "<template>x</template>", "<button formaction=javascript:x>b</button>",
)  # fmt: skip


@pytest.mark.parametrize("text", LOST)
@pytest.mark.parametrize("before", ["", "Plain words.\n\nMore of them.\n\n"])
def test_what_goes_is_told_with_its_line(text: str, before: str) -> None:
    assert refused(before + text) == []
    found = told(before + text)
    first = before.count("\n") + 1
    assert found
    assert all(first <= one.line <= first + text.count("\n") for one in found), found


@pytest.mark.parametrize(
    "text",
    [
        *(one.replace("@", "1") for one in LINKS[:13]),
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        "<details>\n<summary>More</summary>\n\n**bold**\n\n</details>",
        "<abbr title='x'>y</abbr> <kbd>k</kbd> <mark>m</mark> <sub>1</sub> <span lang=pl>ł</span>",
        '<svg viewBox="0 0 9 9" width="9" role="img" aria-label="A dot"><circle cx="4" cy="4" r="4" fill="red"/></svg>',
        "<p>one<p>two",
        "<ul><li>one<li>two</ul>",
        "<table><tr><th scope=col>a<td colspan=2>b</table>",
        '<a id="old"></a>\n\nWords.',
        "`<script>` and `onclick=x` and\n\n```html\n<p style=x>\n```",
        "&lt;script&gt; is text",
        "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>",
    ],
)
def test_what_does_no_harm_stays_and_nothing_is_said(text: str) -> None:
    assert [
        one for one in told(text) if one.severity != "info" and "nowhere" not in one.message
    ] == []
    assert refused(text) == []


def test_a_style_is_told_in_each_way_of_writing_it() -> None:
    text = '<p style="x">a</p>\n\nWords.\n{: style=x }\n\nWords.\n\n## A {: onclick=x }\n\n## B {: ONclick=y }'
    found = [(one.line, one.severity) for one in told(text)]
    assert found == [(8, "error"), (10, "error"), (1, "warning")]
    assert "1 more" in told(text)[-1].message


def test_telephone_links_are_published() -> None:
    assert 'href="tel:+48123"' in built("[Call](tel:+48123)")


def test_a_hundred_styles_of_a_pasted_letter_are_one_warning() -> None:
    letter = "\n\n".join(f'<p style="margin: {n}px">Words.</p>' for n in range(100))
    (found,) = told(letter)
    assert (found.line, found.severity) == (1, "warning")
    assert "99 more" in found.message
    assert "style" not in built(letter)


@pytest.mark.parametrize("name", sorted(THEME_IDS))
def test_a_heading_never_has_an_id_of_the_theme(name: str) -> None:
    text = f"[up](#{name})\n\n## {name.replace('-', ' ').title()}\n\nWords."
    page = built(text)
    (id_,) = re.findall(r'<h2 id="([^"]+)"', page)
    assert not is_theme_id(id_)
    assert f'href="#{id_}"' in page
    assert name in set(READER.read(text).anchors)


def test_other_headings_keep_their_ids() -> None:
    assert 'id="the-main-thing"' in built("## The main thing")


@pytest.mark.parametrize("piece", HTML)
def test_each_piece_alone_is_not_refused(piece: str) -> None:
    assert refused(piece) == []
    assert refused(f"> {piece}") == []
    assert refused(f"Words {piece} words") == []
