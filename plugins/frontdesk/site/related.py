"""Posts in; for each, the posts to read next out (A9). Pure: no clock, nothing random, and the order of the
posts does not matter.

Common features make posts similar: tags, series, and characteristic words. A rare feature counts more than
one that many posts have. A post is compared only with the nearest in time of those that share a
feature, so the time grows linearly with the number of posts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import nlargest
from itertools import chain

from msgspec import Struct

from .related_features import Features, extract_features

FEWEST_POSTS = 5
"""A post is recommended by at most one in so many of all posts."""

_CANDIDATES = 12
"""Candidates for each post, the most similar ones: some may be recommended often enough already."""
_COMPARED = 8
"""Of the posts that share a feature, so many before a post and so many after it are compared with it."""
_NEIGHBOUR_FACTOR = 0.5
"""Factor for the similarity to the previous and next post, to which a page links anyway."""


class Post(Struct, frozen=True):
    """What is compared of a post.

    Attributes:
        key: unique, and not changed by editing.
        text: plain text.
        series: its name; may be empty.
    """

    key: str
    date: datetime
    title: str
    text: str
    tags: tuple[str, ...] = ()
    series: str = ""


def find_related(posts: Sequence[Post], most: int) -> list[tuple[Post, ...]]:
    """For each post up to `most` others, the most similar first.

    From 5 * (most + 1) posts on, every post gets `most`, filled up with the nearest in time. With fewer
    posts, one may get less, so that none is recommended by more than a fifth of all.
    """
    by_date = sorted(posts, key=lambda post: (post.date, post.key))
    chosen = _chosen(by_date, most)
    found = {
        post.key: tuple(by_date[other] for other in others)
        for post, others in zip(by_date, chosen, strict=True)
    }
    return [found[post.key] for post in posts]


def _chosen(by_date: Sequence[Post], most: int) -> list[list[int]]:
    """Assign the most similar pairs first, until a list is full or a post is recommended often enough."""
    room = [len(by_date) // FEWEST_POSTS] * len(by_date)
    chosen: list[list[int]] = [[] for _ in by_date]

    def take(one: int, other: int) -> None:
        if room[other] and len(chosen[one]) < most:
            chosen[one].append(other)
            room[other] -= 1

    for _, one, other in sorted(_candidates(by_date)):
        take(one, other)
    for one, others in enumerate(chosen):
        for other in _nearest(one, len(by_date)):
            if len(others) == most:
                break
            if other not in others:
                take(one, other)
    return chosen


def _nearest(one: int, count: int) -> Iterator[int]:
    """All others by their distance in time; previous and next post last, to which the page links anyway."""
    for distance in chain(range(2, count), [1]):
        yield from (other for other in (one - distance, one + distance) if 0 <= other < count)


def _candidates(by_date: Sequence[Post]) -> Iterator[tuple[float, int, int]]:
    """For each post the most similar ones, as (minus their similarity, the post, the other)."""
    all_features = extract_features(
        [(f"{post.title} {post.text}", _labels(post)) for post in by_date]
    )
    bearers: dict[int, list[tuple[int, float]]] = {}
    for one, own in enumerate(all_features):
        for feature, weight in own:
            bearers.setdefault(feature, []).append((one, weight))
    passed = dict.fromkeys(bearers, 0)
    beside = _neighbours(by_date)
    for one, own in enumerate(all_features):
        similarity = _similarities(own, bearers, passed)
        similarity.pop(one, None)
        for other in beside[one] & similarity.keys():
            similarity[other] *= _NEIGHBOUR_FACTOR
        for similar, other in nlargest(
            _CANDIDATES, zip(similarity.values(), similarity, strict=True)
        ):
            yield -similar, one, other


def _similarities(
    own: Features, bearers: dict[int, list[tuple[int, float]]], passed: dict[int, int]
) -> dict[int, float]:
    """How similar the next post is to the others that share a feature with it.

    Args:
        passed: for each feature, how many of its posts come before that post; updated here.
    """
    found: dict[int, float] = {}
    for feature, weight in own:
        at = passed[feature]
        passed[feature] = at + 1
        for other, others in bearers[feature][max(at - _COMPARED, 0) : at + _COMPARED + 1]:
            found[other] = found.get(other, 0.0) + weight * others
    return found


def _labels(post: Post) -> tuple[str, ...]:
    series = (f"series {post.series}",) if post.series else ()
    return (*(f"tag {tag.casefold()}" for tag in post.tags), *series)


def _neighbours(by_date: Sequence[Post]) -> list[set[int]]:
    """For each post the previous and the next one, among all posts and in its series."""
    beside: list[set[int]] = [set() for _ in by_date]
    last: dict[str, int] = {}
    for one, post in enumerate(by_date):
        before = {one - 1} if one else set()
        if post.series:
            before |= {last[post.series]} if post.series in last else set()
            last[post.series] = one
        beside[one] |= before
        for other in before:
            beside[other].add(one)
    return beside
