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

from msgspec import Struct

from .related_features import Features, Traits, count_terms, rarities, weigh

FEWEST_POSTS = 5
"""A post stands under at most one in so many of all posts."""

_CANDIDATES = 12
"""Candidates for each post, the most similar ones: some may be wanted by posts that are more like them."""
_STANDS = 12
"""A similar post stands under so many others at most, or under a fifth of all where that is less: under the
most similar of those that have it as a candidate."""
_COMPARED = 12
"""Of the posts that share a feature, so many before a post and so many after it are compared with it."""
_NEIGHBOUR_DIVISOR = 2
"""By this the similarity to the previous and next post is divided, to which a page links anyway."""
_FIRST_DAY = datetime.min.replace(tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Place = str
"""A post's place in time: its date and key as one text, so that places sort as the posts do."""
Rank = tuple[int, int, Place, Place]
"""How alike two posts are: minus their similarity, their distance in time, and their places, the post that
wants the other first. The smaller, the more alike."""


class Post(Struct, frozen=True):
    """What is compared of a post.

    Attributes:
        key: unique, and not changed by editing.
    """

    key: str
    date: datetime
    traits: Traits


def find_related(posts: Sequence[Post], most: int) -> dict[str, tuple[str, ...]]:
    """For each post up to `most` others, the most similar first; all of them by their keys.

    From 5 * (most + 1) posts on, every post gets `most`, filled up with the nearest in time. With fewer
    posts, one may get less, so that none stands under more than a fifth of all.
    """
    by_place = {_place(post): post for post in posts}
    timeline = sorted(by_place)
    at_most = len(posts) // FEWEST_POSTS
    if not at_most:
        return {post.key: () for post in posts}
    candidates = _candidates(timeline, by_place)
    last = _last_granted(chain.from_iterable(candidates), min(_STANDS, at_most))
    chosen = [[rank[-1] for rank in ranks if rank <= last[rank[-1]]][:most] for ranks in candidates]
    _fill(chosen, timeline, most, at_most)
    return {
        by_place[place].key: tuple(by_place[other].key for other in others)
        for place, others in zip(timeline, chosen, strict=True)
    }


def _candidates(timeline: Sequence[Place], posts: Mapping[Place, Post]) -> list[list[Rank]]:
    """For each post those that are most similar to it."""
    counts = count_terms(post.traits for post in posts.values())
    rarity = rarities(counts, len(posts))
    features = {place: weigh(posts[place].traits, rarity, len(posts)) for place in timeline}
    bearers: dict[str, list[tuple[Place, int]]] = {}
    for place, own in features.items():
        for feature, weight in own:
            bearers.setdefault(feature, []).append((place, weight))
    beside = _neighbours(timeline, posts)
    return [_most_similar(place, features[place], bearers, beside[place]) for place in timeline]


def _most_similar(
    place: Place,
    own: Features,
    bearers: Mapping[str, Sequence[tuple[Place, int]]],
    beside: Collection[Place],
) -> list[Rank]:
    similarities: defaultdict[Place, int] = defaultdict(int)
    for feature, weight in own:
        among = bearers[feature]
        at = bisect_left(among, (place,))
        for other, others in among[max(at - _COMPARED, 0) : at + _COMPARED + 1]:
            similarities[other] += weight * others
    similarities.pop(place, None)
    for other in beside:
        if other in similarities:
            similarities[other] //= _NEIGHBOUR_DIVISOR
    enough = min(sorted(similarities.values(), reverse=True)[:_CANDIDATES], default=0)
    time = _time(place)
    found = (
        (-similar, abs(_time(other) - time), place, other)
        for other, similar in similarities.items()
        if similar >= enough
    )
    return sorted(found)[:_CANDIDATES]


def _last_granted(ranks: Iterable[Rank], at_most: int) -> dict[Place, Rank]:
    """For each post that is wanted, the least alike of those that it may stand under."""
    wanted: dict[Place, list[Rank]] = {}
    for rank in ranks:
        wanted.setdefault(rank[-1], []).append(rank)
    return {place: sorted(by)[:at_most][-1] for place, by in wanted.items()}


def _fill(
    chosen: Sequence[list[Place]], timeline: Sequence[Place], most: int, at_most: int
) -> None:
    """Add the nearest in time that do not stand under too many others yet."""
    stands = Counter(chain.from_iterable(chosen))
    for at, others in enumerate(chosen):
        for other in _nearest(at, timeline):
            if len(others) == most:
                break
            if other not in others and stands[other] < at_most:
                others.append(other)
                stands[other] += 1


def _nearest(at: int, timeline: Sequence[Place]) -> Iterator[Place]:
    """All others by their distance; previous and next post last, to which the page links anyway."""
    for distance in chain(range(2, len(timeline)), [1]):
        for near in (at - distance, at + distance):
            if 0 <= near < len(timeline):
                yield timeline[near]


def _neighbours(timeline: Sequence[Place], posts: Mapping[Place, Post]) -> dict[Place, set[Place]]:
    """For each post the previous and the next one, among all posts and in its series."""
    beside: dict[Place, set[Place]] = {place: set() for place in timeline}
    last: dict[str, Place] = {}
    for place in timeline:
        for line in {"", posts[place].traits.series}:
            if line in last:
                beside[place].add(last[line])
                beside[last[line]].add(place)
            last[line] = place
    return beside


def _place(post: Post) -> Place:
    return f"{(post.date - _FIRST_DAY) // _MICROSECOND:020} {post.key}"


def _time(place: Place) -> int:
    return int(place[:20])
