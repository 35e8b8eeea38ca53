"""Partners' entries in, the candidates for digests and feeds out, each with its instant (D1, D5). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from ..filters import apply_filters
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
    return tuple(
        Candidate(partner, entry, time)
        for partner in config.partners
        if partner.id in states and partner.show != "link"
        for entry in apply_filters(partner, _came_since(since, states[partner.id].entries))
        if (time := candidate_time(entry)) is not None
    )


def _came_since(since: datetime | None, entries: Iterable[Entry]) -> Iterable[Entry]:
    if since is None:
        return entries
    return (one for one in entries if (time := candidate_time(one)) is not None and time >= since)


def candidate_time(entry: Entry) -> datetime | None:
    """When the entry came in, or when it was published if `backfill` took it in; None for an entry that was
    old when we first saw it."""
    match entry.arrival:
        case "news":
            return entry.first_seen
        case "backfill":
            return entry.date
        case "old":
            return None
