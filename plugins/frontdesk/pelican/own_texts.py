"""Pelican's posts and pages in; the values of them, and their planned pages, out.

Other modules and templates know only the values. Plugins of others see Pelican's own objects; whatever they
change on those before their pages are written counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup
from pelican import signals

from frontdesk.content.comment_answers import place_comments
from frontdesk.content.comments import CommentRenderer, read_comments
from frontdesk.content.content_paths import COMMENTS_FOLDER, comment_key
from frontdesk.content.model import Comment, Outline
from frontdesk.content.outline import plain_words
from frontdesk.content.render_cache import RenderCache, cache_for
from frontdesk.content.scan import scan_content
from frontdesk.core.settings import Settings, settings_from
from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.site_writer import ROOT, write_page
from frontdesk.core.urls import host_name
from frontdesk.formats.own_post_items import post_id
from frontdesk.site.library_pages import Library
from frontdesk.site.own_pages import (
    OwnTexts,
    Period,
    Surroundings,
    list_pages,
    own_texts,
    page_pages,
    post_pages,
)
from frontdesk.site.related import Post as ComparedPost
from frontdesk.site.related import find_related
from frontdesk.site.related_features import Traits, traits
from frontdesk.site.responsive_images import WebImage
from frontdesk.site.texts import Page, PageLink, Post, Reply, Term

from .link_rewriting import shown_digests
from .reader import document_of, outline_of
from .share_cards import ShareCards

_PERIODS = (("year",), ("year", "month"), ("year", "month", "day"))
_KNOWN = frozenset(
    {
        *("author", "authors", "category", "date", "date_format", "in_default_lang", "lang"),
        *("metadata", "modified", "relative_source_path", "settings", "slug", "source_path"),
        *("status", "tags", "template", "timezone", "title", "translations", "waits"),
        *("thing", "type"),
    }
)
"""Attributes of Pelican's that the values have under the same name, or that no template needs."""


def register() -> None:
    signals.article_generator_finalized.connect(_read_posts)
    signals.page_generator_finalized.connect(_read_pages)


class TextOf:
    """The words of one of Pelican's posts or pages."""

    def __init__(self, content: Any) -> None:
        self._content = content

    def html(self) -> str:
        return str(self._content.get_content(ROOT))

    def summary(self) -> str:
        return str(self._content.get_summary(ROOT))

    def outline(self) -> Outline:
        return outline_of(self._content)

    def input_values(self) -> tuple[Any, ...]:
        """What lists show of it."""
        if not self._content._content:
            return self.summary(), self.thumbnail()
        return shown_digests(self._content).summary, self.thumbnail()

    def text_values(self) -> tuple[Any, ...]:
        """What its page shows of it."""
        if not self._content._content:
            return self.html(), *self.input_values()
        shown = shown_digests(self._content)
        return shown.html, shown.summary, self.thumbnail()

    def thumbnail(self) -> WebImage | None:
        shown: WebImage | None = self._content._context["studio"].thumbnail(self._content)
        return shown


# --- reading ------------------------------------------------------------------------------------


def _read_posts(generator: Any) -> None:
    settings, context = generator.settings, generator.context
    rules = settings_from(settings)
    comments = _comments(generator, rules)
    posts, hidden = (
        [_post(article, settings, len(comments(article))) for article in articles]
        for articles in (generator.articles, generator.hidden_articles)
    )
    own = own_texts(posts, hidden, rules)
    context["own_texts"] = own
    context["share_cards"] = cards = ShareCards(settings, generator.output_path)
    context.setdefault("shared", {}).update(
        articles=own.articles,
        dates=own.articles,
        hidden_articles=own.hidden,
        categories=own.categories[::-1] if settings["REVERSE_CATEGORY_ORDER"] else own.categories,
        tags=own.tags,
        authors=own.authors,
        series=own.series,
        thanks=own.thanks,
        SITE_CARD=cards.of_site(),
    )
    articles = {
        one.relative_source_path: one for one in (*generator.articles, *generator.hidden_articles)
    }
    generator.generate_output = partial(_write_posts, generator, articles, comments)


def _read_pages(generator: Any) -> None:
    pages = tuple(map(_page, generator.pages))
    links = tuple(PageLink(page.title, page.url, page.slug, page.lang) for page in pages)
    generator.context.setdefault("shared", {}).update(pages=pages, page_links=links)
    generator.generate_output = partial(_write_pages, generator, pages)


def _post(article: Any, settings: Any, replies: int) -> Post:
    return Post(
        **shown_fields(article),
        id=post_id(article, settings),
        category=_term(article.category),
        tags=tuple(map(_term, getattr(article, "tags", ()))),
        authors=tuple(map(_term, getattr(article, "authors", ()))),
        discussed_at=host_name(getattr(article, "discussion", "")),
        replies=replies,
        **{name: getattr(article, name) for name in _FIELDS if getattr(article, name, None)},
    )


_FIELDS = (
    *("series", "via", "first_published", "also_posted", "disclosure", "question", "comments"),
    *("discussion", "written"),
)


def _page(page: Any) -> Page:
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
        "text": TextOf(content),
        "template": content.template,
        "relative_source_path": content.relative_source_path,
        "date": getattr(content, "date", None),
        "modified": getattr(content, "modified", None),
        "waits": getattr(content, "waits", ""),
        "more": {
            name: value
            for name, value in vars(content).items()
            if name not in _KNOWN and not name.startswith("_") and not callable(value)
        },
    }


