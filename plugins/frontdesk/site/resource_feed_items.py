"""A resource that Pelican read in; its entry in a feed, and an event's entry in a calendar, out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from frontdesk.content.resource_types import Event
from frontdesk.core.translations import Translations
from frontdesk.formats.feed_ids import tag_uri
from frontdesk.formats.feed_model import Item
from frontdesk.formats.icalendar import CalendarEvent
from frontdesk.formats.own_post_items import html_for_feed

from .resource_names import type_names

Settings = Mapping[str, Any]


def resource_id(resource: Any, settings: Settings) -> str:
    """Its own `Id:`, or an id made of its file name (F4)."""
    given = resource.metadata.get("id")
    stem = PurePosixPath(resource.relative_source_path).stem
    return str(given) if given else tag_uri(settings, f"resources/{quote(stem)}")


def resource_item(resource: Any, gist: str, summary: str, settings: Settings) -> Item:
    """Its entry in a feed: our words about it, never the author's.

    Args:
        gist: who, where and when, in one line of plain text; may be empty.
    """
    site, words = settings["SITE_ADDRESS"], settings["WORDS"]
    kind = type_names(words)[resource.type]
    content = html_for_feed(resource.get_content(site), f"{site}/{resource.url}")
    return Item(
        id=resource_id(resource, settings),
        title=f"{resource.title} ({kind})",
        link=f"{site}/{resource.url}",
        published=resource.date,
        updated=changed(resource),
        author=settings["AUTHOR"],
        summary=summary,
        content=f"<p>{escape(gist)}</p>\n{content}" if gist else content,
        tags=(kind, resource.thing.topic),
        language=resource.lang,
    )


def calendar_entry(resource: Any, summary: str, settings: Settings) -> CalendarEvent:
    """The calendar entry of an event."""
    event: Event = resource.thing
    words: Translations = settings["WORDS"]
    assert event.start  # noqa: S101 - the check builds no event without its hours
    assert event.end  # noqa: S101
    return CalendarEvent(
        id=resource_id(resource, settings),
        title=words.gettext("%(title)s (sample)", title=resource.title)
        if event.sample
        else resource.title,
        link=f"{settings['SITE_ADDRESS']}/{resource.url}",
        changed=changed(resource),
        start=event.start,
        end=event.end,
        zone=event.timezone or "UTC",
        where=", ".join(filter(None, (event.place, event.online))),
        summary=summary,
        is_cancelled=event.closed is not None,
    )


def changed(resource: Any) -> datetime:
    moment: datetime = max(getattr(resource, "modified", resource.date), resource.date)
    return moment
