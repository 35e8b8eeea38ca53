"""A memory and what a publish shows in, the next memory out; two memories in, what both know out. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from msgspec.structs import asdict, replace

from .model import KnownPost, Memory, ShownPost

IMPORTED = timedelta(days=30)
"""A post that is older than this when it is first published was written elsewhere: it is no news (D2)."""


def after_publish(
    before: Memory | None, shown: Iterable[ShownPost], waiting: Collection[str], now: datetime
) -> Memory:
    """What is known of posts once these are published, with nothing yet of sources and addresses.

    Args:
        before: None where nothing was ever published.
        waiting: the paths of texts that are away until a mistake in them is mended; what is known of
            them stays.
        now: the clock of the build.
    """
    known = before.posts if before else {}
    past = dict(before.past) if before else {}
    posts = {post.id: _known(post, before, now) for post in shown}
    away = {id_: post for id_, post in known.items() if id_ not in posts}
    posts |= {id_: post for id_, post in away.items() if post.path in waiting}
    past |= {digest_of(id_): post.came_out for id_, post in away.items() if id_ not in posts}
    back = {digest_of(id_) for id_ in posts}
    return Memory(
        published=now,
        posts=dict(sorted(posts.items())),
        past={name: past[name] for name in sorted(past.keys() - back)},
    )


def _known(post: ShownPost, before: Memory | None, now: datetime) -> KnownPost:
    """A post came out at the later of its date and the first publish that showed it. What was there at
    the very first publish, or is an import, counts by its date."""
    if before and (known := before.posts.get(post.id)):
        when = known.first_published, known.came_out, known.is_news
    elif before and (came_out := before.past.get(digest_of(post.id))):
        when = now, came_out, False
    elif before is None or post.date < now - IMPORTED:
        when = now, post.date, False
    else:
        when = now, max(post.date, now), True
    first_published, came_out, is_news = when
    return KnownPost(
        **asdict(post), first_published=first_published, came_out=came_out, is_news=is_news
    )


def digest_of(id_: str) -> str:
    """What stands for the id of a post whose words are to be nowhere: 32 hexadecimal digits."""
    return hashlib.sha256(id_.encode()).hexdigest()[:32]


def same_knowledge(one: Memory | None, other: Memory) -> bool:
    """Whether two memories differ in nothing but the clock of their publish."""
    return one is not None and replace(one, published=other.published) == other


def joined(one: Memory, other: Memory) -> Memory:
    """What two memories know that grew apart on two machines (B6): the words, sources and addresses of
    the later publish; of each post, when it came out, as the earlier has it. A post that either took
    away is in neither, unless the later publish shows it."""
    older, newer = sorted((one, other), key=lambda memory: (memory.published, repr(memory)))
    posts = dict(newer.posts)
    for id_, post in older.posts.items():
        if id_ in posts:
            posts[id_] = _earlier(posts[id_], post)
        elif digest_of(id_) not in newer.past:
            posts[id_] = post
    past = {
        name: min(memory.past[name] for memory in (older, newer) if name in memory.past)
        for name in sorted(older.past.keys() | newer.past.keys())
    }
    for id_, post in posts.items():
        if (came_out := past.pop(digest_of(id_), None)) and came_out < post.came_out:
            posts[id_] = replace(post, came_out=came_out, is_news=False)
    return replace(newer, posts=dict(sorted(posts.items())), past=past)


def _earlier(post: KnownPost, other: KnownPost) -> KnownPost:
    """The words of the one, out since whichever is earlier."""
    first = min(post, other, key=lambda known: (known.came_out, known.first_published))
    return replace(
        post,
        first_published=min(post.first_published, other.first_published),
        came_out=first.came_out,
        is_news=first.is_news,
    )
