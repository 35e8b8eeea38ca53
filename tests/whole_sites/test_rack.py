"""The rack, partners' pages, the list with its letter and badge, and the sidebar without headlines."""

from __future__ import annotations

import re
from io import BytesIO

import feedparser
import pytest
from tests.whole_sites.building import Site

from frontdesk.build.manifest import MARK

FEEDS = """
about: {site: https://site.example/, contact: us@site.example}
partners:
  - {id: beta, name: Beta, home: 'https://beta.example/', feed: beta.xml, backfill: all,
     topic: Law practice}
  - {id: alpha, name: Alpha, home: 'https://alpha.example/', feed: alpha.xml, backfill: all,
     topic: Retail}
  - {id: link, name: Mere link, home: 'https://link.example/', topic: retail, author: Lin,
     description: It is.}
  - {id: old, name: Old, home: 'https://old.example/', topic: Ended, status: retired,
     reason: It closed.}
"""


def date(day: str, hour: int = 9) -> str:
    return f"{day} Nov 2026 {hour:02}:00:00 GMT"


@pytest.fixture
def two(site: Site) -> Site:
    """Two partners with posts, one link and one retired; the digest of the week 46 is closed."""
    site.feeds(FEEDS)
    site.feed("alpha", *((f"Alpha {n}", date(str(16 - n))) for n in range(7)))
    site.feed("beta", ("Beta old", date("11")), ("Beta new", date("17"), "What Beta says."))
    site.refresh()
    return site


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


@pytest.mark.W7
def test_the_rack_has_a_page_for_all_and_one_for_each_topic(two: Site) -> None:
    two.build()
    racks = {path for path in two.files if path.startswith("rack/")}
    assert racks == {"rack/index.html", "rack/law-practice.html", "rack/retail.html"}
    cards = {
        path: [words(h) for h in two.page(path).select(".magazine h2")] for path in sorted(racks)
    }
    assert cards == {
        "rack/index.html": ["Beta", "Alpha"],
        "rack/law-practice.html": ["Beta"],
        "rack/retail.html": ["Alpha"],
    }
    for path in racks:
        topics = two.page(path).select(".rack nav a")
        assert [words(a) for a in topics] == ["All blogs", "Law practice", "Retail"]
        (current,) = two.page(path).select(".rack nav [aria-current=page]")
        assert words(current) in two.page(path).title.get_text() or path == "rack/index.html"


@pytest.mark.W7
def test_a_card_has_five_headlines_and_a_preview_that_needs_no_script(two: Site) -> None:
    two.build()
    beta, alpha = two.page("rack/index.html").select(".magazine")
    assert [words(p) for p in alpha.select("li > p:first-child")] == [
        "Alpha 0 new since the last digest", "Alpha 1", "Alpha 2", "Alpha 3", "Alpha 4",
    ]  # fmt: skip
    first = beta.select_one("li")
    assert first.select_one("p a")["href"] == "https://beta.example/1"
    assert not first.select("summary a")
    assert words(first.select_one("summary")) == "Preview"
    assert [words(p) for p in first.select("details p")] == ["What Beta says.", "November 17, 2026"]
    assert [words(one.select_one("h2 + .meta")) for one in (beta, alpha)] == [
        *("1 new · November 17, 2026", "1 new · November 16, 2026")
    ]


@pytest.mark.W7
def test_a_mark_stays_until_the_next_digest_is_closed_whatever_the_time(two: Site) -> None:
    two.build()
    before = two.files["rack/index.html"]
    two.build("2026-11-21T23:00:00Z")
    assert two.files["rack/index.html"] == before
    two.refresh("2026-11-23T06:00:00Z")
    two.build("2026-11-23T06:00:00Z")
    assert not two.page("rack/index.html").select(".magazine .mark")


def test_whoever_has_no_posts_stands_on_the_rack_with_name_and_home_only(two: Site) -> None:
    two.build()
    others = two.page("rack/retail.html").select_one(".others")
    assert words(others) == "Also on our list Mere link"
    assert [a["href"] for a in others.select("a")] == ["https://link.example/"]
    assert "Old" not in two.main("rack/index.html")


@pytest.mark.R9
def test_racks_and_partners_pages_are_kept_out_of_search_engines_at_their_own_address(
    two: Site,
) -> None:
    two.build()
    pages = [p for p in two.files if p.startswith(("rack/", "blogs/"))]
    assert len(pages) == 3 + 5
    for path in pages:
        page = two.page(path)
        robots = [meta["content"] for meta in page.select('meta[name="robots"]')]
        assert robots == ([] if path == "blogs/index.html" else ["noindex, follow"])
        (canonical,) = page.select('link[rel="canonical"]')
        assert canonical["href"] == f"http://localhost:8000/{path.replace('index.html', '')}"


