"""States, editions, the editor's rules and the time in; all that the pages and feeds show, out. Pure."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from ..blogroll import public_feed
from ..curation import is_pinned, pins
from ..dates import date_or_first_seen
from ..editions import kinds, open_editions, to_be_shown
from ..model import (
    Also,
    BlogrollRules,
    Config,
    Edition,
    EditionPart,
    Entry,
    FeedFacts,
    Partner,
    PartnerState,
    Show,
    Standing,
)
from ..news import News, news, news_time
from ..remaining import is_removed, remaining
from ..standing import standing
from ..stories import MEMORY, OwnPost, stories, teller
from ..wanted import shown

FEED_ENTRIES = 50
FEED_DAYS = timedelta(days=7)
RECENT = 10


class Card(Struct, frozen=True, kw_only=True):
    """A partner as lists show it (W2).

    Attributes:
        feed: None where its address is nothing to print.
        recent: its newest entries, at most ten; none where none may be shown.
    """

    partner: Partner
    standing: Standing
    feed: str | None = None
    recent: tuple[Entry, ...] = ()

    @property
    def latest(self) -> Entry | None:
        return self.recent[0] if self.recent else None


class Quoted(Struct, frozen=True, kw_only=True):
    """An entry as our feed gives it out, under an id that is unique in it (F2)."""

    partner: Partner
    facts: FeedFacts
    entry: Entry
    id: str


class Selection(Struct, frozen=True, kw_only=True):
    """What a build shows of the partners.

    Attributes:
        cards: every partner that is not removed, in the order of the sidebar.
        sidebar: the first of them, without those that are retired.
        quoted: the entries of the aggregated feed, newest first.
        closed: editions that never change, oldest first.
        open: editions whose period is still running, where anything came in.
    """

    cards: tuple[Card, ...]
    sidebar: tuple[Card, ...]
    quoted: tuple[Quoted, ...]
    closed: tuple[Edition, ...]
    open: tuple[Edition, ...]


def select(
    config: Config,
    states: Mapping[str, PartnerState],
    recorded: tuple[Edition, ...],
    now: datetime,
    own: Sequence[OwnPost] = (),
) -> Selection:
    """Choose everything once, for all pages and feeds.

    Args:
        own: the posts of this blog, whose stories no partner tells again (E10).
    """
    partners = {partner.id: partner for partner in config.partners}
    recorded = to_be_shown(recorded, now)
    ours = _told_by_us(partners, states, recorded, now, own)
    cards = _in_order(_cards(config, states, now, ours), config.blogroll)
    alive = tuple(card for card in cards if card.standing.state != "retired")
    closed = tuple(
        _pinned_first(_still_allowed(edition, partners, ours), config)
        for edition in recorded
        if edition.kind in kinds(config.digest)
    )
    growing = _open(config, states, recorded, now, own)
    return Selection(
        cards=cards,
        sidebar=alive[: config.blogroll.limit],
        quoted=_quoted(config, states, now, own),
        closed=closed,
        open=tuple(_pinned_first(edition, config) for edition in growing),
    )


# --- what we told first (E10) --------------------------------------------------------------------

_Names = Collection[tuple[str, str]]


def _told_by_us(
    partners: Mapping[str, Partner],
    states: Mapping[str, PartnerState],
    recorded: Iterable[Edition],
    now: datetime,
    own: Sequence[OwnPost],
) -> _Names:
    """The names of what lists and closed editions would show although this blog had told it before."""
    if not own:
        return frozenset()
    listed = (
        (partner, entry)
        for partner in partners.values()
        if partner.id in states
        for entry in shown(partner, states[partner.id].entries, now)[: 2 * RECENT]
    )
    closed = (
        (partners[part.partner], entry)
        for edition in recorded
        for part in edition.parts
        if part.partner in partners
        for entry in part.entries
    )
    named = {
        (partner.id, entry.key): News(partner, entry, news_time(entry) or date_or_first_seen(entry))
        for partner, entry in (*listed, *closed)
    }
    ours = (story for story in stories(named.values(), own) if story.own)
    return frozenset(one.name for story in ours for one in story.tellings)


# --- lists --------------------------------------------------------------------------------------


def _cards(
    config: Config, states: Mapping[str, PartnerState], now: datetime, ours: _Names
) -> list[Card]:
    return [
        Card(
            partner=partner,
            standing=standing(partner, states.get(partner.id), now),
            feed=public_feed(partner),
            recent=_recent(partner, states.get(partner.id), now, ours),
        )
        for partner in config.partners
        if partner.status != "removed"
    ]


def _recent(
    partner: Partner, state: PartnerState | None, now: datetime, ours: _Names
) -> tuple[Entry, ...]:
    if state is None or partner.show == "link" or partner.status == "retired":
        return ()
    listed = shown(partner, state.entries, now)[: 2 * RECENT]
    return tuple(entry for entry in listed if (partner.id, entry.key) not in ours)[:RECENT]


def _in_order(cards: list[Card], rules: BlogrollRules) -> tuple[Card, ...]:
    """The editor's order (W1); whoever is quiet goes behind, whoever is retired behind them (W8)."""
    match rules.sort:
        case "manual":
            ordered = cards
        case "alphabetical":
            ordered = sorted(cards, key=lambda card: card.partner.name.casefold())
        case "recent":
            ordered = sorted(cards, key=_newest_first)
    last = {"quiet": 1, "retired": 2}
    return tuple(sorted(ordered, key=lambda card: last.get(card.standing.state, 0)))


