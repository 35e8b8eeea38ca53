"""With so many posts that related posts follow edits, the site that grew is the one from nothing."""

from __future__ import annotations

import pytest
from tests.whole_sites.building import Site, from_nothing

LATER = "2026-11-18T15:00:00Z"
COUNT = 100
SUBJECTS = ("invoice", "promise", "apology", "meeting", "listening", "letter", "hinge")


def write(
    site: Site, number: int, *lines: str, title: str = "", text: str = "", day: int = 0
) -> None:
    subject = SUBJECTS[number % len(SUBJECTS)]
    other = SUBJECTS[number % 5]
    head = "\n".join((
        f"Title: {title or f'About {subject} {number}'}",
        f"Date: 2026-{day or number % 9 + 1:02}-{number % 28 + 1:02}", *lines,
    ))  # fmt: skip
    site.post(f"posts/post-{number}.md", f"{head}\n\n{text or f'On {subject} and {other}.'}\n")


@pytest.mark.rehearsal
@pytest.mark.A9
@pytest.mark.S2
def test_related_posts_follow_every_kind_of_edit(site: Site) -> None:
    site.settings = "RELATED_POSTS = 3\nSHARE_CARDS = False\nSEARCH = False\n"
    for number in range(COUNT):
        write(site, number, *(("Tags: fees",) if number % 4 else ("Series: Friday Debrief",)))
    site.build()
    assert site.page("2026/01/post-0.html").select(".related a")
    edits = {
        "a body": lambda: write(site, 10, "Tags: fees", text="On hinges and letters."),
        "a title": lambda: write(site, 20, title="The hinge of a letter"),
        "tags": lambda: write(site, 30, "Tags: invoice, hinge"),
        "a series": lambda: write(site, 41, "Series: Friday Debrief"),
        "a date": lambda: write(site, 50, "Tags: fees", day=10),
        "a new post": lambda: write(site, COUNT, "Tags: fees"),
        "a post less": (site.folder / "content/posts/post-60.md").unlink,
        "a draft": lambda: write(site, 70, "Status: draft"),
    }
    for what, edit in edits.items():
        edit()
        site.build(LATER)
        assert site.files == from_nothing(site, LATER), what
