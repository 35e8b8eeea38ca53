"""A page of a built site in; its faults, and what checks across pages need, out. Pure.

It reads one page at a time, so that a site of any size can be checked, in several processes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from frontdesk.core.urls import SAFE_SCHEMES
from frontdesk.formats.active_content_check import is_third_party, scan_static_file

from .urls import NOT_FOUND, SiteUrls

Kind = Literal[
    # Errors: none of these may be published.
    "request",
    "code",
    "address",
    "unreadable",
    "camera",
    # Warnings:
    "link",
    "id",
    "heading",
    "frame",
    "head",
    "image",
    "feed",
]


_BLANK = "".join(map(chr, range(0x21)))


class Fault(NamedTuple):
    """One thing that is wrong.

    Attributes:
        message: what is wrong, such as `<img> asks for //else.example/x.png`.
        excerpt: the part of it that its source text may contain literally; empty where there is none.
    """

    kind: Kind
    file: str
    message: str
    excerpt: str = ""


class Link(NamedTuple):
    """A link to an element of one of our pages.

    Attributes:
        target: the link as it is written.
        file: the page that it leads to.
        fragment: the id there.
    """

    target: str
    file: str
    fragment: str


class PageReport(NamedTuple):
    """What was found on one page.

    Attributes:
        heads: texts that no two pages should share: ("title", …), ("description", …).
    """

    file: str
    faults: tuple[Fault, ...]
    ids: frozenset[str]
    links: tuple[Link, ...]
    heads: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Page:
    """A page as a browser sees it: its file, and the URL at which it is open."""

    file: str
    address: str
    tags: Collection[Tag]
    ours: SiteUrls

    def address_of(self, target: str) -> str:
        """The absolute URL, as a browser resolves it: without spaces around it and line ends in it. What
        cannot be resolved has the scheme `invalid`."""
        try:
            return urljoin(self.address, re.sub("[\t\r\n]", "", target.strip(_BLANK)))
        except ValueError:
            return "invalid:"

    def scheme_of(self, target: str) -> str:
        address = self.address_of(target)
        try:
            return urlsplit(address).scheme
        except ValueError:
            return "invalid"

    def named(self, *names: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.name in names]


def check_page(file: str, data: bytes, ours: SiteUrls) -> PageReport:
    """Check one page by itself."""
    soup = BeautifulSoup(data, "html.parser")
    page = _Page(file, ours.url_of(file), soup.find_all(True), ours)
    faults = [
        Fault(kind, file, *((found,) if isinstance(found, str) else found))
        for kind, check in _CHECKS.items()
        for found in check(page)
    ]
    links = []
    for target, found, fragment in _internal_links(page):
        if found is None:
            faults.append(Fault("link", file, f"dead link: there is no {target}"))
        elif fragment:
            links.append(Link(target, found, fragment))
    return PageReport(file, tuple(faults), frozenset(_ids(page)), tuple(links), tuple(_heads(page)))


def check_across_pages(reports: Iterable[PageReport]) -> Iterator[Fault]:
    """Faults that show only when all pages are known: a link to an id that its page does not have, and a
    title or description that two pages share."""
    pages = tuple(reports)
    ids = {page.file: page.ids for page in pages}
    seen: dict[tuple[str, str], str] = {}
    for page in pages:
        for link in page.links:
            if link.fragment not in ids.get(link.file, ()):
                yield Fault(
                    "link", page.file, f"dead link: {link.target}, but {link.file} has no such id"
                )
        for head in page.heads:
            first = seen.setdefault(head, page.file)
            if first != page.file:
                what, words = head
                yield Fault("head", page.file, f"the same {what} as {first}: {words!r}")


# --- links and requests -------------------------------------------------------------------------


def _internal_links(page: _Page) -> Iterator[tuple[str, str | None, str]]:
    """Links to our own site: as they are written, the file or None, and the fragment."""
    for tag in page.tags:
        target = (tag.get("href") if tag.name in {"a", "link"} else None) or tag.get("src")
        if target is None:
            continue
        address, fragment = urldefrag(page.address_of(str(target)))
        if address.startswith("webcal:"):  # the same file, for a calendar program
            address = address.replace("webcal:", f"{urlsplit(page.ours.root).scheme}:", 1)
        if urlsplit(address).netloc == urlsplit(page.ours.root).netloc:
            found = page.file if address == page.address else page.ours.file_at(address)
            yield str(target), found, unquote(fragment)


_ADDRESSES = ("href", "xlink:href", "src", "action", "formaction", "poster", "data", "background")


def _unsafe_addresses(page: _Page) -> Iterator[tuple[str, str]]:
    """Addresses by which a page would run code, such as javascript: and data:. A link that a reader clicks
    may open another program, such as mailto:."""
    for tag in page.tags:
        for name in _ADDRESSES:
            if tag.has_attr(name):
                known = SAFE_SCHEMES if (tag.name, name) in _CLICKED else {"http", "https"}
                if page.scheme_of(str(tag[name])) not in known:
                    target = str(tag[name])
                    yield f"<{tag.name} {name}={target!r}> has a scheme that is not allowed", target


_CLICKED = {("a", "href"), ("area", "href"), ("a", "xlink:href")}


_LOADING_LINKS = {
    *("stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"),
    *("prefetch", "preconnect", "dns-prefetch", "prerender"),
}
_LOADS = {"src", "srcset", "data", "poster"}


def _foreign_requests(page: _Page) -> Iterator[tuple[str, str]]:
    """What a browser would fetch for a page from another server (R2)."""
    for tag in page.tags:
        is_link = tag.name == "link" and _LOADING_LINKS & set(tag.get_attribute_list("rel"))
        if is_link or tag.name in {"use", "image"} or _LOADS & set(tag.attrs):
            for target in _loaded(tag):
                if not page.ours.is_internal(page.address_of(target)):
                    yield f"<{tag.name}> asks for {target}", target


def _loaded(tag: Tag) -> Iterator[str]:
    for name in ("src", "data", "poster", "href", "xlink:href"):
        if tag.has_attr(name):
            yield str(tag[name])
    for candidate in str(tag.get("srcset", "")).split(","):
        if candidate.strip():
            yield candidate.split()[0]


def check_asset(file: str, data: bytes, ours: SiteUrls) -> Iterator[Fault]:
    """Requests of a style sheet or SVG to other servers, and code that would run when an SVG is opened."""
    contents = scan_static_file(file, data)
    for target in contents.requests:
        if is_third_party(urljoin(ours.url_of(file), target), ours.root):
            yield Fault("request", file, f"asks for {target}", target)
    for what in contents.scripts:
        yield Fault("code", file, what, what.partition("=")[0].strip("<>"))
    for target in contents.links:
        if urlsplit(urljoin(ours.url_of(file), target)).scheme not in SAFE_SCHEMES:
            yield Fault("address", file, f"links to {target}, a scheme that is not allowed", target)


# --- what a page is made of ---------------------------------------------------------------------


def _ids(page: _Page) -> list[str]:
    return [str(tag["id"]) for tag in page.tags if tag.has_attr("id")]


def _doubled_ids(page: _Page) -> Iterator[str]:
    for id_, times in Counter(_ids(page)).items():
        if times > 1:
            yield f"{times} elements with the id {id_!r}"


def _untidy_headings(page: _Page) -> Iterator[str]:
    """Not exactly one h1 in the main element, a skipped level, an empty heading."""
    headings = page.named("h1", "h2", "h3", "h4", "h5", "h6")
    levels = [int(heading.name[1]) for heading in headings]
    firsts = [heading for heading in headings if heading.name == "h1"]
    if len(firsts) != 1 or not firsts[0].find_parent("main"):
        yield f"{len(firsts)} h1 headings, not one in the main element"
    for before, level, heading in zip([0, *levels], levels, headings, strict=False):
        if level > before + 1:
            yield f"a jump from h{before} to h{level} at {heading.get_text()!r}"
        if not heading.get_text(strip=True):
            yield f"an empty h{level}"


def _missing_landmarks(page: _Page) -> Iterator[str]:
    """Not exactly one main element, or no language."""
    mains = [tag for tag in page.tags if tag.name == "main" or tag.get("role") == "main"]
    if len(mains) != 1:
        yield f"{len(mains)} main elements"
    html = page.named("html")
    if len(html) != 1 or not re.fullmatch(r"[a-z]{2,3}(-\w+)*", str(html[0].get("lang"))):
        yield "no language"


def _is_redirect(page: _Page) -> bool:
    """Whether it is a redirect, which needs no title."""
    return any(tag.get("http-equiv") == "refresh" for tag in page.named("meta"))


def _heads(page: _Page) -> Iterator[tuple[str, str]]:
    if _is_redirect(page):
        return
    # A drawing in a page has titles of its own.
    for title in page.named("title"):
        if not title.find_parent("svg"):
            yield "title", title.get_text(strip=True)
    for meta in page.named("meta"):
        if meta.get("name") == "description":
            yield "description", str(meta.get("content", "")).strip()


def _wrong_heads(page: _Page) -> Iterator[str]:
    """A title or description that is missing or empty, unless the page is a redirect; a canonical address
    that is not absolute. Only the 404 page has none."""
    heads = list(_heads(page))
    for what in () if _is_redirect(page) else ("title", "description"):
        found = [words for name, words in heads if name == what]
        if len(found) != 1 or not found[0]:
            yield f"{len(found)} {what} elements, or an empty one"
    canonical = [
        str(tag.get("href"))
        for tag in page.named("link")
        if "canonical" in tag.get_attribute_list("rel")
    ]
    if len(canonical) != (page.file != NOT_FOUND):
        yield f"{len(canonical)} canonical addresses"
    for address in canonical:
        if not re.match(r"https?://[^/]", address):
            yield f"the canonical address {address!r} is not absolute"


def _unready_images(page: _Page) -> Iterator[str]:
    """Images without an alternative text (empty for a decoration), a width or a height."""
    for image in page.named("img"):
        missing = [
            *(["alt"] if not image.has_attr("alt") else []),
            *(n for n in ("width", "height") if not str(image.get(n, "")).isdecimal()),
        ]
        if missing:
            yield f"{image.get('src')} without {' and '.join(missing)}"


def _inline_code(page: _Page) -> Iterator[tuple[str, str]]:
    """Scripts, handlers and styles that a strict Content-Security-Policy would block. Valid JSON-LD is
    allowed."""
    for tag in page.tags:
        for name in tag.attrs:
            if name == "style" or name.lower().startswith("on"):
                yield f"<{tag.name} {name}=…>", name
        if tag.name == "style":
            yield "a <style> element", "<style"
        if tag.name != "script":
            continue
        if tag.get("type") == "application/ld+json":
            if not _is_json_ld(tag.get_text()):
                yield "JSON-LD that is not JSON, or has no @context and @type", ""
        elif not tag.get("src") or tag.get_text(strip=True):
            yield "an inline script", "<script"


def _is_json_ld(text: str) -> bool:
    try:
        found = json.loads(text)
    except ValueError:
        return False
    things = found if isinstance(found, list) else [found]
    return all(
        isinstance(thing, dict)
        and str(thing.get("@context")).rstrip("/") == "https://schema.org"
        and ("@type" in thing or "@graph" in thing)
        for thing in things
    )


_CHECKS: dict[Kind, Callable[[_Page], Iterator[str | tuple[str, str]]]] = {
    "request": _foreign_requests,
    "code": _inline_code,
    "address": _unsafe_addresses,
    "id": _doubled_ids,
    "heading": _untidy_headings,
    "frame": _missing_landmarks,
    "head": _wrong_heads,
    "image": _unready_images,
}
