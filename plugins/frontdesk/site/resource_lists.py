"""All resources in; the lists of the library out. Pure (L1, L2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from frontdesk.content.field_specs import RESOURCE_TYPES, ResourceType
from frontdesk.content.resource_types import Event
from frontdesk.core.slugs import term_slug
from frontdesk.core.translations import Translations

from .resource_names import plural_names, topic_url, type_url
from .texts import EventStatus, Resource

ON_HOME = 3


class ListLink(Struct, frozen=True):
    """A link to a list, below the site's root."""

    name: str
    url: str


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
    current: tuple[Resource, ...]
    over: tuple[Resource, ...] = ()

    @property
    def things(self) -> tuple[Resource, ...]:
        return (*self.current, *self.over)

    @property
    def link(self) -> ListLink:
        return ListLink(self.name, self.url)


class ResourceLists(Struct, frozen=True):
    """All lists of the library.

    Attributes:
        newest: all resources, newest first.
        on_home: the newest few that are still available.
    """

    newest: tuple[Resource, ...]
    types: tuple[ResourceList, ...]
    topics: tuple[ResourceList, ...]
    on_home: tuple[Resource, ...]

    @property
    def events(self) -> tuple[Resource, ...]:
        return tuple(one for one in self.newest if one.when)

    def shelf_at(self, url: str) -> ResourceList | None:
        """The list on a page; None where it would be empty, because all its resources are hidden."""
        return next((one for one in (*self.types, *self.topics) if one.url == url), None)


def build_lists(resources: Iterable[Resource], words: Translations) -> ResourceLists:
    """Sort resources into their lists."""
    names = plural_names(words)
    newest = tuple(sorted(resources, key=lambda one: (-one.date.timestamp(), one.title, one.slug)))
    by_type: dict[ResourceType, list[Resource]] = {what: [] for what in RESOURCE_TYPES}
    by_topic: dict[str, list[Resource]] = {}
    for one in newest:
        by_type[one.type].append(one)
        by_topic.setdefault(term_slug(one.thing.topic or ""), []).append(one)
    return ResourceLists(
        newest=newest,
        types=tuple(
            ResourceList(
                names[what],
                type_url(what),
                *(_events(found) if what == "event" else [tuple(found)]),
            )
            for what, found in by_type.items()
            if found
        ),
        topics=tuple(
            ResourceList(
                min(found, key=lambda one: one.date).thing.topic or "",
                topic_url(slug),
                tuple(found),
            )
            for slug, found in sorted(by_topic.items())
        ),
        on_home=tuple(one for one in newest if not one.thing.closed and one.when != "past")[
            :ON_HOME
        ],
    )


def event_status(event: Event, now: datetime) -> EventStatus:
    """An event is past from the instant at which it ends."""
    assert event.start  # noqa: S101 - the check builds no event without its hours
    assert event.end  # noqa: S101
    if event.end <= now:
        return "past"
    return "now" if event.start <= now else "to come"


def _events(found: Iterable[Resource]) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    row = sorted(found, key=_start)
    over = [one for one in row if one.when == "past"]
    return tuple(one for one in row if one.when != "past"), tuple(reversed(over))


def _start(resource: Resource) -> datetime:
    event = resource.thing
    assert isinstance(event, Event)  # noqa: S101 - a resource of this type
    assert event.start  # noqa: S101 - the check builds no event without its hours
    return event.start
