"""A partner and its entries in, those out that the editor did not remove (E7). Pure."""

from __future__ import annotations

from collections.abc import Iterable

from .addresses import comparable
from .model import Entry, Partner


def remaining(partner: Partner, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Nothing of a removed partner; of another, all but the entries named under `removed:`."""
    if partner.status == "removed":
        return ()
    if not partner.removed:
        return tuple(entries)
    return tuple(e for e in entries if not (e.link and is_removed(partner, e.link)))


def is_removed(partner: Partner, link: str) -> bool:
    """Whether this address is one of those under `removed:`, however it is written."""
    return comparable(link) in {comparable(address) for address in partner.removed}
