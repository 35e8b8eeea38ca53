"""What the partners brought, each with the instant that makes it news (D1, D5). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from ..filters import apply_filters
from ..model.config import Config, Partner
from ..model.state import Entry, PartnerState

FIRST_FETCH_CANDIDATES = 2
"""So many of the posts that it has already count as news at a partner's first fetch (D5)."""
MAX_CANDIDATE_AGE = timedelta(days=30)
"""What was published longer ago at first sight is old."""


class Candidate(Struct, frozen=True):
    """An entry that goes into digests and feeds.

    Attributes:
        time: the instant that decides into which digest it goes.
    """

    partner: Partner
    entry: Entry
    time: datetime

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others: the ids of partner and entry."""
        return self.partner.id, self.entry.key


def find_candidates(config: Config, states: Mapping[str, PartnerState]) -> tuple[Candidate, ...]:
    """Everything that any digest may hold, in the order of feeds.yaml; each partner's newest first."""
    return tuple(
        Candidate(partner, entry, time)
        for partner in config.partners
        if partner.id in states and partner.show != "link"
        for entry in apply_filters(partner, states[partner.id].entries)
        if (time := candidate_time(entry)) is not None
    )


def candidate_time(entry: Entry) -> datetime | None:
    """When it came in, or, of an entry that `backfill` took in, when it was published; None for what
    was old at first sight."""
    match entry.arrival:
        case "news":
            return entry.first_seen
        case "backfill":
            return entry.date
        case "old":
            return None
