"""Markdown means what authors know from CommonMark and GitHub (A13); a library of CommonMark is the judge."""

from __future__ import annotations

import re
import time

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt
from tests.shipped import SETTINGS

from frontdesk.formats.author_sanitizer import clean_author_html

pytestmark = pytest.mark.A13

OURS = Markdown(**SETTINGS["MARKDOWN"], extensions=[*SETTINGS["MARKDOWN"]["extension_configs"]])
THEIRS = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def html(text: str) -> str:
    return clean_author_html(OURS.reset().convert(text))


def shape(markup: str) -> list[object]:
    """Elements and words, without what is a matter of taste: spaces, ids, how code is coloured."""
    return _shape(BeautifulSoup(markup, "html.parser"))


def _shape(tag: Tag) -> list[object]:
    found: list[object] = []
    for child in tag.children:
        if isinstance(child, NavigableString):
            if words := " ".join(str(child).split()):
                found.append(words)
        elif isinstance(child, Tag):
            if (child.name == "div" and child.get("class") == ["code"]) or child.name == "pre":
                found.append(("pre", [" ".join(child.get_text().split())]))
            elif child.name in {"span", "thead", "tbody"}:
                found += _shape(child)
            else:
                name = {"s": "del"}.get(child.name, child.name)
                start = f" {child['start']}" if child.has_attr("start") else ""
                found.append((name + start, _shape(child)))
    return found


ALIKE = (
    "First:\n- a\n- b",
    "First:\n* a\n* b\n\nLast.",
    "First:\n1. a\n2. b",
    "First:\n1) a\n2) b",
    "The year was\n2008. Nobody knew.",
    "- a\n  - b\n    - c\n- d",
    "- a\n    - b\n        - c\n- d",
    "* a\n\t* b\n* c",
    "1. a\n   - b\n   - c\n2. d",
    "1. a\n   1. b\n2. c",
    "- a\n\n  A paragraph.\n\n- b",
    "- a\n\n    A paragraph.\n\n- b",
    "1) one\n2) two",
    "- a\n- b\n1. c\n2. d",
    "1. a\n- b",
    "- a\n+ b",
    "3. x\n4. y",
    "7) x\n8) y",
    "0. x",
    "- a\nlazy\n- b",
    "- a\n\n\n- b",
    "- a\n\nWords.\n\n- b",
    "- - a\n  - b",
    "-\n- b",
    "- ```\n  code\n  ```\n- b",
    "- a\n\n  ```python\n  x = 1\n  ```\n\n  b",
    "1. a\n\n   ```\n   code\n\n   more\n   ```\n2. b",
    "> a\n> - b\n>   - c\n>\n> d",
    "> ```\n> code\n> ```\n> a",
    "> a\nlazy\n\nb",
    "> a\n- b",
    "Words.\n> a",
    "- > a\n  > b\n- c",
    "~~x~~ and ~~two words~~",
    "a ~~b *c*~~ d",
    "Words.\n```\ncode\n```\nMore.",
    "~~~\n```\nnested\n```\n~~~",
    "````\n```\nnested\n```\n````",
    "```\nnever\nends",
    "``` python title=\"x\"\ncode\n```",
    "* * *",
    "Words.\n\n- - -\n\n***\n___",
    "Words.\n***\nMore.",
    "Heading\n---\n\nWords.",
    "Heading\n===",
    "A heading\nof two lines\n---",
    "   ## Heading ##",
    "#hashtag at the beginning",
    "Words.\n## Heading\nWords.",
    "A line\\\nbroken",
    "A line  \nbroken",
    "snake_case_word and a*b*c",
    "5 * 3 * 2",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "a | b\n--|--\n1 | 2",
    "Words.\n| a | b |\n|---|---|\n| 1 | 2 |",
    "| a |\n|---|\n| 1 |",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\nWords.",
    "| `a` | c |\n|---|---|\n| 1 | 2 |\n> quoted",
    "    code\n\n    more\n\nWords.",
    "Words.\n\n    code",
    "<div>\n\nSome **words**.\n\n</div>",
    "<details>\n<summary>More</summary>\n\n- a\n- b\n\n</details>\n\nWords.",
    "<div>\n<p>raw *html*</p>\n</div>\n\nSome *words*.",
    "<!-- a\n\nremark -->\n\nSome *words*.",
    "<pre>\n*raw*\n\nmore\n</pre>\n\nSome *words*.",
    "Words <b>and</b> *more*.",
)  # fmt: skip


@pytest.mark.parametrize("text", ALIKE)
def test_a_text_is_what_commonmark_makes_of_it(text: str) -> None:
    assert shape(html(text)) == shape(clean_author_html(THEIRS.render(text)))


