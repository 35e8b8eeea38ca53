"""Whether an author may have taken a text back: in doubt, yes (A12, A14)."""

from __future__ import annotations

import pytest
from tests.frontdesk.content.project import NOW, RULES

from frontdesk.content.lint.unpublish_intent import may_be_withdrawn

GOOD = "Title: A\nDate: 2026-11-01\n\nSome words about a status: it is said.\n"
HUGO = "---\ntitle: A\ndate: 2026-11-01\ndraft: false\n---\nWords.\n"


def withdrawn(today: str | bytes, before: str = GOOD) -> bool:
    data = today if isinstance(today, bytes) else today.encode()
    return may_be_withdrawn(data, before.encode(), "posts/a.md", "post", RULES, NOW)


@pytest.mark.A12
@pytest.mark.parametrize(
    "today",
    [
        "Title: A\nDate: 2026-11-01\nStatus: removed\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nStatus: publishd\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nStatus:\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nSttus: draft\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\ndraft: true\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nDraft:\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\ndraft: maybe\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nis_draft: yes\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\npublished: no\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nvisibility: private\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nvisibilty: friends\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\npublishDate: 2099-01-01\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nexpiryDate: 2026-01-01\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nunlisted: true\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nembargo: Monday\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nStatus: published\nStatus: draft\n\nWords.\n",
        "Title: A\nDate: 2099-13-01\n\nWords.\n",
        "Title: A\nDate: 2026-12-32\n\nWords.\n",
        "Title: A\nDate: not before 2027\n\nWords.\n",
        "Title: A\nDate: later\n\nWords.\n",
        "Title: A\nDate: soon\n\nWords.\n",
        "Title: A\nDate: TBD\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\n\nStatus: draft\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\n\nWords.\n\n**Draft:** true\n",
        "+++\ntitle = 'A'\ndraft = true\n+++\nWords.\n",
        '{\n"title": "A",\n"draft": true\n}\nWords.\n',
        "---\nTitle: A\nDate: 2026-11-01\n\nWords.\n",
        "\nTitle: A\nDate: 2026-11-01\n\nWords.\n",
        "Title: A\nDear reader,\n\nWords.\n",
        "",
        "Words.\n",
        b"\xff\xfeT\x00i\x00",
        b"Title: \xe9\n\nWords.\n",
    ],
)
def test_what_may_mean_a_draft_a_later_date_or_a_withdrawal(today: str | bytes) -> None:
    assert withdrawn(today)


@pytest.mark.A12
@pytest.mark.parametrize(
    "today",
    [
        "Title: A\nDate: someday\n\nWords.\n",
        "Title: A\nDate: 2026-02-30\n\nWords.\n",
        "Title: A\nTgas: x\nDate: 2026-11-01\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nStatus: published\n\n<script>x</script>\n",
        "Title: A\nDate: 2026-11-01\nStatus: hidden\nUrl: ../x\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\ndraft: false\nSlgu: x\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\nFirst_published: The Letter, 2027\n\nWords.\n",
        "Title: A\nDate: 2026-11-01\n\nSome words about a status: it is said.\n\n<iframe>\n",
        "Title: A\nDate: 2026-11-01\n\n",
    ],
)
def test_what_is_only_a_mistake(today: str) -> None:
    assert not withdrawn(today)


@pytest.mark.A12
def test_what_stood_in_the_last_good_source_too_means_nothing_new() -> None:
    assert not withdrawn(HUGO.replace("date: 2026-11-01", "date: someday"), HUGO)
    assert withdrawn(HUGO.replace("draft: false", "draft: treu"), HUGO)
    assert not withdrawn("Only words.\n", "Other words.\n")


@pytest.mark.A12
@pytest.mark.A14
@pytest.mark.parametrize(
    "date",
    [
        *("5 December 2026", "Dec 5, 2026", "2026-Dec-05", "2026-11-31", "2026-12-01 25:00"),
        *("12/01/2026", "1 December", "Monday", "on Friday", "5.12.", "2027"),
    ],
)
def test_a_post_put_off_to_a_day_nobody_can_read_stands_in_no_old_version(date: str) -> None:
    before = b"Title: A\nDate: 2026-11-01\n\nWords.\n"
    today = f"Title: A\nDate: {date}\n\nWords.\n".encode()
    assert may_be_withdrawn(today, before, "posts/a.md", "post", RULES, NOW)


@pytest.mark.A12
@pytest.mark.parametrize("date", ["someday", "2026-02-30", "2026-10-0x", "3 May 2026"])
def test_a_date_that_was_mistyped_takes_nothing_back(date: str) -> None:
    before = b"Title: A\nDate: 2026-11-01\n\nWords.\n"
    today = f"Title: A\nDate: {date}\n\nWords.\n".encode()
    assert not may_be_withdrawn(today, before, "posts/a.md", "post", RULES, NOW)
