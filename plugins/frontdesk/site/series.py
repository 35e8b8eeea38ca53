"""Posts in, their order out: the instalments of each series, and what stands next to a post. Pure (A8).

A post here is whatever has a `date`, a `slug` and the name of its `series`, which may be empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from msgspec import Struct


class Datable(Protocol):
    @property
    def date(self) -> datetime: ...
    @property
    def slug(self) -> str: ...


_Post = TypeVar("_Post", bound=Datable)


class Run(Struct, Generic[_Post], frozen=True):
    """The instalments of a series that have appeared, oldest first.

    Attributes:
        weekday: on which it appears, such as Friday; None where it has none.
    """

    name: str
    weekday: str | None
    posts: tuple[_Post, ...]


class Neighbours(Struct, Generic[_Post], frozen=True):
    """What stands before and after a post in a row.

    Attributes:
        number: its own, counted from 1.
    """

    number: int
    older: _Post | None
    newer: _Post | None


def runs(
    named: Iterable[tuple[str, _Post]], weekdays: Mapping[str, str | None]
) -> list[Run[_Post]]:
    """Every series in which something has appeared: first those of the settings, in their order, then
    others by name.

    Args:
        named: posts, each with the name of its series.
        weekdays: name of a series → the day on which it appears.
    """
    found: dict[str, list[_Post]] = {name: [] for name in weekdays}
    for name, post in sorted(named, key=lambda one: one[0]):
        found.setdefault(name, []).append(post)
    return [
        Run(name, weekdays.get(name), oldest_first(posts)) for name, posts in found.items() if posts
    ]


def oldest_first(posts: Iterable[_Post]) -> tuple[_Post, ...]:
    return tuple(sorted(posts, key=lambda post: (post.date, post.slug)))


def neighbours(row: Sequence[_Post]) -> list[Neighbours[_Post]]:
    """One for each post of a row, in its order."""
    return [
        Neighbours(n, older, newer)
        for n, (older, newer) in enumerate(
            zip([None, *row[:-1]], [*row[1:], None], strict=True) if row else (), start=1
        )
    ]
