"""A published site in, a store in the place of one that was lost out (O2).

Like a refresh it joins rooms: fetch, parse_document and rebuild_parse.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.errors import FrontDeskError
from frontdesk.formats.feed_catalog import BESIDE_OTHERS, all_formats, atom_file
from frontdesk.net.fetch import fetch
from frontdesk.net.model import Fetched, Outcome, Request
from frontdesk.net.request_options import FetchPolicy

from ..erasure import record_removals
from ..model.config import Config
from ..model.digest import Edition
from ..model.feed import CleanFeed
from ..model.state import PartnerState
from ..store import Store
from ..store_merge import merge_states
from .parse_document import parse_and_clean
from .rebuild_parse import parse_status, recover_editions, recover_state
from .store_erasure import erase_from_store

STATUS = "status.json"
DIGESTS = {
    below: next(d.path for d in all_formats(f"{below}digest") if d.format == "JSON Feed")
    for below in ("", BESIDE_OTHERS)
}
"""The feed of digests in a site of Front Desk's, and in another of Pelican's."""


class Recovered(Struct, frozen=True, kw_only=True):
    """How much came back."""

    partners: int
    entries: int
    editions: int


def recover(
    config: Config, store: Store, place: str, policy: FetchPolicy, now: datetime
) -> Recovered:
    """Fill an empty store; of another, the partners and editions of which only a damaged file is left.
    What was erased does not come back, though the site still have it (E7).

    Args:
        place: the site's address, or the folder of its files.

    Raises:
        PartnerBlogsError: where a store is there already and lacks nothing, or no site of ours at that
            place.
    """
    with store.locked():
        store.set_aside_damaged()
        lost = store.lost()
        if (store.states() or store.editions()) and not any(lost):
            raise FrontDeskError(
                f"{store.folder} holds a store already and lacks nothing; only an empty store is filled, "
                "or one with damaged files; name another with --store"
            )
        return asyncio.run(_recover(config, store, place, policy, now))


async def _recover(
    config: Config, store: Store, place: str, policy: FetchPolicy, now: datetime
) -> Recovered:
    is_folder = "://" not in place
    policy = replace(policy, folder=Path(place)) if is_folder else policy
    begin = "" if is_folder else f"{place.rstrip('/')}/"

    async def ask(names: Collection[str]) -> dict[str, Outcome]:
        requests = [Request(partner=n, feed=begin + n, address=begin + n) for n in names]
        return {request.partner: found async for request, found in fetch(requests, policy, now)}

    status = (await ask([STATUS]))[STATUS]
    known = parse_status(status.body) if isinstance(status, Fetched) else None
    if known is None:
        why = (
            ""
            if is_folder or isinstance(status, Fetched)
            else f" ({getattr(status, 'reason', '')})"
        )
        raise FrontDeskError(
            f"{place} has no {STATUS} of ours{why}; name the address of the published site, or the folder "
            "of its files"
        )
    digests = await ask([*DIGESTS.values()])
    below = next((b for b, name in DIGESTS.items() if isinstance(digests.get(name), Fetched)), "")
    read = [row.id for row in known if row.last_success]
    feeds = {id_: atom_file(f"{below}partners/{id_}")[0].path for id_ in read}
    found = await ask([*feeds.values()])
    partners = {partner.id: partner for partner in config.partners}
    states = {
        row.id: recover_state(
            partners[row.id],
            row,
            _read(found.get(feeds.get(row.id, "")), full=partners[row.id].show == "full"),
        )
        for row in known
        if row.id in partners and row.last_try
    }
    until = max((state.last_try for state in states.values() if state.last_try), default=now)
    digest = digests[DIGESTS[below]]
    body = digest.body if isinstance(digest, Fetched) else b""
    editions = recover_editions(config, states, body, until)
    return _keep(config, store, list(states.values()), editions, now)


def _keep(
    config: Config,
    store: Store,
    states: Sequence[PartnerState],
    editions: Sequence[Edition],
    now: datetime,
) -> Recovered:
    """Store what the store lacks of it, without what is erased."""
    is_empty = not (store.states() or store.editions())
    partners, periods = store.lost()
    eraser = erase_from_store(store, record_removals(config, store.erased(), now), config)
    told = [part for edition in editions for part in edition.parts]
    for state in states:
        older = [entry for part in told if part.partner == state.id for entry in part.entries]
        eraser.learn(state.id, [*state.entries, *older])
    left = [eraser.state(one) for one in states if is_empty or one.id in partners]
    kept = [one for one in left if one]
    closed = [
        eraser.edition(one) for one in editions if is_empty or (one.kind, one.period) in periods
    ]
    if eraser.record != store.erased():
        store.save_erased(eraser.record)
    for edition in closed:
        store.save_edition(edition)
    for state in kept:
        before = store.state(state.id)  # a part of it may be left
        store.save_state(merge_states(before, state) if before else state)
    return Recovered(
        partners=len(kept),
        entries=sum(len(state.entries) for state in kept),
        editions=sum(bool(edition.parts) for edition in closed),
    )


def _read(outcome: Outcome | None, *, full: bool) -> CleanFeed | None:
    """Our own feed of a partner; None where there is none, as of one that is only linked."""
    if not isinstance(outcome, Fetched):
        return None
    feed = parse_and_clean(outcome, full=full)
    return feed if isinstance(feed, CleanFeed) else None