@st.composite
def nested(draw: st.DrawFn) -> str:
    """Lists, quotations and paragraphs in each other, indented as a tidy author does."""
    return "\n".join(draw(blocks(depth=0)))


@st.composite
def blocks(draw: st.DrawFn, depth: int) -> list[str]:
    kinds = ["words", "words", "code", "heading", "list", "numbers", "quote"][
        : 4 if depth > 2 else 7
    ]
    lines: list[str] = []
    before = ""
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3)):
        if (
            kind == before
        ):  # two lists or quotations after each other are one for some, and two for others
            continue
        if lines:
            lines.append("")
        before = kind
        lines += draw(block(kind, depth))
    return lines


@st.composite
def block(draw: st.DrawFn, kind: str, depth: int) -> list[str]:
    if kind in {"words", "code", "heading"}:
        word = draw(st.sampled_from(["one", "two words", "*three* words", "four ~~more~~"]))
        return {"words": [word, "and on"], "code": ["```", word, "```"], "heading": [f"## {word}"]}[
            kind
        ]
    if kind == "quote":
        return [f"> {line}".rstrip() for line in draw(blocks(depth + 1))]
    items = draw(st.lists(blocks(depth + 1), min_size=1, max_size=3))
    is_loose = draw(st.booleans())
    lines: list[str] = []
    for n, inside in enumerate(items):
        mark = "- " if kind == "list" else f"{n + 1}. "
        if lines and is_loose:
            lines.append("")
        lines.append(mark + inside[0])
        lines += [(" " * len(mark) + line).rstrip() for line in inside[1:]]
    return lines


@given(nested())
def test_whatever_lies_in_each_other_does_so_on_the_page(text: str) -> None:
    assert shape(html(text)) == shape(clean_author_html(THEIRS.render(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://a.example/b_c_d.", '<p>See <a href="https://a.example/b_c_d">https://a.example/b_c_d</a>.</p>'),
        ("(http://a.example/x(1))", '<p>(<a href="http://a.example/x(1)">http://a.example/x(1)</a>)</p>'),
        ("www.a.example, too", '<p><a href="https://www.a.example">www.a.example</a>, too</p>'),
        ("*https://a.example/*", '<p><em><a href="https://a.example/">https://a.example/</a></em></p>'),
        ("Write to me.too@a.example.", '<p>Write to <a href="mailto:me.too@a.example">me.too@a.example</a>.</p>'),
        ("`https://a.example`", "<p><code>https://a.example</code></p>"),
        ("[at https://a.example](https://b.example)", '<p><a href="https://b.example">at https://a.example</a></p>'),
        ('<a href="https://b.example">https://a.example</a>', '<p><a href="https://b.example">https://a.example</a></p>'),
        ('<img alt="https://a.example/x">', '<p><img alt="https://a.example/x"></p>'),
        ("<https://a.example/>", '<p><a href="https://a.example/">https://a.example/</a></p>'),
        ("https://nowhere and http://", "<p>https://nowhere and http://</p>"),
        ("![A desk](a@2x.png)", '<p><img alt="A desk" src="a@2x.png"></p>'),
        ("https://a.example/?q=1&r=2;", '<p><a href="https://a.example/?q=1&amp;r=2">https://a.example/?q=1&amp;r=2</a>;</p>'),
        ("@name and a@b", "<p>@name and a@b</p>"),
    ],
)  # fmt: skip
def test_bare_addresses_are_links(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("•\tA\no\tB\n•\tC", [("ul", [("li", ["A", ("ul", [("li", ["B"])])]), ("li", ["C"])])]),
        ("First:\n·  A\n·  B", [("p", ["First:"]), ("ul", [("li", ["A"]), ("li", ["B"])])]),
        ("\uf0b7\tA\n\uf0b7\tB", [("ul", [("li", ["A"]), ("li", ["B"])])]),
        ("• A\n\n• B", [("ul", [("li", [("p", ["A"])]), ("li", [("p", ["B"])])])]),
        ("• A\n    ◦ B", [("ul", [("li", ["A", ("ul", [("li", ["B"])])])])]),
        ("o tym\no tamtym", [("p", ["o tym o tamtym"])]),
        ("– Powiedział\n– Odparła", [("p", ["– Powiedział – Odparła"])]),
        ("1.\tA\n2.\tB", [("ol", [("li", ["A"]), ("li", ["B"])])]),
        ("-\u00a0A\n\u00a0\u00a0-\u00a0B", [("ul", [("li", ["A", ("ul", [("li", ["B"])])])])]),
        ("##\u00a0Heading", [("h2", ["Heading"])]),
        (
            "Item\tPrice\nCall\t10\nLetter\ta|b",
            [("table", [
                ("tr", [("th", ["Item"]), ("th", ["Price"])]),
                ("tr", [("td", ["Call"]), ("td", ["10"])]),
                ("tr", [("td", ["Letter"]), ("td", ["a|b"])]),
            ])],
        ),
        (
            "Words.\n\n\tQ1\tQ2\nFees\t1\t2",
            [("p", ["Words."]), ("table", [
                ("tr", [("th", []), ("th", ["Q1"]), ("th", ["Q2"])]),
                ("tr", [("td", ["Fees"]), ("td", ["1"]), ("td", ["2"])]),
            ])],
        ),
        ("A\tline", [("p", ["A line"])]),
        ("```\na\tb\nc\td\n```", [("pre", ["a b c d"])]),
    ],
)  # fmt: skip
def test_what_was_pasted_from_an_office_program_is_what_it_was_there(
    text: str, expected: list[object]
) -> None:
    assert shape(html(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. a\n  - b", [("ol", [("li", ["a", ("ul", [("li", ["b"])])])])]),
        ("-   a\n  - b", [("ul", [("li", ["a", ("ul", [("li", ["b"])])])])]),
        ("##Heading", [("h2", ["Heading"])]),
        ("- [ ] a\n  - [x] b", [("ul", [("li", ["☐ a", ("ul", [("li", ["☑ b"])])])])]),
        ("> a\n\n> — b", [("blockquote", [("p", ["a"]), ("p", ["— b"])])]),
        (
            "<details><summary>More</summary>\nSome **words**.\n</details>",
            [("details", [("summary", ["More"]), ("p", ["Some", ("strong", ["words"]), "."])])],
        ),
        (
            "<details><summary>More</summary>\n- a\n- b\n</details>",
            [("details", [("summary", ["More"]), ("ul", [("li", ["a"]), ("li", ["b"])])])],
        ),
        ("<div>\nplain words\n</div>", [("div", ["plain words"])]),
        ("<ul>\n    <li>a</li>\n\n    <li>b</li>\n</ul>", [("ul", [("li", ["a"]), ("li", ["b"])])]),
        ('<div markdown="1">\n- a\n  - b\n</div>', [("div", [("ul", [("li", ["a", ("ul", [("li", ["b"])])])])])]),
        ('<p markdown="span">*a*</p>', [("p", [("em", ["a"])])]),
        ("term\n:   what it is", [("dl", [("dt", ["term"]), ("dd", ["what it is"])])]),
    ],
)  # fmt: skip
def test_where_authors_are_less_strict_than_commonmark(text: str, expected: list[object]) -> None:
    assert shape(html(text)) == expected


