"""What was found related before and the posts of today in; what is related today out. Pure.

What is kept has a digest of what the traits of each post were made from. Where few posts have changed, only
what is near them is found anew; the result is that of `find_related`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from .related import (
    CANDIDATES,
    FEWEST_POSTS,
    NEIGHBOUR_DIVISOR,
    STANDS,
    Bearer,
    Place,
    Rank,
    bearer,
    bearers_of,
    choose,
    compared,
    find_candidates,
    last_granted,
    most_similar,
    nearest,
    place_of,
)
from .related_features import Traits, count_terms, powers, rarities, terms, weigh
from .related_near import around, beside, partners_of, time_lines
from .related_state import (
    NO_POST,
    FeatureBearers,
    PostTable,
    StoredRelated,
    packed,
    packed_features,
    packed_ranks,
    pairs,
    unpacked,
    with_numbers,
)

_MANY = 20
"""If more than one in so many posts has changed, all are compared again: that takes no longer."""


class ComparedPost(NamedTuple):
    """A post, and how to learn what is compared of it.

    Attributes:
        key: unique, and not changed by editing.
        mark: a digest of all that its traits are made from; 16 bytes.
        traits: makes them.
    """

    key: str
    date: datetime
    mark: bytes
    traits: Callable[[], Traits]


def related_today(
    before: StoredRelated | None, posts: Iterable[ComparedPost], most: int
) -> StoredRelated:
    """For each post up to `most` others, the most similar first, with all that the next call needs. What is
    found does not depend on `before`, which only saves time.

    From 5 * (most + 1) posts on, every post gets `most`, filled up with the nearest in time. With fewer
    posts, one may get less, so that none stands under more than a fifth of all.

    Args:
        before: what the last call returned; None where nothing was kept.
        most: related posts under each post.
    """
    by_place = {place_of(post.date, post.key): post for post in posts}
    if before and before.most == most and _is_large(len(before.keys), most):
        changes = _Changes(before, by_place)
        if changes.are_few and _is_large(len(by_place), most):
            if not (changes.saved or changes.gone):
                return before
            return _Update(before, by_place, changes).made()
    return _from_nothing(by_place, most)


def _is_large(total: int, most: int) -> bool:
    """Whether the nearest in time never stand under too many others, so that their number does not count.

    A post is among the nearest to fill up of at most `most` posts before it and as many after it.
    """
    return total // FEWEST_POSTS >= STANDS + 2 * most


class _Changes:
    """What is another post than before.

    Attributes:
        saved: the posts that are new or have changed.
        gone: those that there are no more, or that have moved.
    """

    def __init__(self, before: StoredRelated, posts: Mapping[Place, ComparedPost]) -> None:
        places = zip(before.times, before.keys, strict=True)
        known: dict[Place, bytes] = dict(zip(places, before.marks, strict=True))
        self.saved = [place for place, post in posts.items() if known.get(place) != post.mark]
        self.gone = known.keys() - posts.keys()
        few = max(len(posts), len(known)) // _MANY
        same = powers(len(posts)) == powers(len(known))
        self.are_few = same and len(self.saved) + len(self.gone) <= few


def _from_nothing(posts: Mapping[Place, ComparedPost], most: int) -> StoredRelated:
    timeline = sorted(posts)
    all_traits = [posts[place].traits() for place in timeline]
    counts = count_terms(all_traits)
    rarity = rarities(counts, len(timeline))
    number = {name: n for n, name in enumerate(counts)}
    series = [one.series for one in all_traits]
    terms_of = [packed(number[term] for term in terms(one)) for one in all_traits]
    features = [packed_features(weigh(one, rarity, len(timeline)), number) for one in all_traits]
    del all_traits, rarity  # as large as all that follows
    bearers = bearers_of(map(pairs, features))
    candidates = find_candidates(timeline, map(pairs, features), bearers, series)
    return StoredRelated(
        most,
        [key for _, key in timeline],
        [time for time, _ in timeline],
        [posts[place].mark for place in timeline],
        series,
        [*counts],
        packed(counts.values()),
        [packed(bearers.get(n, ())) for n in range(len(counts))],
        terms_of,
        features,
        b"".join(map(packed_ranks, candidates)),
        choose(candidates, most),
    )


class _Update:
    """A few changes, followed through what was kept. Posts that are gone have a number until the end."""

    def __init__(
        self, before: StoredRelated, posts: Mapping[Place, ComparedPost], changes: _Changes
    ) -> None:
        old = [*zip(before.times, before.keys, strict=True)]
        self._timeline = sorted({*old, *changes.saved})
        number = {place: n for n, place in enumerate(self._timeline)}
        self._posts = posts
        self._most = before.most
        self._saved = {number[place] for place in changes.saved}
        self._gone = {number[place] for place in changes.gone}
        self._new = self._saved - {number[place] for place in old}
        self._names = [*before.names]
        self._term = {name: n for n, name in enumerate(before.names)}
        self._counts = unpacked(before.counts)
        bearers = before.bearers
        ranks = unpacked(before.ranks)
        kept = PostTable(
            [*before.marks],
            [*before.series],
            [*before.terms],
            [*before.features],
            ranks,
            [*before.related],
        )
        if self._new:
            numbers = {n: number[place] for n, place in enumerate(old)}
            kept = kept.renumbered(numbers, len(number))
            bearers = with_numbers(bearers, numbers)
        self._kept = kept
        self._bearers = FeatureBearers(bearers)
        self._read: dict[int, Traits] = {}
        self._before: dict[int, list[Rank]] = {}
        self._after: dict[int, list[Rank]] = {}
        self._wanting: dict[int, list[int]] = {}
        self._now_wanting: defaultdict[int, list[Rank]] = defaultdict(list)

    def made(self) -> StoredRelated:
        kept, changed = self._kept, self._saved | self._gone
        lines = time_lines(kept.series, self._new)
        near_lines = {*around(changed, kept.series, lines)}
        old_series = [*kept.series]
        again, moved = self._weigh(self._count())
        for number in self._saved:
            kept.series[number] = self._traits(number).series
            kept.marks[number] = self._posts[self._timeline[number]].mark
        self._now = time_lines(kept.series, self._gone)
        near_lines.update(around(changed, kept.series, self._now))
        again.update(
            n
            for n in near_lines - self._gone
            if beside(n, old_series, lines) != beside(n, kept.series, self._now)
        )
        partners = partners_of(self._bearers, moved)
        self._bearers.update(moved)
        near = self._near_in_time() if self._new or self._gone else set[int]()
        self._choose(near | self._compare(again, partners))
        return self._stored()

    # --- terms and features -----------------------------------------------------------------------

    def _traits(self, number: int) -> Traits:
        if number not in self._read:
            self._read[number] = self._posts[self._timeline[number]].traits()
        return self._read[number]

    def _count(self) -> set[int]:
        """Count terms again; the posts whose weights may be others now."""
        terms_of, by = self._kept.terms, Counter[int]()
        for number in self._saved | self._gone:
            by.subtract(unpacked(terms_of[number]))
            terms_of[number] = b""
        for number in self._saved:
            own = [self._number_of_term(name) for name in sorted(terms(self._traits(number)))]
            by.update(own)
            terms_of[number] = packed(own)
        was = self._rarities(by)
        for term, more in by.items():
            self._counts[term] += more
        now = self._rarities(by)
        others = {term for term in by if was.get(self._names[term]) != now.get(self._names[term])}
        having = (
            number
            for number, own in enumerate(terms_of)
            if not others.isdisjoint(memoryview(own).cast("I"))
        )
        return {*self._saved, *(having if others else ())}

    def _number_of_term(self, name: str) -> int:
        found = self._term.get(name)
        if found is None:
            found = self._term[name] = len(self._names)
            self._names.append(name)
            self._counts.append(0)
        return found

    def _rarities(self, of: Iterable[int]) -> dict[str, int]:
        counts = {self._names[term]: self._counts[term] for term in of}
        return rarities(counts, len(self._posts))

    def _weigh(self, rewritten: Iterable[int]) -> tuple[set[int], dict[int, list[Bearer]]]:
        """Weigh terms again.

        Returns:
            The posts that have changed or have other features than before, and all that bear these features
            now.
        """
        again = self._saved | self._gone
        less: defaultdict[int, set[Bearer]] = defaultdict(set)
        more: defaultdict[int, set[Bearer]] = defaultdict(set)
        for number in {*rewritten, *self._gone}:
            before = {*pairs(self._kept.features[number])}
            made = b"" if number in self._gone else self._features(number)
            after = {*pairs(made)}
            self._kept.features[number] = made
            if before != after:
                again.add(number)
            for feature, weight in before - after:
                less[feature].add(bearer(number, weight))
            for feature, weight in after - before:
                more[feature].add(bearer(number, weight))
        moved = {
            feature: sorted({*self._bearers[feature]} - less[feature] | more[feature])
            for feature in {*less, *more}
        }
        return again, moved

    def _features(self, number: int) -> bytes:
        own = self._traits(number)
        rarity = self._rarities(self._term[name] for name in terms(own))
        return packed_features(weigh(own, rarity, len(self._posts)), self._term)

    # --- candidates -------------------------------------------------------------------------------

    def _compare(self, again: Collection[int], partners: Mapping[int, Collection[int]]) -> set[int]:
        """Find candidates again.

        Args:
            again: posts of which any similarity may have changed.
            partners: the posts to which the similarity of a post may have changed.

        Returns:
            The posts that may show others than before.
        """
        for number in {*again, *partners}:
            old = self._ranks(number)
            if number in self._gone:
                new: list[Rank] | None = []
            elif number in again:
                new = None
            else:
                new = self._with_partners(number, old, partners[number])
            if new is None:
                new = self._similar_to(number)
            if new != old:
                self._before[number], self._after[number] = old, new
        may = {*again, *self._after}
        wanted = {
            rank[-1]
            for number, new in self._after.items()
            for rank in {*new}.symmetric_difference(self._before[number])
        }
        for new in self._after.values():
            for rank in new:
                self._now_wanting[rank[-1]].append(rank)
        self._find_wanting(wanted)
        for other in wanted:
            old_ranks = [self._rank(slot) for slot in self._wanting[other]]
            new_ranks = self._wanted_by(other)
            if _last(old_ranks) != _last(new_ranks):
                may.update(rank[2] for rank in (*old_ranks, *new_ranks))
        return may

    def _find_wanting(self, others: Collection[int]) -> None:
        """Find the places in `ranks` where these posts are candidates."""
        new = {other: list[int]() for other in others if other not in self._wanting}
        self._wanting |= new
        all_others = self._kept.ranks[::2]
        for slot in [slot for slot, other in enumerate(all_others) if other in new]:
            new[all_others[slot]].append(slot)

    def _rank(self, slot: int) -> Rank:
        other, similar = self._kept.ranks[2 * slot : 2 * slot + 2]
        return self._rank_of(slot // CANDIDATES, other, similar)

    def _rank_of(self, number: int, other: int, similar: int) -> Rank:
        apart = abs(self._timeline[other][0] - self._timeline[number][0])
        return -similar, apart, number, other

    def _ranks(self, number: int) -> list[Rank]:
        """The candidates of a post before the changes."""
        slots = range(number * CANDIDATES, (number + 1) * CANDIDATES)
        return [self._rank(slot) for slot in slots if self._kept.ranks[2 * slot] != NO_POST]

    def _wanted_by(self, other: int) -> list[Rank]:
        """The ranks of all that have a post as a candidate now."""
        slots = (s for s in self._wanting[other] if s // CANDIDATES not in self._after)
        return [*map(self._rank, slots), *self._now_wanting.get(other, ())]

    def _with_partners(
        self, number: int, ranks: list[Rank], partners: Iterable[int]
    ) -> list[Rank] | None:
        """The candidates of a post if its similarity to some posts alone has changed; None where others,
        which were less like it than its candidates, may be among them now."""
        found = {rank[-1]: rank for rank in ranks}
        for other in partners:
            similar = self._similarity(number, other)
            rank = None if similar is None else self._rank_of(number, other, similar)
            old = found.get(other)
            if old and (rank is None or rank > old) and len(ranks) == CANDIDATES:
                return None
            if rank is None:
                found.pop(other, None)
            else:
                found[other] = rank
        return sorted(found.values())[:CANDIDATES]

    def _similarity(self, number: int, other: int) -> int | None:
        """None where they are compared by no feature."""
        of_other = dict(pairs(self._kept.features[other]))
        shared = [
            weight * of_other[feature]
            for feature, weight in pairs(self._kept.features[number])
            if feature in of_other
            and bearer(other, of_other[feature]) in compared(number, self._bearers[feature])
        ]
        if not shared:
            return None
        others = beside(number, self._kept.series, self._now)
        return sum(shared) // (NEIGHBOUR_DIVISOR if other in others else 1)

    def _similar_to(self, number: int) -> list[Rank]:
        own = [*pairs(self._kept.features[number])]
        others = beside(number, self._kept.series, self._now)
        return most_similar(number, own, self._bearers, self._timeline, others)

    # --- choice -----------------------------------------------------------------------------------

    def _near_in_time(self) -> set[int]:
        """The posts whose nearest in time may be others now."""
        line, reach = self._now[""], self._most + 2
        places = (bisect_left(line, number) for number in self._new | self._gone)
        return {*chain.from_iterable(line[max(at - reach, 0) : at + reach + 1] for at in places)}

    def _choose(self, numbers: Iterable[int]) -> None:
        last: dict[int, Rank] = {}
        line = self._now[""]
        candidates = {
            number: self._after[number] if number in self._after else self._ranks(number)
            for number in {*numbers} - self._gone
        }
        self._find_wanting({rank[-1] for ranks in candidates.values() for rank in ranks})
        for number, ranks in candidates.items():
            chosen = []
            for rank in ranks:
                if rank[-1] not in last:
                    last[rank[-1]] = _last(self._wanted_by(rank[-1]))
                if rank <= last[rank[-1]]:
                    chosen.append(rank[-1])
            del chosen[self._most :]
            for at in nearest(bisect_left(line, number), len(line)):
                if len(chosen) == self._most:
                    break
                if line[at] not in chosen:
                    chosen.append(line[at])
            self._kept.related[number] = chosen

    def _stored(self) -> StoredRelated:
        width = 2 * CANDIDATES
        for number, ranks in self._after.items():
            self._kept.ranks[number * width : (number + 1) * width] = unpacked(packed_ranks(ranks))
        kept, timeline, bearers = self._kept, self._timeline, self._bearers.packed(len(self._names))
        if self._gone:
            line = self._now[""]
            numbers = {number: n for n, number in enumerate(line)}
            kept, bearers = kept.renumbered(numbers, len(line)), with_numbers(bearers, numbers)
            timeline = [timeline[number] for number in line]
        return StoredRelated(
            self._most,
            [key for _, key in timeline],
            [time for time, _ in timeline],
            kept.marks,
            kept.series,
            self._names,
            self._counts.tobytes(),
            bearers,
            kept.terms,
            kept.features,
            kept.ranks.tobytes(),
            kept.related,
        )


def _last(ranks: Collection[Rank]) -> Rank:
    return last_granted(ranks, STANDS) if ranks else _NO_RANK


_NO_RANK: Rank = (1, 0, 0, 0)
