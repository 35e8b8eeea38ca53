"""The closed editions of a store, of which one at a time is read when it is asked for (S3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import overload

from .model.digest import Edition, EditionFacts


class RecordedEditions(Sequence[Edition]):
    """Closed editions, oldest first.

    Args:
        facts: what is known of each without reading it.
        read: reads one; None where it cannot be read any more.
    """

    def __init__(
        self, facts: Iterable[EditionFacts], read: Callable[[EditionFacts], Edition | None]
    ) -> None:
        self.facts = tuple(sorted(facts, key=lambda one: (one.ends, one.kind)))
        self._read = read

    def __len__(self) -> int:
        return len(self.facts)

    def __iter__(self) -> Iterator[Edition]:
        return self.where(lambda _: True)

    @overload
    def __getitem__(self, at: int) -> Edition: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Edition, ...]: ...
    def __getitem__(self, at: int | slice) -> Edition | tuple[Edition, ...]:
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self.facts)

    def __repr__(self) -> str:
        return repr(tuple(self))

    def where(self, is_wanted: Callable[[EditionFacts], bool]) -> Iterator[Edition]:
        """Those that are wanted, read one by one."""
        for one in self.facts:
            if is_wanted(one) and (edition := self._read(one)):
                yield edition

    def changed(self, change: Callable[[Edition], Edition]) -> RecordedEditions:
        """A record of the same editions, each changed as it is read."""

        def read(one: EditionFacts) -> Edition | None:
            edition = self._read(one)
            return edition and change(edition)

        return RecordedEditions(self.facts, read)

    def read(self, one: EditionFacts) -> Edition | None:
        """One of them; None where it cannot be read any more."""
        return self._read(one)

    def only(self, is_wanted: Callable[[EditionFacts], bool]) -> RecordedEditions:
        """A record that has these alone; none is read."""
        return RecordedEditions(filter(is_wanted, self.facts), self._read)


def recorded_editions(editions: Iterable[Edition]) -> RecordedEditions:
    """Editions that may come from a store, or be held."""
    if isinstance(editions, RecordedEditions):
        return editions
    held = {(one.kind, one.period): one for one in editions}
    return RecordedEditions(map(edition_facts, held.values()), lambda it: held[it.kind, it.period])


def edition_facts(edition: Edition) -> EditionFacts:
    """What is known of an edition without its entries."""
    return EditionFacts(
        kind=edition.kind,
        period=edition.period,
        starts=edition.starts,
        ends=edition.ends,
        timezone=edition.timezone,
        closed=edition.closed,
        has_parts=bool(edition.parts),
        has_links=bool(edition.most_linked),
        post_ids=edition.post_ids,
    )


def head_of(facts: EditionFacts) -> Edition:
    """The edition without its entries."""
    return Edition(
        kind=facts.kind,
        period=facts.period,
        starts=facts.starts,
        ends=facts.ends,
        timezone=facts.timezone,
        closed=facts.closed,
    )
