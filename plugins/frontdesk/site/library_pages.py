"""The library in; its pages and calendars out, planned. Pure (L1 to L4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from frontdesk.core.site_plan import PlannedFile, PlannedPage
from frontdesk.core.slugs import term_slug
from frontdesk.formats import icalendar

from .resource_feed_items import calendar_entry, events_title
from .resource_json_ld import resource_json_ld
from .resource_links import ResourceLinks
from .resource_lists import ResourceLists
from .resource_names import CALENDAR, LIBRARY_PAGE, event_calendar, topic_url, type_url
from .texts import Resource

Settings = Mapping[str, Any]


class Library(Struct, frozen=True):
    """All resources.

    Attributes:
        hidden: those that no list shows.
    """

    lists: ResourceLists
    hidden: tuple[Resource, ...]
    links: ResourceLinks


class Download(Struct, frozen=True):
    """A file to download, as its page describes it (L3).

    Attributes:
        url: below the site's root.
        size: in bytes.
    """

    url: str
    name: str
    size: int
    sha256: str


def library_pages(
    library: Library, downloads: Mapping[str, Download], settings: Settings
) -> Iterator[PlannedPage]:
    """The page of each resource, and all lists.

    Args:
        downloads: path of a resource → its file.
    """
    lists = library.lists
    for one in (*lists.newest, *library.hidden):
        file = downloads.get(one.relative_source_path)
        yield _resource_page(library, one, file, settings["SITE_ADDRESS"])
    if not lists.newest:
        return
    yield PlannedPage(LIBRARY_PAGE, "library/index", {"types": lists.types, "topics": lists.topics})
    for found, of_topic in ((lists.types, False), (lists.topics, True)):
        for shelf in found:
            calendar = CALENDAR if shelf.url == type_url("event") else None
            values = {"shelf": shelf, "of_topic": of_topic, "calendar_file": calendar}
            yield PlannedPage(shelf.url, "library/shelf", values)


def _resource_page(
    library: Library, one: Resource, file: Download | None, site: str
) -> PlannedPage:
    shelf = library.lists.shelf_at(type_url(one.type))
    topic = library.lists.shelf_at(topic_url(term_slug(one.thing.topic or "")))
    values = {
        "resource": one,
        "used_in": library.links.used_in.get(one.relative_source_path, ()),
        "shelf": shelf.link if shelf else None,
        "topic_page": topic.url if topic else None,
        "file": file,
        "calendar_file": event_calendar(one.slug) if one.when else None,
        "linked_data": resource_json_ld(
            one.type,
            one.title,
            one.plain_summary,
            f"{site}/{one.url}",
            one.thing,
            f"{site}/{file.url}" if file else None,
        ),
    }
    return PlannedPage(one.url, one.template, values, save_as=one.save_as)


def library_calendars(library: Library, settings: Settings) -> Iterator[PlannedFile]:
    """The calendar of each event, and that of all which lists show."""
    events = library.lists.events
    for one in (*events, *(one for one in library.hidden if one.when)):
        yield _calendar(event_calendar(one.slug), one.title, [one], settings)
    if events:
        yield _calendar(CALENDAR, events_title(settings), events, settings)


def _calendar(path: str, title: str, events: Iterable[Resource], settings: Settings) -> PlannedFile:
    entries = [calendar_entry(one, settings) for one in events]
    return PlannedFile(path, icalendar.calendar(title, entries))
