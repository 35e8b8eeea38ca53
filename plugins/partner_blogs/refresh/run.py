"""A refresh from end to end: the rooms joined.

Most refreshes find nothing due. So this loads what decides that; `fetch_and_store`, with the fetcher and
all parsers, is loaded only where there are requests.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from frontdesk.core.memory.folder import MemoryFolder, memory_folder
from frontdesk.core.memory.model import Memory
from frontdesk.core.progress import ProgressStep
from frontdesk.net.request_options import FetchPolicy, fetch_policy

from ..erasure import (
    UNLISTED_GRACE,
    Eraser,
    record_removals,
    record_unlisted,
    unlisted_partners,
    update_snapshots,
)
from ..model.config import Config
from ..model.digest import Edition
from ..model.report import RefreshReport
from ..select.digest_own_posts import with_missing_posts, without_deleted_posts
from ..select.digests import close_editions, is_closing_due
from ..select.near_duplicates import RUNS_FORMAT, knowing_runs
from ..store import Store
from .images import image_requests
from .schedule import due_requests, is_polled
from .store_erasure import copies_elsewhere, erase_from_store, list_fingerprint


def refresh(
    config: Config,
    folder: Path,
    store: Store,
    now: datetime,
    *,
    force: bool = False,
    only: Collection[str] = (),
    allow_private_addresses: bool = False,
    progress: Callable[[ProgressStep], None] = lambda _: None,
    name: str = "feeds.yaml",
) -> RefreshReport:
    """Erase what is to be erased, ask the partners that are due, store what came, close the editions whose
    period has ended, copy pictures.

    Args:
        folder: the folder of feeds.yaml; feed files lie inside it.
        name: what the list is called there.
        progress: is told of each feed and picture that was asked for, with one plain line.

    Raises:
        StoreError: where the store cannot be read or written; what was written is whole.
    """
    about = config.about
    policy = fetch_policy(
        about.site, about.contact, folder, allow_private_addresses, about.connections
    )
    with store.locked():
        store.set_aside_damaged()
        store.migrate()
        store.remove_leftovers()
        list_ = list_fingerprint(folder / name, store)
        eraser = _erase(config, store, list_, now)
        report = _refresh(config, store, now, policy, force, only, progress, eraser, list_)
        store.keep_checked()
        return report


def _erase(config: Config, store: Store, list_: str, now: datetime) -> Eraser:
    """Erase before the first request, so that removals take effect whatever happens later (E7)."""
    before, listed = store.list_snapshots(), {partner.id for partner in config.partners}
    listings, gone = update_snapshots(before, list_, listed, store.partner_ids, now)
    erased = record_removals(config, record_unlisted(store.erased(), gone, now), now)
    store.notices += copies_elsewhere(store, erased, config)
    eraser = erase_from_store(store, erased, config)
    if listings != before:
        store.save_list_snapshots(listings)
    if gone:
        days = UNLISTED_GRACE.days
        store.notices.append(f"off the list for {days} days, and now deleted: {_blogs(len(gone))}")
    return eraser


def _blogs(count: int) -> str:
    return "1 partner" if count == 1 else f"{count} partners"


def _refresh(
    config: Config,
    store: Store,
    now: datetime,
    policy: FetchPolicy,
    force: bool,
    only: Collection[str],
    progress: Callable[[ProgressStep], None],
    eraser: Eraser,
    list_: str,
) -> RefreshReport:
    visits = store.fetch_states()
    partners = {partner.id: partner for partner in config.partners}
    requests = due_requests(
        config.partners,
        visits,
        now,
        force=force,
        only=only,
        allow_private_addresses=policy.allow_private_addresses,
    )
    known = {id_ for id_, visit in visits.items() if visit.has_entries}
    renewed: Mapping[str, datetime | None] = {}
    failed: Collection[tuple[str, str]] = ()
    progress(ProgressStep(done=0, of=len(requests)))
    if requests:
        from .fetch_and_store import fetch_feeds  # noqa: PLC0415 - loads the fetcher and all parsers

        renewed, failed = fetch_feeds(
            requests, partners, visits, store, eraser, policy, now, progress
        )
    if eraser.record != store.erased():
        store.save_erased(eraser.record)
    arrivals = {**{id_: visit.first_arrival for id_, visit in visits.items()}, **renewed}
    first = min(filter(None, arrivals.values()), default=None)
    closed = _close_editions(config, store, first, now)
    left = unlisted_partners(store.list_snapshots(), list_, partners)
    images = image_requests(config, store, now, only, left)
    unpictured = 0
    if images.by_request:
        from .fetch_and_store import fetch_images  # noqa: PLC0415 - the same

        unpictured = fetch_images(images, store, policy, now, progress)
    polled = [partner for partner in config.partners if is_polled(partner)]
    report = RefreshReport(
        at=now,
        asked=len(requests),
        kept=sum(p.id in known and p.id not in renewed for p in polled),
        failed=tuple(sorted(failed)),
        links=sum(p.status == "active" for p in config.partners) - len(polled),
        waiting=len(polled) - len(requests),
        retired=sum(p.status == "retired" for p in config.partners),
        closed=tuple(f"{e.kind}/{e.period}" for e in closed if e.parts or e.posts),
        pictures=images.count,
        unpictured=unpictured,
        notices=tuple(store.notices),
    )
    before = store.last_refresh()
    if before is None or not _tells_nothing_new(report, before, ZoneInfo(config.about.timezone)):
        store.save_report(report)
    return report


def _tells_nothing_new(report: RefreshReport, before: RefreshReport, zone: ZoneInfo) -> bool:
    """Whether a refresh asked for nothing, and the report before is of the same day and the same list. Then
    that one stays: every page that says when partners were asked would change with a new one (S7)."""
    was_quiet = report == RefreshReport(
        at=report.at,
        kept=report.kept,
        links=report.links,
        waiting=report.waiting,
        retired=report.retired,
    )
    same_list = (report.links, report.retired, report.waiting) == (
        before.links,
        before.retired,
        before.asked + before.waiting,
    )
    same_day = all(
        report.at.astimezone(one).date() == before.at.astimezone(one).date() for one in (zone, UTC)
    )
    return was_quiet and same_list and same_day and before.at <= report.at


def _close_editions(
    config: Config, store: Store, first_arrival: datetime | None, now: datetime
) -> tuple[Edition, ...]:
    """Close the editions whose period has ended (D2). Only then all states are read whole. Our own posts
    come from the site's memory; no content is read."""
    memory = _memory(store)
    own = None if memory is None else tuple(memory.posts.values())
    if own is not None:
        ids = {post.id for post in own}
        incomplete = store.editions().only(lambda one: one.post_ids is None)
        for edition in with_missing_posts(incomplete, own):
            store.save_edition(edition)
        outdated = store.editions().only(lambda one: not ids.issuperset(one.post_ids or ()))
        for edition in without_deleted_posts(outdated, ids):
            store.save_edition(edition)
    recorded = store.editions()
    if not is_closing_due(config, recorded, now, first_arrival):
        return ()
    with knowing_runs(store.known_runs(RUNS_FORMAT)) as runs:
        closed = close_editions(config, store.states(), recorded, now, own)
    store.save_known_runs(RUNS_FORMAT, runs.asked)
    for edition in closed:
        store.save_edition(edition)
    return closed


def _memory(store: Store) -> Memory | None:
    folder = MemoryFolder(memory_folder(store.folder))
    memory = folder.read()
    store.notices += folder.notices
    return memory