def test_the_alignment_of_a_column_is_a_class() -> None:
    made = html("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |")
    assert "style" not in made
    for where in ("left", "center", "right"):
        assert made.count(f'class="align-{where}"') == 2


def test_a_footnote_without_a_reference_leads_back_nowhere() -> None:
    made = html("A.[^1]\n\n[^1]: One.\n\n[^2]: Two.")
    assert "Two." in made
    assert made.count("footnote-backref") == 1


HOSTILE = (
    "- " * 3000, "> " * 3000, "~~a " * 20000, "www." * 20000, "a@" * 20000, "a" * 100_000 + "@",
    "<a " * 20000, "[" * 5000, "`" * 20000, "•\t" * 20000, "a\tb\n" * 10000, "| a " * 20000, "- a\n" * 5000,
    "".join(" " * (2 * n) + "- a\n" for n in range(150)), "<div>\n\n" * 2000, "https://a.example/)" * 5000,
    "<!--\n" * 5000, "<details>\nx **y**\n" * 500, "http://" + "(" * 20000 + ")" * 20000, "***a " * 3000,
    "***\n" * 5000, "- - -\n- a\n" * 2000, "![" * 3000, "{% " * 20000, "<" + "a" * 50000, "{{" * 20000,
    " " * 50000 + "- a", "a | b\n" * 5000, "\\\n" * 5000, "<b x='" * 10000, "&" * 50000,
)  # fmt: skip


@pytest.mark.rehearsal
@pytest.mark.parametrize("n", range(len(HOSTILE)))
def test_no_text_takes_for_ever(n: int) -> None:
    begin = time.process_time()
    html(HOSTILE[n])
    assert time.process_time() - begin < 10


@given(st.text(st.sampled_from("a1.)-*+#>|`~ \n\t<>/b!=[](){}:•@"), max_size=120))
def test_no_word_is_lost(text: str) -> None:
    text = re.sub("[<`{\\[]", "", text)  # where words may be names of elements, or marks
    words = re.findall(r"[ab]+", text)
    shown = "".join(re.findall(r"[ab]+", BeautifulSoup(html(text), "html.parser").get_text()))
    assert shown == "".join(words), html(text)
