"""Posts and whom they thank in, the thanks of each year out. Pure (A8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from frontdesk.content.model import Credit


class Titled(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def slug(self) -> str: ...


_Post = TypeVar("_Post", bound=Titled)


class Thanked(Struct, Generic[_Post], frozen=True):
    """Somebody, and the posts of a year to which they led us, by title."""

    credit: Credit
    posts: tuple[_Post, ...]


class Year(Struct, Generic[_Post], frozen=True):
    number: int
    thanked: tuple[Thanked[_Post], ...]


def thanks(given: Iterable[tuple[int, Credit, _Post]]) -> tuple[Year[_Post], ...]:
    """The newest year first; in each, everybody once, by name.

    Args:
        given: the year of a post, whom it thanks, and the post. Whose name is written the same but for
            capitals is one; an address that one of the posts gives serves for all.
    """
    years: dict[int, dict[str, list[tuple[Credit, _Post]]]] = {}
    for year, credit, post in sorted(given, key=lambda one: (one[2].title, one[2].slug)):
        years.setdefault(year, {}).setdefault(credit.words.casefold(), []).append((credit, post))
    return tuple(
        Year(year, tuple(_thanked(row) for _, row in sorted(found.items())))
        for year, found in sorted(years.items(), reverse=True)
    )


def _thanked(row: list[tuple[Credit, _Post]]) -> Thanked[_Post]:
    given = [credit for credit, _ in row]
    best = next((credit for credit in given if credit.address), given[0])
    return Thanked(best, tuple(post for _, post in row))
