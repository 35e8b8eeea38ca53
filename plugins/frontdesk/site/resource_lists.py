"""All resources and the time of the build in; the lists of the library out. Pure (L1, L2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from frontdesk.content.field_specs import RESOURCE_TYPES, ResourceType
from frontdesk.content.resource_types import Event
from frontdesk.core.slugs import term_slug
from frontdesk.core.translations import Translations

from .resource_names import plural_names, topic_url, type_url

ON_HOME = 3

EventStatus = Literal["to come", "now", "past"]


class ResourceList(Struct, frozen=True):
    """The resources of one type or of one topic.

    Attributes:
        name: of the type, in the language of the site, or of the topic as it was first written.
        url: of its page.
        current: newest first; for events, those that are not over, the next one first.
        over: events that are over, the latest first.
    """

    name: str
    url: str
    current: tuple[Any, ...]
    over: tuple[Any, ...] = ()

    @property
    def things(self) -> tuple[Any, ...]:
        return (*self.current, *self.over)


class ResourceLists(Struct, frozen=True):
    """All lists of the library.

    Attributes:
        newest: all resources, newest first.
        on_home: the newest few that are still available.
        when: the status of each event, by its slug.
    """

    newest: tuple[Any, ...]
    types: tuple[ResourceList, ...]
    topics: tuple[ResourceList, ...]
    on_home: tuple[Any, ...]
    when: Mapping[str, EventStatus]

    def shelf_at(self, url: str) -> ResourceList | None:
        """The list on a page; None where it would be empty, because all its resources are hidden."""
        return next((one for one in (*self.types, *self.topics) if one.url == url), None)


def build_lists(things: Iterable[Any], now: datetime, words: Translations) -> ResourceLists:
    """Sort resources into their lists; `now` is the time of the build."""
    names = plural_names(words)
    newest = tuple(sorted(things, key=lambda one: (-one.date.timestamp(), one.title, one.slug)))
    when = {
        one.slug: event_status(one.thing, now) for one in newest if isinstance(one.thing, Event)
    }
    by_type: dict[ResourceType, list[Any]] = {what: [] for what in RESOURCE_TYPES}
    by_topic: dict[str, list[Any]] = {}
    for one in newest:
        by_type[one.type].append(one)
        by_topic.setdefault(term_slug(one.thing.topic), []).append(one)
    return ResourceLists(
        newest=newest,
        types=tuple(
            ResourceList(
                names[what],
                type_url(what),
                *(_events(found, now) if what == "event" else [tuple(found)]),
            )
            for what, found in by_type.items()
            if found
        ),
        topics=tuple(
            ResourceList(
                min(found, key=lambda one: one.date).thing.topic, topic_url(slug), (*found,)
            )
            for slug, found in sorted(by_topic.items())
        ),
        on_home=tuple(
            one for one in newest if not one.thing.closed and when.get(one.slug) != "past"
        )[:ON_HOME],
        when=when,
    )


def event_status(event: Event, now: datetime) -> EventStatus:
    """An event is past from the instant at which it ends."""
    assert event.start  # noqa: S101 - the check builds no event without its hours
    assert event.end  # noqa: S101
    if event.end <= now:
        return "past"
    return "now" if event.start <= now else "to come"


def _events(found: Iterable[Any], now: datetime) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    row = sorted(found, key=lambda one: one.thing.start)
    over = [one for one in row if event_status(one.thing, now) == "past"]
    return tuple(one for one in row if event_status(one.thing, now) != "past"), tuple(
        reversed(over)
    )
