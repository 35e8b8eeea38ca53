"""Partners, their states and the time in; the feeds to ask for now out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from frontdesk.core.urls import feed_without_credentials, has_credentials, is_feed_file
from frontdesk.net.model import Freshness, Request

from ..model.config import Partner
from ..model.state import PartnerFetchState, PartnerState
from .backoff import MAX_WAIT

Known = PartnerState | PartnerFetchState


def due_requests(
    partners: Collection[Partner],
    states: Mapping[str, Known],
    now: datetime,
    *,
    force: bool = False,
    only: Collection[str] = (),
    allow_private_addresses: bool = False,
) -> tuple[Request, ...]:
    """The requests to make now, in the order of the partners (P1, P2).

    Args:
        force: ask whatever the time; what is retired, removed or gone is still left alone.
        only: ids to keep to; none means all.
        allow_private_addresses: ask at once those that were not asked because their address is not public.
    """
    return tuple(
        _request(partner, partner.feed, states.get(partner.id))
        for partner in partners
        if partner.feed is not None
        and is_polled(partner)
        and (not only or partner.id in only)
        and (
            _is_due(partner.feed, states.get(partner.id), now, force=force)
            or (allow_private_addresses and _was_private(states.get(partner.id)))
        )
    )


def is_polled(partner: Partner) -> bool:
    """Whether this partner's feed is ever asked for."""
    return partner.feed is not None and partner.poll and partner.status == "active"


def _is_due(feed: str, state: Known | None, now: datetime, *, force: bool) -> bool:
    if state is None or state.feed != feed_without_credentials(feed):
        return True
    if state.trouble == "gone":
        return False
    if force or is_feed_file(feed) or state.next_try is None or state.last_try is None:
        return True
    clock_went_back = state.last_try > now + timedelta(seconds=MAX_WAIT)
    return now >= state.next_try or clock_went_back


def _was_private(state: Known | None) -> bool:
    return state is not None and state.trouble == "private"


def _request(partner: Partner, feed: str, state: Known | None) -> Request:
    """With validators only where a 304 would leave us with what we want to print."""
    wants_full = partner.show == "full"
    useful = (
        state is not None
        and state.feed == feed_without_credentials(feed)
        and state.has_entries
        and (state.full or not wants_full)
    )
    moved = (
        state is not None
        and state.feed == feed_without_credentials(feed)
        and state.adopted
        and not has_credentials(feed)  # they are not known to belong to the new address
        and state.moved_to
    )
    freshness = state.freshness if useful and state else Freshness()
    return Request(
        partner=partner.id,
        feed=feed,
        address=moved or feed,
        etag=freshness.etag,
        last_modified=freshness.last_modified,
    )
