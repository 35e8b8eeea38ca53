"""What has changed in; the posts near it, whose likeness to others may be another now, out. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from .related import COMPARED, Bearer, compared, number_of
from .related_state import FeatureBearers


def time_lines(series: Sequence[str], without: Collection[int]) -> dict[str, list[int]]:
    """All posts but some in order of time, under an empty name, and those of each series."""
    lines: dict[str, list[int]] = {"": []}
    for number, name in enumerate(series):
        if number not in without:
            lines[""].append(number)
            if name:
                lines.setdefault(name, []).append(number)
    return lines


def beside(number: int, series: Sequence[str], lines: Mapping[str, list[int]]) -> set[int]:
    """The previous and the next post, among all and in its series."""
    return {*around([number], series, lines)} - {number}


def around(
    numbers: Iterable[int], series: Sequence[str], lines: Mapping[str, list[int]]
) -> Iterator[int]:
    """Posts, and those that stand beside them, or beside the places where they would stand."""
    for number in numbers:
        for line in {"", series[number]}:
            among = lines.get(line, [])
            at = bisect_left(among, number)
            yield from among[max(at - 1, 0) : at + 2]


def partners_of(before: FeatureBearers, after: Mapping[int, list[Bearer]]) -> dict[int, set[int]]:
    """For each post those to which its similarity may have changed.

    Args:
        before: the bearers of all features.
        after: those of the features that other posts have now, or with another weight.
    """
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for feature, now in after.items():
        then = before[feature]
        moved = {*then}.symmetric_difference(now)
        near = {number_of(one) for line in (then, now) for m in moved for one in _near(m, line)}
        for number in near:
            other = {*compared(number, then)}.symmetric_difference(compared(number, now))
            partners[number].update(map(number_of, other))
    for number, others in partners.items():
        others.discard(number)
    return partners


def _near(one: Bearer, line: list[Bearer]) -> Sequence[Bearer]:
    at = bisect_left(line, one)
    return line[max(at - COMPARED - 1, 0) : at + COMPARED + 2]
