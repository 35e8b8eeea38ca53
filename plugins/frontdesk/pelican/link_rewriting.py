"""Pelican's texts in; the same with links and summaries that are right on every page out.

- A `{filename}` link to a text that is not published yet becomes plain words (A3).
- A link from the root of the site, such as `/digests/`, also works in a feed, and where the site is in a
  folder of its host.
- A summary has no footnotes: their marks and notes would link to places on another page (A13).
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Container
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from pelican import signals

from frontdesk.content.link_check import resolve_path
from frontdesk.content.outline import remove_footnotes
from frontdesk.content.permalinks import term_url
from frontdesk.core.safe_html import prefix_root_links

_FILENAME_LINK = re.compile(
    r"<a\b[^>]*\shref=\"[{|]filename[}|]([^\"]*)\"[^>]*>(.*?)</a>", re.DOTALL
)
_TAG_LINK = re.compile(r"(<a\b[^>]*\shref=\")[{|](tag|category|author)[}|]([^\"]*)\"")


def register() -> None:
    signals.content_object_init.connect(_rewrite_links)
    signals.content_object_init.connect(_shorten_summary)


def _rewrite_links(content: Any) -> None:
    pelican_update: Callable[[str, str], str] = content._update_content

    def update(text: str, site: str) -> str:
        known = ChainMap(content._context["generated_content"], content._context["static_content"])
        own = remove_unpublished_links(text, content.relative_source_path, known)
        own = _TAG_LINK.sub(partial(_word_link, content.settings), own)
        return pelican_update(prefix_root_links(own, site.rstrip("/")), site)

    if getattr(content, "_content", None):
        content._update_content = update


def _word_link(settings: Any, match: re.Match[str]) -> str:
    """`{tag}C++` as a link from the root of the site, by our own rule for addresses."""
    url = term_url(settings[f"{match[2].upper()}_URL"], unquote(unescape(match[3])))
    return f'{match[1]}/{quote(url)}"'


def remove_unpublished_links(html: str, path: str, known: Container[str]) -> str:
    """Replace each link to a text that is not in the site, such as a draft, by its words.

    Args:
        path: of the text that has the links, below the content folder.
        known: the paths of the texts and files that are in the site.
    """

    def words(match: re.Match[str]) -> str:
        target = urlsplit(unescape(match[1])).path
        paths = (resolve_path(one, path) for one in (target, unquote(target)))
        return match[0] if any(one in known for one in paths) else match[2]

    return _FILENAME_LINK.sub(words, html)


def _shorten_summary(content: Any) -> None:
    pelican_summary: Callable[[str], str] = content.get_summary

    def get_summary(site: str) -> str:
        return remove_footnotes(pelican_summary(site))

    if getattr(content, "_content", None):
        content.get_summary = get_summary
