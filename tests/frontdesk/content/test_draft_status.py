"""A draft of any program stays a draft; in doubt a text waits, and its author is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frontdesk.content.project import NOW, RULES, problems

from frontdesk.content import draft_words as vocabulary
from frontdesk.content.draft_status import is_public
from frontdesk.content.front_matter import split_document
from frontdesk.content.front_matter_fields import Head
from frontdesk.content.metadata import may_be_withheld, read_head
from frontdesk.content.model import LineProblem

PATH = "posts/2026-11-10-a-late-invoice.md"
HEAD = "Title: A late invoice\nDate: 2026-11-10 08:30\n"
WORDS = "\nThe invoice was due on Friday.\n"


def read(text: str | bytes, path: str = PATH) -> tuple[Head, list[LineProblem], bool]:
    """The head, what is told, and whether the text may be withheld."""
    header, found = split_document(text if isinstance(text, bytes) else text.encode())
    head, more = read_head(header, path, "post", RULES)
    return head, [*found, *more], may_be_withheld(header, path, "post", RULES, NOW)


CLEAR = (
    *(
        "draft: true",
        "draft: yes",
        "draft: 1",
        'draft: "true"',
        "Draft: TRUE  ",
        "DRAFT: on",
        "draft: y",
    ),
    *(
        "draft: true # until Monday",
        "isDraft: true",
        "is_draft: yes",
        "draft: [true]",
        "Drafts: true",
    ),
    *("published: no", "published: false", 'Published: "False"', "published: 0", "published: off"),
    *("visibility: private", "visibility: hidden", "visibility: members", "Visibility: Unlisted"),
    *(
        "status: private",
        "status: pending",
        "status: future",
        "status: trash",
        "status: auto-draft",
    ),
    *("status: wip", "status: idea", "status: in progress", "Status: DRAFT", "status: 'draft'"),
    *("Status: draft # later", "status: unpublished", "status: archived", "post_status: draft"),
    *("private: true", "hidden: true", "unlisted: true", "headless: true", "scheduled: true"),
    *(
        "eleventyExcludeFromCollections: true",
        "permalink: false",
        "publish: false",
        "dg-publish: false",
    ),
    *("build: {render: never}", "build: {render: never, list: never}", "password: friday"),
    *("visible: false", "wip: true", "state: draft", "workflow: in review", "deleted: true"),
    *("brouillon: oui", "entwurf: ja", "estado: borrador", "statut: brouillon", "szkic: tak"),
)
"""Clearly not for readers."""

DOUBTFUL = (
    *(
        "Statsu: draft",
        "Drfat: true",
        "Satus: draft",
        "Sttus: whatever",
        "Pubished: false",
        "Drafft: yes",
    ),
    *("Status: whatever", "Status: ready", "Status:", "draft:", "draft: perhaps", "published:"),
    *("published: soon", "publishDate: soon", "published_at:", "visibility: friends"),
    *("Visibilty: private", "Visibilty: frends", "Sttaus: drft", "Drfat: treu", "drats: true"),
    *("Pubished: flase", "publc: no", "pasword: friday", "brouilon: oui", "estdo: borrador"),
    *("audince: members", "stages: planning", "stage: drft", "state: draf", "Unfinishd: true"),
    *("secret: 2099-01-01", "confidential: 2099-01-01"),
    *("Tags: [draft]", "Tags: fees, draft", "Category: Drafts", "layout: draft", "mood: private"),
)
"""Perhaps not."""

PUBLIC = (
    *("draft: false", "draft: no", 'draft: "false"', "draft: FALSE # done", "published: true"),
    *(
        "published: yes",
        "publish: true",
        "dg-publish: true",
        "visibility: public",
        "visibility: everyone",
    ),
    *("status: published", "Status: publish", "status: live", "private: false", "unlisted: no"),
    *(
        "hidden: false",
        "publishDate: 2020-01-01",
        "published: 2026-11-10",
        "expiryDate: 2099-01-01",
    ),
    *("expires:", "published_at: 2026-11-10 10:00:00", "password:", "wip: false"),
)
"""For readers, and no mistake."""

WAITING = (
    *("publishDate: 2099-01-01", "publish_date: 2099-01-01T10:00:00Z", "scheduled: 2099-01-01"),
    *(
        "published: 2099-01-01",
        "published_at: 2099-01-01 08:00",
        "embargo: 2099-01-01",
        "PubDate: 2099/1/1",
    ),
    *(
        "expiryDate: 2020-01-01",
        "expires: 2026-11-15",
        "unpublish_date: 2021-05-05",
        "archived: 2020-01-01",
    ),
    *("Dtae: 2099-01-01", "Publishdat: 2099-01-01"),
    *(
        "release: 2099-01-01",
        "released: 2099-01-01",
        "Release_Date: 2099-01-01",
        "goLive: 2099-01-01",
    ),
    *(
        "go_live_date: 2099-01-01",
        "available: 2099-01-01",
        "availableOn: 2099-01-01",
        "live: 2099-01-01",
    ),
    *("embargoed: 2099-01-01", "embargo-ends: 2099-01-01", "scheduled_at: 2099-01-01"),
    *("launch_date: 2099-01-01", "unlockAt: 2099-01-01", "post-on: 2099-01-01"),
    *("releas: 2099-01-01", "embrago: 2099-01-01", "avialable: 2099-01-01"),
)
"""Not at this moment."""


@pytest.mark.A14
@pytest.mark.parametrize("style", ["{}{}\n", "---\n{}{}\n---\n"])
@pytest.mark.parametrize("line", CLEAR)
def test_a_draft_of_another_program_is_a_draft(line: str, style: str) -> None:
    head, found, is_withheld = read(style.format(HEAD, line) + WORDS)
    assert head.status == "draft"
    assert is_withheld
    assert {one.severity for one in found} <= {"info"}


@pytest.mark.A14
@pytest.mark.parametrize("line", [one for one in CLEAR if "draft" not in one.casefold()])
def test_what_keeps_a_text_back_is_told_with_its_line(line: str) -> None:
    _, found, _ = read(f"{HEAD}{line}\n{WORDS}")
    assert 3 in {one.line for one in found}


@pytest.mark.A14
@pytest.mark.parametrize("style", ["{}{}\n", "---\n{}{}\n---\n"])
@pytest.mark.parametrize("line", DOUBTFUL)
def test_in_doubt_a_text_waits_and_is_told(line: str, style: str) -> None:
    head, found, is_withheld = read(style.format(HEAD, line) + WORDS)
    assert head.status == ""
    assert not is_public(head, NOW)
    assert is_withheld
    assert "error" in {one.severity for one in found}


@pytest.mark.A14
@pytest.mark.parametrize("style", ["{}{}\n", "---\n{}{}\n---\n"])
@pytest.mark.parametrize("line", PUBLIC)
def test_what_says_that_it_is_published_is(line: str, style: str) -> None:
    head, found, is_withheld = read(style.format(HEAD, line) + WORDS)
    assert is_public(head, NOW)
    assert not is_withheld
    assert [one for one in found if one.severity != "info"] == []


@pytest.mark.A14
@pytest.mark.parametrize("line", WAITING)
def test_a_day_of_another_program_is_waited_for(line: str, tmp_path: Path) -> None:
    text = f"{HEAD}{line}\n{WORDS}"
    head, _, is_withheld = read(text)
    assert not is_public(head, NOW)
    assert is_withheld
    assert 3 in {one.line for one in problems(tmp_path, {PATH: text})}


@pytest.mark.A14
@pytest.mark.parametrize(
    "line",
    [
        *(
            "Wedding: 2099-01-01",
            "deadline: 2099-01-01",
            "event_date: 2099-01-01",
            "review: 2099-01-01",
        ),
        *("startDate: 2099-01-01", "Holiday: 2099-12-24", "effective: 2099-01-01"),
        *(
            "Drfat: no",
            "Visibilty: public",
            "Craft: pottery",
            "interval: 1",
            "pssword:",
            "Rules: ten",
        ),
        *("release: 1.2", "available: in blue", "live: 2020-01-01 in Leeds", "Place: offline"),
    ],
)
def test_what_means_no_draft_is_told_and_published(line: str, tmp_path: Path) -> None:
    """Also a day to come of something else."""
    text = f"{HEAD}{line}\n{WORDS}"
    head, _, is_withheld = read(text)
    assert is_public(head, NOW)
    assert not is_withheld
    (told,) = problems(tmp_path, {PATH: text})
    assert (told.line, told.severity) == (3, "warning")


@pytest.mark.A14
@pytest.mark.parametrize(
    "line", ["release: 2020-01-01", "available: 2026-11-10", "goLive: 2020-01-01"]
)
def test_a_day_that_has_come_holds_nothing_back(line: str) -> None:
    assert is_public(read(f"{HEAD}{line}\n{WORDS}")[0], NOW)


@pytest.mark.A14
@pytest.mark.parametrize(
    "below",
    [
        *("Status: draft\n", "draft: true\n", "\n\nStatus: Draft\n", "Words.\n\nStatus: draft\n"),
        *(
            "**Status:** draft\n",
            "<!-- status: draft -->\n",
            "> Status: draft\n",
            ".. status: draft\n",
        ),
        *(":draft: true\n", "#+DRAFT: true\n", "Satus: draft\n", "published: false\n"),
        *(
            "Tags: fees\nStatus: draft\n",
            "- status: wip\n",
            '<meta name="status" content="draft">\n',
        ),
        *(
            "Date: 2099-01-01\n",
            "publishDate: 2099-01-01\n",
            "Title: X\nDate: 2099-01-01\n",
            "draft = true\n",
        ),
        "The first line.\n" * 15 + "Status: draft\n",
    ],
)
def test_a_line_below_the_header_that_means_a_draft_keeps_the_text_back(below: str) -> None:
    for start in (f"{HEAD}\n", f"---\n{HEAD}---\n", "\n"):
        head, _, is_withheld = read(f"{start}{below}{WORDS}")
        assert not is_public(head, NOW)
        assert is_withheld


@pytest.mark.A14
@pytest.mark.parametrize(
    "below",
    [
        *(
            "```yaml\ndraft: true\n```\n",
            "    Status: draft\n",
            "Words.\n\nStatus: it is raining.\n",
        ),
        *(
            "Published: 12 May 2008\n",
            "The draft: true or false?\n",
            "Date: 2027-01-15\nPlace: London\n",
        ),
        *(
            "Words.\n\nDate: 2099-01-01\n",
            "Note: draft the letter first.\n",
            "Published: 2008-05-22\n",
        ),
        *("Release: 2099-01-01\n", "Words.\n\nAvailable: 2099-01-01\n", "Rules: internal\n"),
        "A line.\n" * 60 + "Status: draft\n",
    ],
)
def test_what_is_text_is_text(below: str) -> None:
    head, found, is_withheld = read(f"{HEAD}\n{below}{WORDS}")
    assert is_public(head, NOW)
    assert not is_withheld
    assert found == []


@pytest.mark.A14
@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "One"\ndraft = true\n+++\n',
        '+++\ntitle = "One"\npublishDate = 2099-01-01\n+++\n',
        '+++\ntitle = "One"\n[build]\nrender = "never"\n+++\n',
        '+++\ntitle = "One\ndraft = true\n+++\n',
        "+++\ndraft = true\n\nThe fence never closes.",
        '---toml\ntitle = "One"\ndraft = true\n---\n',
        '{ "title": "One", "draft": true }\n',
        '{\n  "title": "One",\n  "draft": true\n}\n',
        '{"title": "One", "status": "published", "visibility": "members"}\n',
        '{\n  "title": "One",\n  "draft": true,\n}\n',
        '{\n  title: "One",\n  draft: true\n}\n',
        ';;;\n"title": "One",\n"draft": true\n;;;\n',
        '"title": "One",\n"draft": true\n;;;\n',
        '---json\n{"title": "One", "draft": true}\n---\n',
        '---js\n{title: "One", draft: true}\n---\n',
        "---yaml\ntitle: One\ndraft: true\n---\n",
        "---\ntitle: One\n_build:\n  render: never\n---\n",
        "---\ntitle: One\nparams:\n  draft: true\n---\n",
        '---\ntitle: One\n"draft" : true\n---\n',
        "---\ntitle: One\n\tdraft: true\n---\n",
        "---\ntitle: One\nThis is no field.\ndraft: true\n---\n",
        "Title: One\nStatus: published\nStatus: draft\n",
        "Title: [DRAFT] One\n",
        "Title: DRAFT: One\n",
        "Title: One\n    draft: true\n",
        "<!--\n.. title: One\n.. status: draft\n-->\n",
    ],
)
def test_a_draft_is_known_in_every_kind_of_header(text: str) -> None:
    head, _, is_withheld = read(text + WORDS)
    assert not is_public(head, NOW)
    assert is_withheld


@pytest.mark.A14
@pytest.mark.parametrize(
    "path",
    [
        *("posts/_drafts/2026-11-10-x.md", "posts/drafts/2026/x.md", "pages/_drafts/x.md"),
        *("posts/Unpublished/2026-11-10-x.md", "posts/2026-11-10-x.draft.md"),
    ],
)
def test_a_folder_of_drafts_holds_drafts(path: str) -> None:
    head, found, is_withheld = read(HEAD + WORDS, path)
    assert head.status == "draft"
    assert is_withheld
    assert [(one.line, one.severity) for one in found] == [(0, "info")]


@pytest.mark.A14
def test_a_name_that_is_about_drafts_is_none() -> None:
    assert is_public(read(HEAD + WORDS, "posts/2026-11-10-the-first-draft.md")[0], NOW)


@pytest.mark.A14
@pytest.mark.parametrize(
    "text",
    [
        "Title: Ünï\nDate: 2026-11-10\nStatus: draft\n\nCafé.\n".encode("latin-1"),
        "Title: One\nStatus: draft\n\nWords.\n".encode("utf-16"),
    ],
)
def test_a_draft_in_another_encoding_may_be_withheld(text: bytes) -> None:
    assert read(text)[2]


@pytest.mark.A14
@pytest.mark.parametrize(
    ("date", "is_withheld"),
    [
        *(("soon", True), ("2026-02-30", False), ("2026-13-10", False), ("2099-13-10", True)),
        *(("", True), ("2026-11-23", True), ("2026-11-21", False), ("tomorrow 08:30", True)),
    ],
)
def test_a_date_that_cannot_be_read_may_be_one_to_come(date: str, is_withheld: bool) -> None:
    assert read(f"Title: One\nDate: {date}\n{WORDS}")[2] == is_withheld


@pytest.mark.A14
@pytest.mark.parametrize("status", ["Status: published", "draft: false", "published: true"])
@pytest.mark.parametrize("line", ["Tags: draft", "Title: [Draft] One", "Category: Drafts"])
def test_who_says_that_a_text_is_published_is_asked_about_no_word(line: str, status: str) -> None:
    head, found, is_withheld = read(f"Date: 2026-11-10\n{line}\n{status}\n\nStatus: draft\n{WORDS}")
    assert is_public(head, NOW)
    assert not is_withheld
    assert {one.severity for one in found} <= {"info"}


@pytest.mark.A14
def test_published_and_draft_in_one_header_is_a_draft() -> None:
    assert read(f"{HEAD}Status: published\ndraft: true\n{WORDS}")[0].status == "draft"


@pytest.mark.A1
def test_headers_in_toml_and_json_say_what_ours_say() -> None:
    toml = (
        '+++\ntitle = "A late invoice"\ndate = 2026-11-10T08:30:00Z\nslug = "late"\ndraft = false\n'
        '[taxonomies]\ntags = ["fees", "e-mail"]\n+++\nWords.\n'
    )
    fields = {
        "title": "A late invoice",
        "date": "2026-11-10 08:30",
        "slug": "late",
        "tags": ["fees", "e-mail"],
    }
    plain = (
        "Title: A late invoice\nDate: 2026-11-10 08:30\nSlug: late\nTags: fees, e-mail\n\nWords.\n"
    )
    dumped = json.dumps(fields, indent=2)
    wanted = read(plain)[0]
    for text in (toml, f"{dumped}\nWords.\n", f";;;\n{dumped}\n;;;\nWords.\n"):
        head, found, _ = read(text)
        assert (head.title, head.date, head.slug, head.tags) == (
            wanted.title,
            wanted.date,
            wanted.slug,
            wanted.tags,
        )
        assert found == []


@pytest.mark.A1
def test_a_header_that_cannot_be_read_is_refused_with_its_language_and_line() -> None:
    for text, line, words in (
        ('+++\ntitle = "One"\ndate = soon\n+++\n', 3, "this header in TOML cannot be read"),
        ('{\n  "title": "One",\n  "date"\n}\n', 4, "this header in JSON cannot be read"),
        ('---js\n{title: "One"}\n---\n', 1, "a header in js cannot be read"),
        ('+++\ntitle = "One"\n', 1, "never ends; write '+++'"),
    ):
        (problem,) = [one for one in read(text + WORDS)[1] if one.severity == "error"]
        assert problem.line == line
        assert words in problem.message


@pytest.mark.A1
@pytest.mark.parametrize(
    "text",
    [
        "{: .lead}\nWords.\n",
        "{{< figure >}}\n",
        "{filename}x.md leads there.\n",
        "{ }x\n",
        "+++ words\n",
    ],
)
def test_a_text_may_begin_with_a_brace(text: str) -> None:
    header, _ = split_document(text.encode())
    assert header.body == text


@pytest.mark.A14
@given(
    st.sampled_from(sorted(vocabulary.DRAFT_FLAGS | vocabulary.SOFT_DRAFT_FLAGS)),
    st.sampled_from(sorted(vocabulary.TRUE)),
)
def test_every_flag_with_every_yes_keeps_a_text_back(name: str, yes: str) -> None:
    header, _ = split_document(f"---\n{HEAD}{name}: {yes}\n---\n{WORDS}".encode())
    head, _ = read_head(header, PATH, "post", RULES)
    assert not is_public(head, NOW)


@pytest.mark.A14
def test_a_comment_that_is_held_elsewhere_is_held_here(tmp_path: Path) -> None:
    folder = "comments/2026-11-10-a-late-invoice"
    comment = "Author: Ann\nDate: 2026-11-11\n{}\n\nWords.\n"
    files = {
        PATH: HEAD + WORDS,
        f"{folder}/a.md": comment.format("Status: draft"),
        f"{folder}/b.md": comment.format("approved: false"),
        f"{folder}/c.md": comment.format("status: spam"),
        f"{folder}/d.md": comment.format("approved: true"),
    }
    assert [one.path[-4:] for one in problems(tmp_path, files)] == ["a.md", "b.md", "c.md"]
