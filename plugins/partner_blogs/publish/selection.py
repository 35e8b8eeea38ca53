"""States, editions, the editor's rules and the time in, all that pages and feeds show out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from datetime import datetime
from itertools import chain, islice
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.urls import url_key

from ..curation import is_pinned, pinned_links
from ..entry_parts import in_parts, link_mark
from ..filters import is_removed, without_removed
from ..health import partner_health
from ..link_votes import with_votes
from ..model.config import BlogrollRules, Config, Partner, Show
from ..model.digest import Edition, EditionPart
from ..model.report import PartnerHealth
from ..model.state import Entry, PartnerState
from ..partners_opml import public_feed_url
from ..recorded_editions import RecordedEditions
from ..select.digests import enabled_kinds, open_editions, visible_editions
from ..select.own_posts import NO_OWN_POSTS, OwnPosts
from .feed_entries import FeedEntry, FeedSources, build_feed_entries
from .images import NO_IMAGES, PartnerImageUrls
from .topics import Topic, topic_slug, topics_by_slug
from .urls import partner_page

RECENT_ENTRIES = 10


class PartnerCard(Struct, frozen=True, kw_only=True):
    """A partner as lists show it (W2).

    Attributes:
        feed: its public address; None for a file or an address with a password.
        topic: None for a partner without one, and where all blogs of a topic are retired.
        recent: its newest entries, at most ten; none where none may be shown.
        has_feed: whether our site has a feed of this partner alone: it has entries, or may get some.
        icon, thumbnail: paths below the site's root, of its icon and of the picture of its latest entry.
    """

    partner: Partner
    standing: PartnerHealth
    feed: str | None = None
    topic: Topic | None = None
    recent: tuple[Entry, ...] = ()
    has_feed: bool = False
    icon: str | None = None
    thumbnail: str | None = None

    @property
    def url(self) -> str:
        """Of its page, below the site's root."""
        return partner_page(self.partner)

    @property
    def latest(self) -> Entry | None:
        return self.recent[0] if self.recent else None


class Shelf(Struct, frozen=True, kw_only=True):
    """The partners of one topic, in the editor's order, and the entries of its feed, newest first."""

    topic: Topic
    cards: tuple[PartnerCard, ...]
    feed_entries: tuple[FeedEntry, ...]


class Selection(Struct, frozen=True, kw_only=True):
    """What a build shows of the partners.

    Attributes:
        cards: every partner that is not removed, in the order of the sidebar.
        sidebar: the first of them that have news or a link, without those that are retired (W1).
        names: the sidebar of pages without headlines: a refresh does not change it (W11).
        shelves: one a topic, in the order in which the editor first named them.
        feed_entries: the entries of the aggregated feed, newest first.
        by_partner: partner id → the entries of the feed that has this partner alone, newest first.
        closed: editions that never change, oldest first; one at a time is read.
        growing: those that are not recorded yet, of each kind the older ones first.
    """

    cards: tuple[PartnerCard, ...]
    sidebar: tuple[PartnerCard, ...]
    names: tuple[Partner, ...]
    shelves: tuple[Shelf, ...]
    feed_entries: tuple[FeedEntry, ...]
    by_partner: Mapping[str, tuple[FeedEntry, ...]]
    closed: RecordedEditions
    growing: tuple[Edition, ...]

    @property
    def open(self) -> tuple[Edition, ...]:
        """Those of them in which a partner has anything."""
        return tuple(edition for edition in self.growing if edition.parts)


def select(
    config: Config,
    states: Mapping[str, PartnerState],
    recorded: Iterable[Edition],
    now: datetime,
    own_posts: OwnPosts = NO_OWN_POSTS,
    images: PartnerImageUrls = NO_IMAGES,
) -> Selection:
    """Choose everything once, for all pages and feeds.

    Args:
        own_posts: those of this blog; an entry that repeats one of them is left out (E10).
        images: the pictures that stand beside names and headlines.
    """
    sources = FeedSources(config, states, now, own_posts)
    recent = {
        id_: tuple(islice((e for e in entries if not own_posts.repeated_by(e)), RECENT_ENTRIES))
        for id_, entries in sources.shown()
    }
    by_partner = {one.id: build_feed_entries(sources, [one]) for one in config.partners}
    listed = _cards(config, sources, by_partner, recent, images, now)
    cards = _in_order(listed, config.blogroll)
    alive = (card for card in cards if card.standing.state != "retired")
    told = tuple(card for card in alive if card.latest or card.partner.home)
    visible = visible_editions(recorded, now)
    kinds = enabled_kinds(config.digest)
    growing = open_editions(config, states, visible, now)
    allowed = as_shown(config, states, own_posts)
    return Selection(
        cards=cards,
        sidebar=told[: config.blogroll.limit],
        names=_names(config),
        shelves=_shelves(sources, listed),
        feed_entries=build_feed_entries(sources, config.partners),
        by_partner=by_partner,
        closed=visible.only(lambda one: one.kind in kinds).changed(allowed),
        growing=tuple(map(allowed, growing)),
    )


