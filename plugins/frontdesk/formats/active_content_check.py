"""A file that is published unchanged in; its requests to other servers, scripts and unsafe links out. Pure
(A11, R2).

A drawing, a style sheet or an HTML page of an author is copied, not cleaned, so it must be harmless by
itself. The audit checks the published files by the same rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from frontdesk.core.html_parser import HTMLParser
from frontdesk.core.urls import SAFE_SCHEMES

CHECKED_EXTENSIONS = (".svg", ".css", ".html", ".htm", ".xml", ".json", ".opml")
"""Extensions of the files that are checked."""


class StaticFileScan(NamedTuple):
    """What a browser would do with a file.

    Attributes:
        requests: addresses that it fetches by itself, as they are written.
        scripts: what would run code or is a style of its own: `<script>`, `onclick=…`.
        links: addresses that a reader can follow.
        is_broken: whether the file cannot be read.
    """

    requests: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    is_broken: bool = False


def static_file_problems(name: str, data: bytes, own: str = "") -> list[str]:
    """What must not be published, one message a problem; nothing for a good file.

    Args:
        name: with its extension.
        own: the address of the site, without a slash at its end.
    """
    found = scan_static_file(name, data)
    if found.is_broken:
        return ["this file cannot be read; save it again"]
    wrong = [
        f"this loads {address}, so {urlsplit(address).netloc or 'another server'} would learn who reads "
        "the site; copy that file into content/ and load the copy"
        for address in dict.fromkeys(found.requests)
        if is_third_party(address, own)
    ]
    wrong += [
        f"this has {what}, but pages of this site run no script and have no inline styles; take it out"
        for what in dict.fromkeys(found.scripts)
    ]
    wrong += [
        f"'{address}' is not a safe link; take it out"
        for address in dict.fromkeys(found.links)
        if _scheme(address) not in {"", *SAFE_SCHEMES}
    ]
    return wrong


def scan_static_file(name: str, data: bytes) -> StaticFileScan:
    """What a file of CHECKED_EXTENSIONS does; empty for other files."""
    ending = name[name.rfind(".") :].lower()
    if ending == ".svg":
        return _scan_svg(data)
    if ending == ".css":
        return StaticFileScan(tuple(_urls_in_css(data.decode(errors="replace"))))
    if ending in {".html", ".htm"}:
        return _scan_html(data)
    if ending in {".xml", ".opml"}:
        return StaticFileScan(is_broken=_tree(data) is None)
    return StaticFileScan(is_broken=ending == ".json" and not _is_json(data))


_EMBEDDED_DATA = re.compile(
    r"data:(?:image/(?:png|jpe?g|gif|webp|avif)|(?:application/x-)?font)[;,/-]", re.IGNORECASE
)


def is_third_party(address: str, own: str = "") -> bool:
    """Whether a browser would ask another server for this address. A data: address asks no server."""
    bare = re.sub(r"[\x00-\x20]", "", address).replace("\\", "/")
    if own and f"{bare}/".startswith(f"{own}/"):
        return False
    if _EMBEDDED_DATA.match(bare):
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


def _urls_in_css(text: str) -> Iterator[str]:
    """The addresses that a style sheet, or the styles of a drawing, load."""
    plain = _ESCAPED.sub(_letter, text) if "\\" in text else text
    yield from (one for one in _FETCHED.findall(plain) if not one.startswith("#"))


def _letter(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return chr(number) if 0 < number < 0x110000 else ""


# --- drawings -----------------------------------------------------------------------------------

_ACTIVE_ELEMENTS = frozenset(
    {"script", "foreignobject", "iframe", "object", "embed", "handler", "listener"}
)


def _scan_svg(data: bytes) -> StaticFileScan:
    text = data.decode(errors="replace")
    requests = list(_urls_in_css(text))
    requests += re.findall(r"<\?xml-stylesheet[^>]*?href\s*=\s*[\"']([^\"']+)", text)
    scripts: list[str] = []
    links: list[str] = []
    root = _tree(data)
    if root is None:
        # A browser shows nothing of it, but may have loaded what comes before the mistake.
        requests += re.findall(r"href\s*=\s*[\"']?([^\"'\s>]+)", text)
        scripts += [f"<{name}>" for name in ("script", "foreignObject") if f"<{name}" in text]
        return StaticFileScan(tuple(requests), tuple(scripts))
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag.lower() in _ACTIVE_ELEMENTS:
            scripts.append(f"<{tag}>")
        if tag == "style":
            requests += _urls_in_css("".join(element.itertext()))
        for name, value in element.attrib.items():
            attribute = name.rpartition("}")[2]
            if attribute.lower().startswith("on"):
                scripts.append(f"{attribute}=…")
            elif attribute in {"href", "src"}:
                (links if tag == "a" else requests).append(value)
            elif _scheme(value) in {"javascript", "vbscript"}:
                links.append(value)
            else:
                requests += _urls_in_css(value)
    return StaticFileScan(tuple(requests), tuple(scripts), tuple(links))


# --- pages --------------------------------------------------------------------------------------

_LOADING_RELS = frozenset(
    {
        *("stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"),
        *("prefetch", "preconnect", "dns-prefetch", "prerender"),
    }
)


def _scan_html(data: bytes) -> StaticFileScan:
    reader = _Page()
    reader.feed(data.decode(errors="replace"))
    reader.close()
    return StaticFileScan(tuple(reader.requests), tuple(reader.scripts), tuple(reader.links))


class _Page(HTMLParser):
    """An HTML page of an author: what a browser would load, run and link to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.requests: list[str] = []
        self.scripts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.scripts += [f"{name}=…" for name in values if name.startswith("on") or name == "style"]
        is_data = values.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and not values.get("src") and not is_data):
            self.scripts.append(f"<{tag}>")
        loads = tag != "link" or bool(_LOADING_RELS & set(values.get("rel", "").lower().split()))
        for name in ("src", "data", "poster", "background"):
            if name in values:
                self.requests.append(values[name])
        for name in ("href", "xlink:href"):
            if name not in values:
                continue
            if tag in {"use", "image"} or (tag == "link" and loads):
                self.requests.append(values[name])
            elif tag in {"a", "area"}:
                self.links.append(values[name])
        candidates = (one.split() for one in values.get("srcset", "").split(","))
        self.requests += [one[0] for one in candidates if one]
        self.links += [values[name] for name in ("action", "formaction") if name in values]
