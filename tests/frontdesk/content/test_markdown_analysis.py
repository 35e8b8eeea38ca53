"""The text: links are those that the build makes, each in the line in which it stands."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from tests.frontdesk.content.project import RULES
from tests.shipped import SETTINGS

from frontdesk.content.markdown_analysis import InlineMarkProcessor, MarkdownReader
from frontdesk.content.raw_html import read_ids, read_raw_html
from frontdesk.core.settings import markdown_extensions
from frontdesk.formats.author_sanitizer import clean_author_html

READER = MarkdownReader(RULES.markdown)
BUILD = Markdown(
    extensions=list(RULES.markdown["extension_configs"]),
    extension_configs=RULES.markdown["extension_configs"],
)

PARTS = (
    "Words of a paragraph.",
    "Words of a paragraph\nwith a [link](a@) in it\nand ![a picture](b@) below.",
    "Two on [one](a@) line, [two](b@); `[no](code)` here.",
    "## A heading with [a link](a@)",
    "A heading\n---------",
    "> A quotation with [a link](a@).\n>\n> And ![another](b@).\n>\n> — Ann, [where](c@)",
    "> One\n> line [and](a@)\nlazily [goes](b@) on.",
    "- One [item](a@)\n- two [items](b@)\n    - three [items](c@)",
    "1. One\n\n    A paragraph [within](a@).\n\n    > — A quotation [within](b@).\n\n2. Two [items](c@).",
    "```text\n[no](code)\n\n## no heading\n```",
    "~~~\n[no](code)\n~~~\nand [at once](a@) a text",
    "    [no](code)",
    '<div>\n<a href="a@">in HTML</a>\n\n<img src="b@" alt="x">\n</div>',
    "<p>closed</p> and [behind](a@) it",
    '<div markdown="1">\n\nMarkdown [within](a@) HTML.\n\n</div>',
    "<!-- a remark\n\nof [several](no) lines -->",
    'Words <b>in</b> <a href="a@">line</a> with\n[Markdown](b@).',
    "| a | b |\n|---|---|\n| [cell](a@) | text |\n| text | [cell](b@) |",
    "term\n:   described [here](a@)",
    "A remark.[^n@]\n\n[^n@]: At the [foot](a@).",
    "By [reference][r@].\n\n[r@]: a@",
    "<https://a@.example/> and me@b.example",
    "***",
    "Line one  \nline [two](a@)",
    "\\[no](escaped) [yes](a@)",
    "*[HTML]: abbreviated\n\nHTML [here](a@)",
    "Words {: .odd } and [a link](a@){: .odd }",
    "An image [![in a link](a@)](b@).",
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Parts in any order, each link of its own address."""
    chosen = draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8))
    gaps = draw(st.lists(st.sampled_from(("\n\n", "\n\n\n", "\n\n\n\n")), min_size=8, max_size=8))
    return "".join(part.replace("@", f"-{n}-") + gaps[n] for n, part in enumerate(chosen))


def addresses(text: str) -> list[str]:
    """What the links and pictures of the built page lead to."""
    page = BeautifulSoup(BUILD.reset().convert(text), "html.parser")
    found = [tag.get("href") or tag.get("src") for tag in page.find_all(["a", "img"])]
    return sorted(one for one in found if not one.startswith(("#fn", "mailto:")))


@pytest.mark.A2
@given(texts())
def test_the_links_of_a_text_are_those_of_the_page(text: str) -> None:
    assert sorted(link.target for link in READER.read(text).links) == addresses(text)


@pytest.mark.A2
@given(texts())
def test_each_link_is_found_in_its_line(text: str) -> None:
    rows = text.split("\n")
    for link in READER.read(text).links:
        assert link.target in rows[link.line - 1], link


@pytest.mark.A2
@given(
    texts(),
    st.integers(0, 7),
    st.sampled_from(("# First", "> Nobody said so.", "<script>x</script>")),
)
def test_a_fault_between_any_parts_is_found_in_its_line(text: str, place: int, fault: str) -> None:
    parts = re.split(r"\n\n+(?=\S)(?!\[)", text.strip("\n"))
    place = min(place, len(parts))
    whole = "\n\n".join([*parts[:place], "Plain words.", fault, "Plain words.", *parts[place:]])
    line = whole.split("\n").index(fault) + 1
    if whole.count("\n```") % 2 or whole.count("\n~~~") % 2 or is_within_html(whole, fault):
        return
    assert line in {found.line for found in READER.read(whole).problems}


def is_within_html(text: str, fault: str) -> bool:
    """A part with empty lines in it was torn apart, and the fault stands inside."""
    above = text.partition(f"\n{fault}\n")[0]
    opened = above.count("<div") - above.count("</div>") + above.count("<!--") - above.count("-->")
    return bool(opened) or above.count("```") % 2 == 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A\n\n[x](1)\n\nB [x](1)", [3, 5]),
        ("[x](1) [x](1)\n[x](1)", [1, 1, 2]),
        ("`[x](1)` is code\nand [x](1) is not", [1]),
        ("```\n[x](1)\n```\n\n[x](1)", [5]),
        ("- a\n\n- b\n\n- [x](1)", [5]),
        ("[x][y]\n\nWords.\n\n[y]: 1", [5]),
        ("\n\n\n\n[x](1)", [5]),
        ("Words.[^1]\n\n[^1]: One.\n\n    Two [x](1).", [5]),
        ('<div>\n\n<p>\n\n<a href="1">x</a></p></div>\n\n[x](1)', [5, 7]),
    ],
)
def test_lines_are_counted_as_an_editor_counts_them(text: str, lines: list[int]) -> None:
    assert [link.line for link in READER.read(text).links] == lines


