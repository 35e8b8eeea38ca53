"""Posts that are compared, by their traits, and what is found of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from msgspec import Struct

from frontdesk.site.related_features import Traits
from frontdesk.site.related_state import StoredRelated
from frontdesk.site.related_updates import ComparedPost, related_today


class Post(Struct, frozen=True):
    key: str
    date: datetime
    traits: Traits


def compared(posts: Iterable[Post]) -> list[ComparedPost]:
    return [
        ComparedPost(one.key, one.date, repr(one.traits).encode(), partial(getattr, one, "traits"))
        for one in posts
    ]


def find_related(posts: Iterable[Post], most: int) -> dict[str, tuple[str, ...]]:
    """From nothing, by keys."""
    return as_keys(related_today(None, compared(posts), most))


def as_keys(found: StoredRelated) -> dict[str, tuple[str, ...]]:
    return {
        key: tuple(found.keys[other] for other in others)
        for key, others in zip(found.keys, found.related, strict=True)
    }
