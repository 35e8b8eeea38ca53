"""A partner's entries in parts, of which the older ones are read when they are asked for (S3).

Most work is done on a few of a partner's newest entries. The older ones lie in files that are found by
what is known of them (`PartFacts`) and by marks: numbers that stand for ids, links and titles. Two entries
of which one may be the other have a mark in common.
"""

from __future__ import annotations

import hashlib
import uuid
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import chain
from typing import overload

from msgspec import Struct

from frontdesk.core.text import normalized_title
from frontdesk.core.urls import url_key

from .entry_dates import candidate_time, date_or_first_seen, newest_first_key
from .model.feed import CleanEntry
from .model.state import Entry, PartFacts

HEAD_ENTRIES = 100
"""So many entries lie in a partner's own file, which each request to it writes; then half go to a part."""
PART_ENTRIES = 300
"""So many lie in one part at most."""


class PartMarks(Struct, frozen=True, array_like=True):
    """The marks of the entries of a part, 8 bytes each.

    Attributes:
        found_by: of their ids, keys, links and titles.
        keys: of their keys alone, in the order of the entries.
        made: of the ids that our feeds would make for them.
    """

    found_by: bytes
    keys: bytes
    made: bytes


Marks = Mapping[str, PartMarks]
"""By the name of a part."""

_NEVER = datetime.min.replace(tzinfo=UTC)


class PartReader(Struct, frozen=True):
    """Reads the parts of one partner.

    Attributes:
        entries: those of a part; none where it cannot be read.
        marks: those of all parts that have a file.
    """

    entries: Callable[[PartFacts], Sequence[Entry]]
    marks: Callable[[], Marks]


_NO_READER = PartReader(lambda _: (), dict)


class Part(Struct, frozen=True):
    """Some of a partner's entries that follow each other.

    Attributes:
        facts: what is known of them; without a name as long as there is no such file.
        held: the entries, where they were read already.
    """

    facts: PartFacts
    held: tuple[Entry, ...] | None = None


