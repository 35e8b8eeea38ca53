"""Posts in; the posts of each series, and the previous and next post of each, out. Pure (A8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from msgspec import Struct


class DatedPost(Protocol):
    @property
    def date(self) -> datetime: ...
    @property
    def slug(self) -> str: ...


_Post = TypeVar("_Post", bound=DatedPost)


class SeriesPosts(Struct, Generic[_Post], frozen=True):
    """The published posts of a series, oldest first.

    Attributes:
        weekday: the day on which it appears, such as Friday; None where it has none.
    """

    name: str
    weekday: str | None
    posts: tuple[_Post, ...]


class PrevNext(Struct, Generic[_Post], frozen=True):
    """The previous and next post of a post in a list.

    Attributes:
        number: the position of the post itself, from 1.
    """

    number: int
    older: _Post | None
    newer: _Post | None


def group_by_series(
    named: Iterable[tuple[str, _Post]], weekdays: Mapping[str, str | None]
) -> list[SeriesPosts[_Post]]:
    """Every series that has posts: first those of the settings, in their order, then the others by name.

    Args:
        named: posts, each with the name of its series.
        weekdays: name of a series → the day on which it appears.
    """
    found: dict[str, list[_Post]] = {name: [] for name in weekdays}
    for name, post in sorted(named, key=lambda one: one[0]):
        found.setdefault(name, []).append(post)
    return [
        SeriesPosts(name, weekdays.get(name), oldest_first(posts))
        for name, posts in found.items()
        if posts
    ]


def oldest_first(posts: Iterable[_Post]) -> tuple[_Post, ...]:
    return tuple(sorted(posts, key=lambda post: (post.date, post.slug)))


def prev_next(row: Sequence[_Post]) -> list[PrevNext[_Post]]:
    """One for each post of a list, in its order."""
    return [
        PrevNext(n, older, newer)
        for n, (older, newer) in enumerate(
            zip([None, *row[:-1]], [*row[1:], None], strict=True) if row else (), start=1
        )
    ]