def as_shown(
    config: Config, states: Mapping[str, PartnerState], own_posts: OwnPosts = NO_OWN_POSTS
) -> Callable[[Edition], Edition]:
    """A function that makes of an edition what readers get of it today: without what was removed or hidden,
    what is pinned first."""
    partners = {partner.id: partner for partner in config.partners}
    moved, repeats = _moved_links(states), _Repeats(own_posts)
    removed = chain.from_iterable(one.removed + one.hidden for one in config.partners)
    taken = frozenset(map(url_key, removed))

    def allowed(edition: Edition) -> Edition:
        known = _with_todays_links(edition, moved)
        return _pinned_first(_still_allowed(known, partners, repeats.of(known), taken), config)

    return allowed


def known_links(states: Mapping[str, PartnerState], links: Iterable[str]) -> frozenset[str]:
    """Those of these addresses, as they are compared, at which an entry of the store lies or lay."""
    wanted = {url_key(link): link_mark(link) for link in links}
    found = set[str]()
    for state in states.values() if wanted else ():
        for entry in in_parts(state.entries).marked(set(wanted.values())).held:
            found |= wanted.keys() & set(map(url_key, entry.links))
    return frozenset(found)


# --- lists --------------------------------------------------------------------------------------


def _cards(
    config: Config,
    sources: FeedSources,
    by_partner: Mapping[str, tuple[FeedEntry, ...]],
    recent: Mapping[str, tuple[Entry, ...]],
    images: PartnerImageUrls,
    now: datetime,
) -> list[PartnerCard]:
    partners = config.partners
    found = topics_by_slug(partner for partner in partners if partner.status == "active")

    def card(partner: Partner) -> PartnerCard:
        entries = () if partner.status == "retired" else recent.get(partner.id, ())
        return PartnerCard(
            partner=partner,
            standing=partner_health(partner, sources.states.get(partner.id), now),
            feed=public_feed_url(partner),
            topic=found.get(topic_slug(partner.topic)) if partner.topic else None,
            recent=entries,
            has_feed=bool(by_partner[partner.id]) or _may_have_entries(partner),
            icon=images.icon(partner),
            thumbnail=images.thumbnail(partner, entries[0]) if entries else None,
        )

    return [card(partner) for partner in partners if partner.status != "removed"]


def _may_have_entries(partner: Partner) -> bool:
    asked = partner.feed is not None and partner.poll and partner.show != "link"
    return asked and partner.status == "active"


def _shelves(sources: FeedSources, listed: Iterable[PartnerCard]) -> tuple[Shelf, ...]:
    by_topic: dict[Topic, list[PartnerCard]] = {}
    for card in listed:
        if card.topic:
            by_topic.setdefault(card.topic, []).append(card)
    return tuple(
        Shelf(
            topic=topic,
            cards=tuple(cards),
            feed_entries=build_feed_entries(sources, [card.partner for card in cards]),
        )
        for topic, cards in by_topic.items()
    )


def _in_order(cards: list[PartnerCard], rules: BlogrollRules) -> tuple[PartnerCard, ...]:
    """The editor's order (W1), then the quiet partners, then the retired ones (W8)."""
    match rules.sort:
        case "manual":
            ordered = cards
        case "alphabetical":
            ordered = sorted(cards, key=lambda card: _alphabetical(card.partner))
        case "recent":
            ordered = sorted(cards, key=_newest_first)
    last = {"quiet": 1, "retired": 2}
    return tuple(sorted(ordered, key=lambda card: last.get(card.standing.state, 0)))


def _newest_first(card: PartnerCard) -> float:
    date = card.latest.date if card.latest else None
    return -date.timestamp() if date else 0.0


def _alphabetical(partner: Partner) -> str:
    return partner.name.casefold()