class StoredEntries(Sequence[Entry]):
    """All entries of a partner, newest first.

    Args:
        parts: the first has the newest entries, which are held.
    """

    def __init__(self, parts: Sequence[Part], reader: PartReader = _NO_READER) -> None:
        self.parts = tuple(parts)
        self.reader = reader

    def __len__(self) -> int:
        return sum(part.facts.count for part in self.parts)

    def __iter__(self) -> Iterator[Entry]:
        return chain.from_iterable(map(self.of_part, self.parts))

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, at: int | slice) -> Entry | tuple[Entry, ...]:
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StoredEntries):
            return isinstance(other, Sequence) and tuple(self) == tuple(other)
        mine, theirs = self.parts, other.parts
        if [part.facts.count for part in mine] != [part.facts.count for part in theirs]:
            return len(self) == len(other) and tuple(self) == tuple(other)
        return all(
            one.facts.name == another.facts.name != ""
            or tuple(self.of_part(one)) == tuple(other.of_part(another))
            for one, another in zip(mine, theirs, strict=True)
        )

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def of_part(self, part: Part) -> Sequence[Entry]:
        return self.reader.entries(part.facts) if part.held is None else part.held

    # --- what is read ---------------------------------------------------------------------------

    def since(self, time: datetime) -> Iterator[Entry]:
        """The candidates that came in then or later, newest first by date."""
        for part in self.parts:
            if (part.facts.last_arrival or _NEVER) >= time:
                for entry in self.of_part(part):
                    if (candidate_time(entry) or _NEVER) >= time:
                        yield entry

    def by_arrival(self) -> Iterator[tuple[datetime, Entry]]:
        """All candidates with their times, the latest first; of the same time in the order of entries."""
        dated = [(n, part) for n, part in enumerate(self.parts) if part.facts.last_arrival]
        dated.sort(key=lambda one: one[1].facts.last_arrival or _NEVER)
        ready: list[tuple[float, int, int, datetime, Entry]] = []
        while dated or ready:
            while dated and (
                not ready or ready[0][3] <= (dated[-1][1].facts.last_arrival or _NEVER)
            ):
                n, part = dated.pop()
                for i, entry in enumerate(self.of_part(part)):
                    if time := candidate_time(entry):
                        heappush(ready, (-time.timestamp(), n, i, time, entry))
            if ready:
                yield heappop(ready)[3:]

    def dated_since(self, time: datetime) -> Iterator[Entry]:
        """Those whose date, or else first sight, is then or later."""
        for part in self.parts:
            if part.facts.latest >= time:
                yield from (e for e in self.of_part(part) if date_or_first_seen(e) >= time)

    def moved(self) -> Iterator[Entry]:
        """Those that were at another address before."""
        for part in self.parts:
            if part.facts.has_moved:
                yield from (entry for entry in self.of_part(part) if entry.former_links)

    @property
    def newest(self) -> datetime | None:
        """The newest date; None where no entry has one."""
        return max((p.facts.newest for p in self.parts if p.facts.newest), default=None)

    @property
    def first_arrival(self) -> datetime | None:
        """The time of the first candidate; None where there is none."""
        times = (p.facts.first_arrival for p in self.parts)
        return min(filter(None, times), default=None)

    @property
    def is_whole(self) -> bool:
        """Whether all parts were read."""
        return all(part.held is not None for part in self.parts)

    def marked(self, wanted: Collection[int]) -> StoredEntries:
        """The same, with all parts read that may have an entry with any of these marks."""
        if self.is_whole:
            return self
        marks, looked = self.reader.marks(), frozenset(wanted)
        return self._held(
            part
            for part in self.parts
            if part.held is None
            and (
                (known := marks.get(part.facts.name)) is None
                or not looked.isdisjoint(array("Q", known.found_by))
            )
        )

    def whole(self) -> StoredEntries:
        """The same, with all parts read."""
        return self._held(self.parts)

    def _held(self, parts: Iterable[Part]) -> StoredEntries:
        names = {part.facts.name for part in parts}
        return StoredEntries(
            [
                Part(part.facts, tuple(self.of_part(part)))
                if part.held is None and part.facts.name in names
                else part
                for part in self.parts
            ],
            self.reader,
        )

    def key_marks(self) -> Iterator[int]:
        """The marks of the keys of all entries."""
        return chain.from_iterable(array("Q", marks.keys) for marks in self._all_marks(""))

    def made_marks(self, id_: str) -> Iterator[int]:
        """The marks of the ids that our feeds would make for all entries of this partner."""
        return chain.from_iterable(array("Q", marks.made) for marks in self._all_marks(id_))

    def _all_marks(self, id_: str) -> Iterator[PartMarks]:
        known = self.reader.marks() if any(part.held is None for part in self.parts) else {}
        for part in self.parts:
            yield known.get(part.facts.name) or marks_of(self.of_part(part), id_)

    @property
    def held(self) -> tuple[Entry, ...]:
        """The entries of the parts that were read."""
        return tuple(chain.from_iterable(part.held or () for part in self.parts))

    # --- what changes ---------------------------------------------------------------------------

    def changed(self, updated: Mapping[str, Entry], new: Iterable[Entry] = ()) -> StoredEntries:
        """The same with other words for entries of parts that were read, and with new entries in their
        places.

        Args:
            updated: by key; with the date, first sight and key that the entry had.
        """
        found: dict[int, list[Entry]] = {}
        for n, part in enumerate(self.parts):
            entries = [updated.get(entry.key, entry) for entry in part.held or ()]
            if tuple(entries) != (part.held or ()):
                found[n] = entries
        for entry in new:
            n = self._place(entry)
            if n not in found:
                found[n] = list(self.of_part(self.parts[n])) if self.parts else []
            found[n].append(entry)
        if not found:
            return self
        parts = dict(enumerate(self.parts))
        for n, entries in found.items():
            parts[n] = part_of(sorted(entries, key=newest_first_key))
        return StoredEntries(list(self._balanced(list(parts.values()))), self.reader)

    def _place(self, entry: Entry) -> int:
        """The number of the part that a new entry belongs to: the first whose last entry is older."""
        key = newest_first_key(entry)
        for n, part in enumerate(self.parts):
            facts = part.facts
            date = facts.last_date.timestamp() if facts.last_date else float("-inf")
            if key <= (-date, -facts.last_seen.timestamp(), facts.last_key):
                return n
        return max(0, len(self.parts) - 1)

    def _balanced(self, parts: list[Part]) -> Iterator[Part]:
        """With no more entries in a part than may lie there."""
        head, *older = parts
        entries = head.held or ()
        while len(entries) > HEAD_ENTRIES:
            room = PART_ENTRIES - older[0].facts.count if older else 0
            half = HEAD_ENTRIES // 2
            if room < half:
                half = max(half, min(PART_ENTRIES, len(entries) - half))
                older.insert(0, part_of(entries[-half:]))
            else:
                older[0] = part_of((*entries[-half:], *self.of_part(older[0])))
            entries = entries[:-half]
        yield head if entries == head.held else part_of(entries)
        for part in older:
            if part.facts.count <= 2 * PART_ENTRIES:
                yield part
            else:
                whole = self.of_part(part)
                yield part_of(whole[: len(whole) // 2])
                yield part_of(whole[len(whole) // 2 :])


def in_parts(entries: Sequence[Entry]) -> StoredEntries:
    """Entries that may come from a store, or be held; newest first."""
    if isinstance(entries, StoredEntries):
        return entries
    return StoredEntries([part_of(entries)] if entries else [])


def cut(entries: Sequence[Entry]) -> StoredEntries:
    """Entries in parts as a store keeps them."""
    whole, parts = tuple(entries), list[Part]()
    while len(whole) > HEAD_ENTRIES:
        most = min(PART_ENTRIES, len(whole) - HEAD_ENTRIES // 2)
        parts.insert(0, part_of(whole[-most:]))
        whole = whole[:-most]
    return StoredEntries([part_of(whole), *parts] if whole else parts)


def part_of(entries: Sequence[Entry]) -> Part:
    """A part that has no file yet, of at least one entry."""
    held, last = tuple(entries), entries[-1]
    arrivals = [time for entry in held if (time := candidate_time(entry))]
    return Part(
        PartFacts(
            name="",
            count=len(held),
            last_date=last.date,
            last_seen=last.first_seen,
            last_key=last.key,
            latest=max(map(date_or_first_seen, held)),
            newest=max((entry.date for entry in held if entry.date), default=None),
            first_arrival=min(arrivals, default=None),
            last_arrival=max(arrivals, default=None),
            has_moved=any(entry.former_links for entry in held),
        ),
        held,
    )


# --- marks --------------------------------------------------------------------------------------


def place(entry: CleanEntry) -> str:
    """Where an entry stands: its comparable link, or its title where it has none."""
    return url_key(entry.link) if entry.link else f"title:{entry.title}"


def marks_of(entries: Sequence[Entry], id_: str) -> PartMarks:
    """The marks of entries in a store.

    Args:
        id_: that of the partner.
    """
    found = set[int]()
    for entry in entries:
        found |= {key_mark(one) for one in {entry.id, entry.key, entry.feed_id or entry.id}}
        found |= {link_mark(link) for link in entry.links} or {_place_mark(entry)}
        found.add(title_mark(entry))
    return PartMarks(
        array("Q", sorted(found)).tobytes(),
        array("Q", [key_mark(entry.key) for entry in entries]).tobytes(),
        array("Q", [key_mark(generated_id(id_, entry.key)) for entry in entries]).tobytes(),
    )


def generated_id(partner: str, key: str) -> str:
    """An id for an entry that cannot have its own: a UUID made of both names, always the same (RFC 9562 5.4
    gives the form)."""
    whole = hashlib.sha256(f"{partner}\n{key}".encode(errors="surrogatepass")).hexdigest()
    return uuid.UUID(whole[:32], version=4).urn


def key_mark(key: str) -> int:
    """The mark by which an entry with this key or id is found."""
    return _mark("id", key)


def link_mark(link: str) -> int:
    """The mark by which an entry is found that lies, or lay, at this address."""
    return _mark("place", url_key(link))


def _place_mark(entry: CleanEntry) -> int:
    return _mark("place", place(entry))


def place_marks(entry: CleanEntry) -> tuple[int, int]:
    """The marks by which an entry of a document is known again: those of its id and its place."""
    return key_mark(entry.id), _place_mark(entry)


def title_mark(entry: CleanEntry) -> int:
    """The mark by which it is known on another platform (D11)."""
    return _mark("title", normalized_title(entry.title))


def _mark(kind: str, text: str) -> int:
    whole = hashlib.blake2b(f"{kind}\n{text}".encode(errors="surrogatepass"), digest_size=8)
    return int.from_bytes(whole.digest(), "little")
