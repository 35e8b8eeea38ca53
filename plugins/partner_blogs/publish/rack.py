"""The selection in, the pages of the rack out: one for all blogs and one for each topic. Pure (W7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct

from ..entry_dates import candidate_time
from ..filters import RACK_HEADLINES
from ..model.config import Config
from ..model.state import Entry
from .blog_letters import MAX_LISTED
from .images import NO_IMAGES, PartnerImageUrls
from .selection import PartnerCard, Selection
from .topics import Topic
from .urls import RACK_PAGE

MAX_MAGAZINES = 100
"""On one page, which has some 400 kB then."""

_NEVER = datetime.min.replace(tzinfo=UTC)


class Headline(Struct, frozen=True):
    """One of a magazine's newest posts.

    Attributes:
        preview: its first words in plain text; empty where none may be shown.
        is_new: whether it came in after the newest digest was closed.
        thumbnail: the path of its picture below the site's root.
    """

    entry: Entry
    preview: str
    is_new: bool
    thumbnail: str | None = None


class Magazine(Struct, frozen=True):
    """A partner that has posts to show, with its last five."""

    card: PartnerCard
    headlines: tuple[Headline, ...]

    @property
    def new(self) -> int:
        """How many of them came in after the newest digest was closed."""
        return sum(headline.is_new for headline in self.headlines)


class Rack(Struct, frozen=True):
    """One page of the rack.

    Attributes:
        topic: None for the rack of all.
        magazines: in the order of the setting `rack`, quiet partners last (W8). Of very many, those that
            wrote last.
        others: partners that have no posts to show, in the editor's order (W2); before them those for
            whose posts there was no room.
        more: how many others are on the list of blogs alone.
    """

    topic: Topic | None
    magazines: tuple[Magazine, ...]
    others: tuple[PartnerCard, ...]
    more: int = 0

    @property
    def url(self) -> str:
        """Of its page, below the site's root."""
        return self.topic.url if self.topic else RACK_PAGE


def build_racks(
    config: Config, selection: Selection, images: PartnerImageUrls = NO_IMAGES
) -> tuple[Rack, ...]:
    """The rack of all, then one a topic, in the order of topics. What the editor retired is on none.

    Nothing here depends on the clock but who is quiet: a mark stays until the next digest is closed.
    """
    since = max((edition.ends for edition in selection.closed.facts), default=None)
    place = {partner.id: n for n, partner in enumerate(config.partners)}
    in_order = sorted(selection.cards, key=lambda card: place[card.partner.id])
    if config.blogroll.rack == "recent":
        in_order.sort(key=_last_wrote, reverse=True)
    at = {card.partner.id: n for n, card in enumerate(in_order)}
    topics = (
        _rack(shelf.topic, sorted(shelf.cards, key=lambda card: at[card.partner.id]), since, images)
        for shelf in selection.shelves
    )
    return (_rack(None, in_order, since, images), *topics)


def _last_wrote(card: PartnerCard) -> datetime:
    return (card.latest and card.latest.date) or _NEVER


def _rack(
    topic: Topic | None,
    cards: Iterable[PartnerCard],
    since: datetime | None,
    images: PartnerImageUrls,
) -> Rack:
    active = [card for card in cards if card.partner.status == "active"]
    active.sort(key=lambda card: card.standing.state in {"quiet", "retired"})
    writing = [card for card in active if card.recent]
    newest = sorted(writing, key=_last_wrote, reverse=True)[:MAX_MAGAZINES]
    shown = {card.partner.id for card in newest}
    others = [card for card in writing if card.partner.id not in shown]
    others += (card for card in active if not card.recent)
    return Rack(
        topic=topic,
        magazines=tuple(
            _magazine(card, since, images) for card in writing if card.partner.id in shown
        ),
        others=tuple(others[:MAX_LISTED]),
        more=len(others[MAX_LISTED:]),
    )


def _magazine(card: PartnerCard, since: datetime | None, images: PartnerImageUrls) -> Magazine:
    may_preview = card.partner.show in {"excerpts", "full"}
    return Magazine(
        card,
        tuple(
            Headline(
                entry=entry,
                preview=entry.excerpt if may_preview else "",
                is_new=_is_new(entry, since),
                thumbnail=images.thumbnail(card.partner, entry),
            )
            for entry in card.recent[:RACK_HEADLINES]
        ),
    )


def _is_new(entry: Entry, since: datetime | None) -> bool:
    time = candidate_time(entry)
    return since is not None and time is not None and time >= since
