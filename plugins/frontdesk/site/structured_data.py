"""Pelican's posts and lists in; the breadcrumbs and JSON-LD of each page out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from markupsafe import Markup

from frontdesk.core.urls import is_absolute_url
from frontdesk.formats import json_ld
from frontdesk.formats.json_ld import BlogPosting, NamedLink, Site

ARCHIVES = "archives.html"


class StructuredData:
    """What templates call. A trail is the breadcrumbs from the home page to the page itself."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._archives = settings["WORDS"].gettext("All posts")

    @cached_property
    def _site(self) -> Site:
        settings = self._settings  # which icon the site has is known when all generators are there
        icon = settings["SITE_LOGO"] or settings["SITE_ICON"]
        return Site(
            name=settings["SITENAME"],
            address=settings["SITE_ADDRESS"],
            tagline=settings["SITESUBTITLE"] or "",
            author=settings["AUTHOR"],
            language=settings["DEFAULT_LANG"],
            profiles=tuple(
                address for _, address in settings["SOCIAL"] if is_absolute_url(address)
            ),
            logo=f"{settings['SITE_ADDRESS']}/{icon}" if icon else "",
        )

    def input_values(self) -> tuple[str, Site]:
        """What all its answers depend on."""
        return self._archives, self._site

    def trail(self, steps: Iterable[tuple[str, str]]) -> tuple[NamedLink, ...]:
        """Breadcrumbs from (name, address below the site's root); the page itself comes last."""
        return (self._home, *(self._named(*one) for one in steps))

    def trail_of_post(self, post: Any) -> tuple[NamedLink, ...]:
        """Through its category."""
        return self.trail([(post.category.name, post.category.url), (post.title, post.url)])

    def trail_of_list(self, *steps: tuple[str, str]) -> tuple[NamedLink, ...]:
        """Through the archives."""
        return self.trail([(self._archives, ARCHIVES), *steps])

    def home(self) -> Markup:
        return _safe(json_ld.home_page(self._site))

    def post(self, post: Any, trail: tuple[NamedLink, ...], card: Any) -> Markup:
        first = post.first_published
        posting = BlogPosting(
            title=post.title,
            address=trail[-1].address,
            summary=Markup(post.summary).striptags(),  # noqa: S704 - to take the markup out
            published=post.date,
            modified=last_changed(post),
            authors=tuple(self._named(author.name, author.url) for author in post.authors),
            language=post.lang,
            category=post.category.name,
            tags=tuple(tag.name for tag in post.tags),
            first=(first and first.address) or "",
            images=self._images(post.thumbnail, card),
        )
        return _safe(json_ld.blog_post(self._site, posting, trail))

    def thing(self, facts: Mapping[str, Any], trail: tuple[NamedLink, ...], card: Any) -> Markup:
        """
        Args:
            facts: by schema.org.
            card: the picture for link previews, if there is one.
        """
        images = self._images(card)
        return _safe(
            json_ld.with_breadcrumbs({**facts, **({"image": images} if images else {})}, trail)
        )

    def listing(self, posts: Iterable[Any], trail: tuple[NamedLink, ...]) -> Markup:
        named = tuple(self._named(post.title, post.url) for post in posts)
        return _safe(json_ld.list_page(self._site, trail, named))

    def _images(self, *shown: Any) -> tuple[str, ...]:
        return tuple(f"{self._site.address}/{one.path}" for one in shown if one)

    @property
    def _home(self) -> NamedLink:
        return self._named(self._site.name, "")

    def _named(self, name: str, url: str) -> NamedLink:
        return NamedLink(str(name), f"{self._site.address}/{url}")


def last_changed(text: Any) -> datetime:
    """When a post or page was last modified, as its author says, or published. Aware."""
    published: datetime = text.date
    return max(published, getattr(text, "modified", None) or published)


def _safe(data: str) -> Markup:
    return Markup(data)  # noqa: S704 - json_ld escapes what could end a script element
