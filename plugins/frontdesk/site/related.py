"""Posts in, for each those to read next out. Pure: no clock, no chance, and no matter in which order the
posts come (A9).

What two posts have in common is counted, a rare thing for more than one that many posts have: their
tags, their series, and of each text the words that tell it from the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import nlargest
from itertools import chain

from msgspec import Struct

from .related_features import Traits, traits

FEWEST_POSTS = 5
"""No post stands under more than one in so many of all posts."""

_WISHES = 12
"""So many of the likest are thought of for each post: some may stand under enough others already."""
_LOOKED_AT = 8
"""Of the posts that share a trait, so many before a post and so many after it are compared with it."""
_LINKED_ANYWAY = 0.5
"""So much counts what a post has in common with its neighbours, to which its page leads already."""


class Post(Struct, frozen=True):
    """A post, as far as it matters here.

    Attributes:
        key: a name that no other post has and no edit changes.
        text: plain.
        series: its name; empty where there is none.
    """

    key: str
    date: datetime
    title: str
    text: str
    tags: tuple[str, ...] = ()
    series: str = ""


def related(posts: Sequence[Post], most: int) -> list[tuple[Post, ...]]:
    """For each post at most so many others, the likest first.

    From 5 * (most + 1) posts on everybody has as many as are wanted, for want of a like one the nearest in
    time; of fewer posts none may stand under more than a fifth of all.
    """
    row = sorted(posts, key=lambda post: (post.date, post.key))
    chosen = _chosen(row, most)
    found = {
        post.key: tuple(row[other] for other in others)
        for post, others in zip(row, chosen, strict=True)
    }
    return [found[post.key] for post in posts]


def _chosen(row: Sequence[Post], most: int) -> list[list[int]]:
    """The likest pairs first, whosever they are, until a list is full or a post stands in enough."""
    room = [len(row) // FEWEST_POSTS] * len(row)
    chosen: list[list[int]] = [[] for _ in row]

    def take(one: int, other: int) -> None:
        if room[other] and len(chosen[one]) < most:
            chosen[one].append(other)
            room[other] -= 1

    for _, one, other in sorted(_wishes(row)):
        take(one, other)
    for one, others in enumerate(chosen):
        for other in _nearest(one, len(row)):
            if len(others) == most:
                break
            if other not in others:
                take(one, other)
    return chosen


def _nearest(one: int, count: int) -> Iterator[int]:
    """All others by their distance in time; the neighbours last, to which the page leads already."""
    for distance in chain(range(2, count), [1]):
        yield from (other for other in (one - distance, one + distance) if 0 <= other < count)


def _wishes(row: Sequence[Post]) -> Iterator[tuple[float, int, int]]:
    """For each post those most like it: minus their likeness, the post, the other."""
    all_traits = traits([(f"{post.title} {post.text}", _labels(post)) for post in row])
    bearers: dict[int, list[tuple[int, float]]] = {}
    for one, own in enumerate(all_traits):
        for trait, weight in own:
            bearers.setdefault(trait, []).append((one, weight))
    passed = dict.fromkeys(bearers, 0)
    beside = _neighbours(row)
    for one, own in enumerate(all_traits):
        likeness = _likeness(own, bearers, passed)
        likeness.pop(one, None)
        for other in beside[one] & likeness.keys():
            likeness[other] *= _LINKED_ANYWAY
        for how_like, other in nlargest(_WISHES, zip(likeness.values(), likeness, strict=True)):
            yield -how_like, one, other


def _likeness(
    own: Traits, bearers: dict[int, list[tuple[int, float]]], passed: dict[int, int]
) -> dict[int, float]:
    """How like the next post of the row the others are that share something with it.

    Args:
        passed: for each trait, how many of its bearers stand before that post; counted on here.
    """
    found: dict[int, float] = {}
    for trait, weight in own:
        at = passed[trait]
        passed[trait] = at + 1
        for other, others in bearers[trait][max(at - _LOOKED_AT, 0) : at + _LOOKED_AT + 1]:
            found[other] = found.get(other, 0.0) + weight * others
    return found


def _labels(post: Post) -> tuple[str, ...]:
    series = (f"series {post.series}",) if post.series else ()
    return (*(f"tag {tag.casefold()}" for tag in post.tags), *series)


def _neighbours(row: Sequence[Post]) -> list[set[int]]:
    """For each post those right before and after it, among all and in its series."""
    beside: list[set[int]] = [set() for _ in row]
    last: dict[str, int] = {}
    for one, post in enumerate(row):
        before = {one - 1} if one else set()
        if post.series:
            before |= {last[post.series]} if post.series in last else set()
            last[post.series] = one
        beside[one] |= before
        for other in before:
            beside[other].add(one)
    return beside
