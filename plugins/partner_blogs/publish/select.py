"""States, editions, the editor's rules and the time in; all that the pages and feeds show, out. Pure."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from syndication.newest import DAYS, ENTRIES, newest

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
from ..topics import Topic, topic_slug, topics
from ..wanted import shown

RECENT = 10


class Quoted(Struct, frozen=True, kw_only=True):
    """An entry as our feeds give it out, under an id that is unique in each of them (F2).

    Attributes:
        arrived: when its story first came in; feeds are in this order.
    """

    partner: Partner
    facts: FeedFacts
    entry: Entry
    id: str
    arrived: datetime


class Card(Struct, frozen=True, kw_only=True):
    """A partner as lists show it (W2).

    Attributes:
        feed: None where its address is nothing to print.
        topic: None for a partner without one, and where all blogs of a topic are retired.
        recent: its newest entries, at most ten; none where none may be shown.
        quoted: the entries of the feed that we give out of it alone, newest first.
    """

    partner: Partner
    standing: Standing
    feed: str | None = None
    topic: Topic | None = None
    recent: tuple[Entry, ...] = ()
    quoted: tuple[Quoted, ...] = ()

    @property
    def latest(self) -> Entry | None:
        return self.recent[0] if self.recent else None

    @property
    def may_be_quoted(self) -> bool:
        """Whether it has posts to show, or may come to have some."""
        partner = self.partner
        asked = partner.feed is not None and partner.poll and partner.show != "link"
        return bool(self.quoted) or (asked and partner.status == "active")


class Shelf(Struct, frozen=True, kw_only=True):
    """The partners of one topic, in the editor's order, and the entries of its feed, newest first."""

    topic: Topic
    cards: tuple[Card, ...]
    quoted: tuple[Quoted, ...]


class Selection(Struct, frozen=True, kw_only=True):
    """What a build shows of the partners.

    Attributes:
        cards: every partner that is not removed, in the order of the sidebar.
        sidebar: the first of them, without those that are retired.
        names: the sidebar of pages without headlines: a refresh does not change it (W11).
        shelves: one a topic, in the order in which the editor first named them.
        quoted: the entries of the aggregated feed, newest first.
        closed: editions that never change, oldest first.
        open: editions whose period is still running, where anything came in.
    """

    cards: tuple[Card, ...]
    sidebar: tuple[Card, ...]
    names: tuple[Partner, ...]
    shelves: tuple[Shelf, ...]
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
    brought: dict[str, list[News]] = {}
    for one in sorted(news(config, states), key=lambda one: one.time, reverse=True):
        brought.setdefault(one.partner.id, []).append(one)
    visible = {
        partner.id: shown(partner, states[partner.id].entries, now)
        for partner in config.partners
        if partner.id in states and partner.show != "link"
    }
    ours = _told_by_us(partners, brought, visible, recorded, own)
    material = _Material(config, states, brought, visible, ours, _feed_ids(states))
    listed = _cards(material, now)
    cards = _in_order(listed, config.blogroll)
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
        names=_names(config),
        shelves=_shelves(material, listed),
        quoted=_quoted(material, config.partners),
        closed=closed,
        open=tuple(_pinned_first(edition, config) for edition in growing),
    )


# --- what may be shown ---------------------------------------------------------------------------

_Names = Collection[tuple[str, str]]


class _Material(Struct, frozen=True):
    """What cards and feeds are made of.

    Attributes:
        brought: partner → its news, shown or not; what came in last first.
        visible: partner → what lists and feeds may show of it; newest first.
        ours: the names of what this blog had told before.
        ids: (partner, key) → the id in our feeds.
    """

    config: Config
    states: Mapping[str, PartnerState]
    brought: Mapping[str, Sequence[News]]
    visible: Mapping[str, Sequence[Entry]]
    ours: _Names
    ids: Mapping[tuple[str, str], str]


def _told_by_us(
    partners: Mapping[str, Partner],
    brought: Mapping[str, Sequence[News]],
    visible: Mapping[str, Sequence[Entry]],
    recorded: Iterable[Edition],
    own: Sequence[OwnPost],
) -> _Names:
    """The names of what lists, feeds and closed editions would show although this blog had told it
    before (E10)."""
    if not own:
        return frozenset()
    listed = (
        (partners[id_], entry)
        for id_, entries in visible.items()
        for entry in entries[: 2 * RECENT]
    )
    fed = (
        (one.partner, one.entry)
        for row in brought.values()
        for one in newest(row, lambda one: one.time)
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
        for partner, entry in (*listed, *fed, *closed)
    }
    ours = (story for story in stories(named.values(), own) if story.own)
    return frozenset(one.name for story in ours for one in story.tellings)


