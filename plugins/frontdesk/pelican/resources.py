"""content/resources/ in; resources in Pelican's context, with their lists and backreferences, out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from markupsafe import Markup
from pelican import signals
from pelican.contents import Page
from pelican.readers import SkipStub

from frontdesk.content.metadata import field_label
from frontdesk.content.model import Outline
from frontdesk.content.resource_types import missing_fields
from frontdesk.core.slugs import term_slug
from frontdesk.formats import icalendar
from frontdesk.formats.feed_catalog import atom_file
from frontdesk.formats.feed_model import FeedFile, FeedOffer, Item
from frontdesk.formats.site_feeds import newest_items
from frontdesk.site.resource_feed_items import resource_item
from frontdesk.site.resource_lists import ResourceLists, build_lists
from frontdesk.site.resource_names import CALENDAR, LIBRARY_PAGE, topic_url, type_names, type_url

from .draft_filter import RESOURCE_CONTEXT
from .reader import document_of, outline_of

_log = logging.getLogger(__name__)


class Resource(Page):  # type: ignore[misc]
    """A resource. Pelican finds RESOURCE_URL by the name of this class."""

    mandatory_properties = ("title", "date", "type", "thing")
    default_template = "library/resource"

    @property
    def outline(self) -> Outline:
        return outline_of(self)


def register() -> None:
    signals.generator_init.connect(_add_type_names)
    signals.page_generator_finalized.connect(_read)


def _add_type_names(generator: Any) -> None:
    generator.env.globals["type_names"] = type_names(generator.settings["WORDS"])


def _read(generator: Any) -> None:
    """Read all resources after posts and pages, and before any generator uses addresses."""
    found = list(_resources(generator))
    seen = [one for one in found if one.status == "published"]
    context = generator.context
    context["resources"] = seen
    context["hidden_resources"] = [one for one in found if one.status == "hidden"]
    context["library"] = build_lists(
        seen, generator.settings["BUILD_TIME"], generator.settings["WORDS"]
    )
    context["library_page"] = LIBRARY_PAGE
    context["menu_library"] = LIBRARY_PAGE if context["library"].newest else None
    context["type_page"] = type_url
    for one in found:
        one.used_in = []
        one.topic_url = topic_url(term_slug(one.thing.topic))
    _link_backreferences(context, found)
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
        if not isinstance(one, SkipStub) and _is_complete(one):
            generator.add_source_path(one)
            generator.add_static_links(one)
            yield one


def _is_complete(resource: Resource) -> bool:
    """Whether it has all fields it needs; only a draft in a preview may lack some."""
    thing = getattr(resource, "thing", None)
    missing = missing_fields(resource.type, thing) if thing else ["type"]
    if missing:
        names = ", ".join(map(field_label, missing))
        _log.warning(
            "%s: the preview shows it when it has %s", resource.relative_source_path, names
        )
    return not missing


def _link_backreferences(context: Any, found: Iterable[Resource]) -> None:
    """Set `things` on each post and resource, and `used_in` on each resource: posts, newest first, then
    resources."""
    by_slug = {one.slug: one for one in found}
    by_path = {one.relative_source_path: one for one in found}
    for text in (*context["articles"], *context["resources"]):
        named = [by_slug[slug] for slug in text.metadata.get("resources", ()) if slug in by_slug]
        named += [by_path[path] for path in _linked(text) if path in by_path]
        text.things = [one for one in dict.fromkeys(named) if one is not text]
        for one in text.things:
            one.used_in.append(text)


def plain(html: str) -> str:
    """The words of HTML, without its tags."""
    return Markup(html).striptags()  # noqa: S704 - to take the markup out


def _linked(text: Any) -> tuple[str, ...]:
    document = document_of(text)
    return document.linked if document else ()


# --- feeds --------------------------------------------------------------------------------------


def _offers(library: ResourceLists, settings: Any) -> Iterator[FeedOffer]:
    site, words = settings["SITENAME"], settings["WORDS"]
    if library.newest:
        yield FeedOffer(
            name="resources",
            shelf="library",
            title=words.gettext("%(site)s: library", site=site),
            label=words.gettext("Library"),
            what=words.gettext("New in the library: books, guides, events and more."),
            page=LIBRARY_PAGE,
            documents=atom_file("resources"),
        )
    if library.when:
        yield FeedOffer(
            name="events",
            shelf="library",
            title=words.gettext("%(site)s: events", site=site),
            label=words.gettext("Calendar of events"),
            what=words.gettext(
                "All events in the library, for calendar apps that can subscribe to an address."
            ),
            page=type_url("event"),
            documents=(FeedFile("iCalendar", CALENDAR, icalendar.MEDIA_TYPE),),
        )


def _items(seen: Iterable[Resource], generator: Any) -> Callable[[], tuple[Item, ...]]:
    """The entries of feeds. They are made when they are needed: only then are all links known."""

    def items() -> tuple[Item, ...]:
        gist = generator.get_template("library/parts").module.gist
        newest_first = sorted(seen, key=lambda one: (-one.date.timestamp(), one.slug))
        return tuple(
            resource_item(one, plain(gist(one)), plain(one.summary), generator.settings)
            for one in newest_items(newest_first, lambda one: one.date)
        )

    return items
