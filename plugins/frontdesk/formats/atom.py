"""A Feed in, the bytes of an Atom 1.0 document out (RFC 4287). Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace

from frontdesk.core.timestamps import rfc3339

from .feed_model import Feed, Item, Source
from .feed_text import as_html, clean, first_of, has_words, person, uri, whole_html
from .xml import document

ENDING = ".atom.xml"
KIND = "application/atom+xml"
_ATOM = "{http://www.w3.org/2005/Atom}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_PLAIN = {f"{_ATOM}{name}" for name in ("title", "subtitle", "summary", "rights", "name")}
_END_TAG = re.compile(r"</(?=\w)")

register_namespace("", _ATOM[1:-1])


def atom(feed: Feed) -> bytes:
    """The whole document, UTF-8. Characters that XML cannot hold are left out."""
    root = Element(f"{_ATOM}feed", {_LANG: feed.language})
    changes = _changes(feed.items)
    _add(root, "id", feed.id)
    _add_words(root, "title", first_of(feed.title, feed.home))
    if feed.subtitle and has_words(feed.subtitle):
        _add_words(root, "subtitle", feed.subtitle)
    _add(root, "updated", rfc3339(max(changes, default=feed.born), fraction=True))
    _link(root, "self", feed.address + ENDING, KIND)
    _link(root, "alternate", feed.home, "text/html")
    for hub in feed.hubs:
        _link(root, "hub", hub)
    _author(root, first_of(feed.author, feed.title))
    for name, picture in (("icon", feed.icon), ("logo", feed.logo)):
        if picture:
            _add(root, name, uri(picture))
    for item, changed in zip(feed.items, changes, strict=True):
        _entry(root, item, changed, feed)
    return document(root, feed.stylesheet, _PLAIN)


def _changes(items: Sequence[Item]) -> list[datetime]:
    """When each entry was updated, no two at one time: where a date is known to the day or the minute
    alone, many would share it, which RFC 4287 (3.3) advises against, and the W3C's validator. The one
    that stands last, so came first, keeps the whole second; others get a part of it that is made of
    their ids. So no time moves when a further entry comes."""
    return list(reversed(list(_apart(reversed(items)))))


def _apart(items: Iterator[Item]) -> Iterator[datetime]:
    taken = set[datetime]()
    for item in items:
        moment = second = item.updated.astimezone(UTC).replace(microsecond=0)
        part = int(hashlib.sha256(item.id.encode(errors="replace")).hexdigest()[:12], 16)
        while moment in taken:
            part += 1
            moment = second.replace(microsecond=part % 1_000_000)
        taken.add(moment)
        yield moment


def _entry(root: Element, item: Item, changed: datetime, feed: Feed) -> None:
    language = item.language or feed.language
    entry = SubElement(
        root, f"{_ATOM}entry", {} if language == feed.language else {_LANG: language}
    )
    _add(entry, "id", item.id)
    _add_words(entry, "title", first_of(item.title, item.link, item.id))
    if item.link:
        _link(entry, "alternate", item.link, "text/html")
    for one in item.enclosures:
        _link(entry, "enclosure", one.address, one.kind, length=str(one.length))
    _add(entry, "published", rfc3339(item.published))
    _add(entry, "updated", rfc3339(changed, fraction=True))
    if item.author or item.source:
        _author(entry, item.author or (item.source.title if item.source else feed.author))
    for tag in filter(has_words, item.tags):
        SubElement(entry, f"{_ATOM}category", {"term": tag})
    if item.summary and has_words(item.summary):
        _add_words(entry, "summary", item.summary)
    if item.content is not None:
        _add(entry, "content", whole_html(item.content), {"type": "html"})
    elif not item.link:  # an entry leads to its text or holds it (RFC 4287 4.1.2)
        _add_words(entry, "content", first_of(item.summary, item.title, item.id))
    if item.rights and has_words(item.rights):
        _add_words(entry, "rights", item.rights)
    if item.source:
        _source(entry, item.source)


def _source(entry: Element, source: Source) -> None:
    where = SubElement(entry, f"{_ATOM}source")
    _add(where, "id", source.id)
    _add_words(where, "title", first_of(source.title, source.home, source.id))
    _add(where, "updated", rfc3339(source.updated))
    if source.home:
        _link(where, "alternate", source.home, "text/html")
    if source.feed:
        _link(where, "self", source.feed)
    if source.licence:
        _link(where, "license", source.licence)
    if source.rights and has_words(source.rights):
        _add_words(where, "rights", source.rights)


def _author(parent: Element, name: str) -> None:
    """A name cannot say that it is HTML, so an end tag in it is made to look like one alone."""
    shown = _END_TAG.sub("‹/", person(name))
    _add(SubElement(parent, f"{_ATOM}author"), "name", first_of(shown))


def _link(parent: Element, rel: str, href: str, kind: str | None = None, **more: str) -> None:
    attributes = {"rel": rel, "href": uri(href)} | ({"type": kind} if kind else {})
    SubElement(parent, f"{_ATOM}link", attributes | more)


def _add_words(parent: Element, name: str, words: str) -> None:
    """Plain text. Where it holds an end tag it is given as HTML that shows it: the W3C's validator warns
    of one in a text, for mostly there are HTML and a mistake behind it."""
    if _END_TAG.search(clean(words)):
        _add(parent, name, as_html(words), {"type": "html"})
    else:
        _add(parent, name, words)


def _add(
    parent: Element, name: str, text: str, attributes: Mapping[str, str] | None = None
) -> None:
    SubElement(parent, f"{_ATOM}{name}", dict(attributes or {})).text = text
