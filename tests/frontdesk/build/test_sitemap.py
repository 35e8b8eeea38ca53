"""Which pages an index may hold, and the list of them."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

import pytest

from frontdesk.build.sitemap import is_listed, robots, sitemaps

pytestmark = pytest.mark.R7

SITE = "https://site.example/blog"
OWN = '<link rel="canonical" href="https://site.example/blog/a.html">'
NOINDEX = '<meta name="robots" content="noindex, follow">'


@pytest.mark.R9
@pytest.mark.parametrize(
    ("head", "listed"),
    [
        (OWN, True),
        (OWN + '<meta name="robots" content="follow">', True),
        (OWN + NOINDEX, False),
        ("", False),
        ('<link rel="canonical" href="https://else.example/a.html">', False),
        ('<link rel="canonical" href="https://site.example/blog/b.html">', False),
    ],
)
def test_a_page_says_itself_whether_it_is_listed(head: str, listed: bool) -> None:
    page = f"<!doctype html><head>{head}</head><body>{OWN}{NOINDEX}</body>"
    assert is_listed(page, f"{SITE}/a.html") is listed


def test_an_address_with_signs_is_compared_as_it_is_meant() -> None:
    head = '<link rel="canonical" href="https://site.example/blog/q&amp;a.html"></head>'
    assert is_listed(head, f"{SITE}/q&a.html")


def locations(data: bytes) -> list[str]:
    return [loc.text or "" for loc in fromstring(data).findall("{*}*/{*}loc")]


def test_addresses_are_sorted_and_encoded_and_only_texts_have_a_date() -> None:
    when = datetime(2026, 11, 5, 9, tzinfo=UTC)
    found = sitemaps(SITE, [f"{SITE}/ż&.html", f"{SITE}/"], {f"{SITE}/ż&.html": when})
    assert [*found] == ["sitemap.xml"]
    assert locations(found["sitemap.xml"]) == [f"{SITE}/", f"{SITE}/%C5%BC&.html"]
    dates = [tag.text for tag in fromstring(found["sitemap.xml"]).iter() if "lastmod" in tag.tag]
    assert dates == ["2026-11-05T09:00:00+00:00"]


def test_a_large_site_has_several_lists_and_a_list_of_these() -> None:
    found = sitemaps(SITE, [f"{SITE}/{n}" for n in range(5)], {}, most=2)
    assert [*found] == ["sitemap.xml", *(f"sitemap-{n}.xml" for n in (1, 2, 3))]
    assert locations(found["sitemap.xml"]) == [f"{SITE}/sitemap-{n}.xml" for n in (1, 2, 3)]
    assert [len(locations(data)) for data in found.values()] == [3, 2, 2, 1]


def test_robots_are_told_where_the_list_is() -> None:
    assert robots(SITE).endswith("\nSitemap: https://site.example/blog/sitemap.xml\n")
