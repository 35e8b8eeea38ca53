"""The things of the library and the build's clock in; how they stand in its lists out. Pure (L1, L2).

A thing here is whatever has a `title`, a `slug`, a `date` and the `thing` that its header says it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from frontdesk.content.model import RESOURCE_TYPES, ResourceType
from frontdesk.content.resource_types import Event
from frontdesk.core.slugs import term_slug
from frontdesk.core.translations import Words

from .resource_labels import shelf_names
from .resource_urls import topic_page, type_page

ON_HOME = 3

When = Literal["to come", "now", "past"]


class Shelf(Struct, frozen=True):
    """Things that stand together: those of one type, or of one topic.

    Attributes:
        name: books, in the language of the site, or the topic as it was first written.
        url: of its page.
        current: newest first; of events those that are not over, the next one on top.
        over: events that are over, the last one on top.
    """

    name: str
    url: str
    current: tuple[Any, ...]
    over: tuple[Any, ...] = ()

    @property
    def things(self) -> tuple[Any, ...]:
        return (*self.current, *self.over)


class Shelves(Struct, frozen=True):
    """All lists of the library.

    Attributes:
        newest: everything, newest first.
        on_home: the newest few that are open.
        when: how each event stands, by its slug.
    """

    newest: tuple[Any, ...]
    types: tuple[Shelf, ...]
    topics: tuple[Shelf, ...]
    on_home: tuple[Any, ...]
    when: Mapping[str, When]

    def shelf_at(self, url: str) -> Shelf | None:
        """The list on a page; None where nothing stands on it, for all of its things are hidden."""
        return next((one for one in (*self.types, *self.topics) if one.url == url), None)


def shelves(things: Iterable[Any], now: datetime, words: Words) -> Shelves:
    """Put everything in its places."""
    names = shelf_names(words)
    newest = tuple(sorted(things, key=lambda one: (-one.date.timestamp(), one.title, one.slug)))
    when = {one.slug: when_is(one.thing, now) for one in newest if isinstance(one.thing, Event)}
    by_type: dict[ResourceType, list[Any]] = {what: [] for what in RESOURCE_TYPES}
    by_topic: dict[str, list[Any]] = {}
    for one in newest:
        by_type[one.type].append(one)
        by_topic.setdefault(term_slug(one.thing.topic), []).append(one)
    return Shelves(
        newest=newest,
        types=tuple(
            Shelf(
                names[what],
                type_page(what),
                *(_events(found, now) if what == "event" else [tuple(found)]),
            )
            for what, found in by_type.items()
            if found
        ),
        topics=tuple(
            Shelf(min(found, key=lambda one: one.date).thing.topic, topic_page(slug), (*found,))
            for slug, found in sorted(by_topic.items())
        ),
        on_home=tuple(
            one for one in newest if not one.thing.closed and when.get(one.slug) != "past"
        )[:ON_HOME],
        when=when,
    )


def when_is(event: Event, now: datetime) -> When:
    """An event is past from its end on."""
    assert event.start  # noqa: S101 - the check builds no event without its hours
    assert event.end  # noqa: S101
    if event.end <= now:
        return "past"
    return "now" if event.start <= now else "to come"


def _events(found: Iterable[Any], now: datetime) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    row = sorted(found, key=lambda one: one.thing.start)
    over = [one for one in row if when_is(one.thing, now) == "past"]
    return tuple(one for one in row if when_is(one.thing, now) != "past"), tuple(reversed(over))
