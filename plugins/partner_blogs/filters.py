"""A partner and its entries in, those out that the editor's filters let through. Pure (E8).

A filter is a word or phrase, found whole and in any case, or a regular expression between slashes.
It looks at title, tags, the excerpt and the beginning of the text, which is all that is kept of it without
consent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache, lru_cache

from msgspec.structs import replace

from frontdesk.core.urls import comparable

from .entry_dates import date_or_first_seen
from .model.config import Partner
from .model.state import Entry

RACK_HEADLINES = 5
"""So many of a blog's newest posts the rack shows (W7)."""


def without_removed(partner: Partner, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Nothing of a removed partner; of another, all but the entries whose link was removed or hidden."""
    if partner.status == "removed":
        return ()
    if not (partner.removed or partner.hidden):
        return tuple(entries)
    return tuple(e for e in entries if not any(is_removed(partner, link) for link in e.links))


def is_removed(partner: Partner, link: str) -> bool:
    """Whether this address is one of those that were removed or hidden, however it is written."""
    return comparable(link) in _comparable_links(partner.removed + partner.hidden)


@lru_cache(64)
def _comparable_links(addresses: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(comparable, addresses))


def apply_filters(partner: Partner, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Without what was removed, what `include` does not name, and what `exclude` names; in the
    language that the editor gave the partner, where there is one."""
    return tuple(
        replace(entry, language=partner.language) if partner.language else entry
        for entry in without_removed(partner, entries)
        if (not partner.include or _names(partner.include, entry))
        and not _names(partner.exclude, entry)
    )


def apply_limits(partner: Partner, entries: Iterable[Entry], now: datetime) -> tuple[Entry, ...]:
    """What lists and feeds show of them: no older than `max_age`, no more than `limit`. A digest has
    limits of its own.

    Args:
        entries: newest first.
    """
    oldest = now - timedelta(days=partner.max_age) if partner.max_age else None
    young = (
        entry
        for entry in apply_filters(partner, entries)
        if oldest is None or date_or_first_seen(entry) >= oldest
    )
    return tuple(young)[: partner.limit]


def filter_pattern(text: str) -> re.Pattern[str]:
    """What a filter looks for.

    Raises:
        re.error: where it is between slashes and no regular expression.
    """
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        return re.compile(text[1:-1], re.IGNORECASE)
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)


_pattern = cache(filter_pattern)


def _names(filters: tuple[str, ...], entry: Entry) -> bool:
    if not filters:
        return False
    words = "\n".join((entry.title, *entry.tags, entry.excerpt, entry.opening))
    return any(_pattern(text).search(words) for text in filters)
