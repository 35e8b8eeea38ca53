"""The files of comments: read, or told with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.frontdesk.content.faults import OTHER, OTHER_TEXT
from tests.frontdesk.content.project import RULES, problems

from frontdesk.content.comments import comment_key, read_comments
from frontdesk.content.lint.report import format_problem
from frontdesk.content.model import MARKDOWN_EXTENSION

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
        ":3: warning: unknown field 'Mood'; a comment has Author, Date and Link",
    ),
    (
        FOLDER,
        "Author: Ann\nDate: 2026-11-02\nDate: 2026-11-03\n\nYes.",
        ":3: warning: Date stands here for a second time; take one of the two out",
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
            ": info: posts/2026-11-03-off.md says 'Comments: off', so nobody sees this; write "
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
