"""Series: a page, a feed, a number for each instalment, and a way on."""

from __future__ import annotations

from io import BytesIO

import feedparser
import pytest
from tests.whole_sites.building import Site
from tests.whole_sites.conftest import prepared_once

SETTINGS = 'SERIES = {"Friday Debrief": "Friday", "Now and Then": None}\n'


def debrief(site: Site, day: int, slug: str, **fields: str) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    header = f"Title: {slug.capitalize()}\nSeries: Friday Debrief\n{lines}"
    site.post(f"posts/2026-11-{day:02}-{slug}.md", f"{header}\nThe words of {slug}.\n")


@prepared_once
def columns(site: Site) -> None:
    site.settings = SETTINGS
    debrief(site, 13, "later")
    debrief(site, 6, "earlier")
    debrief(site, 12, "unfinished", Status="draft")
    debrief(site, 20, "to-come")
    site.build()


def turns(site: Site, page: str) -> dict[str, list[tuple[str, str]]]:
    """The ways on of a page: row → what each link is, and where it leads."""
    return {
        nav["aria-label"]: [(a["rel"][0], a["href"].rpartition("/")[2]) for a in nav.select("a")]
        for nav in site.page(page).select("nav.turn")
    }


@pytest.mark.A8
def test_a_series_has_a_page_with_what_has_appeared_newest_first(columns: Site) -> None:
    page = columns.page("series/friday-debrief.html")
    assert [h.get_text() for h in page.select("main h3")] == ["Later", "Earlier"]
    assert "2 posts, on Fridays" in columns.main("series/friday-debrief.html")
    assert "Friday Debrief 2, on Fridays" in columns.main("archives.html")
    assert "series/now-and-then.html" not in columns.files  # nothing has appeared yet


@pytest.mark.A8
def test_an_instalment_bears_its_number_and_leads_on(columns: Site) -> None:
    assert "Friday Debrief no. 2" in columns.main("2026/11/later.html")
    assert turns(columns, "2026/11/later.html")["Friday Debrief"] == [("prev", "earlier.html")]
    assert turns(columns, "2026/11/earlier.html")["Friday Debrief"] == [("next", "later.html")]


@pytest.mark.R4
def test_every_post_leads_to_the_one_before_and_the_one_after(columns: Site) -> None:
    row = turns(columns, "2026/11/earlier.html")["Posts"]
    assert row == [("prev", "first.html"), ("next", "later.html")]
    for said in ("Previous post First", "Next post Later", "Next in Friday Debrief Later"):
        assert said in columns.main("2026/11/earlier.html")
    assert "Friday Debrief" not in turns(columns, "2026/11/first.html")


@pytest.mark.F1
def test_a_series_has_a_feed_that_its_page_and_the_subscribe_page_name(columns: Site) -> None:
    name = "feeds/series/friday-debrief.atom.xml"
    feed = feedparser.parse(BytesIO(columns.files[name]))
    assert [entry.title for entry in feed.entries] == ["Later", "Earlier"]
    assert columns.page("series/friday-debrief.html").select(f'link[href$="{name}"]')


@pytest.mark.F1
def test_feeds_of_series_can_be_switched_off(columns: Site) -> None:
    columns.settings = SETTINGS + "SERIES_FEEDS = False\n"
    columns.build()
    assert not [name for name in columns.files if name.startswith("feeds/series/")]
    assert "series/friday-debrief.html" in columns.files
