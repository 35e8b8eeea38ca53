"""The files of comments: read, or told with file, line and remedy; and what of a comment is on a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from tests.frontdesk.content.faults import OTHER, OTHER_TEXT
from tests.frontdesk.content.project import RULES, problems

from frontdesk.content.comments import CommentRenderer, read_comments
from frontdesk.content.content_paths import MARKDOWN_EXTENSION, comment_key
from frontdesk.content.lint.report import format_problem

FOLDER = "comments/2026-11-01-another"
GOOD = "Author: Ann Example\nDate: 2026-11-02 10:00\nLink: https://ann.example/\n\nSo it *is*.\n"
DRAFT = "Title: Not yet\nDate: 2026-11-03\nStatus: draft\n\nWords.\n"
OFF = "Title: Quiet\nDate: 2026-11-03\nComments: off\n\nWords.\n"

FAULTS = [
    (
        FOLDER,
        "Date: 2026-11-02\n\nYes.",
        ":1: warning: this comment has no author; write 'Author: …' at the top",
    ),
    (
        FOLDER,
        "Author: Ann\n\nYes.",
        ":1: warning: this comment has no date; write 'Date: 2026-11-22 08:30' at the top",
    ),
    (
        FOLDER,
        "Auhtor: Ann\nDate: 2026-11-02\n\nYes.",
        ":1: warning: unknown field 'Auhtor' (did you mean 'Author'?)",
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\nMood: calm\n\nYes.",
        ":3: warning: unknown field 'Mood'; a comment has Author, Date, Link, In_reply_to and Id",
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\nDate: 2026-11-03\n\nYes.",
        ":3: warning: Date is here for a second time; delete one of the two",
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\nId: c 1\n\nYes.",
        ":3: warning: 'c 1' cannot be an Id; write one such as c123, of letters and digits",
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\nId: main\n\nYes.",
        (
            ":3: warning: the page of the post has another place '#main'; write another Id, or take the line "
            "out"
        ),
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\nIn_reply_to: ben\n\nYes.",
        (
            ":3: warning: this post has no comment 'ben'; write the Id or the file's name of a comment on the "
            "same post, or take the line out"
        ),
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\nIn_reply_to: ann.md\n\nYes.",
        ":3: warning: a comment cannot answer itself; take the line out of the one that was there first",
    ),
    (
        FOLDER,
        "Author:\nDate: 2026-11-02\n\nYes.",
        ":1: warning: Author has no value; write one, or take the line out",
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-31\n\nYes.",
        ":2: warning: '2026-11-31' is not a date, for November 2026 has 30 days; correct the day",
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\nLink: javascript:x\n\nYes.",
        ":3: warning: 'javascript:x' is not an address; write it whole, https://…",
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\n\n",
        ":3: warning: there is no text; write it below the empty line that ends the header",
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\n\nYes.".encode("utf-16"),
        ":1: warning: this file is saved as UTF-16; save it with the encoding UTF-8",
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\n\nYes.\n\nAs ![here](desk.png).",
        ":6: warning: readers see no picture in a comment; take it out, or link to it",
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\n\nAs [there]({filename}/posts/2026-11-01-another.md).",
        (
            ":4: warning: '{filename}/posts/2026-11-01-another.md' does not work in a comment; write the whole "
            "address, https://…"
        ),
    ),
    (
        "comments",
        GOOD,
        ": warning: this lies beside the folders of posts; move it into one named like its post's file",
    ),
    (
        "comments/2026-11-01-anther",
        GOOD,
        ": warning: there is no post '2026-11-01-anther' (did you mean '2026-11-01-another'?)",
    ),
    (
        "comments/fees",
        GOOD,
        ": warning: there is no post 'fees'; name the folder like the file of the post, without .md",
    ),
    (
        "comments/2026-11-03-draft",
        GOOD,
        ": info: this waits for its post: posts/2026-11-03-draft.md is not out yet",
    ),
    (
        "comments/2026-11-03-off",
        GOOD,
        (
            ": info: posts/2026-11-03-off.md says 'Comments: off', so readers do not see this; write "
            "'Comments: closed' there"
        ),
    ),
    (
        FOLDER,
        GOOD.replace("11-02", "11-30"),
        ": info: this waits for its date, 2026-11-30 10:00 UTC; correct it if it was earlier",
    ),
]


@pytest.mark.R6
@pytest.mark.parametrize(("folder", "text", "says"), FAULTS)
def test_a_fault_of_a_comment_is_told_once_with_its_remedy(
    folder: str, text: str | bytes, says: str, tmp_path: Path
) -> None:
    posts = {
        OTHER: OTHER_TEXT,
        "posts/2026-11-03-draft.md": DRAFT,
        "posts/2026-11-03-off.md": OFF,
    }
    found = problems(tmp_path, {**posts, f"{folder}/ann.md": text})
    assert [format_problem(one, "content") for one in found] == [f"content/{folder}/ann.md{says}"]


@pytest.mark.R6
def test_a_comment_needs_a_name_of_its_own_and_the_ending_of_a_text(tmp_path: Path) -> None:
    files = {f"{FOLDER}/Ann B.md": GOOD, f"{FOLDER}/ann-b.md": GOOD, f"{FOLDER}/c.txt": GOOD}
    found = problems(tmp_path, {OTHER: OTHER_TEXT, **files})
    assert [format_problem(one, "content") for one in found] == [
        (
            f"content/{FOLDER}/ann-b.md: warning: {FOLDER}/Ann B.md has the same address on the page; rename one of "
            "the two"
        ),
        (
            f"content/{FOLDER}/c.txt: warning: only files that end in .md are read, so this comment would be left "
            "out; rename it to c.md"
        ),
    ]


@pytest.mark.R6
def test_a_link_to_a_comment_is_known_by_its_id_or_its_file(tmp_path: Path) -> None:
    linking = "See [one]({filename}2026-11-01-another.md#c7), [two]({filename}2026-11-01-another.md#comment-b)."
    files = {
        "posts/2026-11-03-links.md": f"Title: Links\nDate: 2026-11-03\n\n{linking}\n",
        f"{FOLDER}/a.md": GOOD.replace("Link:", "Id: c7\nLink:"),
        f"{FOLDER}/b.md": GOOD,
    }
    assert problems(tmp_path, {OTHER: OTHER_TEXT, **files}) == ()
    (tmp_path / FOLDER / "b.md").unlink()
    (found,) = problems(tmp_path, {})
    assert "there is no place '#comment-b'" in found.message


@pytest.mark.R6
def test_comments_of_a_post_are_read_the_oldest_first_whatever_their_files_are_called() -> None:
    later = GOOD.replace("11-02", "11-03").encode()
    texts = [
        (f"{FOLDER}/a{MARKDOWN_EXTENSION}", later),
        (f"{FOLDER}/Ząb 2{MARKDOWN_EXTENSION}", GOOD.encode()),
    ]
    comments, faults = read_comments(texts, RULES)
    assert faults == []
    assert [(one.name, one.author, one.link) for one in comments] == [
        ("zab-2", "Ann Example", "https://ann.example/"),
        ("a", "Ann Example", "https://ann.example/"),
    ]
    assert {one.post for one in comments} == {comment_key(OTHER, RULES)}


# --- rendering ----------------------------------------------------------------------------------

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
