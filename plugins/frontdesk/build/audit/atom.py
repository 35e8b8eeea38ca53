"""The bytes of an Atom feed in, its faults out (RFC 4287)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from .feed_values import (
    RFC_3339,
    Faults,
    check_date,
    check_html,
    check_id,
    check_language,
    check_media_type,
    check_person_name,
    check_size,
    check_text,
    check_unique,
    check_url,
    parse_time,
)
from .feed_xml import (
    ATOM,
    LANG,
    check_counts,
    check_entries_last,
    check_known,
    check_plain_text,
    parse_xml,
)

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


def check_atom(data: bytes, address: str) -> Faults:
    root = parse_xml(data)
    if root is None or root.tag != f"{ATOM}feed":
        yield "is no Atom feed"
        return
    yield from check_counts(
        root,
        (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated"),
        (f"{ATOM}subtitle", f"{ATOM}rights", f"{ATOM}generator", f"{ATOM}icon", f"{ATOM}logo"),
    )
    yield from check_known(root, _IN_A_FEED, ATOM)
    yield from check_entries_last(root, f"{ATOM}entry")
    yield from check_plain_text(data, ("title", "subtitle", "summary", "rights", "name"))
    if not root.get(LANG):
        yield "has no language"
    links = root.findall(f"{ATOM}link")
    if [link.get("href") for link in links if link.get("rel") == "self"] != [address]:
        yield "does not name its own address"
    for name in ("icon", "logo"):
        for picture in root.findall(f"{ATOM}{name}"):
            yield from check_url(picture.text, name)
    yield from _atom_common(root)
    entries = root.findall(f"{ATOM}entry")
    yield from check_unique((entry.findtext(f"{ATOM}id") for entry in entries), "id")
    for entry in entries:
        yield from _atom_entry(entry, root)
    times = [parse_time(entry.findtext(f"{ATOM}updated")) for entry in entries]
    if times and max(times) != parse_time(root.findtext(f"{ATOM}updated")):
        yield "was not updated when its newest entry was"
    yield from check_unique((f"{time:%Y-%m-%dT%H:%M:%S.%fZ}" for time in times), "time of update")


def _atom_entry(entry: ET.Element, feed: ET.Element) -> Faults:
    yield from check_counts(
        entry,
        (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated", f"{ATOM}published"),
        (f"{ATOM}content", f"{ATOM}summary", f"{ATOM}source", f"{ATOM}rights"),
    )
    yield from check_known(entry, _IN_AN_ENTRY, ATOM)
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
        yield from check_counts(source, (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated"))
        yield from check_known(source, _ABOUT_A_FEED, ATOM)
        yield from _atom_common(source)


def _atom_common(element: ET.Element) -> Faults:
    """What is the same of a feed, an entry and a source."""
    yield from check_id(element.findtext(f"{ATOM}id"), "id")
    for name in ("updated", "published"):
        for time in element.findall(f"{ATOM}{name}"):
            yield from check_date(time.text, name, RFC_3339)
    for name in ("title", "subtitle", "summary", "content", "rights"):
        for words in element.findall(f"{ATOM}{name}"):
            yield from check_text(words.text, name)
            if words.get("type") == "html":
                yield from check_html(words.text, name)
            elif words.get("type", "text") != "text":
                yield f"{name} is of the type {words.get('type')}"
    yield from check_atom_links(element.findall(f"{ATOM}link"))
    for person in element.findall(f"{ATOM}author"):
        yield from check_counts(person, (f"{ATOM}name",))
        yield from check_person_name(person.findtext(f"{ATOM}name"), "the name of an author")
    for category in element.findall(f"{ATOM}category"):
        if not category.get("term"):
            yield "a category has no term"
    if element.get(LANG) is not None:
        yield from check_language(element.get(LANG))


def check_atom_links(links: Iterable[ET.Element]) -> Faults:
    pages = Counter[tuple[str | None, str | None]]()
    for link in links:
        relation = link.get("rel", "alternate")
        yield from check_url(link.get("href"), f"link {relation}")
        if relation not in _RELATIONS:
            yield f"a link has the relation {relation}, which is not a known one"
        if link.get("type") is not None:
            yield from check_media_type(link.get("type"), f"link {relation}")
        if relation == "enclosure":
            yield from check_size(link.get("length"), "an enclosure")
        if relation == "alternate":
            pages[link.get("type"), link.get("hreflang")] += 1
    if any(times > 1 for times in pages.values()):
        yield "has two pages of one kind"


def enclosures(data: bytes) -> list[tuple[str, int]]:
    """The address and length of each sound and film in a feed of Atom."""
    root = parse_xml(data)
    links = () if root is None else root.findall(f"{ATOM}entry/{ATOM}link[@rel='enclosure']")
    return [
        (link.get("href", ""), int(length))
        for link in links
        if (length := link.get("length", "")).isdecimal()
    ]
