"""Two stores that grew from one in, one that has what both have out: for two refreshes that could not see
each other's lock, each on a machine of its own. Pure (B6)."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from .entry_dates import newest_first_key
from .model.digest import Edition
from .model.state import Entry, PartnerState

_NEVER = datetime.min.replace(tzinfo=UTC)


def merge_states(one: PartnerState, other: PartnerState) -> PartnerState:
    """Every entry that either has; how the last try went, and the words, of whoever tried last."""
    older, newer = sorted((one, other), key=lambda state: state.last_try or _NEVER)
    words = {entry.key: entry for entry in newer.entries}
    met = {entry.key: entry for entry in older.entries}
    both = (
        _reunited_entry(words[key], met[key]) if key in words and key in met else entry
        for key, entry in (met | words).items()
    )
    return replace(newer, entries=tuple(sorted(both, key=newest_first_key)))


def merge_editions(one: Edition, other: Edition) -> Edition:
    """The one that was closed first: an edition never changes afterwards (D2). Own posts may have been
    added to one of the two only."""
    first, second = sorted((one, other), key=lambda edition: edition.closed or _NEVER)
    return replace(first, posts=second.posts) if first.posts is None else first


def _reunited_entry(newer: Entry, older: Entry) -> Entry:
    """The newer words; when it was first met, and as what, as whoever met it first has it (E3)."""
    first = min(older, newer, key=lambda entry: entry.first_seen)
    links = dict.fromkeys((*older.former_links, *newer.former_links, *older.links[:1]))
    return replace(
        newer,
        first_seen=first.first_seen,
        arrival=first.arrival,
        date=first.date,
        made_id=first.made_id,
        feed_id=newer.feed_id or older.feed_id,
        former_links=tuple(link for link in links if link != newer.link),
    )
