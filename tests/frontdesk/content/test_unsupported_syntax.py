"""Marks of other programs are told with their line; what is escaped, or code, is left alone (A13)."""

from __future__ import annotations

import pytest
from tests.frontdesk.content.project import RULES

from frontdesk.content.markdown_analysis import MarkdownReader

pytestmark = pytest.mark.A13

READER = MarkdownReader(RULES.markdown)


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ('[caption id="a" width="300"]A desk[/caption]', "a shortcode of WordPress"),
        ("[gallery]", "a shortcode of WordPress"),
        ("[gallery ids=1,2 /]", "a shortcode of WordPress"),
        ("[embed]https://a.example/[/embed]", "a shortcode of WordPress"),
        ("[su_button url=x]go[/su_button]", "a shortcode of WordPress"),
        ("{% img /images/x.png %}", "a tag of Liquid or Jinja"),
        ("{%- include x.html -%}", "a tag of Liquid or Jinja"),
        ('{{< figure src="x.png" >}}', "a mark of a template"),
        ("{{% notice %}}", "a mark of a template"),
        ("See {{ site.url }} for it.", "a mark of a template"),
        ("[[Another page]]", "a link of a wiki"),
        ("![[picture.png]]", "a link of a wiki"),
        ("::: tip\nWords.\n:::", "a box of other programs"),
        (":::note", "a box of other programs"),
        ("!!! note\n    Words.", "a box of MkDocs"),
        ("> [!NOTE]\n> Words.\n>\n> — Ann", "a box of GitHub"),
        ("import Chart from './chart.js'", "a line of MDX"),
        ("export const x = 1", "a line of MDX"),
        ("<%= link %>", "a tag of a template"),
        ("{:toc}", "a mark of Kramdown"),
        ("So $$x^2$$ it is.", "a formula of TeX"),
        ("A ==marked== word.", "a mark of other programs"),
    ],
)
@pytest.mark.parametrize("before", ["", "Words.\n\nMore words.\n\n"])
def test_a_mark_of_another_program_is_told_with_its_line(before: str, mark: str, says: str) -> None:
    problems = READER.read(f"{before}{mark}\n\nWords.").problems
    found = [one for one in problems if says in one.message]
    assert [(one.line, one.severity) for one in found[:1]] == [(before.count("\n") + 1, "warning")]
    assert ";" in found[0].message


def test_a_component_of_mdx_is_told() -> None:
    (found,) = READER.read('<Chart data={1} kind="x"/>').problems[:1]
    assert "<chart>" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "`{% img x %}` and `[gallery]` and `[[wiki]]`",
        "```\n{% img x %}\n{{ site.url }}\n::: tip\n[gallery]\nimport x from 'y'\n```",
        "1. Words.\n\n    ```\n    {{ site.url }}\n    ```",
        "Words.\n\n    {% raw %}\n    [[wiki]]",
        "- Words.\n\n      [gallery]",
        "<pre>\n[gallery] {{ x }}\n</pre>",
        "\\{% x %} \\[gallery] \\{{ x }} \\[[x]]",
        "[Gallery](https://a.example/) and [caption][1]\n\n[1]: https://b.example/",
        "[a [nested] word](https://a.example/)",
        "Prices rose 5%% and {more} [so] they say :: here",
        "import duties rose; export figures fell",
        "It costs $5 or $$ and a == b or ===",
        "An array x[[1]](https://a.example/)",
    ],
)
def test_code_and_ordinary_words_are_left_alone(text: str) -> None:
    found = READER.read(text).problems
    assert [one for one in found if "readers see it as you typed it" in one.message] == []


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("Words.\n\n[^1]: Of no use.", 3, "nothing refers to this footnote"),
        ("A.[^1]\n\n[^1]: One.\n[^two]: Two.", 4, "nothing refers to this footnote"),
        ("Words.\n\n<!-- a note\n\nto myself", 3, "this comment never ends"),
        ("Words.\n\n##Heading", 3, "other programs take this line for text"),
        ("A sentence.\n---", 2, "makes a heading of the text above it"),
        ("Two lines\nof words\n---", 3, "makes a heading of the text above it"),
        ("Words.\n\n##\n\nWords.", 3, "this heading has no words"),
        ("Words.\n\n<div>\n\nMore.", 3, "<div> begins here and never ends"),
        ("<div><b>bold</div>\n\nMore.", 1, "<b> begins here and never ends"),
        ("Words.\n\n</main>\n\nMore.", 3, "</main> ends nothing"),
        ("Words </article> words.", 1, "</article> ends nothing"),
    ],
)
def test_what_looks_odd_is_told_with_its_line(text: str, line: int, says: str) -> None:
    found = [one for one in READER.read(text).problems if says in one.message]
    assert [one.line for one in found] == [line]


def test_a_remark_that_never_ends_keeps_a_text_back() -> None:
    """It may be a private one, so its words are neither lost nor shown."""
    (found,) = READER.read("Words.\n\n<!-- to myself\n\nMore.").problems
    assert found.severity == "error"
