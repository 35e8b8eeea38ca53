"""A partner and its entries in; those that the editor did not remove, in the language that the editor
gave them, out. Everything that is shown or closed comes through here. Pure (E7)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from .addresses import comparable
from .model import Entry, Partner


def remaining(partner: Partner, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Nothing of a removed partner; of another, all but the entries named under `removed:`."""
    if partner.status == "removed":
        return ()
    removed = {comparable(address) for address in partner.removed}
    left = (e for e in entries if not (e.link and comparable(e.link) in removed))
    if partner.language is None:
        return tuple(left)
    return tuple(replace(entry, language=partner.language) for entry in left)
