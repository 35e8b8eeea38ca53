"""What repeats a post of this blog: in no digest of the desk, with the reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.frontdesk.desk.requests import WEEK, desk_of, get
from tests.whole_sites.building import Site

WORDS = (
    "Send the invoice on the day on which the work is done, and say in one line what it was for, "
    "so that the person who pays it has no question left to ask."
)
WHEN = "Tue, 17 Nov 2026 09:00:00 GMT"
POST = "posts/2026-11-16-invoices.md"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.feeds("partners:\n  - id: ann\n    name: Ann\n    feed: ann.xml\n")
    site.feed("ann", ("Invoices, once more", WHEN, WORDS), ("Something else", WHEN))
    site.post(POST, f"Title: Invoices\n\n{WORDS}\n")
    site.command()
    site.refresh()
    return site


def shown(page: str) -> tuple[list[str], list[str]]:
    """The titles of entries in the digest, and of those that are not in it."""
    inside, _, outside = page.partition('class="out"')
    titles = (re.findall(r"<h3><a[^>]*>([^<]*)<", part) for part in (inside, outside))
    return next(titles), next(titles)


@pytest.mark.E10
@pytest.mark.K2
def test_an_entry_that_repeats_an_own_post_is_left_out_and_says_why(site: Site) -> None:
    desk = desk_of(site)
    page = get(desk, WEEK).body.decode()
    assert shown(page) == (["Something else"], ["Invoices, once more"])
    assert "It repeats your post “Invoices”, so it is left out." in page
    site.post(POST, f"Title: Invoices\nStatus: draft\n\n{WORDS}\n")
    assert shown(get(desk, WEEK).body.decode())[1] == []
    site.post(POST, f"Title: Invoices\n\n{WORDS}\n")
    assert shown(get(desk, WEEK).body.decode())[1] == ["Invoices, once more"]
