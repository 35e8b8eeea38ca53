"""Partners' entries in, the candidates for digests and feeds out, each with its instant (D1, D5). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from ..entry_dates import candidate_time
from ..entry_parts import in_parts
from ..filters import filtered
from ..model.config import Config, Partner
from ..model.state import Entry, PartnerState

FIRST_FETCH_CANDIDATES = 2
"""At a partner's first fetch only so many of its posts become candidates, the newest (D5)."""
MAX_CANDIDATE_AGE = timedelta(days=30)
"""An entry that was published longer ago when we first saw it is no candidate."""


class Candidate(Struct, frozen=True):
    """An entry that goes into digests and feeds.

    Attributes:
        time: decides into which digest it goes, and its place in feeds.
    """

    partner: Partner
    entry: Entry
    time: datetime

    @property
    def key(self) -> tuple[str, str]:
        """Partner id and entry key, unique among all candidates."""
        return self.partner.id, self.entry.key


def find_candidates(
    config: Config, states: Mapping[str, PartnerState], since: datetime | None = None
) -> tuple[Candidate, ...]:
    """All candidates, in the order of feeds.yaml; each partner's newest entry first.

    Args:
        since: leave out what came in before; None for all that was ever stored.
    """
    return tuple(iter_candidates(config, states, since))


def iter_candidates(
    config: Config, states: Mapping[str, PartnerState], since: datetime | None = None
) -> Iterator[Candidate]:
    """The same one by one."""
    for partner in config.partners:
        if partner.id in states and partner.show != "link":
            for entry in filtered(partner, _came_since(since, states[partner.id])):
                if (time := candidate_time(entry)) is not None:
                    yield Candidate(partner, entry, time)


def _came_since(since: datetime | None, state: PartnerState) -> Iterable[Entry]:
    return state.entries if since is None else in_parts(state.entries).since(since)


def latest_candidates(partner: Partner, state: PartnerState) -> Iterator[Candidate]:
    """The candidates of one partner, the latest arrival first. Older entries are read when they are asked
    for."""
    if partner.show != "link":
        for time, entry in in_parts(state.entries).by_arrival():
            for one in filtered(partner, (entry,)):
                yield Candidate(partner, one, time)
