"""A partner, its state and the time in, its health in plain words out. Pure (W6, W8, O1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from frontdesk.core.urls import feed_without_credentials
from frontdesk.net.model import Failed, FailureKind

from .entry_parts import in_parts
from .model.config import Partner
from .model.report import DiscoveryResult, PartnerHealth
from .model.state import PartnerState


def partner_health(partner: Partner, state: PartnerState | None, now: datetime) -> PartnerHealth:
    """The health of a partner: the editor's decision comes first, then what the server answered, then how
    long the blog has been silent."""
    if partner.status != "active":
        return PartnerHealth(state=partner.status, reason=partner.reason)
    if partner.feed is None or not partner.poll:
        return PartnerHealth(state="link", reason=partner.reason)
    if state is None or state.last_try is None:
        return PartnerHealth(state="waiting", reason="not checked yet")
    if state.feed != feed_without_credentials(partner.feed):
        reason = "its feed address was changed on the list; the next refresh will use the new one"
        return PartnerHealth(state="waiting", reason=reason)
    todo = advice(partner, state.trouble, state.moved_to)
    if state.trouble == "gone":
        return PartnerHealth(state="retired", reason=state.problem, advice=todo)
    if state.problem:
        return PartnerHealth(state="failing", reason=state.problem, advice=todo)
    newest = newest_entry_date(state)
    if is_quiet(partner, newest, now):
        return PartnerHealth(state="quiet", since=newest, advice=todo)
    return PartnerHealth(state="active", advice=todo)


_DISCOVER = "python -m partner_blogs discover"
_TRIAL = "for a trial on your own machine there is --allow-private-addresses"


def advice(
    partner: Partner, trouble: FailureKind | None, moved_to: str | None = None
) -> str | None:
    """What the editor can do (P4, O1).

    Args:
        moved_to: where the feed is now, for good.
    """
    line = f"line {partner.feed_line} of feeds.yaml"
    if moved_to:
        return f"change {line} to feed: {moved_to}"
    match trouble:
        case "gone":
            return f"write status: retired and a reason, or look for its new feed: {_DISCOVER}"
        case "refused" | "blocked":
            return f"write to them; meanwhile write poll: no under {line}"
        case "missing" | "no-feed":
            return f"look for its new feed ({_DISCOVER}), and change {line}"
        case "parked":
            return "its owner may be another by now: write status: retired and a reason"
        case "private":
            return f"change {line}; {_TRIAL}"
        case "moved" | "other" | None:
            return None


def no_feed_advice(found: Mapping[str, DiscoveryResult]) -> str:
    """What to do where discovery found no feed: a site that did not answer has no pages to look at."""
    if any(isinstance(one, Failed) and one.kind == "private" for one in found.values()):
        return f"Correct the address; {_TRIAL}."
    if all(isinstance(one, Failed) and one.kind == "other" for one in found.values()):
        return "Correct the address, or try again later."
    return "Look for the word RSS on the blog's pages, and give the address behind it."


def is_quiet(partner: Partner, newest: datetime | None, now: datetime) -> bool:
    """Whether the silence since its newest entry is longer than this partner's may be (W8)."""
    days = partner.quiet_after
    return bool(newest and days and newest < now - timedelta(days=days))


def newest_entry_date(state: PartnerState | None) -> datetime | None:
    """The shown date of the newest entry."""
    return in_parts(state.entries).newest if state else None
