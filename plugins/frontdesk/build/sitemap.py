"""The finished pages in; `sitemap.xml` and `robots.txt` out (R7). Pure.

A page is listed if it has no `noindex`, and its canonical address is its own. The format is that of
sitemaps.org."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import unescape
from urllib.parse import quote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element, SubElement

from frontdesk.formats.xml_writer import xml_document

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
MAX_ADDRESSES = 50_000
"""In one file, as sitemaps.org says; a larger site has several files, and an index of them."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
_NOINDEX = re.compile(r'<meta name="robots" content="[^"]*noindex')


def is_listed(page: str, address: str) -> bool:
    """Whether search engines may index a page at this address.

    Args:
        page: its HTML, as our templates write it.
    """
    head = page.partition("</head>")[0]
    canonical = _CANONICAL.search(head)
    own = canonical is not None and unescape(canonical[1]) == address
    return own and not _NOINDEX.search(head)


def sitemaps(
    site: str, addresses: Iterable[str], changed: Mapping[str, datetime], most: int = MAX_ADDRESSES
) -> dict[str, bytes]:
    """The files of the sitemap: name → bytes.

    Args:
        site: its address, without a slash at the end.
        addresses: of the pages to list; absolute, not percent-encoded.
        changed: address → when the text was last modified, where its author says so. The time of the build
            says nothing about that.
        most: addresses in one file.
    """
    row = sorted(addresses)
    parts = [row[n : n + most] for n in range(0, len(row), most)] or [[]]
    if len(parts) == 1:
        return {SITEMAP: _list("urlset", "url", parts[0], changed)}
    files = {
        f"sitemap-{n}.xml": _list("urlset", "url", part, changed) for n, part in enumerate(parts, 1)
    }
    names = [f"{site}/{name}" for name in files]
    return {SITEMAP: _list("sitemapindex", "sitemap", names, {}), **files}


def _list(root: str, item: str, addresses: Iterable[str], changed: Mapping[str, datetime]) -> bytes:
    whole = Element(root, xmlns=_NAMESPACE)
    for address in addresses:
        one = SubElement(whole, item)
        SubElement(one, "loc").text = _encoded(address)
        if moment := changed.get(address):
            SubElement(one, "lastmod").text = moment.isoformat()
    return xml_document(whole)


def _encoded(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=quote(parts.path, safe="/%:@!$&'()*+,;=~-._")))


def robots(site: str) -> str:
    """The text of `robots.txt`: everything may be read, and the sitemap is here."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site}/{SITEMAP}\n"
