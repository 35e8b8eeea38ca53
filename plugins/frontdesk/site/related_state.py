"""What is related in the posts of a site in; the same as it is kept, in few bytes, out. Pure.

Posts are numbered in order of time, words and labels in the order in which they were met.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise

from msgspec import Struct

from .related import CANDIDATES, Bearer, Rank, number_of, with_number
from .related_features import Features

NO_POST = 0xFFFFFFFF


class StoredRelated(Struct, frozen=True, array_like=True):
    """What is kept. Posts are numbered in order of time, terms in the order of `names`; packed numbers have
    four bytes each.

    Attributes:
        most: related posts under each post.
        keys, times, marks, series: of each post.
        names: words and labels.
        counts: how many posts have each; packed.
        bearers: of each, packed.
        terms: of each post, packed.
        features: of each post; packed, each term with its weight after it.
        ranks: of each post, CANDIDATES times the number of a candidate and how similar it is; packed.
        related: of each post, the numbers of those that its page shows.
    """

    most: int
    keys: list[str]
    times: list[int]
    marks: list[bytes]
    series: list[str]
    names: list[str]
    counts: bytes
    bearers: list[bytes]
    terms: list[bytes]
    features: list[bytes]
    ranks: bytes
    related: list[list[int]]


class PostTable:
    """What is kept of each post, by its number."""

    def __init__(
        self,
        marks: list[bytes],
        series: list[str],
        terms: list[bytes],
        features: list[bytes],
        ranks: array[int],
        related: list[list[int]],
    ) -> None:
        self.marks = marks
        self.series = series
        self.terms = terms
        self.features = features
        self.ranks = ranks
        self.related = related

    def renumbered(self, numbers: Mapping[int, int], count: int) -> PostTable:
        """The same with other numbers; without posts that have none.

        Args:
            numbers: old number → new number.
        """
        width = 2 * CANDIDATES
        ranks = array("I", [NO_POST]) * (width * count)
        self.ranks[::2] = array("I", [numbers.get(one, NO_POST) for one in self.ranks[::2]])
        found = PostTable(
            [b""] * count, [""] * count, [b""] * count, [b""] * count, ranks, [[]] * count
        )
        for old, new in numbers.items():
            found.marks[new], found.series[new] = self.marks[old], self.series[old]
            found.terms[new], found.features[new] = self.terms[old], self.features[old]
            found.related[new] = [numbers[other] for other in self.related[old] if other in numbers]
            ranks[new * width : (new + 1) * width] = self.ranks[old * width : (old + 1) * width]
        return found


class FeatureBearers(dict[int, list[Bearer]]):
    """The bearers of each feature, unpacked when they are asked for."""

    def __init__(self, packed: Sequence[bytes]) -> None:
        super().__init__()
        self._packed = packed

    def __missing__(self, feature: int) -> list[Bearer]:
        is_new = feature >= len(self._packed)
        found = self[feature] = [] if is_new else [*unpacked(self._packed[feature])]
        return found

    def packed(self, count: int) -> list[bytes]:
        """As they are kept.

        Args:
            count: of all features.
        """
        whole = [*self._packed, *[b""] * (count - len(self._packed))]
        for feature, bearers in self.items():
            whole[feature] = packed(bearers)
        return whole


def with_numbers(bearers: Sequence[bytes], numbers: Mapping[int, int]) -> list[bytes]:
    """Packed bearers with other numbers.

    Args:
        numbers: old number → new number.
    """
    one_by_one = unpacked(b"".join(bearers))
    whole = packed([with_number(one, numbers[number_of(one)]) for one in one_by_one])
    ends = accumulate(map(len, bearers), initial=0)
    return [whole[start:end] for start, end in pairwise(ends)]


# --- packed numbers -------------------------------------------------------------------------------


def packed(numbers: Iterable[int]) -> bytes:
    return array("I", numbers).tobytes()


def unpacked(packed: bytes) -> array[int]:
    return array("I", packed)


def packed_features(features: Features, numbers: Mapping[str, int]) -> bytes:
    """
    Args:
        numbers: those of their terms.
    """
    return packed(chain.from_iterable((numbers[name], weight) for name, weight in features))


def pairs(packed: bytes) -> Iterator[tuple[int, int]]:
    flat = memoryview(packed).cast("I")
    return zip(flat[::2], flat[1::2], strict=True)


def packed_ranks(ranks: Sequence[Rank]) -> bytes:
    flat = [number for similar, _, _, other in ranks for number in (other, -similar)]
    return packed([*flat, *[NO_POST, 0] * (CANDIDATES - len(ranks))])
