"""The bytes of a feed or list in, what its specification finds wrong with it out; nothing for a good one.

Written from RFC 4287 (Atom), RSS 2.0.11 with the RSS Advisory Board's profile, JSON Feed 1.1 and
OPML 2.0, and stricter than they are where our own rules are: a language, unique ids, absolute addresses,
and a document that knows where it lies (F3, F4). What the W3C's feed validator calls an error or a warning
is found here, too, but for what only a whole HTML parser sees.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Any
from xml.etree import ElementTree as ET

from .feed_values import (
    RFC_822,
    RFC_3339,
    Faults,
    date,
    html,
    id_of_thing,
    language,
    media_type,
    moment,
    name_of_person,
    plain_words,
    size_in_bytes,
    some_words,
    unique,
    whole_address,
)

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def unreadable(name: str, data: bytes) -> str | None:
    """Why no program can read a file of XML or JSON at all, or None."""
    try:
        if name.endswith(".json"):
            json.loads(data)
        else:
            ET.fromstring(data)  # noqa: S314 - our own site
    except (ValueError, ET.ParseError) as error:
        return f"cannot be read: {error}"
    return None


def faults(path: str, data: bytes, address: str) -> list[str]:
    """What is wrong with the file of this name.

    Args:
        address: where it lies; absolute.
    """
    by_ending: dict[str, Callable[[bytes, str], Faults]] = {
        ".atom.xml": _atom, ".rss.xml": _rss, ".json": _json_feed, ".opml": _opml,
    }  # fmt: skip
    check = next(check for ending, check in by_ending.items() if path.endswith(ending))
    return list(check(data, address))


# --- what the formats share ---------------------------------------------------------------------


def _tree(data: bytes) -> ET.Element | None:
    try:
        return ET.fromstring(data)  # noqa: S314 - our own site
    except ET.ParseError:
        return None


def _counted(element: ET.Element, once: Iterable[str], at_most_once: Iterable[str] = ()) -> Faults:
    found = Counter(child.tag for child in element)
    for tag in once:
        if found[tag] != 1:
            yield f"{element.tag} has {found[tag]} of {tag}, not 1"
    for tag in at_most_once:
        if found[tag] > 1:
            yield f"{element.tag} has {found[tag]} of {tag}, not 1 at most"


def _known(element: ET.Element, names: Collection[str], namespace: str = "") -> Faults:
    """No element of the format's own namespace that it does not have there."""
    for child in element:
        own = child.tag.startswith(namespace) if namespace else "{" not in child.tag
        if own and child.tag.removeprefix(namespace) not in names:
            yield f"{element.tag} has a {child.tag}, which the format does not know there"


def _rows_last(element: ET.Element, row: str) -> Faults:
    """What is said of the whole stands before its entries."""
    tags = [child.tag for child in element]
    if row in tags and any(tag != row for tag in tags[tags.index(row) :]):
        yield f"{element.tag} says something of itself behind its first {row}"


def _plain(data: bytes, names: Iterable[str]) -> Faults:
    """The elements that hold plain text, as they are written: how an ampersand is escaped says whether
    it is meant."""
    element = re.compile(rf"<({'|'.join(names)})((?: [^>]*)?)>([^<]*)</\1>")
    for name, attributes, raw in element.findall(data.decode("utf-8", "replace")):
        if 'type="html"' not in attributes:
            yield from plain_words(raw, name)


# --- Atom ---------------------------------------------------------------------------------------

_ABOUT_A_FEED = {
    *("author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights"),
    *("subtitle", "title", "updated"),
}
_IN_A_FEED = _ABOUT_A_FEED | {"entry"}
_IN_AN_ENTRY = {
    *("author", "category", "content", "contributor", "id", "link", "published", "rights"),
    *("source", "summary", "title", "updated"),
}
_RELATIONS = {
    *("alternate", "related", "self", "enclosure", "via", "hub", "license", "replies", "payment"),
    *("search", "describedby", "edit", "service", "up", "first", "last", "next", "previous"),
}


