"""A Feed in, the bytes of an RSS 2.0 document out. Pure (RSS 2.0 specification, version 2.0.11).

Feed readers take a description as HTML; a title, name or category only some of them do. So plain text is
escaped for them: descriptions completely, everything else where it would read as a tag or a character
reference (F8).
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement

from .feed_escaping import (
    ascii_uri,
    escape_ambiguous,
    escape_html,
    first_nonblank,
    has_text,
    html_content,
    person_name,
)
from .feed_model import Feed, Item
from .xml_writer import xml_document

EXTENSION = ".rss.xml"
MEDIA_TYPE = "application/rss+xml"
# Written as attributes: a prefix registered with ElementTree would change Atom feeds as well.
_NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
_PLAIN = {"title", "description", "category", "source", "dc:creator", "dc:rights"}


def rss(feed: Feed) -> bytes:
    """The whole document, UTF-8. HTML goes into content:encoded, plain text into description."""
    root = Element("rss", {"version": "2.0", **_NAMESPACES})
    channel = SubElement(root, "channel")
    _add_words(channel, "title", first_nonblank(feed.title, feed.home))
    _add(channel, "link", ascii_uri(feed.home))
    _add_words(channel, "description", first_nonblank(feed.subtitle, feed.title, feed.home))
    _add(channel, "language", feed.language)
    newest = max((item.updated for item in feed.items), default=feed.born)
    _add(channel, "lastBuildDate", _date(newest))
    self_link = {"rel": "self", "href": ascii_uri(feed.address + EXTENSION), "type": MEDIA_TYPE}
    SubElement(channel, "atom:link", self_link)
    for hub in feed.hubs:
        SubElement(channel, "atom:link", {"rel": "hub", "href": ascii_uri(hub)})
    picture = next(filter(_is_for_rss, (feed.logo, feed.icon)), None)
    if picture:
        image = SubElement(channel, "image")
        _add(image, "url", ascii_uri(picture))
        _add_words(image, "title", first_nonblank(feed.title, feed.home))
        _add(image, "link", ascii_uri(feed.home))
    for item in feed.items:
        _item(SubElement(channel, "item"), item)
    return xml_document(root, feed.stylesheet, _PLAIN)


def _item(into: Element, item: Item) -> None:
    _add_words(into, "title", first_nonblank(item.title, item.link, item.id))
    if item.link:
        _add(into, "link", ascii_uri(item.link))
    _add(into, "guid", item.rss_guid or item.id, isPermaLink="false")
    _add(into, "pubDate", _date(item.published))
    if item.author:
        _add_words(into, "dc:creator", first_nonblank(person_name(item.author)))
    for tag in filter(has_text, item.tags):
        _add_words(into, "category", tag)
    if item.summary and has_text(item.summary):
        _add(into, "description", escape_html(item.summary))
    elif item.content is not None:  # for readers that know no other element
        _add(into, "description", escape_html(first_nonblank(item.title, item.link, item.id)))
    if item.content is not None:
        _add(into, "content:encoded", html_content(item.content))
    for one in item.enclosures[:1]:  # RSS allows one
        SubElement(
            into, "enclosure", url=ascii_uri(one.address), length=str(one.length), type=one.kind
        )
    if item.rights and has_text(item.rights):
        _add_words(into, "dc:rights", item.rights)
    if item.source and item.source.feed:
        source = first_nonblank(item.source.title, item.source.feed)
        _add_words(into, "source", source, url=ascii_uri(item.source.feed))


def _is_for_rss(picture: str | None) -> bool:
    """Whether RSS allows this picture: PNG, GIF or JPEG."""
    return bool(picture and picture.lower().endswith((".png", ".gif", ".jpg", ".jpeg")))


def _add_words(parent: Element, name: str, words: str, **attributes: str) -> None:
    _add(parent, name, escape_ambiguous(words), **attributes)


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


def _date(moment: datetime) -> str:
    """In UTC, because not every reader knows an offset such as +0545."""
    return format_datetime(moment.astimezone(UTC))
