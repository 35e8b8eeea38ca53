"""Sees to the links of a text that Pelican would print as they were typed: `{filename}` of a text that is
not out yet becomes plain words (A3), and `/digests/` leads below the site, also in a feed and where
the site lies in a folder of its host."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Container
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from pelican import signals

from frontdesk.content.links import below
from frontdesk.content.permalinks import word_url
from frontdesk.core.html import below_the_site

_TO_A_TEXT = re.compile(r"<a\b[^>]*\shref=\"[{|]filename[}|]([^\"]*)\"[^>]*>(.*?)</a>", re.DOTALL)
_TO_A_WORD = re.compile(r"(<a\b[^>]*\shref=\")[{|](tag|category|author)[}|]([^\"]*)\"")


def connect() -> None:
    signals.content_object_init.connect(_see_to_links)


def _see_to_links(content: Any) -> None:
    pelicans: Callable[[str, str], str] = content._update_content

    def update(text: str, site: str) -> str:
        known = ChainMap(content._context["generated_content"], content._context["static_content"])
        own = without_links_to_nothing(text, content.relative_source_path, known)
        own = _TO_A_WORD.sub(partial(_with_the_address, content.settings), own)
        return pelicans(below_the_site(own, site.rstrip("/")), site)

    if getattr(content, "_content", None):
        content._update_content = update


def _with_the_address(settings: Any, match: re.Match[str]) -> str:
    """`{tag}C++` with the address of our own, from the root of the site."""
    url = word_url(settings[f"{match[2].upper()}_URL"], unquote(unescape(match[3])))
    return f'{match[1]}/{quote(url)}"'


def without_links_to_nothing(html: str, path: str, known: Container[str]) -> str:
    """Leave only the words of a link to a text that is not in the site: a draft, or a post to come.

    Args:
        path: of the text, below the content folder.
        known: the paths of the texts and files that are in the site.
    """

    def words(match: re.Match[str]) -> str:
        target = urlsplit(unescape(match[1])).path
        paths = (below(one, path) for one in (target, unquote(target)))
        return match[0] if any(one in known for one in paths) else match[2]

    return _TO_A_TEXT.sub(words, html)
