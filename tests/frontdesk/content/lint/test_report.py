"""What a person reads: a line a problem, or Markdown for a Git host."""

from __future__ import annotations

import pytest

from frontdesk.content.lint.report import format_problem, format_totals, markdown_summary
from frontdesk.core.problems import Problem

A = Problem("posts/a.md", 3, "unknown field 'Tgas' (did you mean 'Tags'?)", "error")
NOTE = Problem("posts/a.md", 1, "this post has no title", "info")
FILE = Problem(
    "images/a_b.png", 0, "this picture has <b>3.0 MB</b> | @all *now* [x](y) `code`", "warning"
)


@pytest.mark.A11
def test_a_line_names_file_line_severity_and_problem() -> None:
    assert (
        format_problem(A, "content")
        == "content/posts/a.md:3: error: unknown field 'Tgas' (did you mean 'Tags'?)"
    )
    assert format_problem(NOTE, "content") == "content/posts/a.md:1: info: this post has no title"
    assert format_problem(FILE, ".").startswith("images/a_b.png: warning: this picture has <b>")


def test_a_file_name_plays_no_tricks_on_a_terminal() -> None:
    assert (
        format_problem(Problem("posts/a\x1b[2J\nb.md", 1, "x", "info"), "c")
        == "c/posts/a[2J b.md:1: info: x"
    )


def test_the_outcome_counts() -> None:
    assert format_totals((), (), "content") == "content: 0 posts, 0 pages; no problems"
    assert (
        format_totals((), (A, NOTE, FILE), "c") == "c: 0 posts, 0 pages; 1 error, 1 warning, 1 info"
    )
    assert format_totals((), (NOTE,), "c") == "c: 0 posts, 0 pages; 1 info"


def test_a_summary_is_markdown_that_says_the_same() -> None:
    text = markdown_summary((), sorted((A, NOTE, FILE)), "content")
    assert text == (
        "## The texts: 1 error, 1 warning, 1 info\n"
        "\n"
        "### `content/images/a_b.png`\n"
        "\n"
        "- **the file:** warning: this picture has &lt;b>3.0 MB&lt;/b> \\| &#64;all \\*now\\* \\[x\\](y) \\`code\\`\n"
        "\n"
        "### `content/posts/a.md`\n"
        "\n"
        "- **line 1:** info: this post has no title\n"
        "- **line 3:** error: unknown field 'Tgas' (did you mean 'Tags'?)\n"
    )


def test_a_summary_without_problems_says_so() -> None:
    text = markdown_summary((), (), "content")
    assert text == "## The texts: no problems\n\ncontent: 0 posts, 0 pages; no problems.\n"