def test_the_places_of_a_text_are_the_ids_of_its_page() -> None:
    text = '## One thing\n\n## One thing\n\n### Żółw {#turtle}\n\n<a name="old"></a>\n\nW.[^1]\n\n[^1]: N.\n'
    assert set(READER.read(text).anchors) == {
        "one-thing",
        "one-thing_1",
        "turtle",
        "old",
        "fn:1",
        "fnref:1",
    }


@given(st.text(st.sampled_from("a#>-*`~[]()<>!{}:|=\\_ \n\t\"'&;^1.x"), max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    body = READER.read(text)
    count = text.count("\n") + 1
    assert all(1 <= link.line <= count for link in body.links)
    assert all(1 <= found.line <= count for found in body.problems)


@pytest.mark.A2
@pytest.mark.parametrize(
    "drawing",
    [
        "A dot <svg viewBox='0 0 9 9'><circle r='1'/></svg> here.",
        "A dot <svg><circle r='1'></circle><path d='M0'/><linearGradient id='a'/></svg> here.",
        "<svg viewBox='0 0 9 9'>\n<g>\n<rect/>\n<ellipse rx='1'/>\n</g>\n</svg>",
        "<svg>\n\n<polyline points='0,0'/>\n\n</svg>",
        "As <math><mi>x</mi><mo>=</mo></math> says.",
    ],
)
def test_the_elements_of_a_drawing_are_no_unknown_tags(drawing: str) -> None:
    assert [one for one in problems_of(drawing) if "is taken for HTML" in one] == []


@pytest.mark.A2
@pytest.mark.parametrize(
    "text", ["<circle r='1'>", "<svg><rect/></svg> then <circle>", "if <x> is"]
)
def test_the_same_names_outside_a_drawing_are_told(text: str) -> None:
    assert len([one for one in problems_of(text) if "is taken for HTML" in one]) == 1


def problems_of(text: str) -> list[str]:
    return [one.message for one in MarkdownReader(RULES.markdown).read(text).problems]


# --- one parse ------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(
            "words ",
            "`",
            "``",
            "\\",
            "\\*",
            "*",
            "**",
            "_",
            "<",
            ">",
            "<b>",
            "</b>",
            "&amp;",
            "&",
            "\n",
            "\n\n",
        ),
        *(
            "[",
            "]",
            "](a.html)",
            "![",
            "[a]",
            "[^1]",
            "\n\n[a]: b.html\n",
            "\n\n[^1]: note `x`\n",
            "|",
            "\n---|---\n",
        ),
        *(
            "<https://a.example/>",
            "<me@a.example>",
            "    ",
            "\n- ",
            "\n> ",
            "# ",
            "{ #x }",
            "~~~\n",
            "\n\n```python\nx = 1\n```\n",
            "\n\n``` { .python hl_lines='1' }\nx = 1\n```\n",
            ":   ",
            "*[ab]: c",
            "\n\n#a",
            "\n\nx\ty|z\nu\tv\n\n",
        ),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_skipped_patterns_would_have_found_nothing(text: str) -> None:
    whole, limited = (
        Markdown(**SETTINGS["MARKDOWN"], extensions=[*SETTINGS["MARKDOWN"]["extension_configs"]])
        for _ in range(2)
    )
    InlineMarkProcessor(limited)
    assert limited.convert(text) == whole.convert(text)


OTHER_OPTIONS = {
    "ours": SETTINGS["MARKDOWN"],
    "the library's": {"extensions": ["markdown.extensions.extra", "markdown.extensions.toc"]},
    "a block of another's": {
        "extensions": ["markdown.extensions.admonition", "frontdesk.content.commonmark_extension"]
    },
}
READERS = {
    name: (
        MarkdownReader(options),
        Markdown(**{**options, "extensions": markdown_extensions(options)}),
    )
    for name, options in OTHER_OPTIONS.items()
}


@pytest.mark.A1
@pytest.mark.parametrize("options", READERS)
@given(st.one_of(texts(), st.lists(PIECES, max_size=25).map("".join)))
def test_the_html_is_what_the_library_makes_of_the_text(options: str, text: str) -> None:
    reader, whole = READERS[options]
    assert reader.read(text).html == clean_author_html(whole.reset().convert(text))


@given(st.lists(PIECES, max_size=25).map("".join))
def test_the_anchors_are_all_the_ids_of_the_html(text: str) -> None:
    ids = read_raw_html(BUILD.reset().convert(text)).ids
    assert READER.read(text).anchors == tuple(dict.fromkeys(ids))


@pytest.mark.parametrize(
    ("html", "ids"),
    [
        ('<p id="a">x</p><a name=b></a><h2 class="c" ID=\'d\'>x</h2>', ("a", "b", "d")),
        ('<p title="id=x">x</p><p data-id="y">z</p>', ()),
        ('<p title=">" id="a">x</p>', ("a",)),
        ('<!-- <p id="no"> --><p id="a">', ("a",)),
        ('<script>"<p id=no>"</script><p id="a">', ("a",)),
        ('<p id="a"><p id="a">', ("a",)),
    ],
)
def test_an_id_counts_where_a_browser_sees_one(html: str, ids: tuple[str, ...]) -> None:
    assert read_ids(html) == ids


def test_code_is_not_checked_as_html() -> None:
    body = READER.read("```html\n<script src=x></script>\n```\n\n> ~~~\n> <iframe>\n> ~~~\n> — Ann")
    assert body.problems == ()
    assert "script" in body.html
