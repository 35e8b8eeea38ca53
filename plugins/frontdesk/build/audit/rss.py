"""The bytes of an RSS feed in, its faults out (RSS 2.0.11, with the RSS Advisory Board's profile)."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from .atom import check_atom_links
from .feed_values import (
    RFC_822,
    Faults,
    check_date,
    check_html,
    check_language,
    check_media_type,
    check_size,
    check_text,
    check_unique,
    check_url,
)
from .feed_xml import (
    ATOM,
    CONTENT,
    check_counts,
    check_entries_last,
    check_known,
    check_plain_text,
    parse_xml,
)

_IN_A_CHANNEL = {
    *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster"),
    *("pubDate", "lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image"),
    *("rating", "textInput", "skipHours", "skipDays", "item"),
}
_IN_AN_ITEM = {
    *("title", "link", "description", "author", "category", "comments", "enclosure", "guid"),
    *("pubDate", "source"),
}


def check_rss(data: bytes, address: str) -> Faults:
    root = parse_xml(data)
    if root is None or root.tag != "rss" or root.get("version") != "2.0":
        yield "is no RSS 2.0"
        return
    yield from check_counts(root, ("channel",))
    channel = root.find("channel")
    if channel is None:
        return
    needed = ("title", "link", "description", "language", "lastBuildDate")
    yield from check_counts(channel, needed, ("image",))
    yield from check_known(channel, _IN_A_CHANNEL)
    yield from check_entries_last(channel, "item")
    yield from check_plain_text(data, ("title", "category", "source", "dc:creator", "dc:rights"))
    yield from check_plain_text(data.partition(b"<item>")[0], ("description",))
    for name in ("title", "description"):
        yield from check_text(channel.findtext(name), name)
    yield from check_url(channel.findtext("link"), "link")
    yield from check_date(channel.findtext("lastBuildDate"), "lastBuildDate", RFC_822)
    yield from check_language(channel.findtext("language"))
    links = channel.findall(f"{ATOM}link")
    if [link.get("href") for link in links if link.get("rel") == "self"] != [address]:
        yield "does not name its own address"
    yield from check_atom_links(links)
    for picture in channel.findall("image"):
        yield from _rss_image(picture, channel)
    items = channel.findall("item")
    yield from check_unique((item.findtext("guid") for item in items), "guid")
    for item in items:
        yield from _rss_item(item)


def _rss_image(picture: ET.Element, channel: ET.Element) -> Faults:
    yield from check_counts(picture, ("url", "title", "link"))
    for name in ("title", "link"):
        if picture.findtext(name) != channel.findtext(name):
            yield f"the {name} of the image is not that of the channel"
    yield from check_url(picture.findtext("url"), "image")
    if not re.search(r"\.(png|gif|jpe?g)$", picture.findtext("url", ""), re.IGNORECASE):
        yield "the image is no PNG, GIF or JPEG"
    for name, most in (("width", 144), ("height", 400)):
        given = picture.findtext(name)
        if given is not None and not (given.isdigit() and 0 < int(given) <= most):
            yield f"the {name} of the image is {given}, not between 1 and {most}"


def _rss_item(item: ET.Element) -> Faults:
    singles = ("link", "description", "source", "enclosure", "comments", f"{CONTENT}encoded")
    yield from check_counts(item, ("title", "guid", "pubDate"), singles)
    yield from check_known(item, _IN_AN_ITEM)
    yield from check_text(item.findtext("title"), "title")
    yield from check_date(item.findtext("pubDate"), "pubDate", RFC_822)
    guid = item.find("guid")
    if guid is None or guid.get("isPermaLink") != "false" or not guid.text:
        yield "a guid does not say that it is no address"
    if item.find("author") is not None:
        yield "an author is an e-mail address in RSS; dc:creator is a name"
    for link in item.findall("link"):
        yield from check_url(link.text, "link")
    for source in item.findall("source"):
        yield from check_url(source.get("url"), "source")
    for category in item.findall("category"):
        yield from check_text(category.text, "category")
    for enclosure in item.findall("enclosure"):
        yield from check_url(enclosure.get("url"), "enclosure")
        yield from check_size(enclosure.get("length"), "an enclosure")
        yield from check_media_type(enclosure.get("type"), "an enclosure")
    tags = [child.tag for child in item]
    if f"{CONTENT}encoded" in tags and "description" not in tags[: tags.index(f"{CONTENT}encoded")]:
        yield "a whole text has no description before it"
    yield from check_html(item.findtext("description"), "description")
    yield from check_html(item.findtext(f"{CONTENT}encoded"), "content:encoded")
