"""Two versions of a store in, one that has what both have out. Pure (B6).

Two refreshes on two machines do not see each other's lock, so each may add to the same store.
"""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from .entry_dates import newest_first_key
from .model.digest import Edition
from .model.state import Entry, PartnerState

_NEVER = datetime.min.replace(tzinfo=UTC)


def merge_states(one: PartnerState, other: PartnerState) -> PartnerState:
    """The entries of both. Words, and how the last try went, are those of the later try."""
    older, newer = sorted((one, other), key=lambda state: state.last_try or _NEVER)
    words = {entry.key: entry for entry in newer.entries}
    met = {entry.key: entry for entry in older.entries}
    both = (
        _reunited_entry(words[key], met[key]) if key in words and key in met else entry
        for key, entry in (met | words).items()
    )
    return replace(newer, entries=tuple(sorted(both, key=newest_first_key)))


def merge_editions(one: Edition, other: Edition) -> Edition:
    """The one that was closed first, with the own posts of either: a closed edition never changes (D2)."""
    first, second = sorted((one, other), key=lambda edition: edition.closed or _NEVER)
    return replace(first, posts=second.posts) if first.posts is None else first


def _reunited_entry(newer: Entry, older: Entry) -> Entry:
    """The newer words; the instant and kind of arrival are those of the first sight (E3)."""
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
