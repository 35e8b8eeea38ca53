"""content/resources/ in; the library in Pelican's context out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from markupsafe import Markup
from pelican import signals
from pelican.contents import Page
from pelican.readers import SkipStub

from frontdesk.content.metadata import field_label
from frontdesk.content.resource_types import Event, missing_fields
from frontdesk.formats.feed_model import Item
from frontdesk.site.library_pages import Library
from frontdesk.site.resource_feed_items import library_offers, resource_id, resource_items
from frontdesk.site.resource_links import NamingText, link_resources
from frontdesk.site.resource_lists import build_lists, event_status
from frontdesk.site.resource_names import LIBRARY_PAGE, type_names
from frontdesk.site.texts import Resource as ShownResource
from frontdesk.site.texts import TextLink

from .content_values import shown_fields
from .draft_filter import RESOURCE_CONTEXT
from .reader import document_of

_log = logging.getLogger(__name__)


class Resource(Page):  # type: ignore[misc]
    """A resource. Pelican finds RESOURCE_URL by the name of this class."""

    mandatory_properties = ("title", "date", "type", "thing")
    default_template = "library/resource"


def register() -> None:
    signals.generator_init.connect(_add_type_names)
    signals.page_generator_finalized.connect(_read)


def _add_type_names(generator: Any) -> None:
    generator.env.globals["type_names"] = type_names(generator.settings["WORDS"])


def _read(generator: Any) -> None:
    """Read all resources after posts and pages, and before any generator uses addresses."""
    context, settings = generator.context, generator.settings
    found = list(_resources(generator))
    shown = [_shown(one, settings) for one in found]
    seen = [one for one in shown if one.status == "published"]
    listed = [one for one in found if one.status == "published"]
    lists = build_lists(seen, settings["WORDS"])
    hidden = tuple(one for one in shown if one.status == "hidden")

    def library() -> Library:
        """As texts name its resources now."""
        naming = map(_naming, (*context["articles"], *listed))
        return Library(lists=lists, hidden=hidden, links=link_resources(naming, shown))

    context["find_library"] = library
    context["own_library"] = library()
    context.setdefault("shared", {}).update(
        library=lists, library_page=LIBRARY_PAGE if lists.newest else None
    )
    context["resource_items"] = _items(seen, generator)
    for offer in library_offers(lists, settings):
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


def _shown(resource: Resource, settings: Any) -> ShownResource:
    thing, path = resource.thing, resource.relative_source_path
    return ShownResource(
        **shown_fields(resource),
        id=resource_id(resource.metadata.get("id"), path, settings),
        type=resource.type,
        thing=thing,
        when=event_status(thing, settings["BUILD_TIME"]) if isinstance(thing, Event) else None,
    )


def _naming(text: Any) -> NamingText:
    """One of Pelican's posts or resources, as it may name resources."""
    kind = text.type if isinstance(text, Resource) else None
    document = document_of(text)
    return NamingText(
        path=text.relative_source_path,
        link=TextLink(title=text.title, url=text.url, lang=text.lang, date=text.date, type=kind),
        slugs=getattr(text, "resources", ()),
        linked=document.linked if document else (),
    )


def _items(seen: Iterable[ShownResource], generator: Any) -> Callable[[], tuple[Item, ...]]:
    """The entries of feeds. They are made when they are needed: only then are all links known."""

    def items() -> tuple[Item, ...]:
        template = generator.get_template("library/parts").module

        def gist(resource: ShownResource) -> str:
            return Markup(template.gist(resource)).striptags()  # noqa: S704 - to take the markup out

        return resource_items(seen, gist, generator.settings)

    return items
