"""Entries that a feed no longer has and new ones in, which of them are the same out: a blog that moves to
another platform keeps its titles, texts and dates, and nothing else (D11). Pure.

A title alone proves nothing, because a column has the same one every week. Two entries of one title are
the same where their dates agree, or their texts if the whole document is of another platform. Each entry
is at most one other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import product
from typing import Literal, NamedTuple

from frontdesk.core.text import normalized_title
from frontdesk.core.urls import host_name

from ..model.feed import CleanEntry
from ..model.state import Entry
from ..select.near_duplicates import same_beginning

_Dates = Literal["same", "near", "far", "unknown"]

_SECONDS_DROPPED = timedelta(minutes=1)
_ZONE_DROPPED = timedelta(hours=14)
_TIME_DROPPED = timedelta(days=1)


class PlatformMove(NamedTuple):
    """What became of a blog's entries.

    Attributes:
        found: position in the document → position among what we know.
        is_whole: whether the document is of another platform than what we know, so that others of its
            entries may be as old.
    """

    found: Mapping[int, int]
    is_whole: bool


class _Sides(NamedTuple):
    """What we know and what came, with the words of each title."""

    known: Sequence[Entry]
    came: Sequence[CleanEntry]
    known_titles: Sequence[str]
    came_titles: Sequence[str]
    known_counts: Counter[str]
    came_counts: Counter[str]

    def is_only(self, title: str) -> bool:
        """Whether no other entry on either side has this title."""
        return self.known_counts[title] == self.came_counts[title] == 1


def match_moved_entries(
    known: Sequence[Entry],
    came: Sequence[CleanEntry],
    free: Collection[int],
    new: Collection[int],
    *,
    feed_changed: bool,
) -> PlatformMove:
    """Which entries came under a new id and a new link.

    Args:
        known, came: all entries, to see how often a title is used.
        free: positions in `known` of those that the document has under no id or link of theirs.
        new: positions in `came` of those that nothing known has the id or link of.
        feed_changed: whether the feed has another address than before.
    """
    if not (free and new):
        is_elsewhere = feed_changed and bool(known) and len(new) == len(came)
        return PlatformMove({}, is_whole=is_elsewhere)
    known_titles = [normalized_title(entry.title) for entry in known]
    came_titles = [normalized_title(entry.title) for entry in came]
    sides = _Sides(
        known, came, known_titles, came_titles, Counter(known_titles), Counter(came_titles)
    )
    shared = sum(
        sides.is_only(title)
        for title in {known_titles[i] for i in free} & {came_titles[j] for j in new}
    )
    nothing_recognised = len(new) == len(came)
    elsewhere = nothing_recognised and (feed_changed or _host_changed(known, came))
    is_whole = nothing_recognised and shared >= (1 if elsewhere else 2)
    titles_tell = elsewhere and shared * 2 >= len(new)
    found: dict[int, int] = {}
    used = set[int]()
    pairs = _pairs(sides, free, new, is_whole=is_whole, titles_tell=titles_tell)
    for _, j, i in sorted(pairs):
        if j not in found and i not in used:
            found[j] = i
            used.add(i)
    return PlatformMove(found, is_whole or (elsewhere and feed_changed))


def _pairs(
    sides: _Sides,
    free: Collection[int],
    new: Collection[int],
    *,
    is_whole: bool,
    titles_tell: bool,
) -> Iterator[tuple[tuple[int, timedelta], int, int]]:
    """What may be one, each with a mark, the surest the lowest."""
    by_title: dict[str, list[int]] = {}
    for i in sorted(free):
        by_title.setdefault(sides.known_titles[i], []).append(i)
    for j in sorted(new):
        title = sides.came_titles[j]
        for i in by_title.get(title, ()):
            old, came = sides.known[i], sides.came[j]
            sure = _sureness(
                _compared_dates(old.published, came.published),
                _same_text(old, came),
                is_only=sides.is_only(title),
                is_whole=is_whole,
                titles_tell=titles_tell,
            )
            if sure is not None:
                yield (sure, _apart(old.published, came.published)), j, i


def _sureness(
    dates: _Dates, same_text: bool | None, *, is_only: bool, is_whole: bool, titles_tell: bool
) -> int | None:
    """How sure it is that two entries of one title are one, 0 the surest; None where they are two.

    Args:
        same_text: None where the texts say too little.
        is_only: whether no other entry has this title.
        is_whole: whether the document is of another platform.
        titles_tell: whether it is also of another place, and most of its titles are known.
    """
    match dates, same_text:
        case "same", True:
            return 0
        case "same", None:
            return 1
        case "same", False:
            return 1 if is_only else None
        case "near", True:
            return 2
        case "near", None:
            return 3 if is_only else None
        case (("unknown" | "far"), True):
            return 4 if is_whole else None
        case (("unknown" | "far"), None):
            return 5 if titles_tell and is_only else None
        case _:
            return None


def _compared_dates(old: datetime | None, new: datetime | None) -> _Dates:
    if old is None or new is None:
        return "unknown"
    apart = abs(new - old)
    if apart < _SECONDS_DROPPED:
        return "same"
    shifted = apart <= _ZONE_DROPPED and apart % timedelta(minutes=15) < _SECONDS_DROPPED
    cut = apart < _TIME_DROPPED and time() in {
        old.astimezone(UTC).time(),
        new.astimezone(UTC).time(),
    }
    return "near" if shifted or cut else "far"


def _apart(old: datetime | None, new: datetime | None) -> timedelta:
    return abs(new - old) if old and new else timedelta.max


def _same_text(old: CleanEntry, new: CleanEntry) -> bool | None:
    """Whether any text of the one is a text of the other: a platform may show a description, and another
    the beginning of the post."""
    found = {same_beginning(one, other) for one, other in product(old.texts, new.texts)}
    return True if True in found else False if False in found else None


def _host_changed(known: Sequence[Entry], came: Sequence[CleanEntry]) -> bool:
    """Whether all links led to one host, and now lead to another."""
    old, new = ({host_name(e.link) for e in entries if e.link} for entries in (known, came))
    return len(new) == 1 and old.isdisjoint(new) and bool(old) and len(old) < max(2, len(known))
