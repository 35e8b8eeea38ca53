"""Pelican's posts, pages and resources in; the values that templates and other modules know, out.

What plugins of others change on Pelican's objects before their pages are written counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import blake2b
from typing import Any

from markupsafe import Markup

from frontdesk.content.model import Document, Outline
from frontdesk.core.site_writer import ROOT
from frontdesk.core.urls import host_name
from frontdesk.formats.own_post_items import post_id
from frontdesk.site.document_posts import SHOWN_FIELDS
from frontdesk.site.links import FileLinks, file_links
from frontdesk.site.responsive_images import WebImage
from frontdesk.site.texts import Page, Post, Term, Text

from .document_words import DocumentWords
from .reader import document_of, outline_of
from .settings import has_other_plugins

_KNOWN = frozenset(
    {
        *("author", "authors", "category", "date", "date_format", "in_default_lang", "lang"),
        *("metadata", "modified", "relative_source_path", "settings", "slug", "source_path"),
        *("status", "tags", "template", "timezone", "title", "translations", "waits"),
        *("thing", "type", "keywords"),
    }
)
"""Attributes of Pelican's that the values have under the same name, or that no template needs."""


class TextOf:
    """The words of one of Pelican's posts or pages, which plugins of others may have changed."""

    def __init__(self, content: Any) -> None:
        self._content = content

    def html(self) -> str:
        return str(self._content.get_content(ROOT))

    def summary(self) -> str:
        return str(self._content.get_summary(ROOT))

    def plain_summary(self) -> str:
        return Markup(self.summary()).striptags()  # noqa: S704 - to take the markup out

    def kept(self, what: str, make: Callable[[str], bytes]) -> bytes:  # noqa: ARG002
        """A plugin of others may change its HTML in each build."""
        return make(self.html_as_read())

    def outline(self) -> Outline:
        return outline_of(self._content)

    @property
    def document(self) -> Document | None:
        return document_of(self._content)

    def source(self) -> str:
        return self.html_as_read()

    def html_as_read(self) -> str:
        return str(self._content._content)

    def digest(self) -> bytes:
        return blake2b(self.html_as_read().encode(), digest_size=16).digest()

    def file_links(self, save_as: str) -> FileLinks:
        return file_links(self.html_as_read(), self._content.relative_source_path, save_as)

    def thumbnail(self) -> WebImage | None:
        shown: WebImage | None = self._content._context["studio"].thumbnail(self.document)
        return shown


def post_of_article(article: Any, settings: Any, replies: int) -> Post:
    """
    Args:
        replies: how many comments its page shows.
    """
    return Post(
        **shown_fields(article),
        id=post_id(article, settings),
        category=term_value(article.category),
        tags=tuple(map(term_value, getattr(article, "tags", ()))),
        authors=tuple(map(term_value, getattr(article, "authors", ()))),
        discussed_at=host_name(getattr(article, "discussion", "")),
        replies=replies,
        **{name: getattr(article, name) for name in SHOWN_FIELDS if getattr(article, name, None)},
    )


def page_of_content(page: Any) -> Page:
    return Page(**shown_fields(page))


def shown_fields(content: Any) -> Mapping[str, Any]:
    """What posts, pages and resources have in common."""
    return {
        "title": content.title,
        "url": content.url,
        "save_as": content.save_as,
        "slug": content.slug,
        "lang": content.lang,
        "status": content.status,
        "text": _words(content),
        "template": content.template,
        "relative_source_path": content.relative_source_path,
        "date": getattr(content, "date", None),
        "modified": getattr(content, "modified", None),
        "waits": getattr(content, "waits", ""),
        "keywords": getattr(content, "keywords", ()),
        "more": {
            name: value
            for name, value in vars(content).items()
            if name not in _KNOWN and not name.startswith("_") and not callable(value)
        },
    }


def _words(content: Any) -> Text:
    document = document_of(content)
    if document and not has_other_plugins(content.settings):
        return DocumentWords(document, content.settings, content._context)
    return TextOf(content)


def term_value(term: Any) -> Term:
    """One value for each, which is compared and kept once."""
    return _one_term(term.name, term.slug, term.url, term.save_as)


@cache
def _one_term(*fields: str) -> Term:
    return Term(*fields)