def _newest_first(card: Card) -> float:
    date = card.latest.date if card.latest else None
    return -date.timestamp() if date else 0.0


# --- the aggregated feed ------------------------------------------------------------------------


def _quoted(
    config: Config,
    states: Mapping[str, PartnerState],
    now: datetime,
    own: Sequence[OwnPost],
) -> tuple[Quoted, ...]:
    """The newest 50 stories, or all of the 7 days before the newest, whichever is more (F4); a story
    that more than one partner tells is one of them (D6)."""
    newest = sorted(news(config, states), key=lambda one: one.time, reverse=True)
    if not newest:
        return ()
    oldest = newest[0].time - FEED_DAYS
    # Enough of them that 50 are left of those that are told twice.
    last = min(oldest, newest[: 2 * FEED_ENTRIES][-1].time)
    told = stories((one for one in newest if one.time >= last - MEMORY), own)
    visible = {
        (partner.id, entry.key)
        for partner in config.partners
        if partner.id in states
        for entry in shown(partner, states[partner.id].entries, now)
    }
    ids = _feed_ids(states)
    arrived = []
    for story in told:
        tellings = [one for one in story.tellings if one.name in visible]
        if tellings and not story.own:
            # Told again by a better teller it is the same item still: subscribers have it.
            first = story.tellings[0]
            arrived.append((first.time, ids[first.name], teller(tellings)))
    arrived.sort(key=_newest_arrival_first)
    return tuple(
        Quoted(partner=one.partner, facts=states[one.partner.id].facts, entry=one.entry, id=id_)
        for n, (time, id_, one) in enumerate(arrived)
        if n < FEED_ENTRIES or time > oldest
    )


def _newest_arrival_first(arrived: tuple[datetime, str, News]) -> tuple[float, float, str, str]:
    time, _, one = arrived
    return (-time.timestamp(), -date_or_first_seen(one.entry).timestamp(), *one.name)


def _feed_ids(states: Mapping[str, PartnerState]) -> dict[tuple[str, str], str]:
    """(partner, key) → the id in our feeds, of everything in the store. It is the partner's own where
    that is an IRI and the partner had it first; else one made from both, for ever the same. Nobody can
    take an id that another has (E2, F2)."""
    everything = [
        (entry.first_seen, partner, entry.key)
        for partner, state in states.items()  # who has left the list still has had it first
        for entry in state.entries
    ]
    owners = {key: partner for _, partner, key in sorted(everything, reverse=True)}
    made = {(partner, key): made_id(partner, key) for _, partner, key in everything}
    reserved = set(made.values())
    theirs = {
        (partner, key): key
        for _, partner, key in everything
        if is_iri(key) and owners[key] == partner and key not in reserved
    }
    return made | theirs


def made_id(partner: str, key: str) -> str:
    """An id for an entry that cannot have its own: made from both names, for ever the same."""
    whole = hashlib.sha256(f"{partner}\n{key}".encode()).hexdigest()
    return uuid.UUID(whole[:32], version=4).urn


def is_iri(text: str) -> bool:
    """Whether this can stand as an Atom id (RFC 4287 4.2.6)."""
    scheme, colon, rest = text.partition(":")
    return bool(colon and rest) and scheme in {"http", "https", "tag", "urn"} and " " not in text


# --- digests ------------------------------------------------------------------------------------


def _open(
    config: Config,
    states: Mapping[str, PartnerState],
    recorded: tuple[Edition, ...],
    now: datetime,
    own: Sequence[OwnPost],
) -> tuple[Edition, ...]:
    """What came in since the newest closed edition, in editions that still grow."""
    return tuple(e for e in open_editions(config, states, recorded, now, own) if e.parts)


def _still_allowed(edition: Edition, partners: Mapping[str, Partner], ours: _Names) -> Edition:
    """A closed edition without what was removed since, and with no more of a partner's text than
    both then and now allow (D2, E5, E7)."""
    parts = (_part(part, partners, ours) for part in edition.parts)
    return replace(edition, parts=tuple(part for part in parts if part is not None))


def _part(part: EditionPart, partners: Mapping[str, Partner], ours: _Names) -> EditionPart | None:
    partner = partners.get(part.partner)
    if partner is None or partner.show == "link":
        return None
    entries = tuple(
        entry for entry in remaining(partner, part.entries) if (partner.id, entry.key) not in ours
    )
    also = tuple(one for one in part.also if _may_be_named(one, partners.get(one.partner)))
    show = min(part.show, partner.show, key=_amount)
    return replace(part, entries=entries, show=show, also=also) if entries else None


def _pinned_first(edition: Edition, config: Config) -> Edition:
    """What the editor pinned stands on top, and so does the blog that it is from (D7)."""
    pinned = pins(config.curation)
    parts = (
        replace(part, entries=tuple(sorted(part.entries, key=lambda e: not is_pinned(e, pinned))))
        for part in edition.parts
    )
    ordered = sorted(parts, key=lambda part: not any(is_pinned(e, pinned) for e in part.entries))
    return replace(edition, parts=tuple(ordered))


def _may_be_named(also: Also, partner: Partner | None) -> bool:
    return (
        partner is not None
        and partner.status != "removed"
        and not (also.link and is_removed(partner, also.link))
    )


def _amount(show: Show) -> int:
    return get_args(Show).index(show)
