"""Partners and the store in, the requests for their pictures that are due out (W4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from frontdesk.core.urls import host_name
from frontdesk.net.model import Request

from ..model.config import Config, Partner
from ..model.state import ImageCopy, PartnerImage, PartnerState
from ..select.images import images_to_show, removed_images
from ..store import Store
from .image_schedule import copies_to_keep, due_images
from .schedule import is_polled

MAX_REQUESTS, MAX_REQUESTS_PER_HOST = 300, 20
"""Requests of one refresh, so that pictures do not make it long; the others wait for the next."""


class PartnerImages(Struct, frozen=True):
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


class ImageRequests(Struct, frozen=True):
    """What to ask for now.

    Attributes:
        by_request: the pictures that are made of each address.
        by_partner: id of a partner → its pictures.
    """

    by_request: Mapping[Request, Sequence[PartnerImage]] = {}
    by_partner: Mapping[str, PartnerImages] = {}

    @property
    def count(self) -> int:
        """The number of pictures."""
        return sum(map(len, self.by_request.values()))


def image_requests(
    config: Config,
    store: Store,
    now: datetime,
    only: Collection[str] = (),
    left: Collection[str] = (),
) -> ImageRequests:
    """What to ask for now. The store forgets what no page shows any more.

    Args:
        only: ids of partners to keep to; none means all.
        left: who was on this list and is not any more.
    """
    known = store.copies()
    if not (config.blogroll.icon or config.blogroll.thumbnail or known):
        return ImageRequests()
    by_partner = {one.partner.id: one for one in _images_by_partner(config, store, known, now)}
    others = (copy for copy in known if copy.partner not in {*by_partner, *left})  # of another list
    store.prune_copies([*(c for a in by_partner.values() for c in a.copies.values()), *others])
    asked = [one for id_, one in by_partner.items() if not only or id_ in only]
    return ImageRequests(_asked(asked, now), by_partner)


def _images_by_partner(
    config: Config, store: Store, known: Collection[ImageCopy], now: datetime
) -> Iterator[PartnerImages]:
    """One for each partner that is not removed; copies of other partners are not kept (E7)."""
    copies: defaultdict[str, list[ImageCopy]] = defaultdict(list)
    for copy in known:
        copies[copy.partner].append(copy)
    for partner in config.partners:
        if partner.status != "removed":
            state = store.state(partner.id) or PartnerState(id=partner.id)
            shown = images_to_show(config.blogroll, partner, state, now)
            removed = removed_images(partner, state)
            yield PartnerImages(
                partner,
                shown,
                copies_to_keep(copies[partner.id], shown, removed, now),
                is_polled(partner) and state.problem is None,
            )


def _asked(partners: Collection[PartnerImages], now: datetime) -> dict[Request, list[PartnerImage]]:
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
