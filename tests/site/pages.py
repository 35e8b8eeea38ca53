"""The files of a built site in; its pages, and one line for each thing that is wrong with them, out.
Pure. Every check is a function of its own, so that a test can name what it holds."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True)
class Page:
    """A page as its browser knows it: the file, and the address at which it was met."""

    file: str
    address: str
    soup: BeautifulSoup

    def address_of(self, target: str) -> str:
        return urljoin(self.address, target)


@dataclass(frozen=True)
class Pages:
    """A whole site.

    Attributes:
        files: every file of it, by its path below the root of the site.
        root: the address of the site, without a slash at the end.
    """

    files: Mapping[str, bytes]
    root: str

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return tuple(
            Page(name, self._met_at(name), BeautifulSoup(data, "html.parser"))
            for name, data in self.files.items()
            if name.endswith(".html")
        )

    def _met_at(self, name: str) -> str:
        # The 404 page stands in for whatever is not there, at any depth.
        return f"{self.root}/{'no/such/page' if name == '404.html' else name}"

    def file_at(self, address: str) -> str | None:
        """The file that answers for an address; None where there is none."""
        if not self.is_ours(address):
            return None
        path = unquote(urlsplit(address).path.removeprefix(urlsplit(self.root).path)).lstrip("/")
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        return name if name in self.files else None

    def is_ours(self, address: str) -> bool:
        return f"{address}/".startswith(f"{self.root}/")

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        return {page.file: frozenset(_ids(page)) for page in self.pages}


def _ids(page: Page) -> list[str]:
    return [str(tag["id"]) for tag in page.soup.select("[id]")]


def specimens(site: Pages) -> list[str]:
    """The files of the fewest pages that show everything: the longest first, then each that lies in a
    place of its own, or has an element or class that none before it had."""
    known: set[tuple[str, ...]] = set()
    chosen = []
    for page in sorted(site.pages, key=lambda page: -len(page.soup.get_text())):
        place = re.sub(r"\d+", "0", page.file)
        folder, slash, name = place.rpartition("/")
        shows = {(tag.name, *tag.get_attribute_list("class")) for tag in page.soup.find_all(True)}
        shows.add(("in", f"{folder}/{name if name == 'index.html' else ''}" if slash else name))
        if not shows <= known:
            known |= shows
            chosen.append(page.file)
    return chosen


# --- links ----------------------------------------------------------------------------------------


def broken_links(site: Pages) -> Iterator[str]:
    """Links to a file of ours that is not there, or to a place that its page does not have."""
    for page in site.pages:
        for tag in page.soup.select("a[href], link[href], [src]"):
            target = str(tag.get("href") or tag.get("src"))
            address, place = urldefrag(page.address_of(target))
            if address.startswith("webcal:"):  # the same file, for a program that follows calendars
                address = address.replace("webcal:", f"{urlsplit(site.root).scheme}:", 1)
            if urlsplit(address).netloc != urlsplit(site.root).netloc:
                continue
            file = page.file if address == page.address else site.file_at(address)
            if file is None:
                yield f"{page.file}: nothing lies at {target}"
            elif place and unquote(place) not in site.ids.get(file, ()):
                yield f"{page.file}: {target} leads to no place on {file}"


def strange_addresses(site: Pages) -> Iterator[str]:
    """Links of any other kind than a page's, a letter's or a calendar's, such as javascript: and data:."""
    for page in site.pages:
        for tag in page.soup.select("[href], [src], [action], [formaction], [poster], [data]"):
            for name in {"href", "src", "action", "formaction", "poster", "data"} & set(tag.attrs):
                if urlsplit(page.address_of(str(tag[name]))).scheme not in {
                    *("http", "https"),
                    *(("mailto", "webcal") if (tag.name, name) == ("a", "href") else ()),
                }:
                    yield f"{page.file}: <{tag.name} {name}={tag[name]!r}>"


_LOADING_LINKS = {
    *("stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"),
    *("prefetch", "preconnect", "dns-prefetch", "prerender"),
}


def foreign_requests(site: Pages) -> Iterator[str]:
    """Whatever a browser would fetch from anywhere else, for a page or for a style sheet."""
    for page in site.pages:
        for tag in page.soup.select("[src], [srcset], [data], [poster], link[href], use, image"):
            if tag.name == "link" and not _LOADING_LINKS & set(tag.get_attribute_list("rel")):
                continue
            yield from (
                f"{page.file}: <{tag.name}> asks for {target}"
                for target in _loaded(tag)
                if not site.is_ours(page.address_of(target))
            )
    for name, data in site.files.items():
        if name.endswith((".css", ".svg")):
            base = f"{site.root}/{name}"
            named = re.findall(r"(?:url\(|@import|href=)\s*[\"']?([^\"')\s>]+)", data.decode())
            yield from (
                f"{name}: asks for {target}"
                for target in named
                if not site.is_ours(urljoin(base, target))
            )


