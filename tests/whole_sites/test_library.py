"""The library on whole sites: pages, lists, feeds, calendars, by the build's clock."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from typing import Any

import feedparser
import pytest
from icalendar import Calendar
from tests.frontdesk.content.resource_faults import GOOD, resource
from tests.shipped import needs_sample_site
from tests.whole_sites.building import ROOT, Site

BEFORE, DURING, AFTER = "2027-03-27T17:59:59Z", "2027-03-28T10:59:59Z", "2027-03-28T11:00:00Z"
FILE = "Name:\nFee:\n"
LISTS = {
    *("books", "articles", "guides", "checklists", "events", "communities", "tools", "videos"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with one thing of each type, a draft, one to come and a hidden one."""
    site = Site(tmp_path_factory.mktemp("library"))
    site.feeds("partners: []\n")
    site.post(
        "posts/2026-11-05-first.md",
        "Title: First\nResources: a-book\n\nSee [the tool]({filename}/resources/a-tool.md#use).\n",
    )
    for what in GOOD:
        words = {"book": "The book of fees", "event": "A meeting about calls"}.get(
            what, f"A {what}"
        )
        site.post(f"resources/a-{what}.md", resource(what, Title=words))
    site.post(
        "resources/a-event.md", resource("event", Title="A meeting about calls", Date="2026-11-21")
    )
    site.post("resources/a-tool.md", resource("tool", Title="A tool") + "\n## Use\n\n- [ ] it\n")
    site.post("resources/secret-draft.md", resource("book", Title="Secret one", Status="draft"))
    site.post("resources/secret-later.md", resource("tool", Title="Secret two", Date="2028-01-01"))
    site.post("resources/unlisted.md", resource("tool", Title="Unlisted", Status="hidden"))
    site.post("resources/moved.md", resource("guide", Title="Moved", Aliases="/old/guide.html"))
    site.post("files/fees.txt", FILE)
    site.build(BEFORE)
    return site


def data(site: Site, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        site.page(name).select_one("script[type='application/ld+json']").get_text()
    )
    thing: dict[str, Any] = found["@graph"][0]
    return thing


def found_by_search(site: Site) -> bytes:
    """The whole index."""
    return b"".join(data for name, data in site.files.items() if name.startswith("search/"))


@pytest.mark.L1
@pytest.mark.parametrize("what", GOOD)
def test_a_thing_has_a_page_and_stands_in_the_list_of_its_type_and_topic(
    library: Site, what: str
) -> None:
    page = library.page(f"resources/a-{what}.html")
    assert f'"resources/a-{what}.html"'.encode() in found_by_search(library)
    *_, shelf = page.select(".trail a")
    folder = shelf["href"].removesuffix("/").rpartition("/")[2]
    assert library.page(f"resources/{folder}/index.html").select(f"h3 a[href$='a-{what}.html']")
    assert library.page("resources/topics/fees/index.html").select(f"h3 a[href$='a-{what}.html']")
    assert library.page("resources/index.html").select(f"h2 a[href$='{folder}/']")


@pytest.mark.L1
def test_there_is_a_list_for_each_type_that_the_menu_leads_to(library: Site) -> None:
    lists = {
        name.split("/")[1]
        for name in library.files
        if name.endswith("/index.html") and name.startswith("resources/")
    }
    assert lists - {"index.html", "topics"} == LISTS
    assert library.page("index.html").select("nav[aria-label=Main] a[href$='resources/']")


@pytest.mark.L1
def test_posts_and_things_know_who_names_whom(library: Site) -> None:
    post = library.page("2026/11/first.html")
    named = [a.get_text() for a in post.select(".post > .index a")]
    assert named == ["The book of fees", "A tool"]
    for name in ("a-book", "a-tool"):
        used = library.page(f"resources/{name}.html").select(".post > .index a")
        assert [a.get_text() for a in used] == ["First"]
    assert post.select(".prose a[href$='resources/a-tool.html#use']")


@pytest.mark.L3
def test_a_download_tells_size_and_checksum_of_the_real_file(library: Site) -> None:
    words = library.main("resources/a-guide.html")
    assert hashlib.sha256(FILE.encode()).hexdigest() in words
    assert f"fees.txt , {len(FILE)} bytes" in words
    assert "Version November 21, 2026" in words
    assert library.files["files/fees.txt"] == FILE.encode()
    assert library.page("resources/a-guide.html").select("a[download][href$='files/fees.txt']")


@pytest.mark.L3
def test_boxes_are_signs_of_the_text(library: Site) -> None:
    assert [li.get_text() for li in library.page("resources/a-tool.html").select(".boxes li")] == [
        "☐ it"
    ]


@pytest.mark.L4
def test_a_closed_thing_has_a_label_and_no_live_link(library: Site) -> None:
    page = library.page("resources/a-community.html")
    assert "closed" in [mark.get_text() for mark in page.select("h1 .mark")]
    assert not page.select("a[href^='https://desk.example']")
    assert "desk.example" not in str(data(library, "resources/a-community.html"))
    assert library.page("resources/a-tool.html").select("a[href='https://tool.example/']")


@pytest.mark.L4
def test_pages_tell_search_engines_what_they_are(library: Site) -> None:
    book = data(library, "resources/a-book.html")
    assert (book["@type"], book["isbn"]) == ("Book", "9780306406157")
    assert data(library, "resources/a-event.html")["startDate"] == "2027-03-27T18:00:00+00:00"


