"""The Pelican side of the library: reads content/resources/, writes its pages, feed and calendars, and
tells each post and thing who names whom. The only place of this package that knows Pelican."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from markupsafe import Markup
from msgspec import Struct
from pelican import signals
from pelican.contents import Page
from pelican.generators import Generator
from pelican.readers import SkipStub

from frontdesk.content.links import resolve_path
from frontdesk.content.metadata import field_label
from frontdesk.content.resource_types import Event, missing_fields
from frontdesk.core.output import write_bytes, write_page
from frontdesk.core.slugs import term_slug
from frontdesk.formats import icalendar
from frontdesk.formats.feed_catalog import atom_only
from frontdesk.formats.feed_files import write_feed
from frontdesk.formats.feed_metadata import site_feed
from frontdesk.formats.feed_model import Document, Item, Offer
from frontdesk.formats.feed_window import newest
from frontdesk.formats.media.file_types import Refused
from frontdesk.site.resource_entries import calendar_entry, resource_item
from frontdesk.site.resource_json_ld import linked_data
from frontdesk.site.resource_labels import type_names
from frontdesk.site.resource_lists import Shelves, shelves
from frontdesk.site.resource_urls import CALENDAR, LIBRARY_PAGE, event_file, topic_page, type_page

from .draft_filter import RESOURCE_CONTEXT
from .static_files import clean_copy

_log = logging.getLogger(__name__)
_TO_A_TEXT = re.compile(r"\shref=\"[{|]filename[}|]([^\"]*)\"")


class Resource(Page):  # type: ignore[misc]
    """A thing of the library; Pelican makes its address of RESOURCE_URL, by the name of this class."""

    mandatory_properties = ("title", "date", "type", "thing")
    default_template = "library/resource"


class File(Struct, frozen=True):
    """What can be said of a file before it is fetched (L3).

    Attributes:
        url: below the site's root.
        size: in bytes.
    """

    url: str
    name: str
    size: int
    sha256: str


def register() -> None:
    signals.generator_init.connect(_name_types)
    signals.page_generator_finalized.connect(_read)
    signals.get_generators.connect(_generators)


def _name_types(generator: Any) -> None:
    generator.env.globals["type_names"] = type_names(generator.settings["WORDS"])


# --- before any page is written -----------------------------------------------------------------


def _read(generator: Any) -> None:
    """Read everything when posts and pages are known, and before anybody looks at addresses."""
    found = list(_resources(generator))
    seen = [one for one in found if one.status == "published"]
    context = generator.context
    context["resources"] = seen
    context["hidden_resources"] = [one for one in found if one.status == "hidden"]
    context["library"] = shelves(
        seen, generator.settings["BUILD_TIME"], generator.settings["WORDS"]
    )
    context["library_page"] = LIBRARY_PAGE
    context["type_page"] = type_page
    for one in found:
        one.used_in = []
        one.topic_url = topic_page(term_slug(one.thing.topic))
    _tell_who_names_whom(context, found)
    context["resource_items"] = _items(seen, generator)
    for offer in _offers(context["library"], generator.settings):
        context["feeds"].add(offer)


def _resources(generator: Any) -> Iterator[Resource]:
    for path in generator.get_files(generator.settings["RESOURCE_PATHS"]):
        one = generator.readers.read_file(
            base_path=generator.path,
            path=path,
            content_class=Resource,
            context=generator.context,
            context_signal=RESOURCE_CONTEXT,
            context_sender=generator,
        )
        if not isinstance(one, SkipStub) and _is_whole(one):
            generator.add_source_path(one)
            generator.add_static_links(one)
            yield one


def _is_whole(resource: Resource) -> bool:
    """The check lets no build begin without what is needed, but for drafts, which a preview has."""
    thing = getattr(resource, "thing", None)
    missing = missing_fields(resource.type, thing) if thing else ["type"]
    if missing:
        names = ", ".join(map(field_label, missing))
        _log.warning(
            "%s: the preview shows it when it has %s", resource.relative_source_path, names
        )
    return not missing


def _tell_who_names_whom(context: Any, found: Iterable[Resource]) -> None:
    """Each post has `things`, each thing has `used_in`: posts first, the newest on top, then things."""
    by_slug = {one.slug: one for one in found}
    by_path = {one.relative_source_path: one for one in found}
    for text in (*context["articles"], *context["resources"]):
        named = [by_slug[slug] for slug in text.metadata.get("resources", ()) if slug in by_slug]
        named += [by_path[path] for path in _linked(text) if path in by_path]
        text.things = [one for one in dict.fromkeys(named) if one is not text]
        for one in text.things:
            one.used_in.append(text)


def _linked(text: Any) -> Iterator[str]:
    """The paths of the texts that a text links to."""
    for target in _TO_A_TEXT.findall(text._content):
        path = urlsplit(unescape(target)).path
        yield from (
            resolve_path(one, text.relative_source_path)
            for one in dict.fromkeys((path, unquote(path)))
        )


def _plain(html: str) -> str:
    return Markup(html).striptags()  # noqa: S704 - to take the markup out


# --- feeds --------------------------------------------------------------------------------------


def _offers(library: Shelves, settings: Any) -> Iterator[Offer]:
    site, words = settings["SITENAME"], settings["WORDS"]
    if library.newest:
        yield Offer(
            name="resources",
            shelf="library",
            title=words.gettext("%(site)s: library", site=site),
            label=words.gettext("Library"),
            what=words.gettext("What is new in the library: books, guides, events and the like."),
            page=LIBRARY_PAGE,
            documents=atom_only("resources"),
        )
    if library.when:
        yield Offer(
            name="events",
            shelf="library",
            title=words.gettext("%(site)s: events", site=site),
            label=words.gettext("Calendar of events"),
            what=words.gettext("All events of the library, for a calendar that follows addresses."),
            page=type_page("event"),
            documents=(Document("iCalendar", CALENDAR, icalendar.KIND),),
        )


def _items(seen: Iterable[Resource], generator: Any) -> Callable[[], tuple[Item, ...]]:
    """The entries of feeds, made when they are asked for: by then all links are known."""

    def items() -> tuple[Item, ...]:
        gist = generator.get_template("library/parts").module.gist
        newest_first = sorted(seen, key=lambda one: (-one.date.timestamp(), one.slug))
        return tuple(
            resource_item(one, _plain(gist(one)), _plain(one.summary), generator.settings)
            for one in newest(newest_first, lambda one: one.date)
        )

    return items


# --- what is written ----------------------------------------------------------------------------


def _generators(_: object) -> type[Generator]:
    return LibraryGenerator


class LibraryGenerator(Generator):  # type: ignore[misc]
    """Writes a page for each thing, the lists, the feed and the calendars."""

    def generate_output(self, writer: Any) -> None:
        for one in (*self.context["resources"], *self.context["hidden_resources"]):
            self._write_thing(writer, one)
        library: Shelves = self.context["library"]
        if not library.newest:
            return
        write_page(self, writer, LIBRARY_PAGE, "library/index")
        for found, of_topic in ((library.types, False), (library.topics, True)):
            for shelf in found:
                write_page(self, writer, shelf.url, "library/shelf", shelf=shelf, of_topic=of_topic)
        feeds = self.context["feeds"]
        items = self.context["resource_items"]()
        offer = feeds["resources"]
        write_feed(self.output_path, offer, site_feed(self.settings, offer, items))
        events = [one for one in library.newest if isinstance(one.thing, Event)]
        if events:
            self._write_calendar(CALENDAR, feeds["events"].title, events)

    def _write_thing(self, writer: Any, one: Resource) -> None:
        file = self._file(one)
        site = self.settings["SITE_ADDRESS"]
        if isinstance(one.thing, Event):
            self._write_calendar(event_file(one.slug), one.title, [one])
        write_page(
            self,
            writer,
            one.url,
            one.template,
            resource=one,
            file=file,
            calendar_file=event_file(one.slug) if isinstance(one.thing, Event) else None,
            when=self.context["library"].when.get(one.slug),
            linked_data=linked_data(
                one.type,
                one.title,
                _plain(one.summary),
                f"{site}/{one.url}",
                one.thing,
                f"{site}/{file.url}" if file else None,
            ),
        )

    def _file(self, one: Resource) -> File | None:
        name = getattr(one.thing, "file", None)
        if not name:
            return None
        path = Path(self.path, name)
        try:
            data = clean_copy(path.read_bytes(), self.settings)
        except Refused as refused:
            _log.warning("%s: %s %s", one.relative_source_path, name, refused)
            return None
        except OSError as error:
            _log.error("%s: %s cannot be read (%s)", one.relative_source_path, name, error.strerror)
            return None
        return File(name, path.name, len(data), hashlib.sha256(data).hexdigest())

    def _write_calendar(self, name: str, title: str, events: Iterable[Resource]) -> None:
        entries = [calendar_entry(one, _plain(one.summary), self.settings) for one in events]
        write_bytes(self.output_path, name, icalendar.calendar(title, entries))
