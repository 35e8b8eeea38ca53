"""Partners and the store in, their pictures in the store out: the last part of a refresh, and like it the
rooms joined (W4)."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from itertools import count

from msgspec import Struct

from frontdesk.core.progress import ProgressStep
from frontdesk.core.urls import host_name
from frontdesk.net.fetch import fetch
from frontdesk.net.model import Failed, Fetched, Outcome, Request
from frontdesk.net.request_options import FetchPolicy, image_policy

from ..model.config import Config, Partner
from ..model.state import ImageCopy, ImageKind, PartnerImage, PartnerState
from ..select.images import images_to_show, removed_images
from ..store import Store
from .image_schedule import copies_to_keep, due_images, record_attempt
from .parse_workers import WorkerPool, process_concurrently
from .schedule import is_polled

MAX_REQUESTS, MAX_REQUESTS_PER_HOST = 300, 20
"""Requests of one refresh, so that pictures do not make it long; the others wait for the next."""


class _PartnerImages(Struct, frozen=True):
    """The pictures of one partner.

    Attributes:
        shown: those that pages would show.
        copies: what became of those that were asked for, as far as it is kept.
        answers: whether its feed is asked and could be had the last time. Nobody who refuses it, or has
            trouble with it, is asked for pictures instead.
    """

    partner: Partner
    shown: tuple[PartnerImage, ...]
    copies: Mapping[PartnerImage, ImageCopy]
    answers: bool


async def refresh_images(
    config: Config,
    store: Store,
    now: datetime,
    policy: FetchPolicy,
    only: Collection[str],
    progress: Callable[[ProgressStep], None],
    left: Collection[str] = (),
) -> tuple[int, int]:
    """Ask for what is due, keep what came, forget what no page shows any more.

    Args:
        left: who was on this list and is not any more.

    Returns:
        how many pictures were asked for, and how many of them could not be had.
    """
    known = store.copies()
    if not (config.blogroll.icon or config.blogroll.thumbnail or known):
        return 0, 0
    by_partner = {one.partner.id: one for one in _images_by_partner(config, store, known, now)}
    others = (copy for copy in known if copy.partner not in {*by_partner, *left})  # of another list
    store.prune_copies([*(c for a in by_partner.values() for c in a.copies.values()), *others])
    asked = _asked([one for id_, one in by_partner.items() if not only or id_ in only], now)
    of = sum(map(len, asked.values()))
    numbers, failed = count(1), list[PartnerImage]()

    def tell(copy: ImageCopy) -> None:
        name = by_partner[copy.partner].partner.name
        line = f"{name}, {copy.picture.kind}: {copy.problem or 'copied'}"
        trouble = copy.problem is not None
        progress(
            ProgressStep(done=next(numbers), of=of, what="pictures", line=line, trouble=trouble)
        )

    async def take(answer: tuple[Request, Outcome], pool: WorkerPool) -> None:
        request, outcome = answer
        for picture in asked[request]:
            news, small = await _made_small(outcome, picture.kind, pool)
            old = by_partner[request.partner].copies.get(picture)
            copy = record_attempt(request.partner, picture, old, news, now)
            await asyncio.to_thread(store.save_copy, copy, small)
            if copy.problem:
                failed.append(picture)
            tell(copy)

    async with WorkerPool() as pool:
        answers = fetch(asked, image_policy(policy), now)
        await process_concurrently(answers, lambda answer: take(answer, pool))
    return of, len(failed)


def _images_by_partner(
    config: Config, store: Store, known: Collection[ImageCopy], now: datetime
) -> Iterator[_PartnerImages]:
    """One for each partner that is not removed; copies of other partners are not kept (E7)."""
    copies: defaultdict[str, list[ImageCopy]] = defaultdict(list)
    for copy in known:
        copies[copy.partner].append(copy)
    for partner in config.partners:
        if partner.status != "removed":
            state = store.state(partner.id) or PartnerState(id=partner.id)
            shown = images_to_show(config.blogroll, partner, state, now)
            removed = removed_images(partner, state)
            yield _PartnerImages(
                partner,
                shown,
                copies_to_keep(copies[partner.id], shown, removed, now),
                is_polled(partner) and state.problem is None,
            )


def _asked(
    partners: Collection[_PartnerImages], now: datetime
) -> dict[Request, list[PartnerImage]]:
    """One request for all that is made of one address; icons first, and as many as may be at once."""
    asked: defaultdict[Request, list[PartnerImage]] = defaultdict(list)
    for one in partners:
        if one.answers:
            requests = due_images(one.partner.id, one.shown, one.copies, now)
            for picture, request in requests.items():
                asked[request].append(picture)
    hosts = Counter[str]()
    now_asked: dict[Request, list[PartnerImage]] = {}
    for request, found in sorted(asked.items(), key=lambda item: item[1][0].kind):
        host = host_name(request.address)
        if len(now_asked) < MAX_REQUESTS and hosts[host] < MAX_REQUESTS_PER_HOST:
            hosts[host] += 1
            now_asked[request] = found
    return now_asked


async def _made_small(
    outcome: Outcome, kind: ImageKind, pool: WorkerPool
) -> tuple[Outcome, bytes | None]:
    """What came, and what was made of it; what cannot be drawn is a failure."""
    if not isinstance(outcome, Fetched):
        return outcome, None
    from .thumbnail import make_thumbnail  # noqa: PLC0415 - loads Pillow, for which few refreshes have a use

    small = await pool.run(make_thumbnail, outcome.body, kind)
    return (small, None) if isinstance(small, Failed) else (outcome, small)
