"""States, editions, the editor's rules and the time in; all that the pages and feeds show, out. Pure."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from ..blogroll import public_feed
from ..editions import choose_edition, kinds, news_time, open_period
from ..model import (
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
from ..remaining import remaining
from ..standing import standing

FEED_ENTRIES = 50
FEED_DAYS = timedelta(days=7)


class Card(Struct, frozen=True, kw_only=True):
    """A partner as lists show it; `latest` is None where there is none, or none may be shown (W2),
    `feed` where its address is nothing to print."""

    partner: Partner
    standing: Standing
    feed: str | None = None
    latest: Entry | None = None


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
        sidebar: the first of them, without those the editor retired.
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
    recorded: Iterable[Edition],
    now: datetime,
) -> Selection:
    """Choose everything once, for all pages and feeds."""
    cards = _in_order(_cards(config, states, now), config.blogroll)
    alive = tuple(card for card in cards if card.standing.state != "retired")
    partners = {partner.id: partner for partner in config.partners}
    closed = tuple(_still_allowed(e, partners) for e in recorded if e.kind in kinds(config.digest))
    return Selection(
        cards=cards,
        sidebar=alive[: config.blogroll.limit],
        quoted=_quoted(config, states),
        closed=closed,
        open=_open(config, states, closed, now),
    )


# --- lists --------------------------------------------------------------------------------------


def _cards(config: Config, states: Mapping[str, PartnerState], now: datetime) -> list[Card]:
    return [
        Card(
            partner=partner,
            standing=standing(partner, states.get(partner.id), now),
            feed=public_feed(partner),
            latest=_latest(partner, states.get(partner.id)),
        )
        for partner in config.partners
        if partner.status != "removed"
    ]


def _latest(partner: Partner, state: PartnerState | None) -> Entry | None:
    if state is None or partner.show == "link" or partner.status == "retired":
        return None
    return next(iter(remaining(partner, state.entries)), None)


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


def _quoted(config: Config, states: Mapping[str, PartnerState]) -> tuple[Quoted, ...]:
    """The newest 50 entries, or all of the 7 days before the newest, whichever is more (F4)."""
    arrived = sorted(
        (
            (time, partner, states[partner.id], entry)
            for partner in config.partners
            if partner.id in states and partner.show != "link"
            for entry in remaining(partner, states[partner.id].entries)
            if (time := news_time(entry)) is not None
        ),
        key=lambda row: (-row[0].timestamp(), -_shown(row[3]).timestamp(), row[1].id, row[3].key),
    )
    if not arrived:
        return ()
    oldest = arrived[0][0] - FEED_DAYS
    owners = _owners(config, states)
    return tuple(
        Quoted(
            partner=partner,
            facts=state.facts,
            entry=entry,
            id=_feed_id(partner, entry, owners),
        )
        for n, (time, partner, state, entry) in enumerate(arrived)
        if n < FEED_ENTRIES or time > oldest
    )


def _shown(entry: Entry) -> datetime:
    return entry.date or entry.first_seen


def _owners(config: Config, states: Mapping[str, PartnerState]) -> dict[str, str]:
    """Entry id → the partner who had it first. Nobody can take another's id later (E2)."""
    first: dict[str, tuple[datetime, int, str]] = {}
    for n, partner in enumerate(config.partners):
        if partner.id in states:
            for entry in states[partner.id].entries:
                claim = (entry.first_seen, n, partner.id)
                first[entry.key] = min(first.get(entry.key, claim), claim)
    return {key: claim[2] for key, claim in first.items()}


def _feed_id(partner: Partner, entry: Entry, owners: Mapping[str, str]) -> str:
    """The partner's own id where it is an IRI and theirs; else one made from both, for ever the same."""
    if is_iri(entry.key) and owners[entry.key] == partner.id:
        return entry.key
    whole = f"{partner.id}\n{entry.key}"
    return uuid.UUID(hashlib.sha256(whole.encode()).hexdigest()[:32], version=4).urn


def is_iri(text: str) -> bool:
    """Whether this can stand as an Atom id (RFC 4287 4.2.6)."""
    scheme, colon, rest = text.partition(":")
    return bool(colon and rest) and scheme in {"http", "https", "tag", "urn"} and " " not in text


# --- digests ------------------------------------------------------------------------------------


def _open(
    config: Config, states: Mapping[str, PartnerState], closed: tuple[Edition, ...], now: datetime
) -> tuple[Edition, ...]:
    """The editions of the running periods; one that the record has already is closed."""
    done = {(edition.kind, edition.period) for edition in closed}
    periods = (open_period(config, kind, now) for kind in kinds(config.digest))
    chosen = (choose_edition(config, states, p) for p in periods if (p.kind, p.name) not in done)
    return tuple(edition for edition in chosen if edition.parts)


def _still_allowed(edition: Edition, partners: Mapping[str, Partner]) -> Edition:
    """A closed edition without what was removed since, and with no more of a partner's text than
    both then and now allow (D2, E5, E7)."""
    parts = (_part(part, partners.get(part.partner)) for part in edition.parts)
    return replace(edition, parts=tuple(part for part in parts if part is not None))


def _part(part: EditionPart, partner: Partner | None) -> EditionPart | None:
    if partner is None or partner.show == "link":
        return None
    entries = remaining(partner, part.entries)
    show = min(part.show, partner.show, key=_amount)
    return replace(part, entries=entries, show=show) if entries else None


def _amount(show: Show) -> int:
    return get_args(Show).index(show)
