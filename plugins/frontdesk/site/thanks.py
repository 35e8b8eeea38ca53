"""Posts and their credits (`Via:`) in; who is thanked in each year out. Pure (A8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from frontdesk.content.front_matter_fields import Credit


class TitledPost(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def slug(self) -> str: ...


_Post = TypeVar("_Post", bound=TitledPost)


class Thanked(Struct, Generic[_Post], frozen=True):
    """A person or site, and the posts of one year that credit it, by title."""

    credit: Credit
    posts: tuple[_Post, ...]


class ThanksYear(Struct, Generic[_Post], frozen=True):
    number: int
    thanked: tuple[Thanked[_Post], ...]


def thanks_by_year(given: Iterable[tuple[int, Credit, _Post]]) -> tuple[ThanksYear[_Post], ...]:
    """The newest year first; in each year every name once, in alphabetical order.

    Args:
        given: the year of a post, its credit, and the post. Names that differ only in case are the same;
            an address that one post gives counts for all.
    """
    years: dict[int, dict[str, list[tuple[Credit, _Post]]]] = {}
    for year, credit, post in sorted(given, key=lambda one: (one[2].title, one[2].slug)):
        years.setdefault(year, {}).setdefault(credit.words.casefold(), []).append((credit, post))
    return tuple(
        ThanksYear(year, tuple(_thanked(row) for _, row in sorted(found.items())))
        for year, found in sorted(years.items(), reverse=True)
    )


def _thanked(row: list[tuple[Credit, _Post]]) -> Thanked[_Post]:
    given = [credit for credit, _ in row]
    best = next((credit for credit in given if credit.address), given[0])
    return Thanked(best, tuple(post for _, post in row))