# --- lists --------------------------------------------------------------------------------------


def _cards(material: _Material, now: datetime) -> list[Card]:
    partners, states = material.config.partners, material.states
    found = topics(partner for partner in partners if partner.status == "active")
    return [
        Card(
            partner=partner,
            standing=standing(partner, states.get(partner.id), now),
            feed=public_feed(partner),
            topic=found.get(topic_slug(partner.topic)) if partner.topic else None,
            recent=_recent(material, partner),
            quoted=_quoted(material, [partner]),
        )
        for partner in partners
        if partner.status != "removed"
    ]


def _recent(material: _Material, partner: Partner) -> tuple[Entry, ...]:
    if partner.status == "retired":
        return ()
    listed = material.visible.get(partner.id, ())[: 2 * RECENT]
    return tuple(e for e in listed if (partner.id, e.key) not in material.ours)[:RECENT]


def _shelves(material: _Material, listed: Iterable[Card]) -> tuple[Shelf, ...]:
    by_topic: dict[Topic, list[Card]] = {}
    for card in listed:
        if card.topic:
            by_topic.setdefault(card.topic, []).append(card)
    return tuple(
        Shelf(
            topic=topic,
            cards=tuple(cards),
            quoted=_quoted(material, [card.partner for card in cards]),
        )
        for topic, cards in by_topic.items()
    )


def _in_order(cards: list[Card], rules: BlogrollRules) -> tuple[Card, ...]:
    """The editor's order (W1); whoever is quiet goes behind, whoever is retired behind them (W8)."""
    match rules.sort:
        case "manual":
            ordered = cards
        case "alphabetical":
            ordered = sorted(cards, key=lambda card: _alphabetical(card.partner))
        case "recent":
            ordered = sorted(cards, key=_newest_first)
    last = {"quiet": 1, "retired": 2}
    return tuple(sorted(ordered, key=lambda card: last.get(card.standing.state, 0)))


def _newest_first(card: Card) -> float:
    date = card.latest.date if card.latest else None
    return -date.timestamp() if date else 0.0


def _alphabetical(partner: Partner) -> str:
    return partner.name.casefold()


def _names(config: Config) -> tuple[Partner, ...]:
    """As many as the sidebar has, by what feeds.yaml alone says: in the editor's order even where the
    sidebar has the newest first."""
    active = [partner for partner in config.partners if partner.status == "active"]
    if config.blogroll.sort == "alphabetical":
        active.sort(key=_alphabetical)
    return tuple(active[: config.blogroll.limit])


# --- feeds ---------------------------------------------------------------------------------------


def _quoted(material: _Material, partners: Sequence[Partner]) -> tuple[Quoted, ...]:
    """What these partners bring to one feed: the newest 50 stories, or all of the 7 days before the
    newest, whichever is more (F4); a story that more than one of them tells is one of them (D6)."""
    brought = chain.from_iterable(material.brought.get(partner.id, ()) for partner in partners)
    latest = sorted(brought, key=lambda one: one.time, reverse=True)
    if not latest:
        return ()
    oldest = latest[0].time - DAYS
    # Enough of them that 50 are left of those that are told twice.
    last = min(oldest, latest[: 2 * ENTRIES][-1].time)
    visible = {(p.id, e.key) for p in partners for e in material.visible.get(p.id, ())}
    arrived = []
    for told in _stories([one for one in latest if one.time >= last - MEMORY]):
        allowed = [one for one in told if one.name not in material.ours]
        tellings = [one for one in allowed if one.name in visible]
        if tellings:
            # Told again by a better teller it is the same item still: subscribers have it.
            first, best = allowed[0], teller(tellings)
            arrived.append(
                Quoted(
                    partner=best.partner,
                    facts=material.states[best.partner.id].facts,
                    entry=best.entry,
                    id=material.ids[first.name],
                    arrived=first.time,
                )
            )
    arrived.sort(key=_newest_arrival_first)
    return tuple(one for n, one in enumerate(arrived) if n < ENTRIES or one.arrived > oldest)


def _stories(told: Sequence[News]) -> Iterable[Sequence[News]]:
    """The tellings of each story. Only one partner's news are as many stories, so nothing is compared."""
    if len({one.partner.id for one in told}) == 1:
        return [[one] for one in told]
    return [story.tellings for story in stories(told)]


def _newest_arrival_first(quoted: Quoted) -> tuple[float, float, str, str]:
    date = date_or_first_seen(quoted.entry)
    return -quoted.arrived.timestamp(), -date.timestamp(), quoted.partner.id, quoted.entry.key


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
