"""A partner and its entries in, those out that the editor neither removed (E7) nor hid (D7). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from frontdesk.core.urls import comparable

from .model.config import Partner
from .model.state import Entry


def remaining(partner: Partner, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Nothing of a removed partner; of another, all but the entries whose link was removed or hidden."""
    if partner.status == "removed":
        return ()
    if not (partner.removed or partner.hidden):
        return tuple(entries)
    return tuple(e for e in entries if not any(is_removed(partner, link) for link in e.links))


def is_removed(partner: Partner, link: str) -> bool:
    """Whether this address is one of those that were removed or hidden, however it is written."""
    return comparable(link) in _places(partner.removed + partner.hidden)


@lru_cache(64)
def _places(addresses: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(comparable, addresses))
