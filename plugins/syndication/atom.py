"""A Feed in, the bytes of an Atom 1.0 document out (RFC 4287). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace

from .model import Feed, Item, Source
from .xml import document

ENDING = ".atom.xml"
KIND = "application/atom+xml"
_ATOM = "{http://www.w3.org/2005/Atom}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

register_namespace("", _ATOM[1:-1])


def atom(feed: Feed) -> bytes:
    """The whole document, UTF-8. Characters that XML cannot hold are left out."""
    root = Element(f"{_ATOM}feed", {_LANG: feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    if feed.subtitle:
        _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _time(max((item.updated for item in feed.items), default=feed.born)))
    _link(root, "self", feed.address + ENDING, KIND)
    _link(root, "alternate", feed.home, "text/html")
    for hub in feed.hubs:
        _link(root, "hub", hub)
    _author(root, feed.author)
    for item in feed.items:
        _entry(root, item, feed)
    return document(root, feed.stylesheet)


def _entry(root: Element, item: Item, feed: Feed) -> None:
    language = item.language or feed.language
    entry = SubElement(
        root, f"{_ATOM}entry", {} if language == feed.language else {_LANG: language}
    )
    _add(entry, "id", item.id)
    _add(entry, "title", item.title)
    if item.link:
        _link(entry, "alternate", item.link, "text/html")
    _add(entry, "published", _time(item.published))
    _add(entry, "updated", _time(item.updated))
    if item.author or item.source:
        _author(entry, item.author or (item.source.title if item.source else feed.author))
    for tag in item.tags:
        SubElement(entry, f"{_ATOM}category", {"term": tag})
    if item.summary is not None:
        _add(entry, "summary", item.summary)
    if item.content is not None:
        _add(entry, "content", item.content, {"type": "html"})
    elif not item.link:  # an entry leads to its text or holds it (RFC 4287 4.1.2)
        _add(entry, "content", item.summary or item.title)
    if item.rights:
        _add(entry, "rights", item.rights)
    if item.source:
        _source(entry, item.source)


def _source(entry: Element, source: Source) -> None:
    where = SubElement(entry, f"{_ATOM}source")
    _add(where, "id", source.id)
    _add(where, "title", source.title)
    _add(where, "updated", _time(source.updated))
    if source.home:
        _link(where, "alternate", source.home, "text/html")
    if source.feed:
        _link(where, "self", source.feed)
    if source.licence:
        _link(where, "license", source.licence)
    if source.rights:
        _add(where, "rights", source.rights)


def _author(parent: Element, name: str) -> None:
    _add(SubElement(parent, f"{_ATOM}author"), "name", name)


def _link(parent: Element, rel: str, href: str, kind: str | None = None) -> None:
    attributes = {"rel": rel, "href": href} | ({"type": kind} if kind else {})
    SubElement(parent, f"{_ATOM}link", attributes)


def _add(
    parent: Element, name: str, text: str, attributes: Mapping[str, str] | None = None
) -> None:
    SubElement(parent, f"{_ATOM}{name}", dict(attributes or {})).text = text


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
