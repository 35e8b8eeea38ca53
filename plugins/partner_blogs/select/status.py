"""Partners, their states and the time in, one status row for each out. Pure (O1).

Used by the status page and status.json, and by the command `status`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import UNSET, Struct, UnsetType, to_builtins
from msgspec.structs import replace

from frontdesk.core.timestamps import rfc3339
from frontdesk.core.translations import Translations, english
from frontdesk.core.urls import feed_without_credentials

from ..erasure import UNLISTED_GRACE
from ..filters import count_without_removed
from ..health import partner_health
from ..model.config import Config, Partner
from ..model.state import ImageCopy, PartnerState
from .cross_posts import duplicate_notes
from .own_posts import NO_OWN_POSTS, OwnPosts


class StatusRow(Struct, frozen=True, kw_only=True):
    """The health of one partner, as the status page, status.json and `status` show it (O1).

    Instants are in RFC 3339, such as 2026-11-22T06:00:00Z.

    Attributes:
        held: its recent posts that are shown under another name, with the reason.
        pictures: its pictures that could not be copied, with the reason; UNSET where pictures are off.
    """

    id: str
    name: str
    state: str
    reason: str | None
    advice: str | None
    entries: int
    last_success: str | None
    last_try: str | None
    next_try: str | None
    moved_to: str | None
    held: tuple[str, ...]
    pictures: tuple[str, ...] | UnsetType = UNSET


def status_rows(
    config: Config,
    states: Mapping[str, PartnerState],
    now: datetime,
    own: OwnPosts = NO_OWN_POSTS,
    copies: Sequence[ImageCopy] = (),
    words: Translations | None = None,
) -> list[StatusRow]:
    """One row for each partner of the list, in its order (O1).

    Args:
        own: the posts of this blog, which partners may repeat.
        copies: what became of the pictures that pages show.
        words: the language of `held`; English without them.
    """
    held = duplicate_notes(config, states, now, own, words or english())
    rows = [
        _row(partner, states.get(partner.id), now, held.get(partner.id, ()))
        for partner in config.partners
    ]
    if not (config.blogroll.icon or config.blogroll.thumbnail):
        return rows
    missing: defaultdict[str, list[str]] = defaultdict(list)
    for copy in copies:
        if copy.problem:
            missing[copy.partner].append(
                f"Its {copy.picture.kind} was not copied: it {copy.problem}"
            )
    return [replace(row, pictures=tuple(dict.fromkeys(missing[row.id]))) for row in rows]


def unlisted_rows(
    missing: Mapping[str, datetime], states: Mapping[str, PartnerState]
) -> list[StatusRow]:
    """One row for each partner that left the list, while the store still has words of it (E7).

    Args:
        missing: partner id → the refresh that first missed it.
    """
    return [
        replace(
            _row(Partner(id=id_, name=id_), states.get(id_), since, ()),
            state="unlisted",
            reason=f"not on the list since {since.date()}; it stands on no page",
            advice=(
                f"nothing, if that is right: the first refresh from {(since + UNLISTED_GRACE).date()} "
                "on deletes its words from the store; to keep them, put it back on the list"
            ),
            next_try=None,
        )
        for id_, since in sorted(missing.items())
    ]


def _row(
    partner: Partner, state: PartnerState | None, now: datetime, held: tuple[str, ...]
) -> StatusRow:
    health = partner_health(partner, state, now)
    known = state or PartnerState(id=partner.id)
    if known.feed != (partner.feed and feed_without_credentials(partner.feed)):
        # The next try and the move were those of the feed that was listed before.
        known = replace(known, next_try=None, moved_to=None)
    return StatusRow(
        id=partner.id,
        name=partner.name,
        state=health.state,
        reason=health.reason,
        advice=health.advice or _soon_erased(partner, state),
        entries=count_without_removed(partner, known.entries),
        last_success=_iso(known.last_success),
        last_try=_iso(known.last_try),
        next_try=_iso(known.next_try),
        moved_to=known.moved_to,
        held=held,
    )


def _soon_erased(partner: Partner, state: PartnerState | None) -> str | None:
    """What to tell of a removed partner that is still in the store."""
    if partner.status != "removed" or state is None:
        return None
    return "nothing: the next refresh deletes its words from the store"


def _iso(moment: datetime | None) -> str | None:
    return rfc3339(moment) if moment else None


def status_json(rows: Sequence[StatusRow]) -> bytes:
    """The rows as the published status.json, which `recover` reads back (O2)."""
    return f"{json.dumps(to_builtins(rows), indent=1, ensure_ascii=False)}\n".encode()
