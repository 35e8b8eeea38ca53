"""A partner and its entries in, those that the editor lets through out. Pure (E7, E8, D7).

A filter is a word or phrase, matched whole and without regard to case, or a regular expression between
slashes. It is matched against title, tags, excerpt and the beginning of the text; without consent to full
text, no more of it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from itertools import islice

from msgspec.structs import replace

from frontdesk.core.urls import url_key

from .entry_parts import in_parts
from .model.config import Partner
from .model.state import Entry

RACK_HEADLINES = 5
"""The number of newest posts of a blog that the rack shows (W7)."""


def without_removed(partner: Partner, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that were neither removed nor hidden; none of a removed partner."""
    return () if partner.status == "removed" else tuple(_left(partner, entries))


def count_without_removed(partner: Partner, entries: Sequence[Entry]) -> int:
    """How many these are."""
    if partner.status == "removed":
        return 0
    if not (partner.removed or partner.hidden):
        return len(entries)
    return sum(1 for _ in _left(partner, entries))


def _left(partner: Partner, entries: Iterable[Entry]) -> Iterator[Entry]:
    some_are_removed = bool(partner.removed or partner.hidden)
    for one in entries:
        if not (some_are_removed and any(is_removed(partner, link) for link in one.links)):
            yield one


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
    return tuple(filtered(partner, entries))


def filtered(partner: Partner, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The same one by one."""
    for entry in _left(partner, entries) if partner.status != "removed" else ():
        if (not partner.include or _names(partner.include, entry)) and not _names(
            partner.exclude, entry
        ):
            yield replace(entry, language=partner.language) if partner.language else entry


def apply_limits(partner: Partner, entries: Sequence[Entry], now: datetime) -> tuple[Entry, ...]:
    """The entries that lists and feeds show: filtered, no older than `max_age` days, at most `limit`.

    Digests have limits of their own (D4).

    Args:
        entries: newest first.
    """
    return tuple(limited(partner, entries, now))


def limited(partner: Partner, entries: Sequence[Entry], now: datetime) -> Iterator[Entry]:
    """The same one by one, so that no more are read than are asked for."""
    age = partner.max_age
    young = in_parts(entries).dated_since(now - timedelta(days=age)) if age else entries
    return islice(filtered(partner, young), partner.limit)


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
