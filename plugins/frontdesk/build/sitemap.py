"""Finished pages in, the site's list of those that an index may hold out. Pure (R7).

A page is listed where it says so itself: it has no `noindex`, and its canonical address is its own. The
format is that of sitemaps.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import unescape
from urllib.parse import quote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element, SubElement

from frontdesk.formats.xml import xml_document

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
MOST = 50_000
"""Addresses in one file; a larger site has several, and a list of them."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
_NOINDEX = re.compile(r'<meta name="robots" content="[^"]*noindex')


def is_listed(page: str, address: str) -> bool:
    """Whether an index may hold a page at this address.

    Args:
        page: its HTML, as our templates write it.
    """
    head = page.partition("</head>")[0]
    canonical = _CANONICAL.search(head)
    own = canonical is not None and unescape(canonical[1]) == address
    return own and not _NOINDEX.search(head)


def sitemaps(
    site: str, addresses: Iterable[str], changed: Mapping[str, datetime], most: int = MOST
) -> dict[str, bytes]:
    """The files of the list, by their names.

    Args:
        site: its address, without a slash at the end.
        addresses: of the pages to list; whole, not encoded.
        changed: address → when what stands there was changed last, where its author says so. When the
            page was built says nothing.
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
    """Everybody may read everything, and the list is here."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site}/{SITEMAP}\n"
