"""A memory and what a publish shows in, the next memory out; two memories in, both merged out. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from msgspec.structs import asdict, replace

from .model import KnownPost, Memory, Pings, ShownPost, ToldHub

MAX_NEWS_AGE = timedelta(days=30)
"""A post that is older when it is first published counts as imported, not as news (D2)."""


def after_publish(
    before: Memory | None, shown: Iterable[ShownPost], waiting: Collection[str], now: datetime
) -> Memory:
    """The memory after these posts are published, without sources and addresses.

    Args:
        before: None if nothing was ever published.
        waiting: the paths of texts that are left out until a mistake in them is corrected; what is known
            of their posts stays.
        now: the time of the build.
    """
    known = before.posts if before else {}
    past = dict(before.past) if before else {}
    posts = {post.id: _known(post, before, now) for post in shown}
    away = {id_: post for id_, post in known.items() if id_ not in posts}
    posts |= {id_: post for id_, post in away.items() if post.path in waiting}
    past |= {id_digest(id_): post.came_out for id_, post in away.items() if id_ not in posts}
    back = {id_digest(id_) for id_ in posts}
    return Memory(
        published=now,
        posts=dict(sorted(posts.items())),
        past={name: past[name] for name in sorted(past.keys() - back)},
    )


def _known(post: ShownPost, before: Memory | None, now: datetime) -> KnownPost:
    """A post came out at the later of its date and the first publish that showed it. A post of the very
    first publish, and an imported one, came out at its date (D2)."""
    if before and (known := before.posts.get(post.id)):
        when = known.first_published, known.came_out, known.is_news
    elif before and (came_out := before.past.get(id_digest(post.id))):
        when = now, came_out, False
    elif before is None or post.date < now - MAX_NEWS_AGE:
        when = now, post.date, False
    else:
        when = now, max(post.date, now), True
    first_published, came_out, is_news = when
    return KnownPost(
        **asdict(post), first_published=first_published, came_out=came_out, is_news=is_news
    )


def id_digest(id_: str) -> str:
    """A digest that identifies a post whose id must not be stored: 32 hexadecimal digits."""
    return hashlib.sha256(id_.encode()).hexdigest()[:32]


def differs_in_time_only(one: Memory | None, other: Memory) -> bool:
    """Whether two memories are equal apart from the time of their publish."""
    return one is not None and replace(one, published=other.published) == other


def merge_memories(one: Memory, other: Memory) -> Memory:
    """Two memories from two machines, merged (B6): texts, sources and addresses of the later publish, and
    for each post the earlier time at which it came out. A post that one of them removed is left out,
    unless the later publish shows it."""
    older, newer = sorted((one, other), key=lambda memory: (memory.published, repr(memory)))
    posts = dict(newer.posts)
    for id_, post in older.posts.items():
        if id_ in posts:
            posts[id_] = _earlier(posts[id_], post)
        elif id_digest(id_) not in newer.past:
            posts[id_] = post
    past = {
        name: min(memory.past[name] for memory in (older, newer) if name in memory.past)
        for name in sorted(older.past.keys() | newer.past.keys())
    }
    for id_, post in posts.items():
        if (came_out := past.pop(id_digest(id_), None)) and came_out < post.came_out:
            posts[id_] = replace(post, came_out=came_out, is_news=False)
    return replace(newer, posts=dict(sorted(posts.items())), past=past)


def _earlier(post: KnownPost, other: KnownPost) -> KnownPost:
    """The texts of `post`, with the earlier times of both."""
    first = min(post, other, key=lambda known: (known.came_out, known.first_published))
    return replace(
        post,
        first_published=min(post.first_published, other.first_published),
        came_out=first.came_out,
        is_news=first.is_news,
    )


def merge_pings(one: Pings, other: Pings) -> Pings:
    """What hubs were told by two machines: of each feed the later ping."""
    hubs = {**other.hubs, **one.hubs}
    for hub in one.hubs.keys() & other.hubs.keys():
        first, second = one.hubs[hub], other.hubs[hub]
        pings = {**second.pings, **first.pings}
        for topic in first.pings.keys() & second.pings.keys():
            pings[topic] = max(first.pings[topic], second.pings[topic], key=lambda ping: ping.at)
        waits = [it.not_before for it in (first, second) if it.not_before]
        hubs[hub] = ToldHub(pings=pings, not_before=max(waits, default=None))
    return Pings(hubs=hubs)
