"""HTML as a type of its own, and what several rooms do to it. Pure."""

from __future__ import annotations

import re
from typing import NewType

SafeHtml = NewType("SafeHtml", str)
"""HTML that went through the sanitizer of `frontdesk.formats`, which alone makes it."""

_TAG = re.compile(r"""<[A-Za-z][^<>"]*(?:"[^"]*"[^<>"]*)*>""")
_FROM_THE_ROOT = re.compile(r"(\s(?:href|src|poster)=\")/(?!/)")


def below_the_site(html: str, site: str) -> str:
    """Lead each address that begins with a slash below the site; there may be several in a tag.

    Args:
        site: its address, without a slash at the end.
    """

    def led(tag: re.Match[str]) -> str:
        return _FROM_THE_ROOT.sub(lambda match: f"{match[1]}{site}/", tag[0])

    return _TAG.sub(led, html) if '="/' in html else html
