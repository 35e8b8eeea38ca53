"""The list of the pages that search engines may show."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

import pytest

from frontdesk.build.sitemap import ListedPage, robots
from frontdesk.build.sitemap import sitemaps as planned_sitemaps

pytestmark = pytest.mark.R7

SITE = "https://site.example/blog"


def sitemaps(site: str, pages: list[ListedPage], **limits: int) -> dict[str, bytes]:
    return {file.name: file.data() for file in planned_sitemaps(site, pages, **limits)}


def locations(data: bytes) -> list[str]:
    return [loc.text or "" for loc in fromstring(data).findall("{*}*/{*}loc")]


def test_addresses_are_sorted_and_encoded_and_only_texts_have_a_date() -> None:
    when = datetime(2026, 11, 5, 9, tzinfo=UTC)
    found = sitemaps(SITE, [ListedPage(f"{SITE}/ż&.html", 2026, when), ListedPage(f"{SITE}/")])
    assert [*found] == ["sitemap.xml"]
    assert locations(found["sitemap.xml"]) == [f"{SITE}/", f"{SITE}/%C5%BC&.html"]
    dates = [tag.text for tag in fromstring(found["sitemap.xml"]).iter() if "lastmod" in tag.tag]
    assert dates == ["2026-11-05T09:00:00+00:00"]


PAGES = [
    ListedPage(f"{SITE}/{name}", year)
    for name, year in [("b", 2026), ("a", 2026), ("c", 2025), ("", None)]
]


def test_a_large_site_has_a_list_for_each_year_and_a_list_of_these() -> None:
    found = sitemaps(SITE, PAGES, split_from=3)
    names = ("sitemap-2026.xml", "sitemap-2025.xml", "sitemap-lists.xml")
    assert [*found] == ["sitemap.xml", *names]
    assert locations(found["sitemap.xml"]) == [f"{SITE}/{name}" for name in names]
    assert locations(found["sitemap-2026.xml"]) == [f"{SITE}/a", f"{SITE}/b"]
    assert [len(locations(data)) for data in found.values()] == [3, 2, 1, 1]


def test_a_smaller_site_has_one() -> None:
    assert [*sitemaps(SITE, PAGES, split_from=4)] == ["sitemap.xml"]


def test_no_list_has_more_than_a_program_may_be_given() -> None:
    found = sitemaps(SITE, PAGES, split_from=4, most=1)
    assert [*found][1:3] == ["sitemap-2026.xml", "sitemap-2026-2.xml"]
    assert max(len(locations(data)) for name, data in found.items() if "-" in name) == 1


def test_a_text_that_changes_changes_the_list_of_its_year_alone() -> None:
    before = sitemaps(SITE, PAGES, split_from=3)
    when = datetime(2026, 11, 5, 9, tzinfo=UTC)
    edited = [*PAGES[1:], ListedPage(f"{SITE}/b", 2026, when)]
    after = sitemaps(SITE, edited, split_from=3)
    assert {name for name in after if after[name] != before[name]} == {"sitemap-2026.xml"}


def test_the_inputs_of_a_file_tell_whether_it_has_changed() -> None:
    when = datetime(2026, 11, 5, 9, tzinfo=UTC)
    rows = [PAGES, PAGES[1:], [*PAGES[1:], ListedPage(f"{SITE}/b", 2026, when)]]
    files = [planned_sitemaps(SITE, row, split_from=9)[0] for row in rows]
    assert len({file.data() for file in files}) == len({file.inputs for file in files}) == 3


def test_robots_are_told_where_the_list_is() -> None:
    assert robots(SITE).endswith("\nSitemap: https://site.example/blog/sitemap.xml\n")
