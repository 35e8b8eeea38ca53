"""The HTML of an entry in, the addresses that it links to out (D8). Pure.

The addresses are counted and shown as links; nothing else of this HTML is kept. So it is enough to look for
anchors by a pattern, which takes a hundredth of the time of a parse.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import chain

from frontdesk.core.text import clean_line
from frontdesk.core.urls import address_without_tracking, clean_url, host_name, url_key

from ..model.feed import OutboundLink, RawText
from .short_texts import title_text

MAX_LINKS = 20
"""Of one entry; a list of more links is a directory."""
MAX_ADDRESS = 300
"""Characters. What is longer is the address of a program, not one that several blogs link to."""
MIN_WORDS = 3
"""Fewer words, such as `here` or `this post`, say nothing of what is linked."""
MAX_TEXT = 100
"""Characters."""

_MOST_HTML = 200_000
_ANCHOR = re.compile(
    r"""<a\s((?:[^<>"']{1,2000}+|"[^"]{0,2000}+"|'[^']{0,2000}+'){0,40}+)>(?:(.{0,400}?)</a\s*>)?""",
    re.IGNORECASE | re.DOTALL,
)
_HREF = re.compile(r"""(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_NO_VOTE = re.compile(
    r"""(?:^|\s)rel\s*=\s*["']?[^"'>]*\b(?:sponsored|tag|category)\b""", re.IGNORECASE
)


def outbound_links(
    texts: Iterable[RawText | None], base: str, own: Iterable[str | None]
) -> tuple[OutboundLink, ...]:
    """The links of an entry's texts to other sites, each once, in their order.

    Args:
        base: the address to resolve links against.
        own: addresses of the entry's own site.
    """
    hosts: set[str] | None = None
    found: dict[str, OutboundLink] = {}
    for anchor in chain.from_iterable(map(_anchors, texts)):
        if hosts is None:
            hosts = {host_name(address) for address in own if address}
        address = _address(anchor[1], base)
        if address is None or host_name(address) in hosts or _NO_VOTE.search(anchor[1]):
            continue
        known = found.setdefault(url_key(address), OutboundLink(address))
        if not known.text and (words := _words(anchor[2] or "")):
            found[url_key(address)] = OutboundLink(known.address, words)
        if len(found) == MAX_LINKS:
            break
    return tuple(found.values())


def _anchors(text: RawText | None) -> Iterable[re.Match[str]]:
    return _ANCHOR.finditer(text.value[:_MOST_HTML]) if text and text.html else ()


def _address(attributes: str, base: str) -> str | None:
    """Where an anchor leads, without a place on the page, and without tracking."""
    href = _HREF.search(attributes)
    written = html.unescape(href[1] or href[2] or href[3] or "").strip() if href else ""
    if not written or written.startswith("#") or len(written) > 4 * MAX_ADDRESS:
        return None
    address = clean_url(written.partition("#")[0], base)
    address = address and address_without_tracking(address)
    return address if address and len(address) <= MAX_ADDRESS else None


def _words(markup: str) -> str:
    words = title_text(markup) if "<" in markup or "&" in markup else clean_line(markup)
    return words if words.count(" ") >= MIN_WORDS - 1 and len(words) <= MAX_TEXT else ""