@pytest.mark.W9
def test_a_topic_and_a_partner_have_feeds_with_just_their_posts(two: Site) -> None:
    two.build()
    for name in ("topics/retail", "partners/alpha"):
        feed = feedparser.parse(BytesIO(two.files[f"feeds/{name}.atom.xml"]))
        assert [entry.title for entry in feed.entries] == [f"Alpha {n}" for n in range(7)]
        assert {entry.source.title for entry in feed.entries} == {"Alpha"}
        assert feed.feed.id == f"tag:returned-call.example,2026:feeds/{name}"
    assert "feeds/partners/link.atom.xml" not in two.files
    lists = {p: two.files[p].count(b"<outline ") for p in two.files if p.endswith(".opml")}
    assert lists == {
        ".well-known/recommendations.opml": 3,
        "blogroll.opml": 3,
        "blogroll/law-practice.opml": 1,
        "blogroll/retail.opml": 2,
    }


@pytest.mark.W9
def test_a_partners_page_says_what_it_is_and_how_it_stands(two: Site) -> None:
    two.build()
    page = two.page("blogs/link.html")
    assert words(page.select_one(".digest > header")) == (
        "Blogs we follow Mere link Lin retail It is. Visit the blog"
    )
    assert page.select_one('header a[href="../rack/retail.html"]')
    assert "Retired: It closed. Formerly at https://old.example/" in two.main("blogs/old.html")
    assert not two.page("blogs/old.html").select('a[href="https://old.example/"]')
    feeds = two.page("blogs/alpha.html").select(".onward a")
    assert "../feeds/partners/alpha.atom.xml" in [a["href"] for a in feeds]


# --- the list (W6, W10, O3) ---------------------------------------------------------------------


@pytest.mark.O3
def test_the_list_has_a_letter_that_asks_for_what_we_need_and_a_page_where_one_is_set(
    two: Site,
) -> None:
    two.build()
    (letter,) = two.page("blogs/index.html").select("#suggest a")
    assert letter["href"].startswith(
        "mailto:editor@returned-call.example?subject=Blog%20suggestion%20for"
    )
    assert "%0D%0Ahome%3A%20https%3A%2F%2F%0D%0A" in letter["href"]
    page = "https://forge.example/you/blog/issues/new/choose?x=1&y=2"
    two.feeds(FEEDS.replace("contact: us@site.example", f"suggest: '{page}'"))
    two.build()
    assert [a["href"] for a in two.page("blogs/index.html").select("#suggest a")][1:] == [page]


def test_without_an_address_of_ours_nobody_is_asked_to_write(two: Site) -> None:
    two.settings = 'CONTACT = ""\n'
    two.build()
    assert not [path for path, data in two.files.items() if b"mailto:" in data]
    for path in (p for p in two.files if p.endswith(".html")):
        assert "Suggest a blog" not in two.page(path).get_text()


@pytest.mark.W10
def test_the_badge_lies_in_the_site_and_its_lines_are_whole(two: Site) -> None:
    two.settings = 'SITENAME = "A & \\"B\\""\nSITEURL = "https://site.example/sub"\n'
    two.build()
    assert b'Listed in A &amp; "B"' in two.files["badge.svg"]
    page = two.page("blogs/index.html")
    assert page.select_one("#badge img")["src"] == "../badge.svg"
    assert page.select_one("#badge img")["alt"] == 'Listed in A & "B"'
    assert (
        page.select_one("#badge code")
        .get_text()
        .startswith(
            '<a href="https://site.example/sub/blogs/"><img src="https://site.example/sub/badge.svg" '
            'alt="Listed in A &amp; &quot;B&quot;" '
        )
    )


# --- the sidebar (W1, W11) ----------------------------------------------------------------------


@pytest.mark.W11
def test_with_headlines_on_the_front_a_refresh_leaves_all_other_pages_as_they_are(
    two: Site,
) -> None:
    two.feeds(FEEDS + "blogroll: {headlines_on: front}\n")
    two.build()
    assert two.sidebar("2026/11/first.html") == (
        "Blogs we follow Beta Alpha Mere link Show all (4) Suggest a blog"
    )
    assert "Beta new" in two.sidebar("index.html")
    assert "Beta new" in two.sidebar("blogs/index.html")
    before = two.files
    two.feed("alpha", ("Alpha newest", date("18")))
    two.refresh("2026-11-18T13:00:00Z")
    two.build("2026-11-18T13:00:00Z")
    changed = {path for path in before | two.files if before.get(path) != two.files.get(path)}
    changed.discard(MARK)  # which changes with any other
    assert {"index.html", "rack/index.html", "blogs/beta.html"} <= changed
    others = re.compile(r"index\.html|(rack|blogs|digests|status|feeds)/.*|status\.json")
    assert all(others.fullmatch(path) for path in changed)


def test_a_sidebar_of_none_leads_to_the_list_all_the_same(two: Site) -> None:
    two.feeds(FEEDS + "blogroll: {limit: 0}\n")
    two.build()
    assert two.sidebar() == "Blogs we follow Show all (4) Suggest a blog"
