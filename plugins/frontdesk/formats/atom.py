"""A Feed in, the bytes of an Atom 1.0 document out (RFC 4287). Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace

from frontdesk.core.timestamps import rfc3339

from .feed_escaping import (
    ascii_uri,
    drop_invalid_xml,
    escape_html,
    first_nonblank,
    has_text,
    html_content,
    person_name,
)
from .feed_model import Feed, Item, Source
from .xml_writer import xml_document

EXTENSION = ".atom.xml"
MEDIA_TYPE = "application/atom+xml"
_ATOM = "{http://www.w3.org/2005/Atom}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_PLAIN = {f"{_ATOM}{name}" for name in ("title", "subtitle", "summary", "rights", "name")}
_END_TAG = re.compile(r"</(?=\w)")

register_namespace("", _ATOM[1:-1])


def atom(feed: Feed) -> bytes:
    """The whole document, UTF-8, without the characters that XML cannot hold."""
    root = Element(f"{_ATOM}feed", {_LANG: feed.language})
    changes = _changes(feed.items)
    _add(root, "id", feed.id)
    _add_words(root, "title", first_nonblank(feed.title, feed.home))
    if feed.subtitle and has_text(feed.subtitle):
        _add_words(root, "subtitle", feed.subtitle)
    _add(root, "updated", rfc3339(max(changes, default=feed.born), fraction=True))
    _link(root, "self", feed.address + EXTENSION, MEDIA_TYPE)
    _link(root, "alternate", feed.home, "text/html")
    for hub in feed.hubs:
        _link(root, "hub", hub)
    _author(root, first_nonblank(feed.author, feed.title))
    for name, picture in (("icon", feed.icon), ("logo", feed.logo)):
        if picture:
            _add(root, name, ascii_uri(picture))
    for item, changed in zip(feed.items, changes, strict=True):
        _entry(root, item, changed, feed)
    return xml_document(root, feed.stylesheet, _PLAIN)


def _changes(items: Sequence[Item]) -> list[datetime]:
    """When each entry was updated, no two at the same time: where dates are known only to the day or the
    minute, many would be the same, which RFC 4287 (3.3) and the W3C's validator advise against. The
    last entry of those, which is the oldest, keeps the whole second. The others get microseconds made
    from their ids, so no time changes when a new entry comes."""
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
    _add_words(entry, "title", first_nonblank(item.title, item.link, item.id))
    if item.link:
        _link(entry, "alternate", item.link, "text/html")
    for one in item.enclosures:
        _link(entry, "enclosure", one.address, one.kind, length=str(one.length))
    _add(entry, "published", rfc3339(item.published))
    _add(entry, "updated", rfc3339(changed, fraction=True))
    if item.author or item.source:
        _author(entry, item.author or (item.source.title if item.source else feed.author))
    for tag in filter(has_text, item.tags):
        SubElement(entry, f"{_ATOM}category", {"term": tag})
    if item.summary and has_text(item.summary):
        _add_words(entry, "summary", item.summary)
    if item.content is not None:
        _add(entry, "content", html_content(item.content), {"type": "html"})
    elif not item.link:  # without a link an entry needs content (RFC 4287 4.1.2)
        _add_words(entry, "content", first_nonblank(item.summary, item.title, item.id))
    if item.rights and has_text(item.rights):
        _add_words(entry, "rights", item.rights)
    if item.source:
        _source(entry, item.source)


def _source(entry: Element, source: Source) -> None:
    where = SubElement(entry, f"{_ATOM}source")
    _add(where, "id", source.id)
    _add_words(where, "title", first_nonblank(source.title, source.home, source.id))
    _add(where, "updated", rfc3339(source.updated))
    if source.home:
        _link(where, "alternate", source.home, "text/html")
    if source.feed:
        _link(where, "self", source.feed)
    if source.licence:
        _link(where, "license", source.licence)
    if source.rights and has_text(source.rights):
        _add_words(where, "rights", source.rights)


def _author(parent: Element, name: str) -> None:
    """A name cannot be HTML, so an end tag in it only gets a sign that looks the same."""
    shown = _END_TAG.sub("‹/", person_name(name))
    _add(SubElement(parent, f"{_ATOM}author"), "name", first_nonblank(shown))


def _link(parent: Element, rel: str, href: str, kind: str | None = None, **more: str) -> None:
    attributes = {"rel": rel, "href": ascii_uri(href)} | ({"type": kind} if kind else {})
    SubElement(parent, f"{_ATOM}link", attributes | more)


def _add_words(parent: Element, name: str, words: str) -> None:
    """Plain text; escaped HTML where the text has an end tag, because the W3C's validator takes that for
    HTML that was declared as text."""
    if _END_TAG.search(drop_invalid_xml(words)):
        _add(parent, name, escape_html(words), {"type": "html"})
    else:
        _add(parent, name, words)


def _add(
    parent: Element, name: str, text: str, attributes: Mapping[str, str] | None = None
) -> None:
    SubElement(parent, f"{_ATOM}{name}", dict(attributes or {})).text = text
