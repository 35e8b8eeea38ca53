"""The blog itself: what an author wrote, where a reader finds it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from io import BytesIO

import feedparser
import pytest
from tests.whole_sites.building import Site
from tests.whole_sites.conftest import prepared_once
from tests.whole_sites.pages import Pages

ATOM = "feeds/posts.atom.xml"


@prepared_once
def built(site: Site) -> None:
    site.build()


def post(site: Site, day: str, slug: str, **fields: str) -> None:
    header = {"Title": slug.capitalize(), "Date": f"{day} 09:00", **fields}
    body = header.pop("body", f"The words of {slug}.")
    lines = "".join(f"{key}: {value}\n" for key, value in header.items())
    site.post(f"posts/{day}-{slug}.md", f"{lines}\n{body}\n")


def ids(site: Site) -> list[str]:
    return [entry.id for entry in feedparser.parse(BytesIO(site.files[ATOM])).entries]


def test_a_post_lies_where_blogger_would_have_put_it(built: Site) -> None:
    assert "2026/11/first.html" in built.files


@pytest.mark.R3
def test_posts_of_one_day_stand_under_one_heading(site: Site) -> None:
    post(site, "2026-11-05", "second", Date="2026-11-05 18:00")
    site.build()
    days = [h.get_text() for h in site.page("index.html").select("main h2")]
    assert days == ["Thursday, November 5, 2026"]
    titles = [h.get_text() for h in site.page("index.html").select("main h3")]
    assert titles == ["Second", "First"]


@pytest.mark.A3
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("a draft", {"Status": "draft"}),
        ("a draft in capitals", {"Status": "Draft"}),
        ("a post of the future", {"Date": "2026-11-19 00:00"}),
        ("a post of tomorrow in the time zone of the site", {"Date": "2026-11-18 12:01"}),
    ],
)
def test_what_is_not_published_is_nowhere(site: Site, name: str, fields: dict[str, str]) -> None:
    post(site, "2026-11-07", "zanzibar", Tags="zanzibartag", Category="Zanzibarcategory", **fields)
    site.build()
    assert "2026/11/first.html" in site.files
    for path, data in site.files.items():
        assert b"zanzibar" not in data.lower(), f"{name} is in {path}"
        assert "zanzibar" not in path


@pytest.mark.A3
def test_what_is_hidden_is_at_its_address_and_nowhere_else(site: Site) -> None:
    post(
        site, "2026-11-07", "zanzibar", Tags="zanzibartag", Status="Hidden", Series="Friday Debrief"
    )
    site.build()
    found = {path for path, data in site.files.items() if b"zanzibar" in data.lower()}
    assert found == {"2026/11/zanzibar.html"}


def test_a_page_can_be_a_draft_too(site: Site) -> None:
    site.post("pages/zanzibar.md", "Title: Zanzibar\nStatus: draft\n\nWords.\n")
    site.build()
    assert not [path for path, data in site.files.items() if b"zanzibar" in data.lower()]


@pytest.mark.A3
def test_a_post_of_the_future_appears_when_its_time_has_come(site: Site) -> None:
    post(site, "2026-11-19", "later")
    site.build("2026-11-19T08:59:59Z")
    assert "2026/11/later.html" not in site.files
    site.build("2026-11-19T09:00:00Z")
    assert "2026/11/later.html" in site.files


@pytest.mark.A12
@pytest.mark.parametrize(
    "text",
    [
        "Title: No date\n\nWords.\n",
        "Title: Mistyped\nDate: 2026-11-01\nSttus: draft\n\nWords.\n",
        "Title: No text\nDate: 2026-11-01\n",
        "Title: Torn\nDate: 2026-11-01\nDear reader,\n\nWords.\n",
        "---\nTitle: Open\nDate: 2026-11-01\n\nWords.\n",
        "Title: First\nDate: 2026-11-09\nSlug: first\n\nThe address of another.\n",
        'Title: Script\nDate: 2026-11-01\n\n<script src="https://x.example/"></script>\n',
        "Title: Away\nDate: 2026-11-01\n\n![A desk](https://x.example/desk.png)\n",
        "Title: Bad date\nDate: soon\n\nWords.\n",
        "Title: Bad status\nDate: 2026-11-01\nStatus: publishd\n\nWords.\n",
    ],
)
def test_a_post_with_an_error_waits_and_all_else_is_published(built: Site, text: str) -> None:
    before = built.files
    built.post("posts/faulty.md", text)
    built.build()
    assert "Error: content/posts/faulty.md:" in built.complained
    assert "until you fix it, it is not published" in built.complained
    assert "Traceback" not in built.complained
    assert built.files == before


def test_a_date_that_cannot_be_read_is_told_with_its_reason(site: Site) -> None:
    site.post("posts/faulty.md", "Title: Faulty\nDate: 22.11.2026 25:99\n\nWords.\n")
    site.build()
    assert "22.11.2026 25:99" in site.complained


@pytest.mark.parametrize("path", ["", "/sub"])
def test_the_404_page_works_at_any_depth(site: Site, path: str) -> None:
    site.settings = f'SITEURL = "http://localhost:8000{path}"\n'
    site.build()
    page = site.page("404.html")
    for link in page.select("link[rel=stylesheet], link[rel=icon], nav a, .masthead a"):
        assert link["href"].startswith(f"{path}/")
        assert not link["href"].startswith("//")


def test_a_file_name_with_spaces_gives_an_address_without(site: Site) -> None:
    site.post("posts/2026-11-06-Ünï Code.md", "Title: Code\n\nWords.\n")
    site.build()
    assert "2026/11/uni-code.html" in site.files
    assert all(" " not in entry_id for entry_id in ids(site))


def test_a_footnote_leads_into_the_post_from_a_feed_reader(site: Site) -> None:
    site.post("posts/2026-11-06-note.md", "Title: Note\n\nA remark.[^1]\n\n[^1]: Here.\n")
    site.build()
    content = feedparser.parse(BytesIO(site.files[ATOM])).entries[0].content[0].value
    assert 'href="http://localhost:8000/2026/11/note.html#fn:1"' in content


@pytest.mark.A12
def test_of_two_posts_with_one_id_the_later_waits(site: Site) -> None:
    post(site, "2026-11-06", "second", Id="urn:uuid:dc88d803-5a18-4629-a60a-1a0d28aa94cf")
    post(site, "2026-11-07", "third", Id="urn:uuid:dc88d803-5a18-4629-a60a-1a0d28aa94cf")
    site.build()
    assert "2026/11/second.html" in site.files
    assert "2026/11/third.html" not in site.files
    assert (
        "posts/2026-11-07-third.md:3: posts/2026-11-06-second.md has the same Id" in site.complained
    )


@pytest.mark.A6
@pytest.mark.F4
def test_an_id_that_only_rss_allows_stays_there(site: Site) -> None:
    post(site, "2026-11-06", "second", Rss_guid="42 at https://old.example")
    post(site, "2026-11-07", "third", Rss_guid="42 at https://old.example")
    site.build()
    items = feedparser.parse(BytesIO(site.files["feeds/posts.rss.xml"])).entries
    assert [item.id for item in items if not item.id.startswith("tag:")] == [
        "42 at https://old.example"
    ]
    assert all(one.startswith("tag:") for one in ids(site))
    assert (
        "'42 at https://old.example' is already the id of posts/2026-11-06-second.md"
        in site.complained
    )


@pytest.mark.F4
def test_an_own_post_keeps_its_id_whatever_becomes_of_it(site: Site) -> None:
    site.post("posts/2026-11-06-second.md", "Title: One\nDate: 2026-11-06\n\nWords.\n")
    site.build()
    before = ids(site)
    site.post(
        "posts/2026-11-06-second.md",
        "Title: Another\nDate: 2026-10-01\nSlug: other\nCategory: New\n\nNew words.\n",
    )
    site.settings = 'SITEURL = "https://moved.example/blog"\n'
    site.build()
    assert "2026/10/other.html" in site.files
    assert sorted(ids(site)) == sorted(before)


def test_the_feed_has_whole_posts_absolute_addresses_and_a_language(site: Site) -> None:
    site.post(
        "posts/2026-11-06-second.md",
        "Title: AT&T < us\nDate: 2026-11-06 10:00\nTags: a, b\n\n"
        "See [first]({filename}2026-11-05-first.md).\n\nA control\x08 character.\n",
    )
    site.settings = 'SITEURL = "https://site.example/sub"\nRELATIVE_URLS = True\n'
    site.build()
    feed = feedparser.parse(BytesIO(site.files[ATOM]))
    assert not feed.bozo
    entry = feed.entries[0]
    assert feed.feed.language == "en"
    assert feed.feed.id == "tag:returned-call.example,2026:feeds/posts"
    assert feed.feed.updated == "2026-11-06T10:00:00Z" == entry.updated
    assert entry.title == "AT&T < us"
    assert entry.link == "https://site.example/sub/2026/11/second.html"
    assert 'href="https://site.example/sub/2026/11/first.html"' in entry.content[0].value
    assert "A control character." in entry.content[0].value


@pytest.mark.R11
def test_the_tagline_stands_in_the_head_the_description_and_the_feeds(site: Site) -> None:
    site.settings = 'SITESUBTITLE = "Calls & clients"\n'
    site.build()
    page = site.page("index.html")
    assert page.select_one(".tagline").get_text(strip=True) == "Calls & clients"
    assert page.select_one('meta[name="description"]')["content"] == "Calls & clients"
    assert feedparser.parse(BytesIO(site.files[ATOM])).feed.subtitle == "Calls & clients"


@pytest.mark.R11
def test_nothing_is_printed_for_an_unset_tagline(site: Site) -> None:
    site.settings = 'SITESUBTITLE = ""\n'
    site.build()
    page = site.page("index.html")
    assert not page.select(".tagline")
    assert not page.select('meta[name="description"]')
    assert "subtitle" not in feedparser.parse(BytesIO(site.files[ATOM])).feed


@pytest.mark.R10
@pytest.mark.parametrize("settings", ["", "DEFAULT_PAGINATION = 10\n"])
def test_home_leads_to_the_month_and_lists_no_more_than_the_newest(
    site: Site, settings: str
) -> None:
    site.settings = settings
    for n in range(1, 15):
        post(site, f"2026-10-{n:02}", f"number-{n}")
    site.build()
    home = site.page("index.html")
    assert len(home.select("main article")) == 10
    assert home.select_one(".onward a")["href"].endswith("2026/10/")
    assert len(site.page("2026/10/index.html").select("main article")) == 14
    assert len(site.page("2026/index.html").select(".lines li")) == 15
    assert not [
        path for path in site.files if re.search(r"(index|category/\w+|tag/\w+)2\.html", path)
    ]
    assert ("DEFAULT_PAGINATION is not used" in site.complained) == bool(settings)


def test_an_empty_blog_is_still_a_site(site: Site) -> None:
    (site.folder / "content/posts/2026-11-05-first.md").unlink()
    site.build()
    assert "Nothing has been published yet" in site.main("index.html")
    assert feedparser.parse(BytesIO(site.files[ATOM])).entries == []


def test_markup_in_a_title_is_only_text(site: Site) -> None:
    post(site, "2026-11-06", "second", Title="<script>alert(1)</script> & {{ 7 * 7 }}")
    site.build()
    for name in ("index.html", "2026/11/second.html", "archives.html"):
        assert not site.page(name).select("script:not([src], [type='application/ld+json'])")
    heading = site.page("2026/11/second.html").select_one("h1").get_text()
    assert heading == "<script>alert(1)</script> & {{ 7 * 7 }}"


def test_every_link_of_the_site_leads_somewhere(site: Site) -> None:
    post(site, "2026-11-06", "second", Tags="a", Category="Other")
    for page in ("about", "subscribe"):
        site.post(
            f"pages/{page}.md",
            f"Title: {page}\nSlug: {page}\nTemplate: {page}\n\nWords.\n"
            if page == "subscribe"
            else f"Title: {page}\nSlug: {page}\n\nWords.\n",
        )
    now = datetime(2026, 11, 17, tzinfo=UTC)
    site.feed("p", ("News", format_datetime(now)))
    site.feeds("partners:\n  - {id: p, name: P, feed: p.xml, backfill: all, topic: T}\n")
    site.refresh()
    site.build()
    assert Pages(site.files, "http://localhost:8000").faults("link") == []


@pytest.mark.R4
def test_the_archives_have_years_and_months_with_counts_the_newest_year_open(site: Site) -> None:
    for day in ("2025-12-24", "2026-01-02", "2026-11-06"):
        post(site, day, f"of-{day}")
    site.build()
    years = site.page("archives.html").select(".years details")
    assert [year.has_attr("open") for year in years] == [True, False]
    words = [" ".join(year.get_text(" ").split()) for year in years]
    assert words == [
        "2026 3 posts November 2 posts January 1 post All posts from 2026",
        "2025 1 post December 1 post All posts from 2025",
    ]


@pytest.mark.R5
def test_the_page_that_is_not_there_suggests_what_is(site: Site) -> None:
    post(site, "2026-10-06", "second", Series="Friday Debrief")
    site.post("pages/about.md", "Title: About\n\nUs.\n")
    site.build()
    words = site.main("404.html")
    for suggestion in (
        "Recent posts First November 5, 2026",
        "October 2026",
        "Debrief 1",
        "Notes 2",
        "About",
    ):
        assert suggestion in words
