"""A partner, its state and the time in; how it stands, in plain words, out. Pure (W6, W8, O1)."""

from __future__ import annotations

from datetime import datetime, timedelta

from .model import Partner, PartnerState, Standing


def standing(partner: Partner, state: PartnerState | None, now: datetime) -> Standing:
    """What the editor decided comes first, then what the feed's server did, then the silence."""
    if partner.status != "active":
        return Standing(state=partner.status, reason=partner.reason)
    if partner.feed is None or not partner.poll:
        return Standing(state="link", reason=partner.reason)
    if state is None or state.last_try is None:
        return Standing(state="waiting", reason="not asked yet")
    if state.gone:
        return Standing(state="retired", reason=state.problem)
    if state.problem:
        return Standing(state="failing", reason=state.problem)
    newest = newest_date(state)
    if newest and partner.quiet_after and newest < now - timedelta(days=partner.quiet_after):
        return Standing(state="quiet", since=newest)
    return Standing(state="active")


def newest_date(state: PartnerState | None) -> datetime | None:
    """The shown date of the newest entry."""
    dates = (entry.date for entry in state.entries) if state else ()
    return max(filter(None, dates), default=None)
