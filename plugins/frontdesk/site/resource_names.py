"""Types and topics of resources in; their names, and the addresses of their pages, out. Pure.

All addresses are below the site's root.
"""

from __future__ import annotations

from frontdesk.content.field_specs import ResourceType
from frontdesk.core.translations import Translations

LIBRARY_PAGE = "resources/"
CALENDAR = "resources/events.ics"
_CALENDARS = "resources/calendars/"
"""This folder has nothing but calendars, so that a host needs one rule for them, however many there are."""

_PLURALS = {
    "book": "books",
    "article": "articles",
    "guide": "guides",
    "checklist": "checklists",
    "event": "events",
    "community": "communities",
    "tool": "tools",
    "video": "videos",
}


def type_url(what: str) -> str:
    """The page of all resources of a type."""
    return f"{LIBRARY_PAGE}{_PLURALS[what]}/"


def topic_url(slug: str) -> str:
    """The page of a topic."""
    return f"{LIBRARY_PAGE}topics/{slug}/"


def event_calendar(slug: str) -> str:
    """The calendar of one event."""
    return f"{_CALENDARS}{slug}.ics"


def type_names(words: Translations) -> dict[ResourceType, str]:
    """Type → the word for one resource, within a sentence, in the language of the site."""
    return {
        "book": words.gettext("book"),
        "article": words.gettext("article"),
        "guide": words.gettext("guide"),
        "checklist": words.gettext("checklist"),
        "event": words.gettext("event"),
        "community": words.gettext("community"),
        "tool": words.gettext("tool"),
        "video": words.gettext("video"),
    }


def plural_names(words: Translations) -> dict[ResourceType, str]:
    """Type → the word for several resources."""
    return {
        "book": words.gettext("books"),
        "article": words.gettext("articles"),
        "guide": words.gettext("guides"),
        "checklist": words.gettext("checklists"),
        "event": words.gettext("events"),
        "community": words.gettext("communities"),
        "tool": words.gettext("tools"),
        "video": words.gettext("videos"),
    }