def _loaded(tag: Tag) -> Iterator[str]:
    for name in ("src", "data", "poster", "href", "xlink:href"):
        if tag.has_attr(name):
            yield str(tag[name])
    for candidate in str(tag.get("srcset", "")).split(","):
        if candidate.strip():
            yield candidate.split()[0]


# --- what a page is made of -----------------------------------------------------------------------


def doubled_ids(site: Pages) -> Iterator[str]:
    for page in site.pages:
        for id_, times in Counter(_ids(page)).items():
            if times > 1:
                yield f"{page.file}: {times} elements with the id {id_!r}"


def untidy_headings(site: Pages) -> Iterator[str]:
    """Not exactly one first-level heading in the main part, a jump downwards, an empty heading."""
    for page in site.pages:
        headings = page.soup.select("h1, h2, h3, h4, h5, h6")
        levels = [int(heading.name[1]) for heading in headings]
        if levels.count(1) != 1 or len(page.soup.select("main h1")) != 1:
            yield f"{page.file}: {levels.count(1)} headings of the first level"
        for before, level, heading in zip([0, *levels], levels, headings, strict=False):
            if level > before + 1:
                yield f"{page.file}: from h{before} to h{level} at {heading.get_text()!r}"
            if not heading.get_text(strip=True):
                yield f"{page.file}: an empty h{level}"


def wrong_frames(site: Pages) -> Iterator[str]:
    """Not exactly one main element; no language."""
    for page in site.pages:
        mains = len(page.soup.select("main, [role=main]"))
        if mains != 1:
            yield f"{page.file}: {mains} main elements"
        html = page.soup.select("html")
        if len(html) != 1 or not re.fullmatch(r"[a-z]{2,3}(-\w+)*", str(html[0].get("lang"))):
            yield f"{page.file}: no language"


def wrong_heads(site: Pages) -> Iterator[str]:
    """A title or description that is missing, empty or another page's too; a canonical address that
    is not whole. Only the 404 page has none."""
    seen: dict[tuple[str, str], str] = {}
    for page in site.pages:
        titles = [tag.get_text(strip=True) for tag in page.soup.select("title")]
        described = [str(tag.get("content")) for tag in page.soup.select("meta[name=description]")]
        for what, found in (("title", titles), ("description", described)):
            if len(found) != 1 or not found[0].strip():
                yield f"{page.file}: {len(found)} times a {what}, or an empty one"
                continue
            first = seen.setdefault((what, found[0]), page.file)
            if first != page.file:
                yield f"{page.file}: the {what} of {first}, {found[0]!r}"
        canonical = [str(tag.get("href")) for tag in page.soup.select("link[rel=canonical]")]
        if len(canonical) != (page.file != "404.html"):
            yield f"{page.file}: {len(canonical)} canonical addresses"
        for address in canonical:
            if not re.match(r"https?://[^/]", address):
                yield f"{page.file}: the canonical address {address!r} is not whole"


def unready_images(site: Pages) -> Iterator[str]:
    """Images without a text that stands for them (empty for an ornament), a width or a height."""
    for page in site.pages:
        for image in page.soup.select("img"):
            missing = [
                *(["alt"] if not image.has_attr("alt") else []),
                *(n for n in ("width", "height") if not str(image.get(n, "")).isdecimal()),
            ]
            if missing:
                yield f"{page.file}: {image.get('src')} without {' and '.join(missing)}"


def inline_code(site: Pages) -> Iterator[str]:
    """Scripts, handlers and styles that a strict Content-Security-Policy would block; data in
    JSON-LD is none, but has to be what it says."""
    for page in site.pages:
        for tag in page.soup.find_all(True):
            for name in tag.attrs:
                if name == "style" or name.lower().startswith("on"):
                    yield f"{page.file}: <{tag.name} {name}=…>"
            if tag.name == "style":
                yield f"{page.file}: a <style> element"
            if tag.name != "script":
                continue
            if tag.get("type") == "application/ld+json":
                if not _is_linked_data(tag.get_text()):
                    yield f"{page.file}: JSON-LD that is no JSON, or has no @context and @type"
            elif not tag.get("src") or tag.get_text(strip=True):
                yield f"{page.file}: a script in the page"


def _is_linked_data(text: str) -> bool:
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
