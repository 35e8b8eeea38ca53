"""Our posts and pages in; their planned pages and lists, out.

Posts are made of the documents of the check, or of Pelican's articles where plugins of others may change
those. Other modules and templates know only the values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import signals

from frontdesk.content.comment_answers import place_comments
from frontdesk.content.comments import CommentRenderer, read_comments
from frontdesk.content.content_paths import COMMENTS_FOLDER, comment_key
from frontdesk.content.model import Comment, Document
from frontdesk.content.scan import scan_content
from frontdesk.core.settings import Settings, settings_from
from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.site_writer import write_page
from frontdesk.site.library_pages import Library
from frontdesk.site.own_pages import (
    OwnTexts,
    Period,
    Surroundings,
    list_pages,
    own_texts,
    page_pages,
    period_archives,
    post_pages,
)
from frontdesk.site.share_cards import ShareCard
from frontdesk.site.texts import Page, PageLink, Post, Reply

from .content_values import page_of_content, post_of_article
from .document_posts import Replies, in_order, posts_of_documents, reads_documents
from .related_posts import related_posts
from .share_cards import ShareCards
from .site_reuse import page_reuse

_PERIODS = (("year",), ("year", "month"), ("year", "month", "day"))


def register() -> None:
    signals.article_generator_init.connect(_begin_reading)
    signals.article_generator_finalized.connect(_read_articles)
    signals.page_generator_finalized.connect(_read_pages)


# --- reading ------------------------------------------------------------------------------------


def _begin_reading(generator: Any) -> None:
    if reads_documents(generator.settings):
        generator.generate_context = partial(_read_documents, generator)


def _read_documents(generator: Any) -> None:
    """Posts are made of the documents of the check: Pelican reads none, and makes no object of one."""
    settings = generator.settings
    replies = _replies(settings, settings_from(settings))
    documents = settings["CHECKED_CONTENT"].documents
    _show(generator, posts_of_documents(generator, documents, replies), replies)
    signals.article_generator_finalized.send(generator)


def read_again(generator: Any, documents: Mapping[str, Document]) -> None:
    """Put posts in the place of those of earlier documents, before the first page is written.

    Args:
        documents: of posts, by path.
    """
    settings, own = generator.settings, generator.context["own_texts"]
    replies = _replies(settings, settings_from(settings))
    posts = posts_of_documents(generator, documents, replies)
    for status, before in (("published", own.articles), ("hidden", own.hidden)):
        posts[status] += [one for one in before if one.relative_source_path not in documents]
    _show(generator, in_order(posts, settings), replies)


def _show(generator: Any, posts: Mapping[str, list[Post]], replies: Replies) -> None:
    """
    Args:
        posts: by their status, in the order of lists.
    """
    settings, context = generator.settings, generator.context
    own = own_texts(posts["published"], posts["hidden"], settings_from(settings))
    _take_posts(generator, own, replies)
    generator.articles, generator.hidden_articles = own.articles, own.hidden
    dated = sorted(own.articles, key=attrgetter("date"), reverse=settings["NEWEST_FIRST_ARCHIVES"])
    archives = period_archives(dated, _periods(settings))
    lists = {"articles": own.articles, "hidden_articles": own.hidden, "drafts": []}
    context.update(lists, period_archives=archives, related_posts=[])
    for post in (*own.articles, *own.hidden):
        context["generated_content"][post.relative_source_path] = post


def _read_articles(generator: Any) -> None:
    """Posts are made of Pelican's articles, which plugins of others may have changed."""
    if reads_documents(generator.settings):
        return
    settings = generator.settings
    rules = settings_from(settings)
    replies = _replies(settings, rules)
    posts, hidden = (
        [
            post_of_article(one, settings, len(replies(one.relative_source_path, one.comments)))
            for one in articles
        ]
        for articles in (generator.articles, generator.hidden_articles)
    )
    _take_posts(generator, own_texts(posts, hidden, rules), replies)