def _names(config: Config) -> tuple[Partner, ...]:
    """As many as the sidebar has, by what feeds.yaml alone says: in the editor's order even where the
    sidebar has the newest first."""
    active = [
        partner
        for partner in config.partners
        if partner.status == "active" and (partner.home or partner.feed)
    ]
    if config.blogroll.sort == "alphabetical":
        active.sort(key=_alphabetical)
    return tuple(active[: config.blogroll.limit])


# --- digests ------------------------------------------------------------------------------------


def _moved_links(states: Mapping[str, PartnerState]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Partner and key of each entry whose link has changed → every link that it has or had."""
    return {
        (id_, entry.key): entry.links
        for id_, state in states.items()
        for entry in in_parts(state.entries).moved()
    }


def _with_todays_links(
    edition: Edition, moved: Mapping[tuple[str, str], tuple[str, ...]]
) -> Edition:
    """An edition whose entries know where they lie today, though they lead where they led (D2): the editor
    may write any of the two addresses under `removed:` and in curation.yaml (D11)."""
    if not moved:
        return edition

    def known(partner: str, entry: Entry) -> Entry:
        links = moved.get((partner, entry.key), ())
        others = tuple(link for link in reversed(links) if link != entry.link)
        return replace(entry, former_links=others) if others else entry

    parts = (
        replace(part, entries=tuple(known(part.partner, entry) for entry in part.entries))
        for part in edition.parts
    )
    return replace(edition, parts=tuple(parts))


class _Repeats:
    """The entries of editions that repeat a post of this blog. A build asks for an edition several times,
    and is told what was found at first."""

    def __init__(self, own_posts: OwnPosts) -> None:
        self._own_posts = own_posts
        self._found: dict[tuple[str, str], Set[tuple[str, str]]] = {}

    def of(self, edition: Edition) -> Set[tuple[str, str]]:
        """By partner and key."""
        name = edition.kind, edition.period
        if name not in self._found:
            self._found[name] = {
                (part.partner, entry.key)
                for part in edition.parts
                for entry in part.entries
                if self._own_posts.repeated_by(entry, edition.closed)
            }
        return self._found[name]


def _still_allowed(
    edition: Edition,
    partners: Mapping[str, Partner],
    repeats: Set[tuple[str, str]],
    taken: Set[str],
) -> Edition:
    """An edition without what was removed since it was closed, and with no more of a partner's text than
    both then and now allow (D2, E5, E7); without what repeats us, too. A refresh reads no text of ours, so
    that is no matter of choice: a digest that is closed keeps what it had, and what we published later
    takes nothing from it (E10).

    Args:
        taken: the comparable addresses that were removed or hidden.
    """
    parts = (_part(part, partners, repeats) for part in edition.parts)
    linked = with_votes(
        edition.most_linked,
        lambda one: (
            url_key(one.address) not in taken
            and (one.partner is None or _may_be_named(one.partner, None, partners))
        ),
        lambda vote: _may_be_named(vote.partner, vote.link, partners),
    )
    left = tuple(part for part in parts if part is not None)
    return replace(edition, parts=left, most_linked=linked)


def _part(
    part: EditionPart, partners: Mapping[str, Partner], repeats: Set[tuple[str, str]]
) -> EditionPart | None:
    partner = partners.get(part.partner)
    if partner is None or partner.show == "link":
        return None
    entries = tuple(
        entry
        for entry in without_removed(partner, part.entries)
        if (part.partner, entry.key) not in repeats
    )
    also = tuple(one for one in part.also if _may_be_named(one.partner, one.link, partners))
    show = min(part.show, partner.show, key=_amount)
    return replace(part, entries=entries, show=show, also=also) if entries else None


def _pinned_first(edition: Edition, config: Config) -> Edition:
    """What the editor pinned stands on top, and so does the blog that it is from (D7)."""
    pinned = pinned_links(config.curation)
    if not pinned:
        return edition
    parts = (
        replace(part, entries=tuple(sorted(part.entries, key=lambda e: not is_pinned(e, pinned))))
        for part in edition.parts
    )
    ordered = sorted(parts, key=lambda part: not any(is_pinned(e, pinned) for e in part.entries))
    return replace(edition, parts=tuple(ordered))


def _may_be_named(id_: str, link: str | None, partners: Mapping[str, Partner]) -> bool:
    """Whether a partner and its entry at this address may be named."""
    partner = partners.get(id_)
    return (
        partner is not None
        and partner.status != "removed"
        and not (link and is_removed(partner, link))
    )


def _amount(show: Show) -> int:
    return get_args(Show).index(show)
