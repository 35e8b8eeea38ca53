"""The bytes of a file that is published as it is in, what no site of ours may publish of them out. Pure
(A11, R2).

A drawing, a style sheet or a page of one's own is copied and not cleaned, so it must be right by itself.
`frontdesk.build.audit` asks the same of the finished drawings and style sheets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from frontdesk.core.urls import SCHEMES

ENDINGS = (".svg", ".css", ".html", ".htm", ".xml", ".json", ".opml")
"""Of files that are looked into."""


class Contents(NamedTuple):
    """What a file asks for and does.

    Attributes:
        asks_for: addresses that a browser fetches by itself, as they are written.
        runs: what would run code, in words.
        leads: addresses that a reader may follow.
        is_broken: whether no program can read it.
    """

    asks_for: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    is_broken: bool = False


def faults_of_file(name: str, data: bytes, own: str = "") -> list[str]:
    """What must not be published, in words; nothing for a good file.

    Args:
        own: the address of the site, without a slash at its end.
    """
    found = contents_of(name, data)
    if found.is_broken:
        return ["no program can read this file; save it again"]
    wrong = [
        f"this asks for {address}, so that {urlsplit(address).netloc or 'another server'} would learn who "
        "reads us; put what it asks for into content/ and name that"
        for address in dict.fromkeys(found.asks_for)
        if is_elsewhere(address, own)
    ]
    wrong += [
        f"this has {what}, and no page of this site runs a script or has styles of its own; take it out"
        for what in dict.fromkeys(found.runs)
    ]
    wrong += [
        f"'{address}' leads where no page may lead; take it out"
        for address in dict.fromkeys(found.leads)
        if _scheme(address) not in {"", *SCHEMES}
    ]
    return wrong


def contents_of(name: str, data: bytes) -> Contents:
    """Read a file by its ending; nothing is known of the others."""
    ending = name[name.rfind(".") :].lower()
    if ending == ".svg":
        return _of_drawing(data)
    if ending == ".css":
        return Contents(tuple(_in_styles(data.decode(errors="replace"))))
    if ending in {".html", ".htm"}:
        return _of_page(data)
    if ending in {".xml", ".opml"}:
        return Contents(is_broken=_tree(data) is None)
    return Contents(is_broken=ending == ".json" and not _is_json(data))


_HELD = re.compile(
    r"data:(?:image/(?:png|jpe?g|gif|webp|avif)|(?:application/x-)?font)[;,/-]", re.IGNORECASE
)


def is_elsewhere(address: str, own: str = "") -> bool:
    """Whether a browser asks another server for it; what the address itself holds is asked of nobody."""
    bare = re.sub(r"[\x00-\x20]", "", address).replace("\\", "/")
    if own and f"{bare}/".startswith(f"{own}/"):
        return False
    if _HELD.match(bare):
        return False
    try:
        parts = urlsplit(bare)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc) or bare.startswith("//")


def _scheme(address: str) -> str:
    try:
        return urlsplit(re.sub(r"[\x00-\x20]", "", address)).scheme.lower()
    except ValueError:
        return "invalid"


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def _tree(data: bytes) -> ET.Element | None:
    try:
        return ET.fromstring(data)  # noqa: S314 - Expat fetches nothing, and bounds what it expands
    except (ET.ParseError, ValueError, LookupError):
        return None


# --- style sheets -------------------------------------------------------------------------------

_FETCHED = re.compile(
    r"""(?:\b(?:url|src|image)\(|image-set\(|@import)\s*(?:url\(\s*)?["']?([^"')\s>;]+)""",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?")


def _in_styles(text: str) -> Iterator[str]:
    """What a style sheet, or the styles of a drawing, ask for."""
    plain = _ESCAPED.sub(_letter, text) if "\\" in text else text
    yield from (one for one in _FETCHED.findall(plain) if not one.startswith("#"))


def _letter(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return chr(number) if 0 < number < 0x110000 else ""


# --- drawings -----------------------------------------------------------------------------------

_RUNS = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler", "listener"})


def _of_drawing(data: bytes) -> Contents:
    text = data.decode(errors="replace")
    asks = list(_in_styles(text))
    asks += re.findall(r"<\?xml-stylesheet[^>]*?href\s*=\s*[\"']([^\"']+)", text)
    runs: list[str] = []
    leads: list[str] = []
    root = _tree(data)
    if root is None:
        # A browser shows none of it, but what it asks for it may have asked for already.
        asks += re.findall(r"href\s*=\s*[\"']?([^\"'\s>]+)", text)
        runs += [f"<{name}>" for name in ("script", "foreignObject") if f"<{name}" in text]
        return Contents(tuple(asks), tuple(runs))
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag.lower() in _RUNS:
            runs.append(f"<{tag}>")
        if tag == "style":
            asks += _in_styles("".join(element.itertext()))
        for name, value in element.attrib.items():
            attribute = name.rpartition("}")[2]
            if attribute.lower().startswith("on"):
                runs.append(f"{attribute}=…")
            elif attribute in {"href", "src"}:
                (leads if tag == "a" else asks).append(value)
            elif _scheme(value) in {"javascript", "vbscript"}:
                leads.append(value)
            else:
                asks += _in_styles(value)
    return Contents(tuple(asks), tuple(runs), tuple(leads))


# --- pages --------------------------------------------------------------------------------------

_LOADING = frozenset(
    {
        *("stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"),
        *("prefetch", "preconnect", "dns-prefetch", "prerender"),
    }
)


def _of_page(data: bytes) -> Contents:
    reader = _Page()
    reader.feed(data.decode(errors="replace"))
    reader.close()
    return Contents(tuple(reader.asks), tuple(reader.runs), tuple(reader.leads))


class _Page(HTMLParser):
    """A page of an author's own, with whatever a browser would do with it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.asks: list[str] = []
        self.runs: list[str] = []
        self.leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.runs += [f"{name}=…" for name in values if name.startswith("on") or name == "style"]
        is_data = values.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and not values.get("src") and not is_data):
            self.runs.append(f"<{tag}>")
        loads = tag != "link" or bool(_LOADING & set(values.get("rel", "").lower().split()))
        for name in ("src", "data", "poster", "background"):
            if name in values:
                self.asks.append(values[name])
        for name in ("href", "xlink:href"):
            if name not in values:
                continue
            if tag in {"use", "image"} or (tag == "link" and loads):
                self.asks.append(values[name])
            elif tag in {"a", "area"}:
                self.leads.append(values[name])
        candidates = (one.split() for one in values.get("srcset", "").split(","))
        self.asks += [one[0] for one in candidates if one]
        self.leads += [values[name] for name in ("action", "formaction") if name in values]
