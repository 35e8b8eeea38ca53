"""What a chain of redirects means. Pure (P4)."""

from __future__ import annotations

from .model import Hop


def for_good(hops: tuple[Hop, ...]) -> str | None:
    """Where it leads, if every hop was permanent."""
    permanent = hops and all(hop.status in {301, 308} for hop in hops)
    return hops[-1].target if permanent else None
