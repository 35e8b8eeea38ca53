"""A partner and its entries in, those that the editor lets through out. Pure (E7, E8, D7).

A filter is a word or phrase, matched whole and without regard to case, or a regular expression between
slashes. It is matched against title, tags, excerpt and the beginning of the text; without consent to full
text, no more of it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache, lru_cache

from msgspec.structs import replace

from frontdesk.core.urls import url_key

from .entry_dates import date_or_first_seen
from .model.config import Partner
from .model.state import Entry

RACK_HEADLINES = 5
"""The number of newest posts of a blog that the rack shows (W7)."""


def without_removed(partner: Partner, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that were neither removed nor hidden; none of a removed partner."""
    if partner.status == "removed":
        return ()
    if not (partner.removed or partner.hidden):
        return tuple(entries)
    return tuple(e for e in entries if not any(is_removed(partner, link) for link in e.links))


def is_removed(partner: Partner, link: str) -> bool:
    """Whether this address was removed or hidden, however it is written."""
    return url_key(link) in _comparable_links(partner.removed + partner.hidden)


@lru_cache(64)
def _comparable_links(addresses: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(url_key, addresses))


def apply_filters(partner: Partner, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that match `include`, do not match `exclude`, and were not removed.

    Each has the partner's `language`, where the editor gave one.
    """
    return tuple(
        replace(entry, language=partner.language) if partner.language else entry
        for entry in without_removed(partner, entries)
        if (not partner.include or _names(partner.include, entry))
        and not _names(partner.exclude, entry)
    )


def apply_limits(partner: Partner, entries: Iterable[Entry], now: datetime) -> tuple[Entry, ...]:
    """The entries that lists and feeds show: filtered, no older than `max_age` days, at most `limit`.

    Digests have limits of their own (D4).

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
    """The pattern of one filter.

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
