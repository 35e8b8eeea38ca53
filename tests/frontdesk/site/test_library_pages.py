from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.frontdesk.site.make import NOW, resource

from frontdesk.content.resource_types import Book, Event, Tool
from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.translations import english
from frontdesk.site.library_pages import Download, Library, library_calendars, library_pages
from frontdesk.site.resource_feed_items import library_offers, resource_items
from frontdesk.site.resource_links import ResourceLinks
from frontdesk.site.resource_lists import ListLink, build_lists
from frontdesk.site.texts import Resource, TextLink

SETTINGS = {
    "SITENAME": "The Site",
    "SITE_ADDRESS": "https://site.example",
    "SITE_AUTHORITY": "site.example,2026",
    "AUTHOR": "Ann",
    "WORDS": english(),
}
NO_LINKS = ResourceLinks({}, {})
BOOK, TOOL = resource("a", Book(topic="Fees")), resource("b", Tool(topic="Calls"))


def event(slug: str, days: int, **fields: Any) -> Resource:
    start = NOW + timedelta(days=days)
    of = Event(topic="Calls", start=start, end=start + timedelta(hours=1), timezone="UTC")
    return resource(slug, of, **fields)


def library(
    *seen: Resource, hidden: tuple[Resource, ...] = (), links: ResourceLinks = NO_LINKS
) -> Library:
    return Library(build_lists(seen, english()), hidden, links)


def pages(of: Library, downloads: dict[str, Download] | None = None) -> dict[str, PlannedPage]:
    return {page.url: page for page in library_pages(of, downloads or {}, SETTINGS)}


@pytest.mark.L1
def test_each_resource_type_and_topic_has_a_page() -> None:
    assert list(pages(library(BOOK, TOOL))) == [
        *("resources/a.html", "resources/b.html", "resources/"),
        *("resources/books/", "resources/tools/"),
        *("resources/topics/calls/", "resources/topics/fees/"),
    ]


def test_a_library_without_resources_has_no_list_and_offers_nothing() -> None:
    empty = library(hidden=(BOOK,))
    assert list(pages(empty)) == ["resources/a.html"]
    assert list(library_offers(empty.lists, SETTINGS)) == []


def test_a_page_links_only_to_lists_that_exist() -> None:
    hidden = resource("c", Book(topic="Alone"), status="hidden")
    made = pages(library(BOOK, hidden=(hidden,)))
    shown, lone = (made[f"resources/{slug}.html"].values for slug in "ac")
    books = ListLink("books", "resources/books/")
    assert (shown["shelf"], shown["topic_page"]) == (books, "resources/topics/fees/")
    assert (lone["shelf"], lone["topic_page"]) == (books, None)


@pytest.mark.L3
def test_a_page_has_its_file_and_those_that_name_it() -> None:
    post = TextLink(title="P", url="p.html", lang="en", date=NOW)
    links = ResourceLinks({}, {BOOK.relative_source_path: (post,)})
    file = Download("files/a.pdf", "a.pdf", 9, "0" * 64)
    downloads = {BOOK.relative_source_path: file}
    made = pages(library(BOOK, TOOL, links=links), downloads)
    values = made["resources/a.html"].values
    assert (values["used_in"], values["file"]) == ((post,), file)
    other = made["resources/b.html"].values
    assert (other["used_in"], other["file"]) == ((), None)


@pytest.mark.L4
def test_search_engines_get_the_summary_as_plain_text() -> None:
    (page, *_) = pages(library(BOOK)).values()
    assert page.values["linked_data"]["description"] == "A summary."


@pytest.mark.L2
def test_each_event_has_a_calendar_and_lists_have_one_of_all() -> None:
    events = event("soon", 1), event("over", -9)
    of = library(*events, BOOK, hidden=(event("hidden", 2, status="hidden"),))
    files = {file.path: file.data.decode() for file in library_calendars(of, SETTINGS)}
    assert {name: text.count("BEGIN:VEVENT") for name, text in files.items()} == {
        "resources/calendars/soon.ics": 1,
        "resources/calendars/over.ics": 1,
        "resources/calendars/hidden.ics": 1,
        "resources/events.ics": 2,
    }
    made = pages(of)
    assert made["resources/events/"].values["calendar_file"] == "resources/events.ics"
    assert made["resources/books/"].values["calendar_file"] is None
    assert made["resources/a.html"].values["calendar_file"] is None
    offers = {offer.name: offer.documents[0].path for offer in library_offers(of.lists, SETTINGS)}
    assert offers == {
        "resources": "feeds/resources.atom.xml",
        "events": "resources/events.ics",
    }


@pytest.mark.L2
def test_a_hidden_event_tells_that_it_is_over_as_any_other() -> None:
    hidden = event("h", -9, status="hidden")
    assert pages(library(hidden=(hidden,)))["resources/h.html"].values["resource"].when == "past"


@pytest.mark.F4
def test_a_feed_has_the_newest_resource_first_with_our_words_about_it() -> None:
    newer = resource("c", Tool(topic="Calls"), date=NOW)
    said = {"a": "Ann, 2008", "c": ""}
    items = resource_items([BOOK, newer], lambda one: said[one.slug], SETTINGS)
    assert [item.title for item in items] == ["c (tool)", "a (book)"]
    assert [item.content for item in items] == [
        "<p>Words.</p>",
        "<p>Ann, 2008</p>\n<p>Words.</p>",
    ]
    assert items[1].summary == "A summary."
