"""A Feed in, the bytes of an RSS 2.0 document out. Pure (RSS 2.0 specification, version 2.0.11).

Readers take a description as HTML, and of a title, name or category some do and some do not. So what is
plain text with us is escaped for them: descriptions whole, everything else where it would read as a tag or
a character (F8).
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement

from .feed_model import Feed, Item
from .feed_text import as_html, as_text_or_html, first_of, has_words, person, uri, whole_html
from .xml import document

ENDING = ".rss.xml"
KIND = "application/rss+xml"
# Written as they stand: a prefix registered with ElementTree would hold for the Atom writer as well.
_NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
_PLAIN = {"title", "description", "category", "source", "dc:creator", "dc:rights"}


def rss(feed: Feed) -> bytes:
    """The whole document, UTF-8. Whole texts stand in content:encoded, plain ones in description."""
    root = Element("rss", {"version": "2.0", **_NAMESPACES})
    channel = SubElement(root, "channel")
    _add_words(channel, "title", first_of(feed.title, feed.home))
    _add(channel, "link", uri(feed.home))
    _add_words(channel, "description", first_of(feed.subtitle, feed.title, feed.home))
    _add(channel, "language", feed.language)
    newest = max((item.updated for item in feed.items), default=feed.born)
    _add(channel, "lastBuildDate", _date(newest))
    self_link = {"rel": "self", "href": uri(feed.address + ENDING), "type": KIND}
    SubElement(channel, "atom:link", self_link)
    for hub in feed.hubs:
        SubElement(channel, "atom:link", {"rel": "hub", "href": uri(hub)})
    picture = next(filter(_is_for_rss, (feed.logo, feed.icon)), None)
    if picture:
        image = SubElement(channel, "image")
        _add(image, "url", uri(picture))
        _add_words(image, "title", first_of(feed.title, feed.home))
        _add(image, "link", uri(feed.home))
    for item in feed.items:
        _item(SubElement(channel, "item"), item)
    return document(root, feed.stylesheet, _PLAIN)


def _item(into: Element, item: Item) -> None:
    _add_words(into, "title", first_of(item.title, item.link, item.id))
    if item.link:
        _add(into, "link", uri(item.link))
    _add(into, "guid", item.id, isPermaLink="false")
    _add(into, "pubDate", _date(item.published))
    if item.author:
        _add_words(into, "dc:creator", first_of(person(item.author)))
    for tag in filter(has_words, item.tags):
        _add_words(into, "category", tag)
    if item.summary and has_words(item.summary):
        _add(into, "description", as_html(item.summary))
    elif item.content is not None:  # readers that know no other element show at least something
        _add(into, "description", as_html(first_of(item.title, item.link, item.id)))
    if item.content is not None:
        _add(into, "content:encoded", whole_html(item.content))
    for one in item.enclosures[:1]:  # readers of RSS know one
        SubElement(into, "enclosure", url=uri(one.address), length=str(one.length), type=one.kind)
    if item.rights and has_words(item.rights):
        _add_words(into, "dc:rights", item.rights)
    if item.source and item.source.feed:
        _add_words(
            into, "source", first_of(item.source.title, item.source.feed), url=uri(item.source.feed)
        )


def _is_for_rss(picture: str | None) -> bool:
    """An image of RSS is a PNG, GIF or JPEG."""
    return bool(picture and picture.lower().endswith((".png", ".gif", ".jpg", ".jpeg")))


def _add_words(parent: Element, name: str, words: str, **attributes: str) -> None:
    _add(parent, name, as_text_or_html(words), **attributes)


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


def _date(moment: datetime) -> str:
    """In UTC: not every reader knows an offset such as +0545."""
    return format_datetime(moment.astimezone(UTC))