def _take_posts(generator: Any, own: OwnTexts, replies: Replies) -> None:
    settings, context = generator.settings, generator.context
    context["own_texts"] = own
    context["share_cards"] = drawing = ShareCards(settings, generator.output_path)
    site_card, cards = drawing.of_site(), drawing.of_posts((*own.articles, *own.hidden))
    # A further core draws them while this process reads what else the pages show.
    reuse = page_reuse(settings)
    with reuse.many() if reuse else nullcontext():
        drawing.write((site_card, *cards.values()))
    context.setdefault("shared", {}).update(
        articles=own.articles,
        dates=own.articles,
        hidden_articles=own.hidden,
        categories=own.categories[::-1] if settings["REVERSE_CATEGORY_ORDER"] else own.categories,
        tags=own.tags,
        authors=own.authors,
        series=own.series,
        thanks=own.thanks,
        SITE_CARD=site_card,
    )
    generator.generate_output = partial(_write_posts, generator, replies, cards)


def _read_pages(generator: Any) -> None:
    pages = tuple(map(page_of_content, generator.pages))
    links = tuple(PageLink(page.title, page.url, page.slug, page.lang) for page in pages)
    generator.context.setdefault("shared", {}).update(pages=pages, page_links=links)
    generator.generate_output = partial(_write_pages, generator, pages)


def _replies(settings: Any, rules: Settings) -> Replies:
    checked = settings.get("CHECKED_CONTENT")
    if checked and checked.is_complete:
        texts = checked.comments
    else:
        texts = scan_content(Path(settings["PATH"]), rules, [COMMENTS_FOLDER]).comments
    of_post = defaultdict(list)
    for comment in read_comments(texts, rules)[0]:
        if comment.date <= settings["BUILD_TIME"]:
            of_post[comment.post].append(comment)

    def found(path: str, mode: str) -> Sequence[Comment]:
        if not of_post:
            return ()
        return of_post.get(comment_key(path, rules), ()) if mode != "off" else ()

    return found


# --- writing ------------------------------------------------------------------------------------


def _write_posts(
    generator: Any,
    comments: Replies,
    cards: Mapping[str, ShareCard],
    writer: Any,
) -> None:
    settings, context = generator.settings, generator.context
    own: OwnTexts = context["own_texts"]
    library: Library = context["own_library"]
    only = settings["CHECK_ONLY"]
    site_card = context["shared"]["SITE_CARD"]
    generator.generate_feeds(writer)
    related = related_posts(own.articles, settings)
    words = CommentRenderer()
    articles = {
        one.relative_source_path: one
        for one in (*generator.articles, *generator.hidden_articles)
        if not isinstance(one, Post)
    }

    def replies(post: Post) -> Iterator[Reply]:
        document = post.text.document
        said_to_it = comments(post.relative_source_path, post.comments)
        for one in place_comments(said_to_it, document.anchors if document else ())[0]:
            said = words.render(one.comment.text, f"{settings['SITE_ADDRESS']}/{post.url}")
            shown = Markup(said)  # noqa: S704 - it went through the sanitiser
            yield Reply(one.comment, one.anchor, shown, one.answers)

    def is_wanted(post: Post) -> bool:
        return not only or str(Path(settings["PATH"], post.relative_source_path)) in only

    def around(post: Post) -> Surroundings:
        if not is_wanted(post):
            return Surroundings()
        return Surroundings(
            related=related.get(post.relative_source_path, ()),
            replies=tuple(replies(post)),
            things=library.links.named.get(post.relative_source_path, ()),
            card=cards.get(post.relative_source_path, site_card),
        )

    with writer.many():
        for post, page in post_pages(own, around):
            if not is_wanted(post):
                continue
            if article := articles.get(post.relative_source_path):
                signals.article_generator_write_article.send(generator, content=article)
            write_page(generator, writer, page)
        if only:
            return
        for page in (*list_pages(own, _periods(settings)), *_direct_pages(settings)):
            write_page(generator, writer, page)
    signals.article_writer_finalized.send(generator, writer=writer)


def _write_pages(generator: Any, pages: Iterable[Page], writer: Any) -> None:
    hidden = map(page_of_content, generator.hidden_pages)
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
