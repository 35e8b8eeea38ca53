"""Our own posts in, as Pelican has them; what selections and the site's memory keep of each out. Pure.

An article is any value with the attributes that Pelican gives its articles.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from frontdesk.core.memory.model import Memory, ShownPost
from frontdesk.formats.own_post_items import plain_summary, post_id

from ..select.own_posts import OwnPost
from .editions import PostUrls

_COMPARED = 4000
"""Characters of HTML; many more than the words that are compared."""


def own_posts(
    articles: Iterable[Any], memory: Memory | None, now: datetime, settings: Mapping[str, Any]
) -> Iterator[OwnPost]:
    """Each post with the instant of its first publish.

    That is its date for all posts of the site's very first publish, and for all posts before there was
    one.

    Args:
        memory: what was published before; None where nothing was.
    """
    known = memory.posts if memory else {}
    first = min((post.first_published for post in known.values()), default=None)
    for article in articles:
        before = known.get(post_id(article, settings))
        since = before.first_published if before else now
        is_of_the_first = memory is None or (before and since == first)
        yield OwnPost(
            title=article.title,
            link=f"{settings['SITE_ADDRESS']}/{article.url}",
            text=html.unescape(re.sub(r"<[^>]*>", " ", article.text.html_as_read()[:_COMPARED])),
            date=article.date,
            since=None if is_of_the_first else since,
        )


def shown_post(article: Any, settings: Mapping[str, Any]) -> ShownPost:
    """What the site's memory keeps of a post that this site shows (B9)."""
    return ShownPost(
        id=post_id(article, settings),
        path=article.relative_source_path,
        title=str(article.title),
        summary=plain_summary(article),
        url=article.url,
        date=article.date,
        lang=article.lang,
        written="" if article.written else f"{article.date:%Y-%m-%dT%H:%M:%S}",
    )


def post_urls(
    articles: Iterable[Any], redirects: Iterable[Any], settings: Mapping[str, Any]
) -> PostUrls:
    """Where our own posts are today.

    Args:
        redirects: each with the address `former` that it leads on from.
    """
    by_id = {post_id(article, settings): article.url for article in articles}
    return PostUrls(by_id, frozenset({*by_id.values(), *(one.former for one in redirects)}))
