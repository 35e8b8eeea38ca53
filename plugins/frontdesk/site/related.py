"""Posts in; for each, the posts to read next out (A9). Pure: no clock, nothing random, and the order of the
posts does not matter.

Common features make posts similar: tags, series, and characteristic words. A rare feature counts more than
one that many posts have. A post is compared only with the nearest in time of those that share a
feature, so the time grows linearly with the number of posts.

Each post has candidates: the posts that are most similar to it. A post that is a candidate of many stands
under the most similar of them alone. So an edit changes what stands under posts that are like the edited
one or near it in time, and under no other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TypeVar

FEWEST_POSTS = 5
"""A post stands under at most one in so many of all posts."""

CANDIDATES = 12
"""Candidates for each post, the most similar ones: some may be wanted by posts that are more like them."""
STANDS = 12
"""A similar post stands under so many others at most, or under a fifth of all where that is less: under the
most similar of those that have it as a candidate."""
COMPARED = 12
"""Of the posts that share a feature, so many before a post and so many after it are compared with it."""
NEIGHBOUR_DIVISOR = 2
"""By this the similarity to the previous and next post is divided, to which a page links anyway."""
_FIRST_DAY = datetime.min.replace(tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_WEIGHT_BITS = 10
_WEIGHT = (1 << _WEIGHT_BITS) - 1

Place = tuple[int, str]
"""Where a post stands in time, in microseconds, and its key; places sort as the posts do."""
_Feature = TypeVar("_Feature", str, int)
Bearer = int
"""A post that has a feature: its number, and the weight of the feature there in the last ten bits."""
Rank = tuple[int, int, int, int]
"""How alike two posts are: minus their similarity, their distance in time, and their numbers, the post that
wants the other first. The smaller, the more alike."""


def find_candidates(
    timeline: Sequence[Place],
    features: Iterable[Iterable[tuple[_Feature, int]]],
    bearers: Mapping[_Feature, Sequence[Bearer]],
    series: Sequence[str],
) -> list[list[Rank]]:
    """For each post those that are most similar to it. Posts are numbered in order of time.

    Args:
        features: of each post, with their weights.
        bearers: of each feature, in order.
        series: the name of that of each post; may be empty.
    """
    beside = neighbours(series)
    return [
        most_similar(number, own, bearers, timeline, beside[number])
        for number, own in enumerate(features)
    ]


def bearers_of(
    features: Iterable[Iterable[tuple[_Feature, int]]],
) -> dict[_Feature, list[Bearer]]:
    """The posts that have each feature, in order."""
    bearers: dict[_Feature, list[Bearer]] = {}
    for number, own in enumerate(features):
        for feature, weight in own:
            bearers.setdefault(feature, []).append(bearer(number, weight))
    return bearers


def most_similar(
    number: int,
    own: Iterable[tuple[_Feature, int]],
    bearers: Mapping[_Feature, Sequence[Bearer]],
    timeline: Sequence[Place],
    beside: Collection[int],
) -> list[Rank]:
    """The candidates of a post, the most similar first.

    Args:
        bearers: of each feature, in order.
        beside: the posts to which the page links anyway.
    """
    similarities: defaultdict[int, int] = defaultdict(int)
    for feature, weight in own:
        for one in compared(number, bearers[feature]):
            similarities[one >> _WEIGHT_BITS] += weight * (one & _WEIGHT)
    similarities.pop(number, None)
    for other in beside:
        if other in similarities:
            similarities[other] //= NEIGHBOUR_DIVISOR
    enough = min(sorted(similarities.values(), reverse=True)[:CANDIDATES], default=0)
    time = timeline[number][0]
    found = (
        (-similar, abs(timeline[other][0] - time), number, other)
        for other, similar in similarities.items()
        if similar >= enough
    )
    return sorted(found)[:CANDIDATES]


def compared(number: int, bearers: Sequence[Bearer]) -> Sequence[Bearer]:
    """Those with which a bearer is compared: the nearest in time, and itself."""
    at = bisect_left(bearers, number << _WEIGHT_BITS)
    return bearers[max(at - COMPARED, 0) : at + COMPARED + 1]


def bearer(number: int, weight: int) -> Bearer:
    return number << _WEIGHT_BITS | weight


def number_of(one: Bearer) -> int:
    return one >> _WEIGHT_BITS


def with_number(one: Bearer, number: int) -> Bearer:
    return number << _WEIGHT_BITS | one & _WEIGHT


def choose(candidates: Sequence[Sequence[Rank]], most: int) -> list[list[int]]:
    """For each post the numbers of those that its page shows.

    Args:
        candidates: of each post.
    """
    total = len(candidates)
    at_most = total // FEWEST_POSTS
    if not at_most:
        return [[] for _ in range(total)]
    wanted: dict[int, list[Rank]] = {}
    for rank in chain.from_iterable(candidates):
        wanted.setdefault(rank[-1], []).append(rank)
    last = {number: last_granted(ranks, at_most) for number, ranks in wanted.items()}
    chosen = [[rank[-1] for rank in ranks if rank <= last[rank[-1]]][:most] for ranks in candidates]
    _fill(chosen, most, at_most)
    return chosen


def last_granted(ranks: Iterable[Rank], at_most: int) -> Rank:
    """The least alike of those under which a post may stand.

    Args:
        ranks: of all that want it.
        at_most: under so many, and under STANDS.
    """
    return sorted(ranks)[: min(STANDS, at_most)][-1]


def _fill(chosen: Sequence[list[int]], most: int, at_most: int) -> None:
    """Add the nearest in time that do not stand under too many others yet."""
    stands = Counter(chain.from_iterable(chosen))
    for number, others in enumerate(chosen):
        for other in nearest(number, len(chosen)):
            if len(others) == most:
                break
            if other not in others and stands[other] < at_most:
                others.append(other)
                stands[other] += 1


def nearest(number: int, total: int) -> Iterator[int]:
    """All others by their distance; previous and next post last, to which the page links anyway."""
    for distance in chain(range(2, total), [1]):
        for near in (number - distance, number + distance):
            if 0 <= near < total:
                yield near


def neighbours(series: Sequence[str]) -> list[set[int]]:
    """For each post the previous and the next one, among all posts and in its series."""
    beside: list[set[int]] = [set() for _ in series]
    last: dict[str, int] = {}
    for number, name in enumerate(series):
        for line in {"", name}:
            if line in last:
                beside[number].add(last[line])
                beside[last[line]].add(number)
            last[line] = number
    return beside


def place_of(date: datetime, key: str) -> Place:
    return (date - _FIRST_DAY) // _MICROSECOND, key
