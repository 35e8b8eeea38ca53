"""Resources in Pelican's context in; their pages, lists, feed and calendars out."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct
from pelican import signals
from pelican.generators import Generator

from frontdesk.content.resource_types import Event
from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.site_writer import write_bytes, write_page
from frontdesk.formats import icalendar
from frontdesk.formats.feed_writer import write_feed
from frontdesk.formats.metadata_removal.file_types import RefusedFileError
from frontdesk.formats.site_feeds import site_feed
from frontdesk.site.resource_feed_items import calendar_entry
from frontdesk.site.resource_json_ld import resource_json_ld
from frontdesk.site.resource_lists import ResourceLists
from frontdesk.site.resource_names import CALENDAR, LIBRARY_PAGE, event_calendar

from .resources import Resource, plain
from .static_files import clean_copy

_log = logging.getLogger(__name__)


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


def register() -> None:
    signals.get_generators.connect(_generators)


def _generators(_: object) -> type[Generator]:
    return LibraryGenerator


class LibraryGenerator(Generator):  # type: ignore[misc]
    """Writes the page of each resource, the lists, the feed and the calendars."""

    def generate_output(self, writer: Any) -> None:
        for one in (*self.context["resources"], *self.context["hidden_resources"]):
            self._write_resource(writer, one)
        library: ResourceLists = self.context["library"]
        if not library.newest:
            return
        write_page(self, writer, PlannedPage(LIBRARY_PAGE, "library/index"))
        for found, of_topic in ((library.types, False), (library.topics, True)):
            for shelf in found:
                values = {"shelf": shelf, "of_topic": of_topic}
                write_page(self, writer, PlannedPage(shelf.url, "library/shelf", values))
        feeds = self.context["feeds"]
        items = self.context["resource_items"]()
        offer = feeds["resources"]
        write_feed(self.output_path, offer, site_feed(self.settings, offer, items))
        events = [one for one in library.newest if isinstance(one.thing, Event)]
        if events:
            self._write_calendar(CALENDAR, feeds["events"].title, events)

    def _write_resource(self, writer: Any, one: Resource) -> None:
        file = self._file(one)
        site = self.settings["SITE_ADDRESS"]
        if isinstance(one.thing, Event):
            self._write_calendar(event_calendar(one.slug), one.title, [one])
        values = {
            "resource": one,
            "file": file,
            "calendar_file": event_calendar(one.slug) if isinstance(one.thing, Event) else None,
            "when": self.context["library"].when.get(one.slug),
            "linked_data": resource_json_ld(
                one.type,
                one.title,
                plain(one.summary),
                f"{site}/{one.url}",
                one.thing,
                f"{site}/{file.url}" if file else None,
            ),
        }
        write_page(self, writer, PlannedPage(one.url, one.template, values))

    def _file(self, one: Resource) -> Download | None:
        name = getattr(one.thing, "file", None)
        if not name:
            return None
        path = Path(self.path, name)
        try:
            data = clean_copy(path.read_bytes(), self.settings)
        except RefusedFileError as refused:
            _log.warning("%s: %s %s", one.relative_source_path, name, refused)
            return None
        except OSError as error:
            _log.error("%s: %s cannot be read (%s)", one.relative_source_path, name, error.strerror)
            return None
        return Download(name, path.name, len(data), hashlib.sha256(data).hexdigest())

    def _write_calendar(self, name: str, title: str, events: Iterable[Resource]) -> None:
        entries = [calendar_entry(one, plain(one.summary), self.settings) for one in events]
        write_bytes(self.output_path, name, icalendar.calendar(title, entries))
