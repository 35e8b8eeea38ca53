"""The bytes of an XML feed in; what Atom, RSS and OPML have in common, checked. Faults out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from xml.etree import ElementTree as ET

from .feed_values import Faults, check_plain_value

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_xml(data: bytes) -> ET.Element | None:
    """The root element; None where the bytes are not XML."""
    try:
        return ET.fromstring(data)  # noqa: S314 - our own site
    except ET.ParseError:
        return None


def check_counts(
    element: ET.Element, once: Iterable[str], at_most_once: Iterable[str] = ()
) -> Faults:
    """Count child elements by their tags."""
    found = Counter(child.tag for child in element)
    for tag in once:
        if found[tag] != 1:
            yield f"{element.tag} has {found[tag]} of {tag}, not 1"
    for tag in at_most_once:
        if found[tag] > 1:
            yield f"{element.tag} has {found[tag]} of {tag}, not 1 at most"


def check_known(element: ET.Element, names: Collection[str], namespace: str = "") -> Faults:
    """Find elements of the format's own namespace that it does not have in this place."""
    for child in element:
        own = child.tag.startswith(namespace) if namespace else "{" not in child.tag
        if own and child.tag.removeprefix(namespace) not in names:
            yield f"{element.tag} has a {child.tag}, which the format does not know there"


def check_entries_last(element: ET.Element, row: str) -> Faults:
    """Everything about the feed itself comes before its entries."""
    tags = [child.tag for child in element]
    if row in tags and any(tag != row for tag in tags[tags.index(row) :]):
        yield f"{element.tag} has elements of its own after its first {row}"


def check_plain_text(data: bytes, names: Iterable[str]) -> Faults:
    """Check elements of plain text in their source form: only that shows how an ampersand was escaped."""
    element = re.compile(rf"<({'|'.join(names)})((?: [^>]*)?)>([^<]*)</\1>")
    for name, attributes, raw in element.findall(data.decode("utf-8", "replace")):
        if 'type="html"' not in attributes:
            yield from check_plain_value(raw, name)