@pytest.mark.R2
def test_a_video_is_a_link_and_nothing_is_embedded(library: Site) -> None:
    page = library.page("resources/a-video.html")
    assert page.select("a.poster[href='https://films.example/7']")
    assert not page.select("iframe, video, img, object, embed")


@pytest.mark.A3
def test_drafts_and_what_is_to_come_appear_nowhere(library: Site) -> None:
    for name, content in library.files.items():
        assert b"Secret" not in content, name
        assert "secret" not in name
    assert b"ecret" not in found_by_search(library)


def test_a_hidden_thing_has_a_page_and_stands_nowhere(library: Site) -> None:
    assert "resources/unlisted.html" in library.files
    named = [name for name, content in library.files.items() if b"Unlisted" in content]
    assert named == ["resources/unlisted.html"]
    assert b"nlisted" not in found_by_search(library)
    assert b"unlisted" not in library.files["sitemap.xml"]
    assert b"a-book" in library.files["sitemap.xml"]


@pytest.mark.A5
def test_a_former_address_leads_to_the_thing(library: Site) -> None:
    assert b"resources/moved.html" in library.files["old/guide.html"]


@pytest.mark.F1
def test_new_things_stand_in_their_feed_and_in_that_of_everything(library: Site) -> None:
    feed = feedparser.parse(BytesIO(library.files["feeds/resources.atom.xml"]))
    assert len(feed.entries) == len(GOOD) + 1
    book = next(entry for entry in feed.entries if entry.title == "The book of fees (book)")
    assert book.link.endswith("/resources/a-book.html")
    assert book.id == "tag:returned-call.example,2026:resources/a-book"
    assert book.content[0].value.startswith("<p>Ann Example, Ben Sample, 2008</p>")
    assert [tag.term for tag in book.tags] == ["book", "Fees"]
    everything = feedparser.parse(BytesIO(library.files["feeds/all.atom.xml"]))
    assert {"The book of fees (book)", "First"} <= {entry.title for entry in everything.entries}
    assert library.page("resources/index.html").select("link[href$='feeds/resources.atom.xml']")


@pytest.mark.L2
def test_events_have_a_calendar_each_and_one_together(library: Site) -> None:
    for name in ("resources/events.ics", "resources/calendars/a-event.ics"):
        (event,) = Calendar.from_ical(library.files[name]).walk("VEVENT")
        assert event["uid"] == "tag:returned-call.example,2026:resources/a-event"
        assert event["summary"] == "A meeting about calls"
        assert event["location"] == "Library, Leeds, https://rooms.example/7"
    assert b"Content-Type: text/calendar; charset=utf-8" in library.files["_headers"]
    page = library.page("resources/events/index.html")
    assert page.select("a[href^='webcal://'][href$='/resources/events.ics']")


@pytest.mark.L2
@pytest.mark.B2
def test_the_clock_alone_moves_an_event_and_never_its_calendar(library: Site) -> None:
    def shown(site: Site) -> tuple[list[str], list[str], bool, bool]:
        lists, page = site.page("resources/events/index.html"), site.page("resources/a-event.html")
        return (
            [h2.get_text() for h2 in lists.select("main h2")],
            [mark.get_text() for mark in page.select("h1 .mark")],
            bool(page.select("a[href='https://rooms.example/7']")),
            b"A meeting about calls" in site.files["index.html"],
        )

    calendars = {name: content for name, content in library.files.items() if name.endswith(".ics")}
    assert shown(library) == (["Upcoming"], [], True, True)
    library.build(DURING)
    assert shown(library) == (["Upcoming"], ["now"], True, True)
    library.build(AFTER)
    assert shown(library) == (["Past"], ["past"], False, False)
    assert calendars == {
        name: content for name, content in library.files.items() if name.endswith(".ics")
    }
    library.build(BEFORE)


def test_a_site_without_a_library_says_nothing_of_one(site: Site) -> None:
    site.build()
    assert not [name for name in site.files if "resources" in name or name.endswith(".ics")]
    assert "Library" not in site.page("index.html").get_text()


@pytest.mark.A4
def test_a_preview_shows_drafts_as_soon_as_they_have_what_they_need(site: Site) -> None:
    site.settings = "PREVIEW = True\n"
    site.post("resources/whole.md", resource("tool", Title="Whole", Status="draft"))
    site.post(
        "resources/begun.md", resource("event", Title="Begun", Start="", Place="", Status="draft")
    )
    site.post("resources/bare.md", "Status: draft\n\nWords.\n")
    site.build()
    assert "Draft. Only this preview shows it." in site.main("resources/whole.html")
    assert {"resources/begun.html", "resources/bare.html"}.isdisjoint(site.files)
    assert "resources/begun.md: the preview shows it when it has Start" in site.complained
    assert "resources/bare.md: the preview shows it when it has Type" in site.complained


@pytest.mark.A2
@pytest.mark.A12
def test_a_thing_without_a_needed_field_waits_and_is_told(site: Site) -> None:
    site.post("resources/a-book.md", resource("book", Author=""))
    site.build()
    assert "resources/a-book.html" not in site.files
    assert "content/resources/a-book.md:1: a book has an Author" in site.complained


@needs_sample_site
def test_the_shipped_library_has_every_type_and_labels_what_is_invented() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "content/resources").glob("*.md")]
    types = {text.partition("Type: ")[2].split()[0] for text in texts}
    assert types == set(GOOD)
    for text in texts:
        if ".example" in text:
            assert "Sample: yes" in text
