"""Requests in, what came of them in the store out: the rooms of a refresh that fetch and read, joined."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any

from msgspec.structs import replace

from frontdesk.core.progress import Progress, ProgressStep
from frontdesk.core.urls import is_feed_file
from frontdesk.net.fetch import fetch
from frontdesk.net.model import Failed, Fetched, NotModified, Outcome, Request
from frontdesk.net.request_options import FetchPolicy, image_policy

from ..entry_parts import in_parts
from ..erasure import Eraser
from ..model.config import Partner
from ..model.feed import CleanFeed
from ..model.state import ImageCopy, ImageKind, PartnerFetchState, PartnerImage, PartnerState
from ..store import Store
from .image_schedule import record_attempt
from .images import ImageRequests
from .merge import merge, merge_visit
from .parse_workers import WorkerPool, process_concurrently
from .state_saver import StateSaver
from .worker_process import Task

# --- feeds --------------------------------------------------------------------------------------


def fetch_feeds(
    requests: Collection[Request],
    partners: Mapping[str, Partner],
    visits: Mapping[str, PartnerFetchState],
    store: Store,
    eraser: Eraser,
    policy: FetchPolicy,
    now: datetime,
    progress: Progress,
) -> tuple[dict[str, datetime | None], list[tuple[str, str]]]:
    """Ask for feeds and store what came.

    Args:
        partners: by id.
        visits: how it went with each when it was last asked, by id.
        eraser: takes out of what comes what is not to come back.
        progress: is told of each feed, with one plain line.

    Returns:
        the ids of partners whose feed was read, with the time of the first candidate of each; ids of those
        whose feed was not, with the reason.
    """
    renewed, failed = dict[str, datetime | None](), list[tuple[str, str]]()
    numbers = count(1)

    def tell(partner: Partner, words: str, *, trouble: bool = False) -> None:
        line = f"{partner.name}: {words}"
        progress(ProgressStep(done=next(numbers), of=len(requests), line=line, trouble=trouble))

    def with_entries(partner: Partner, news: CleanFeed) -> tuple[PartnerState, str]:
        before = store.state(partner.id) if partner.id in visits else None
        left = eraser.entries(partner.id, news.entries)
        if len(left) < len(news.entries):  # what is known has nothing that is erased
            eraser.learn(partner.id, [*news.entries, *(before.entries if before else ())])
            left = eraser.entries(partner.id, news.entries)
        state = merge(partner, before, replace(news, entries=left), now)
        there = len(before.entries) if before else 0
        new = len(state.entries) - there
        return state, _read_line(len(left), new if there else None)

    async def take(answer: tuple[Request, Outcome], pool: WorkerPool) -> None:
        request, outcome = answer
        partner = partners[request.partner]
        at_once = is_feed_file(partner.feed or "")  # then all lines are in the order of the list
        news = await _read(partner, outcome, pool)
        if isinstance(news, CleanFeed):
            state, line = with_entries(partner, news)
            renewed[partner.id] = in_parts(state.entries).first_arrival
            await saver.save(state, partial(tell, partner, line), at_once=at_once)
            return
        known = visits.get(partner.id, PartnerFetchState(id=partner.id))
        words, trouble = "nothing new", False
        if isinstance(news, Failed):
            words, trouble = news.reason, True
            failed.append((partner.id, news.reason))
        later = merge_visit(partner, known, news, now)
        saver.save_soon(later, partial(tell, partner, words, trouble=trouble), at_once=at_once)

    saver = StateSaver(store)
    asyncio.run(saver.save_while(_ask(requests, policy, now, take, "parse")))
    return renewed, failed


async def _read(
    partner: Partner, outcome: Outcome, pool: WorkerPool
) -> CleanFeed | NotModified | Failed:
    if not isinstance(outcome, Fetched):
        return outcome
    full = partner.show == "full"
    if is_feed_file(partner.feed or ""):  # the editor's own
        from .parse_document import parse_and_clean  # noqa: PLC0415 - loads all parsers

        return parse_and_clean(outcome, full=full)
    return await pool.parse(outcome, full=full)


def _read_line(read: int, new: int | None) -> str:
    """2 entries read, 1 new

    Args:
        new: how many of them were not known; None where none was known before, so that all are.
    """
    line = "1 entry read" if read == 1 else f"{read} entries read"
    return line if new is None else f"{line}, {new or 'none'} new"


# --- pictures -----------------------------------------------------------------------------------


def fetch_images(
    images: ImageRequests, store: Store, policy: FetchPolicy, now: datetime, progress: Progress
) -> int:
    """Ask for partners' pictures and keep what came (W4).

    Returns:
        how many of them could not be had.
    """
    numbers, failed = count(1), list[PartnerImage]()

    def tell(name: str, copy: ImageCopy) -> None:
        line = f"{name}, {copy.picture.kind}: {copy.problem or 'copied'}"
        trouble = copy.problem is not None
        progress(
            ProgressStep(
                done=next(numbers), of=images.count, what="pictures", line=line, trouble=trouble
            )
        )

    async def take(answer: tuple[Request, Outcome], pool: WorkerPool) -> None:
        request, outcome = answer
        one = images.by_partner[request.partner]
        for picture in images.by_request[request]:
            news, small = await _made_small(outcome, picture.kind, pool)
            copy = record_attempt(request.partner, picture, one.copies.get(picture), news, now)
            await asyncio.to_thread(store.save_copy, copy, small)
            if copy.problem:
                failed.append(picture)
            tell(one.partner.name, copy)

    asyncio.run(_ask(images.by_request, image_policy(policy), now, take, "thumbnail"))
    return len(failed)


async def _made_small(
    outcome: Outcome, kind: ImageKind, pool: WorkerPool
) -> tuple[Outcome, bytes | None]:
    """What came, and what was made of it; what cannot be drawn is a failure."""
    if not isinstance(outcome, Fetched):
        return outcome, None
    from .thumbnail import make_thumbnail  # noqa: PLC0415 - loads Pillow, for which few refreshes have a use

    small = await pool.run(make_thumbnail, outcome.body, kind)
    return (small, None) if isinstance(small, Failed) else (outcome, small)


# --- both ---------------------------------------------------------------------------------------


async def _ask(
    requests: Collection[Request],
    policy: FetchPolicy,
    now: datetime,
    take: Callable[[tuple[Request, Outcome], WorkerPool], Coroutine[Any, Any, None]],
    task: Task,
) -> None:
    """Hand each answer to `take`, with the processes that read."""
    async with WorkerPool(task=task) as pool:
        pool.start(sum(not (r.etag or r.last_modified or is_feed_file(r.feed)) for r in requests))
        await process_concurrently(fetch(requests, policy, now), lambda answer: take(answer, pool))
