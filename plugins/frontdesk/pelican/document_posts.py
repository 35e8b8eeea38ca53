"""The documents of the check in; posts as values out, without a file read or an object of Pelican's."""

from __future__ import annotations

import locale
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any

from pelican.contents import Author, Category, Tag
from pelican.utils import order_content, path_to_url

from frontdesk.content.model import Comment, Document
from frontdesk.content.permalinks import address_parts
from frontdesk.core.settings import Settings, settings_from
from frontdesk.core.slugs import term_slug
from frontdesk.core.urls import file_for_url
from frontdesk.formats.own_post_items import feed_id
from frontdesk.site.document_posts import PostValues, TermKind, make_post, post_head, visible
from frontdesk.site.texts import Post, Term

from .content_values import term_value
from .document_words import DocumentWords
from .pre_build_check import CheckedContent
from .settings import has_other_plugins

Replies = Callable[[str, str], Sequence[Comment]]
"""The path of a post and its field `Comments` in, the comments that its page shows out."""

_ORDERS = {f"{prefix}{name}" for prefix in ("", "reversed-") for name in ("date", "title", "slug")}


def reads_documents(settings: Any) -> bool:
    """Whether posts are made of the documents of the check: not where plugins of others expect Pelican's
    own objects, where only some texts were checked, or where Pelican is to order posts its own way."""
    checked: CheckedContent | None = settings.get("CHECKED_CONTENT")
    return bool(
        checked
        and checked.is_complete
        and not has_other_plugins(settings)
        and settings["ARTICLE_TRANSLATION_ID"] == "source_path"
        and settings["ARTICLE_ORDER_BY"] in _ORDERS
        and {*settings["ARTICLE_EXCLUDES"]} <= {*settings["PAGE_PATHS"]}
    )


def posts_of_documents(
    generator: Any, documents: Mapping[str, Document], replies: Replies
) -> dict[str, list[Post]]:
    """By their status, published or hidden, the posts that this build shows, `in_order`. The files that
    they link to are added to those to publish.

    Args:
        generator: Pelican's, of articles.
        documents: by path.
    """
    settings, context = generator.settings, generator.context
    rules, now = settings_from(settings), settings["BUILD_TIME"]
    checked: CheckedContent = settings["CHECKED_CONTENT"]
    found: dict[str, list[Post]] = {"published": [], "hidden": []}

    @cache
    def term(kind: TermKind, name: str) -> Term:
        made = _TERMS[kind](name, settings)
        made.slug = term_slug(name)
        return term_value(made)

    for path, document in sorted(documents.items()):
        if document.kind != "post":
            continue
        shown = visible(document.head, now, is_preview=settings["PREVIEW"])
        if shown is None:
            continue
        text = DocumentWords(document, settings, context)
        values = PostValues(
            id=feed_id(document.head.id, path, settings),
            save_as=_save_as(document, settings, rules, now),
            text=text,
            fields=text.fields(),
            more=_dates_in_words(document, settings, now),
            replies=len(replies(path, document.head.comments)),
        )
        found[shown.status].append(make_post(document, shown, values, term, rules, now))
        context["static_links"] |= text.file_links(values.save_as).published & checked.files
    return in_order(found, settings)


def in_order(posts: Mapping[str, list[Post]], settings: Any) -> dict[str, list[Post]]:
    """Lists of posts in the order of ARTICLE_ORDER_BY, and of their paths where that does not tell."""
    return {
        status: order_content(
            sorted(some, key=attrgetter("relative_source_path")), settings["ARTICLE_ORDER_BY"]
        )
        for status, some in posts.items()
    }


_TERMS = {"category": Category, "tag": Tag, "author": Author}


def _save_as(document: Document, settings: Any, rules: Settings, now: datetime) -> str:
    """The path of the file of a page. As in Pelican, ARTICLE_SAVE_AS may also name fields of the header."""
    head = post_head(document, now)
    if head.url:
        return file_for_url(head.url)
    is_default = (head.lang or rules.default_lang).lower() == rules.default_lang.lower()
    pattern = settings["ARTICLE_SAVE_AS" if is_default else "ARTICLE_LANG_SAVE_AS"]
    if pattern == rules.article_url and document.url:
        return document.url
    typed = {field.name: field.text for field in head.typed}
    path = path_to_url(document.path)
    return str(pattern).format(**{**typed, "path": path, **address_parts(head, rules)})


def _dates_in_words(document: Document, settings: Any, now: datetime) -> dict[str, str]:
    """What Pelican's themes show of dates, in the form of DATE_FORMATS."""
    head = post_head(document, now)
    language = head.lang or settings["DEFAULT_LANG"].lower()
    form = settings["DATE_FORMATS"].get(language, settings["DEFAULT_DATE_FORMAT"])
    if isinstance(form, tuple):
        locale.setlocale(locale.LC_ALL, form[0])
        form = form[1]
    dates = {"locale_date": head.date, "locale_modified": head.modified}
    return {name: date.strftime(form) for name, date in dates.items() if date}
