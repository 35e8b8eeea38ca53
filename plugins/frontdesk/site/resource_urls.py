"""Where the pages and files of the library lie, below the site's root. Pure."""

from __future__ import annotations

LIBRARY_PAGE = "resources/"
CALENDAR = "resources/events.ics"
_CALENDARS = "resources/calendars/"
"""A folder of calendars alone, so that a host needs one rule for them, however many there are."""

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


def plural(what: str) -> str:
    """The name of all things of a type."""
    return _PLURALS[what]


def type_page(what: str) -> str:
    return f"{LIBRARY_PAGE}{plural(what)}/"


def topic_page(slug: str) -> str:
    return f"{LIBRARY_PAGE}topics/{slug}/"


def event_file(slug: str) -> str:
    return f"{_CALENDARS}{slug}.ics"
