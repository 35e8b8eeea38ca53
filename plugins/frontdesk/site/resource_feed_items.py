"""Resources in; their entries in feeds and calendars, and what is offered of both, out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from html import escape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from frontdesk.content.resource_types import Event
from frontdesk.core.site_writer import ROOT
from frontdesk.core.translations import Translations
from frontdesk.formats import icalendar
from frontdesk.formats.feed_catalog import atom_file
from frontdesk.formats.feed_ids import tag_uri
from frontdesk.formats.feed_model import FeedFile, FeedOffer, Item
from frontdesk.formats.icalendar import CalendarEvent
from frontdesk.formats.own_post_items import html_for_feed
from frontdesk.formats.site_feeds import newest_items

from .resource_lists import ResourceLists
from .resource_names import CALENDAR, LIBRARY_PAGE, type_names, type_url
from .texts import Resource

Settings = Mapping[str, Any]


def library_offers(lists: ResourceLists, settings: Settings) -> Iterator[FeedOffer]:
    """The feed of the library, and the calendar of its events."""
    site: str = settings["SITENAME"]
    words: Translations = settings["WORDS"]
    if lists.newest:
        yield FeedOffer(
            name="resources",
            shelf="library",
            title=words.gettext("%(site)s: library", site=site),
            label=words.gettext("Library"),
            what=words.gettext("New in the library: books, guides, events and more."),
            page=LIBRARY_PAGE,
            documents=atom_file("resources"),
        )
    if lists.events:
        yield FeedOffer(
            name="events",
            shelf="library",
            title=events_title(settings),
            label=words.gettext("Calendar of events"),
            what=words.gettext(
                "All events in the library, for calendar apps that can subscribe to an address."
            ),
            page=type_url("event"),
            documents=(FeedFile("iCalendar", CALENDAR, icalendar.MEDIA_TYPE),),
        )


def events_title(settings: Settings) -> str:
    """The name of the calendar of all events."""
    words: Translations = settings["WORDS"]
    return words.gettext("%(site)s: events", site=settings["SITENAME"])


def resource_id(given: str | None, path: str, settings: Settings) -> str:
    """Its own `Id:`, or an id made of its file name (F4)."""
    stem = PurePosixPath(path).stem
    return given or tag_uri(settings, f"resources/{quote(stem)}")


def resource_items(
    resources: Iterable[Resource], gist: Callable[[Resource], str], settings: Settings
) -> tuple[Item, ...]:
    """The newest resources as entries of a feed.

    Args:
        gist: who, where and when, in one line of plain text; may be empty.
    """
    newest_first = sorted(resources, key=lambda one: (-one.date.timestamp(), one.slug))
    return tuple(
        resource_item(one, gist(one), settings)
        for one in newest_items(newest_first, lambda one: one.date)
    )


def resource_item(resource: Resource, gist: str, settings: Settings) -> Item:
    """Its entry in a feed: our words about it, never the author's."""
    site, words = settings["SITE_ADDRESS"], settings["WORDS"]
    kind = type_names(words)[resource.type]
    content = html_for_feed(resource.content.replace(ROOT, site), f"{site}/{resource.url}")
    return Item(
        id=resource.id,
        title=f"{resource.title} ({kind})",
        link=f"{site}/{resource.url}",
        published=resource.date,
        updated=changed(resource),
        author=settings["AUTHOR"],
        summary=resource.plain_summary,
        content=f"<p>{escape(gist)}</p>\n{content}" if gist else content,
        tags=(kind, resource.thing.topic or ""),
        language=resource.lang,
    )


def calendar_entry(resource: Resource, settings: Settings) -> CalendarEvent:
    """The calendar entry of an event."""
    event = resource.thing
    words: Translations = settings["WORDS"]
    assert isinstance(event, Event)  # noqa: S101 - only events have a calendar
    assert event.start  # noqa: S101 - the check builds no event without its hours
    assert event.end  # noqa: S101
    return CalendarEvent(
        id=resource.id,
        title=words.gettext("%(title)s (sample)", title=resource.title)
        if event.sample
        else resource.title,
        link=f"{settings['SITE_ADDRESS']}/{resource.url}",
        changed=changed(resource),
        start=event.start,
        end=event.end,
        zone=event.timezone or "UTC",
        where=", ".join(filter(None, (event.place, event.online))),
        summary=resource.plain_summary,
        is_cancelled=event.closed is not None,
    )


def changed(resource: Resource) -> datetime:
    return max(resource.modified or resource.date, resource.date)
