"""Pelican's posts in; on each one `related` out, the posts to read next."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from pelican import signals

from frontdesk.site.related import Post, find_related


def register() -> None:
    signals.article_generator_finalized.connect(_add_related)


def _add_related(generator: Any) -> None:
    most = generator.settings["RELATED_POSTS"]
    if not most:
        return
    # A preview also has drafts and future posts; no post may link to them (A3).
    out = [article for article in generator.articles if not getattr(article, "waits", "")]
    posts = [_post(article) for article in out]
    articles = {post.key: article for post, article in zip(posts, out, strict=True)}
    for post, others in zip(posts, find_related(posts, most), strict=True):
        articles[post.key].related = [articles[other.key] for other in others]


def _post(article: Any) -> Post:
    return Post(
        key=article.relative_source_path,
        date=article.date,
        title=article.title,
        text=Markup(article._content).striptags(),  # noqa: S704 - to take the markup out
        tags=tuple(tag.name for tag in getattr(article, "tags", ())),
        series=getattr(article, "series", ""),
    )
