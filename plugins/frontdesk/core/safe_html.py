"""Sanitized HTML as a type, and links from the root of a site. Pure."""

from __future__ import annotations

import re
from typing import NewType

SafeHtml = NewType("SafeHtml", str)
"""HTML that went through `frontdesk.formats.sanitizer`, which alone makes it."""

START_TAG = re.compile(r"""<[A-Za-z][^<>"]*(?:"[^"]*"[^<>"]*)*>""")
"""A start tag of HTML whose attribute values are in double quotes."""
_ROOT_LINK = re.compile(r"(\s(?:href|src|poster)=\")/(?!/)")


def prefix_root_links(html: str, site: str) -> str:
    """HTML whose addresses that begin with a slash begin with the address of the site instead.

    Args:
        site: without a slash at the end.
    """

    def prefixed(tag: re.Match[str]) -> str:
        return _ROOT_LINK.sub(lambda match: f"{match[1]}{site}/", tag[0])

    return START_TAG.sub(prefixed, html) if '="/' in html else html
