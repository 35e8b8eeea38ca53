"""One partner's pictures, the copies that we have, and the time in; what to ask for, and what to keep, out.
Decides, does nothing. Pure (W4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from frontdesk.net.model import Failed, Fetched, Freshness, NotModified, Outcome, Request

from ..model.state import ImageCopy, PartnerImage

RETRY_AFTER = timedelta(days=30)
MAX_IMAGES_PER_MONTH = 100
"""Pictures of one partner, however often its feed gives them other addresses."""


def due_images(
    partner: str,
    pictures: Iterable[PartnerImage],
    copies: Mapping[PartnerImage, ImageCopy],
    now: datetime,
) -> dict[PartnerImage, Request]:
    """What to ask for now: whatever was not tried for a month, whether it could be had then or not; a copy
    with its validators (P1)."""
    young = {picture for picture, copy in copies.items() if _is_young(copy, now)}
    wanted = [picture for picture in pictures if picture not in young]
    return {
        picture: _request(partner, picture, copies.get(picture))
        for picture in wanted[: max(0, MAX_IMAGES_PER_MONTH - len(young))]
    }


def record_attempt(
    partner: str, picture: PartnerImage, old: ImageCopy | None, outcome: Outcome, now: datetime
) -> ImageCopy:
    """What we have after a try. A failure changes no copy and no validator (P1, P8); the file of a new
    copy is still to be made."""
    old = old or ImageCopy(partner=partner, picture=picture, tried=now)
    match outcome:
        case Failed(reason=reason):
            return replace(old, tried=now, problem=reason)
        case NotModified(freshness=freshness):
            newest = freshness if freshness.etag or freshness.last_modified else old.freshness
            return replace(old, tried=now, problem=None, freshness=newest)
        case Fetched(freshness=freshness):
            return replace(old, tried=now, problem=None, freshness=freshness)


def copies_to_keep(
    copies: Iterable[ImageCopy],
    shown: Collection[PartnerImage],
    removed: Collection[str],
    now: datetime,
) -> dict[PartnerImage, ImageCopy]:
    """Of the copies of one partner those that pages show or that are younger than a month, lest we ask
    again; none of what the editor removed (E7).

    Args:
        removed: addresses.
    """
    return {
        copy.picture: copy
        for copy in copies
        if copy.picture in shown or (copy.picture.address not in removed and _is_young(copy, now))
    }


def _is_young(copy: ImageCopy, now: datetime) -> bool:
    """Also by a clock that went back, unless it did by more than a month."""
    return abs(now - copy.tried) < RETRY_AFTER


def _request(partner: str, picture: PartnerImage, copy: ImageCopy | None) -> Request:
    freshness = copy.freshness if copy and copy.file else Freshness()
    return Request(
        partner=partner,
        feed=picture.address,
        address=picture.address,
        etag=freshness.etag,
        last_modified=freshness.last_modified,
    )
