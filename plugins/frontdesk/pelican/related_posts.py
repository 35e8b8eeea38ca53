"""The posts of a site in; for each, what to read next, out. What was found is kept between builds."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from typing import Any

import msgspec

from frontdesk.content.outline import plain_words
from frontdesk.content.render_cache import RenderCache, cache_for
from frontdesk.site.related_features import Traits, traits
from frontdesk.site.related_state import StoredRelated
from frontdesk.site.related_updates import ComparedPost, related_today
from frontdesk.site.texts import Post

_RELATED = "related"
"""The kind of record in a RenderCache."""


def related_posts(posts: tuple[Post, ...], settings: Any) -> Mapping[str, tuple[Post, ...]]:
    """By the path of a post, what to read next. A preview also has drafts and future posts; no post may
    link to them (A3)."""
    most = settings["RELATED_POSTS"]
    if not most:
        return {}
    cache = cache_for(settings)
    out = {post.relative_source_path: post for post in posts if not post.waits}
    compared = [_compared(path, post) for path, post in out.items()]
    before = _stored(cache)
    found = related_today(before, compared, most)
    if found is not before:
        cache.put(_RELATED, "", msgspec.msgpack.encode(found))
    return {
        key: tuple(out[found.keys[other]] for other in others)
        for key, others in zip(found.keys, found.related, strict=True)
    }


def _stored(cache: RenderCache) -> StoredRelated | None:
    with suppress(msgspec.DecodeError, TypeError):  # it is damaged, or there is none
        return msgspec.msgpack.decode(cache.get(_RELATED, ""), type=StoredRelated)  # type: ignore[arg-type]
    return None


def _compared(path: str, post: Post) -> ComparedPost:
    said = (post.title, post.series, post.text.source(), *(tag.name for tag in post.tags))
    mark = blake2b(msgspec.msgpack.encode(said), digest_size=16).digest()
    return ComparedPost(path, post.date, mark, partial(_traits, post))


def _traits(post: Post) -> Traits:
    """What a post is compared by."""
    words = plain_words(post.text.html_as_read())
    return traits(post.title, words, [tag.name for tag in post.tags], post.series)