def _atom(data: bytes, address: str) -> Faults:
    root = _tree(data)
    if root is None or root.tag != f"{ATOM}feed":
        yield "is no Atom feed"
        return
    yield from _counted(
        root,
        (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated"),
        (f"{ATOM}subtitle", f"{ATOM}rights", f"{ATOM}generator", f"{ATOM}icon", f"{ATOM}logo"),
    )
    yield from _known(root, _IN_A_FEED, ATOM)
    yield from _rows_last(root, f"{ATOM}entry")
    yield from _plain(data, ("title", "subtitle", "summary", "rights", "name"))
    if not root.get(LANG):
        yield "has no language"
    links = root.findall(f"{ATOM}link")
    if [link.get("href") for link in links if link.get("rel") == "self"] != [address]:
        yield "does not say where it lies"
    for name in ("icon", "logo"):
        for picture in root.findall(f"{ATOM}{name}"):
            yield from whole_address(picture.text, name)
    yield from _atom_common(root)
    entries = root.findall(f"{ATOM}entry")
    yield from unique((entry.findtext(f"{ATOM}id") for entry in entries), "id")
    for entry in entries:
        yield from _atom_entry(entry, root)
    times = [moment(entry.findtext(f"{ATOM}updated")) for entry in entries]
    if times and max(times) != moment(root.findtext(f"{ATOM}updated")):
        yield "was not updated when its newest entry was"
    yield from unique((f"{time:%Y-%m-%dT%H:%M:%S.%fZ}" for time in times), "time of update")


def _atom_entry(entry: ET.Element, feed: ET.Element) -> Faults:
    yield from _counted(
        entry,
        (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated", f"{ATOM}published"),
        (f"{ATOM}content", f"{ATOM}summary", f"{ATOM}source", f"{ATOM}rights"),
    )
    yield from _known(entry, _IN_AN_ENTRY, ATOM)
    yield from _atom_common(entry)
    source = entry.find(f"{ATOM}source")
    if all(where is None or where.find(f"{ATOM}author") is None for where in (entry, source, feed)):
        yield "an entry has no author"
    leads = any(link.get("rel") == "alternate" for link in entry.findall(f"{ATOM}link"))
    content = entry.find(f"{ATOM}content")
    if content is None and not leads:
        yield "an entry has neither a content nor a page"
    if content is None and entry.find(f"{ATOM}summary") is None:
        yield "an entry has no words but its title"
    if source is not None:
        yield from _counted(source, (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated"))
        yield from _known(source, _ABOUT_A_FEED, ATOM)
        yield from _atom_common(source)


def _atom_common(element: ET.Element) -> Faults:
    """What is the same of a feed, an entry and a source."""
    yield from id_of_thing(element.findtext(f"{ATOM}id"), "id")
    for name in ("updated", "published"):
        for time in element.findall(f"{ATOM}{name}"):
            yield from date(time.text, name, RFC_3339)
    for name in ("title", "subtitle", "summary", "content", "rights"):
        for words in element.findall(f"{ATOM}{name}"):
            yield from some_words(words.text, name)
            if words.get("type") == "html":
                yield from html(words.text, name)
            elif words.get("type", "text") != "text":
                yield f"{name} is of the type {words.get('type')}"
    yield from _atom_links(element.findall(f"{ATOM}link"))
    for person in element.findall(f"{ATOM}author"):
        yield from _counted(person, (f"{ATOM}name",))
        yield from name_of_person(person.findtext(f"{ATOM}name"), "the name of an author")
    for category in element.findall(f"{ATOM}category"):
        if not category.get("term"):
            yield "a category has no term"
    if element.get(LANG) is not None:
        yield from language(element.get(LANG))


def _atom_links(links: Iterable[ET.Element]) -> Faults:
    pages = Counter[tuple[str | None, str | None]]()
    for link in links:
        relation = link.get("rel", "alternate")
        yield from whole_address(link.get("href"), f"link {relation}")
        if relation not in _RELATIONS:
            yield f"a link has the relation {relation}, which nobody knows"
        if link.get("type") is not None:
            yield from media_type(link.get("type"), f"link {relation}")
        if relation == "enclosure":
            yield from size_in_bytes(link.get("length"), "an enclosure")
        if relation == "alternate":
            pages[link.get("type"), link.get("hreflang")] += 1
    if any(times > 1 for times in pages.values()):
        yield "has two pages of one kind"


def enclosed(data: bytes) -> list[tuple[str, int]]:
    """The address and length of each sound and film in a feed of Atom."""
    root = _tree(data)
    links = () if root is None else root.findall(f"{ATOM}entry/{ATOM}link[@rel='enclosure']")
    return [
        (link.get("href", ""), int(length))
        for link in links
        if (length := link.get("length", "")).isdecimal()
    ]


# --- RSS ----------------------------------------------------------------------------------------

_IN_A_CHANNEL = {
    *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster"),
    *("pubDate", "lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image"),
    *("rating", "textInput", "skipHours", "skipDays", "item"),
}
_IN_AN_ITEM = {
    *("title", "link", "description", "author", "category", "comments", "enclosure", "guid"),
    *("pubDate", "source"),
}


def _rss(data: bytes, address: str) -> Faults:
    root = _tree(data)
    if root is None or root.tag != "rss" or root.get("version") != "2.0":
        yield "is no RSS 2.0"
        return
    yield from _counted(root, ("channel",))
    channel = root.find("channel")
    if channel is None:
        return
    needed = ("title", "link", "description", "language", "lastBuildDate")
    yield from _counted(channel, needed, ("image",))
    yield from _known(channel, _IN_A_CHANNEL)
    yield from _rows_last(channel, "item")
    yield from _plain(data, ("title", "category", "source", "dc:creator", "dc:rights"))
    yield from _plain(data.partition(b"<item>")[0], ("description",))
    for name in ("title", "description"):
        yield from some_words(channel.findtext(name), name)
    yield from whole_address(channel.findtext("link"), "link")
    yield from date(channel.findtext("lastBuildDate"), "lastBuildDate", RFC_822)
    yield from language(channel.findtext("language"))
    links = channel.findall(f"{ATOM}link")
    if [link.get("href") for link in links if link.get("rel") == "self"] != [address]:
        yield "does not say where it lies"
    yield from _atom_links(links)
    for picture in channel.findall("image"):
        yield from _rss_image(picture, channel)
    items = channel.findall("item")
    yield from unique((item.findtext("guid") for item in items), "guid")
    for item in items:
        yield from _rss_item(item)


def _rss_image(picture: ET.Element, channel: ET.Element) -> Faults:
    yield from _counted(picture, ("url", "title", "link"))
    for name in ("title", "link"):
        if picture.findtext(name) != channel.findtext(name):
            yield f"the {name} of the image is not that of the channel"
    yield from whole_address(picture.findtext("url"), "image")
    if not re.search(r"\.(png|gif|jpe?g)$", picture.findtext("url", ""), re.IGNORECASE):
        yield "the image is no PNG, GIF or JPEG"
    for name, most in (("width", 144), ("height", 400)):
        given = picture.findtext(name)
        if given is not None and not (given.isdigit() and 0 < int(given) <= most):
            yield f"the {name} of the image is {given}, not between 1 and {most}"


def _rss_item(item: ET.Element) -> Faults:
    singles = ("link", "description", "source", "enclosure", "comments", f"{CONTENT}encoded")
    yield from _counted(item, ("title", "guid", "pubDate"), singles)
    yield from _known(item, _IN_AN_ITEM)
    yield from some_words(item.findtext("title"), "title")
    yield from date(item.findtext("pubDate"), "pubDate", RFC_822)
    guid = item.find("guid")
    if guid is None or guid.get("isPermaLink") != "false" or not guid.text:
        yield "a guid does not say that it is no address"
    if item.find("author") is not None:
        yield "an author is an e-mail address in RSS; dc:creator is a name"
    for link in item.findall("link"):
        yield from whole_address(link.text, "link")
    for source in item.findall("source"):
        yield from whole_address(source.get("url"), "source")
    for category in item.findall("category"):
        yield from some_words(category.text, "category")
    for enclosure in item.findall("enclosure"):
        yield from whole_address(enclosure.get("url"), "enclosure")
        yield from size_in_bytes(enclosure.get("length"), "an enclosure")
        yield from media_type(enclosure.get("type"), "an enclosure")
    tags = [child.tag for child in item]
    if f"{CONTENT}encoded" in tags and "description" not in tags[: tags.index(f"{CONTENT}encoded")]:
        yield "a whole text has no description before it"
    yield from html(item.findtext("description"), "description")
    yield from html(item.findtext(f"{CONTENT}encoded"), "content:encoded")


# --- JSON Feed ----------------------------------------------------------------------------------


def _json_feed(data: bytes, address: str) -> Faults:
    feed = json.loads(data)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "is no JSON Feed 1.1"
    if feed.get("feed_url") != address:
        yield "does not say where it lies"
    if not isinstance(feed.get("title"), str) or not isinstance(feed.get("items"), list):
        yield "has no title or no items"
        return
    yield from some_words(feed["title"], "title")
    yield from language(feed.get("language"))
    for name in ("home_page_url", *(name for name in ("icon", "favicon") if name in feed)):
        yield from whole_address(feed.get(name), name)
    yield from _members(feed, _JSON_FEED)
    for hub in feed.get("hubs", ()):
        if set(hub) != {"type", "url"}:
            yield "a hub needs a type and an address"
    yield from unique((item.get("id") for item in feed["items"]), "id")
    for item in feed["items"]:
        yield from _json_item(item)


def _json_item(item: dict[str, Any]) -> Faults:
    yield from _members(item, _JSON_ITEM)
    if not isinstance(item.get("id"), str) or not item["id"]:
        yield "an item has no id"
    content = item.get("content_html", item.get("content_text"))
    if not isinstance(content, str) or not content:
        yield "an item has no content"
    if "url" in item:
        yield from whole_address(item["url"], "url")
    if "language" in item:
        yield from language(item["language"])
    for name in ("date_published", "date_modified"):
        yield from date(item.get(name), name, RFC_3339)
    for attachment in item.get("attachments", ()):
        yield from whole_address(attachment.get("url"), "an attachment")
        yield from media_type(attachment.get("mime_type"), "an attachment")
        yield from size_in_bytes(str(attachment.get("size_in_bytes", 0)), "an attachment")
    yield from html(item.get("content_html"), "content_html")


_JSON_FEED = {
    *("version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url"),
    *("icon", "favicon", "authors", "language", "expired", "hubs", "items"),
}
_JSON_ITEM = {
    *("id", "url", "external_url", "title", "content_html", "content_text", "summary", "image"),
    *("banner_image", "date_published", "date_modified", "authors", "tags", "language"),
    "attachments",
}


def _members(thing: dict[str, object], known: set[str]) -> Faults:
    for name, value in thing.items():
        if name not in known and not name.startswith("_"):
            yield f"{name} is no member that the format knows"
        if value is None:
            yield f"{name} is null"
    for author in thing.get("authors", ()):  # type: ignore[attr-defined]
        if not author.get("name"):
            yield "an author has no name"
    if not all(isinstance(tag, str) for tag in thing.get("tags", ())):  # type: ignore[attr-defined]
        yield "a tag is no text"


# --- OPML ---------------------------------------------------------------------------------------


def _opml(data: bytes, _: str) -> Faults:
    root = _tree(data)
    if root is None or root.tag != "opml" or root.get("version") != "2.0":
        yield "is no OPML 2.0"
        return
    yield from _counted(root, ("head", "body"))
    if not root.findtext("head/title"):
        yield "has no title"
    outlines = list(root.iter("outline"))
    if not outlines:
        yield "has no outline"
    for outline in outlines:
        yield from _outline(outline)


def _outline(outline: ET.Element) -> Faults:
    if not outline.get("text"):
        yield "an outline has no text"
    match outline.get("type"):
        case "rss":
            yield from whole_address(outline.get("xmlUrl"), "xmlUrl")
            if not outline.get("title"):
                yield "an outline of a feed has no title"
        case "link":
            yield from whole_address(outline.get("url"), "url")
        case None:
            for name in ("xmlUrl", "htmlUrl", "url", "description", "language", "version"):
                if outline.get(name) is not None:
                    yield f"an outline has a {name} and no type that says what it means"
        case other:
            yield f"an outline is of the type {other}"
    if outline.get("htmlUrl") is not None:
        yield from whole_address(outline.get("htmlUrl"), "htmlUrl")
    if outline.get("language") is not None:
        yield from language(outline.get("language"))
    for name in ("text", "title", "description"):
        yield from html(outline.get(name), name)
    if not re.fullmatch(r"/.+", outline.get("category", "/x")):
        yield f"the category {outline.get('category')!r} is no path"