def _term(term: Any) -> Term:
    """One value for each, which is compared and kept once."""
    return _one_term(term.name, term.slug, term.url, term.save_as)


@cache
def _one_term(*fields: str) -> Term:
    return Term(*fields)


def _comments(generator: Any, rules: Settings) -> Callable[[Any], Sequence[Comment]]:
    """Finds the comments that the page of one of Pelican's posts shows."""
    settings = generator.settings
    checked = settings.get("CHECKED_CONTENT")
    if checked and checked.is_complete:
        texts = checked.comments
    else:
        texts = scan_content(Path(settings["PATH"]), rules, [COMMENTS_FOLDER]).comments
    of_post = defaultdict(list)
    for comment in read_comments(texts, rules)[0]:
        if comment.date <= settings["BUILD_TIME"]:
            of_post[comment.post].append(comment)

    def found(article: Any) -> Sequence[Comment]:
        key = comment_key(article.relative_source_path, rules)
        return of_post.get(key, ()) if article.comments != "off" else ()

    return found


# --- writing ------------------------------------------------------------------------------------


def _write_posts(
    generator: Any,
    articles: Mapping[str, Any],
    comments: Callable[[Any], Sequence[Comment]],
    writer: Any,
) -> None:
    settings, context = generator.settings, generator.context
    own: OwnTexts = context["own_texts"]
    library: Library = context["own_library"]
    only = settings["CHECK_ONLY"]
    generator.generate_feeds(writer)
    site_card, makes = context["shared"]["SITE_CARD"], context["share_cards"]
    cards = makes.of_posts((*own.articles, *own.hidden))
    makes.write((site_card, *cards.values()))
    related = _related(own.articles, articles, settings)
    words = CommentRenderer()

    def replies(post: Post, article: Any) -> Iterator[Reply]:
        document = document_of(article)
        for one in place_comments(comments(article), document.anchors if document else ())[0]:
            said = words.render(one.comment.text, f"{settings['SITE_ADDRESS']}/{post.url}")
            shown = Markup(said)  # noqa: S704 - it went through the sanitiser
            yield Reply(one.comment, one.anchor, shown, one.answers)

    def around(post: Post) -> Surroundings:
        article = articles[post.relative_source_path]
        return Surroundings(
            related=related.get(post.relative_source_path, ()),
            replies=tuple(replies(post, article)),
            things=library.links.named.get(post.relative_source_path, ()),
            card=cards.get(post.relative_source_path, site_card),
        )

    for post, page in post_pages(own, around):
        article = articles[post.relative_source_path]
        if only and article.source_path not in only:
            continue
        signals.article_generator_write_article.send(generator, content=article)
        write_page(generator, writer, page)
    if only:
        return
    for page in (*list_pages(own, _periods(settings)), *_direct_pages(settings)):
        write_page(generator, writer, page)
    signals.article_writer_finalized.send(generator, writer=writer)


def _write_pages(generator: Any, pages: Iterable[Page], writer: Any) -> None:
    hidden = map(_page, generator.hidden_pages)
    only = generator.settings["CHECK_ONLY"]
    sources = {one.relative_source_path: one for one in (*generator.pages, *generator.hidden_pages)}
    for page, planned in page_pages((*pages, *hidden)):
        source = sources[page.relative_source_path]
        if only and source.source_path not in only:
            continue
        signals.page_generator_write_page.send(generator, content=source)
        write_page(generator, writer, planned)
    if not only:
        signals.page_writer_finalized.send(generator, writer=writer)


def _periods(settings: Any) -> Iterator[Period]:
    for parts in _PERIODS:
        name = f"{parts[-1].upper()}_ARCHIVE"
        yield Period(parts, settings[f"{name}_URL"] or "", settings[f"{name}_SAVE_AS"] or "")


def _direct_pages(settings: Any) -> Iterator[PlannedPage]:
    """The templates that are a page each (DIRECT_TEMPLATES)."""
    for template in settings["DIRECT_TEMPLATES"]:
        save_as = settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")
        url = settings.get(f"{template.upper()}_URL", f"{template}.html")
        values = {"template_name": template, "page_name": Path(save_as or "").stem, "blog": True}
        yield PlannedPage(url, template, values, save_as=save_as or "")


def _related(
    posts: tuple[Post, ...], articles: Mapping[str, Any], settings: Any
) -> Mapping[str, tuple[Post, ...]]:
    """By the path of a post, what to read next. A preview also has drafts and future posts; no post may
    link to them (A3)."""
    most = settings["RELATED_POSTS"]
    if not most:
        return {}
    cache = cache_for(settings)
    out = {post.relative_source_path: post for post in posts if not post.waits}
    compared = [
        ComparedPost(path, post.date, _traits(post, articles[path]._content, cache))
        for path, post in out.items()
    ]
    return {
        path: tuple(out[other] for other in others)
        for path, others in find_related(compared, most).items()
    }


def _traits(post: Post, html: str, cache: RenderCache) -> Traits:
    """What a post is compared by; from the cache, unless it has changed."""
    tags = [tag.name for tag in post.tags]

    def make(_: str) -> bytes:
        words = plain_words(html)
        return msgspec.msgpack.encode(traits(post.title, words, tags, post.series))

    made = cache.get_or_make("traits", "\n".join((post.title, post.series, *tags, "", html)), make)
    return msgspec.msgpack.decode(made, type=Traits)
