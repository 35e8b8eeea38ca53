"""The pages that search engines may show in; `sitemap.xml` and `robots.txt` out (R7). Pure.

The format is that of sitemaps.org."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from urllib.parse import quote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct, json

from frontdesk.formats.xml_writer import xml_document

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
SPLIT_FROM = 1000
"""A site with more pages has a file for each year, so that an edit changes a small one."""
MAX_ADDRESSES = 50_000
"""In one file, as sitemaps.org says."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


_NEEDS_NO_ESCAPE = re.compile("https?://[a-z0-9.:-]+/[A-Za-z0-9/._~-]*")


class ListedPage(Struct, frozen=True):
    """A page to list.

    Attributes:
        address: absolute, not percent-encoded.
        year: in which its text was published; None for a list of texts and the like.
        changed: when the text was last modified, where its author says so. The time of the build says
            nothing about that.
    """

    address: str
    year: int | None = None
    changed: datetime | None = None


class Sitemap(Struct, frozen=True):
    """A file of the sitemap.

    Attributes:
        is_index: whether it lists other files.
    """

    name: str
    pages: tuple[ListedPage, ...]
    is_index: bool = False

    @property
    def inputs(self) -> bytes:
        """A digest of what it is made from."""
        return blake2b(json.encode(self), digest_size=16).digest()

    def data(self) -> bytes:
        """Its bytes."""
        if self.is_index:
            return _list("sitemapindex", "sitemap", self.pages)
        return _list("urlset", "url", self.pages)


def sitemaps(
    site: str,
    pages: Iterable[ListedPage],
    split_from: int = SPLIT_FROM,
    most: int = MAX_ADDRESSES,
) -> list[Sitemap]:
    """The files of the sitemap. Several, and an index of them in front, for a large site.

    Args:
        site: its address, without a slash at the end.
        split_from: a site with more pages has several files.
        most: pages in one file.
    """
    row = sorted(pages, key=lambda page: page.address)
    if len(row) <= min(split_from, most):
        return [Sitemap(SITEMAP, tuple(row))]
    files = [Sitemap(name, tuple(part)) for name, part in _parts(row, most)]
    index = tuple(ListedPage(f"{site}/{file.name}") for file in files)
    return [Sitemap(SITEMAP, index, is_index=True), *files]


def _parts(pages: Iterable[ListedPage], most: int) -> Iterator[tuple[str, Sequence[ListedPage]]]:
    """Name and pages of each file, the newest year first, and what has no year last."""
    by_year: dict[int, list[ListedPage]] = defaultdict(list)
    for page in pages:
        by_year[page.year or 0].append(page)
    for year, found in sorted(by_year.items(), reverse=True):
        name = f"sitemap-{year or 'lists'}"
        for n in range(0, len(found), most):
            yield f"{name}-{n // most + 1}.xml" if n else f"{name}.xml", found[n : n + most]


def _list(root: str, item: str, pages: Iterable[ListedPage]) -> bytes:
    whole = Element(root, xmlns=_NAMESPACE)
    for page in pages:
        one = SubElement(whole, item)
        SubElement(one, "loc").text = _encoded(page.address)
        if page.changed:
            SubElement(one, "lastmod").text = page.changed.isoformat()
    return xml_document(whole)


def _encoded(address: str) -> str:
    if _NEEDS_NO_ESCAPE.fullmatch(address):
        return address
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=quote(parts.path, safe="/%:@!$&'()*+,;=~-._")))


def robots(site: str) -> str:
    """The text of `robots.txt`: everything may be read, and the sitemap is here."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site}/{SITEMAP}\n"
