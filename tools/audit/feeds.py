"""The bytes of a feed or list in, what its specification finds wrong with it out; nothing for a good one.

Written from RFC 4287 (Atom), RSS 2.0.11 with the RSS Advisory Board's profile, JSON Feed 1.1 and
OPML 2.0, and stricter than they are where our own rules are: a language, unique ids, absolute addresses,
and a document that knows where it lies (F3, F4).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC_822 = re.compile(r"(\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:\d\d(:\d\d)? ([+-]\d{4}|GMT)")

Faults = Iterator[str]


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


def _address(text: str | None, what: str) -> Faults:
    parts = urlsplit(text or "")
    if parts.scheme not in {"http", "https", "mailto"} or not (parts.netloc or parts.path):
        yield f"{what} {text!r} is not a whole address"
    elif re.search(r"[\s<>\"{}|\\^`]", text or ""):
        yield f"{what} {text!r} holds what an address cannot"


def _iri(text: str | None, what: str) -> Faults:
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s]+", text or "", re.IGNORECASE):
        yield f"{what} {text!r} is not an IRI"


def _unique(ids: Iterable[str | None]) -> Faults:
    for id_, times in Counter(ids).items():
        if times > 1:
            yield f"{times} entries have the id {id_}"


def _date(text: str | None, what: str, pattern: re.Pattern[str]) -> Faults:
    text = text or ""
    try:
        if not pattern.fullmatch(text):
            raise ValueError  # noqa: TRY301 - one sentence for both
        _ = datetime.fromisoformat(text) if pattern is _RFC_3339 else parsedate_to_datetime(text)
    except ValueError:
        yield f"{what} {text!r} is not a date of this format"


def _moment(text: str | None) -> datetime:
    """A time for comparison; the beginning of all for what is none."""
    try:
        return datetime.fromisoformat(text or "").astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def _html(text: str | None) -> Faults:
    """Within a text, too, an address has to be whole: a reader shows it elsewhere."""
    for element in BeautifulSoup(text or "", "html.parser").find_all(True):
        for name in ("href", "src"):
            if name in element.attrs:
                yield from _address(str(element[name]), f"{element.name} {name}")
        if element.name in {"script", "style", "iframe", "object", "embed"}:
            yield f"a text holds <{element.name}>"


# --- Atom ---------------------------------------------------------------------------------------


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
    if not _LANGUAGE.fullmatch(root.get(LANG, "")):
        yield "has no language"
    links = root.findall(f"{ATOM}link")
    if [link.get("href") for link in links if link.get("rel") == "self"] != [address]:
        yield "does not say where it lies"
    yield from _atom_common(root)
    entries = root.findall(f"{ATOM}entry")
    yield from _unique(entry.findtext(f"{ATOM}id") for entry in entries)
    for entry in entries:
        yield from _atom_entry(entry, root)
    times = [_moment(entry.findtext(f"{ATOM}updated")) for entry in entries]
    if times and max(times) != _moment(root.findtext(f"{ATOM}updated")):
        yield "was not updated when its newest entry was"
    for time, often in Counter(times).items():
        if often > 1:
            yield f"{often} entries were updated at one time, {time.isoformat()}"


def _atom_entry(entry: ET.Element, feed: ET.Element) -> Faults:
    yield from _counted(
        entry,
        (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated", f"{ATOM}published"),
        (f"{ATOM}content", f"{ATOM}summary", f"{ATOM}source", f"{ATOM}rights"),
    )
    yield from _atom_common(entry)
    source = entry.find(f"{ATOM}source")
    if all(where is None or where.find(f"{ATOM}author") is None for where in (entry, source, feed)):
        yield "an entry has no author"
    leads = any(link.get("rel") == "alternate" for link in entry.findall(f"{ATOM}link"))
    content = entry.find(f"{ATOM}content")
    if content is None and not leads:
        yield "an entry has neither a content nor a page"
    if content is not None and content.get("type") == "html":
        yield from _html(content.text)
    if source is not None:
        yield from _counted(source, (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated"))
        yield from _atom_common(source)


def _atom_common(element: ET.Element) -> Faults:
    """What is the same of a feed, an entry and a source."""
    yield from _iri(element.findtext(f"{ATOM}id"), "id")
    for name in ("updated", "published"):
        for date in element.findall(f"{ATOM}{name}"):
            yield from _date(date.text, name, _RFC_3339)
    pages = Counter[tuple[str | None, str | None]]()
    for link in element.findall(f"{ATOM}link"):
        yield from _address(link.get("href"), f"link {link.get('rel')}")
        if link.get("rel", "alternate") == "alternate":
            pages[link.get("type"), link.get("hreflang")] += 1
    if any(times > 1 for times in pages.values()):
        yield "has two pages of one kind"
    for person in element.findall(f"{ATOM}author"):
        yield from _counted(person, (f"{ATOM}name",))
        if not person.findtext(f"{ATOM}name"):
            yield "an author has no name"
    for category in element.findall(f"{ATOM}category"):
        if not category.get("term"):
            yield "a category has no term"
    if not _LANGUAGE.fullmatch(element.get(LANG, "en")):
        yield f"{element.get(LANG)!r} is no language"


# --- RSS ----------------------------------------------------------------------------------------


def _rss(data: bytes, address: str) -> Faults:
    root = _tree(data)
    if root is None or root.tag != "rss" or root.get("version") != "2.0":
        yield "is no RSS 2.0"
        return
    yield from _counted(root, ("channel",))
    channel = root.find("channel")
    if channel is None:
        return
    yield from _counted(channel, ("title", "link", "description", "language", "lastBuildDate"))
    yield from _address(channel.findtext("link"), "link")
    yield from _date(channel.findtext("lastBuildDate"), "lastBuildDate", _RFC_822)
    if not _LANGUAGE.fullmatch(channel.findtext("language", "")):
        yield "has no language"
    links = channel.findall(f"{ATOM}link")
    if [link.get("href") for link in links if link.get("rel") == "self"] != [address]:
        yield "does not say where it lies"
    for link in links:
        yield from _address(link.get("href"), f"atom:link {link.get('rel')}")
    items = channel.findall("item")
    yield from _unique(item.findtext("guid") for item in items)
    for item in items:
        yield from _rss_item(item)


def _rss_item(item: ET.Element) -> Faults:
    singles = ("link", "description", "source", "enclosure", "comments", f"{CONTENT}encoded")
    yield from _counted(item, ("title", "guid", "pubDate"), singles)
    yield from _date(item.findtext("pubDate"), "pubDate", _RFC_822)
    guid = item.find("guid")
    if guid is None or guid.get("isPermaLink") != "false" or not guid.text:
        yield "a guid does not say that it is no address"
    if item.find("author") is not None:
        yield "an author is an e-mail address in RSS; dc:creator is a name"
    for link in item.findall("link"):
        yield from _address(link.text, "link")
    for source in item.findall("source"):
        yield from _address(source.get("url"), "source")
    yield from _html(item.findtext(f"{CONTENT}encoded"))


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
    if not _LANGUAGE.fullmatch(feed.get("language", "")):
        yield "has no language"
    yield from _address(feed.get("home_page_url"), "home_page_url")
    yield from _members(feed, _JSON_FEED)
    for hub in feed.get("hubs", ()):
        if set(hub) != {"type", "url"}:
            yield "a hub needs a type and an address"
    yield from _unique(item.get("id") for item in feed["items"])
    for item in feed["items"]:
        yield from _members(item, _JSON_ITEM)
        if not isinstance(item.get("id"), str) or not item["id"]:
            yield "an item has no id"
        if not isinstance(item.get("content_html", item.get("content_text")), str):
            yield "an item has no content"
        if "url" in item:
            yield from _address(item["url"], "url")
        for name in ("date_published", "date_modified"):
            yield from _date(item.get(name), name, _RFC_3339)
        yield from _html(item.get("content_html"))


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
        if not outline.get("text"):
            yield "an outline has no text"
        match outline.get("type"):
            case "rss":
                yield from _address(outline.get("xmlUrl"), "xmlUrl")
            case "link":
                yield from _address(outline.get("url"), "url")
            case None:
                pass
            case other:
                yield f"an outline is of the type {other}"
        if not re.fullmatch(r"/.+", outline.get("category", "/x")):
            yield f"the category {outline.get('category')!r} is no path"
