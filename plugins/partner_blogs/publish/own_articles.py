"""Our own posts in, as Pelican has them; what selections and the site's memory keep of each out. Pure.

An article is any value with the attributes that Pelican gives its articles, and with those of our posts
that are used here.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import unescape
from itertools import islice
from typing import Any

from msgspec import msgpack

from frontdesk.core.memory.model import Memory, ShownPost

from ..select.near_duplicates import word_runs
from ..select.own_posts import OwnPost
from .editions import PostUrls

_COMPARED, _WORDS = 4000, 80
"""Characters of HTML, and words of these; more than are compared."""


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
        before = known.get(article.id)
        text, runs = msgpack.decode(
            article.text.kept("beginning", _beginning), type=tuple[str, bytes]
        )
        since = before.first_published if before else now
        is_of_the_first = memory is None or (before and since == first)
        yield OwnPost(
            title=article.title,
            link=f"{settings['SITE_ADDRESS']}/{article.url}",
            text=text,
            date=article.date,
            since=None if is_of_the_first else since,
            runs=array("I", runs),
        )


def _beginning(html: str) -> bytes:
    """The words of a post that are compared, and their runs, as they are kept between builds."""
    text = unescape(re.sub(r"<[^>]*>", " ", html[:_COMPARED]))
    words = islice(re.finditer(r"\w+", text), _WORDS)
    end = max((word.end() for word in words), default=0)
    return msgpack.encode((text[:end], word_runs(text[:end]).tobytes()))


def shown_post(article: Any) -> ShownPost:
    """What the site's memory keeps of a post that this site shows (B9)."""
    return ShownPost(
        id=article.id,
        path=article.relative_source_path,
        title=str(article.title),
        summary=article.plain_summary,
        url=article.url,
        date=article.date,
        lang=article.lang,
        written="" if article.written else f"{article.date:%Y-%m-%dT%H:%M:%S}",
    )


def post_urls(articles: Iterable[Any], redirects: Iterable[Any]) -> PostUrls:
    """Where our own posts are today.

    Args:
        redirects: each with the address `former` that it leads on from.
    """
    by_id = {article.id: article.url for article in articles}
    return PostUrls(by_id, frozenset({*by_id.values(), *(one.former for one in redirects)}))
