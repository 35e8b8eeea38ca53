"""What a build knows of the partners in; their pages out, planned. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.text import count_words
from frontdesk.core.translations import Translations
from frontdesk.formats.sanitizer import html_to_text
from frontdesk.formats.site_feeds import MIN_ITEMS

from ..link_votes import MIN_VOTES
from ..model.config import Config, Partner
from ..select.candidates import FIRST_FETCH_CANDIDATES, MAX_CANDIDATE_AGE
from ..select.digests import SHARE_MIN_PARTNERS, enabled_kinds
from ..select.status import StatusRow
from .badge import badge, snippet
from .blog_letters import MAX_LISTED, LetterLink, blog_letters
from .editions import (
    EditionPage,
    EditionPages,
    MostLinked,
    ShownEdition,
    newest_closed,
    with_neighbours,
)
from .feed_offers import digest_offer
from .images import PartnerImageUrls
from .mailto import removal_mailto, suggestion_mailto
from .most_linked import has_most_linked, linked_editions
from .rack import build_racks
from .selection import Selection
from .urls import BADGE, DIGESTS_PAGE, HOW_PAGE, LIST_PAGE, MOST_LINKED_PAGE, STATUS_PAGE

Settings = Mapping[str, Any]

LINKED_EDITIONS = 12
"""Digests on the page of what several partners linked to."""
INDEXED_INTRO_WORDS = 150
"""A digest whose introduction has so many words or more may be found by search engines."""


class ShownPartners(Struct, frozen=True, kw_only=True):
    """What a build knows of the partners before it writes the first page.

    Attributes:
        status: a row for each partner that is not removed.
        last_refresh: when; None before the first.
    """

    config: Config
    selection: Selection
    images: PartnerImageUrls
    status: tuple[StatusRow, ...]
    last_refresh: datetime | None


class OwnLimits(Struct, frozen=True):
    """The limits of one partner in a digest, where they are not those of all (D4)."""

    name: str
    per_day: int | None
    per_digest: int | None
    share: int | None


class TopicLink(Struct, frozen=True):
    """A page of the rack, as the others link to it; without a name, that of all topics."""

    url: str
    name: str | None = None


class LinkedEdition(Struct, frozen=True, kw_only=True):
    """What several partners linked to in the time of one digest (D8).

    Attributes:
        title: of the digest.
        url: of its page.
    """

    title: str
    url: str
    linked: tuple[MostLinked, ...]


class DigestCard(Struct, frozen=True):
    """The words on the share card of a digest.

    Attributes:
        url: of the digest's page.
        name: the beginning of the name of the card's file.
        below: whose posts are in it.
    """

    url: str
    name: str
    title: str
    below: str


def digest_cards(editions: EditionPages, settings: Settings) -> tuple[DigestCard, ...]:
    """What social networks show beside a link to a digest (D10): a card for each of the newest, for one
    takes a while to draw."""

    def card(edition: EditionPage) -> DigestCard:
        ours = [settings["SITENAME"]] if edition.posts else []
        whose = ", ".join((*edition.blog_names, *ours))
        return DigestCard(edition.url, f"digest-{edition.period}", edition.full_title, whose)

    return tuple(map(card, editions.newest(MIN_ITEMS)))


def partner_pages(
    shown: ShownPartners,
    editions: EditionPages,
    cards: Mapping[str, Any],
    settings: Settings,
) -> Iterator[PlannedPage]:
    """Every page that is made of what partners wrote, or of what we know of them, one by one.

    Args:
        editions: in the order of the list of digests.
        cards: the address of a digest's page → its share card; None where it cannot be drawn.
    """
    yield from _list_pages(shown, settings)
    yield from _rack_pages(shown, editions)
    yield from _digest_pages(shown, editions, cards, settings)
    yield _status_page(shown)


def _page(url: str, template: str, *, is_indexed: bool = False, **values: Any) -> PlannedPage:
    return PlannedPage(
        url, f"partner_blogs/{template}", {"of_partners": True, **values}, is_indexed
    )


def _list_pages(shown: ShownPartners, settings: Settings) -> Iterator[PlannedPage]:
    """The list of all partners, which is our own recommendation in our own words, and a page for each."""
    words: Translations = settings["WORDS"]
    site, name, mail = (settings[key] for key in ("SITE_ADDRESS", "SITENAME", "CONTACT"))
    picture = badge(name, words)
    topics = [shelf.topic for shelf in shown.selection.shelves]
    cards = shown.selection.cards
    letters = blog_letters(cards) if len(cards) > MAX_LISTED else ()
    links = tuple(letter.link for letter in letters)
    yield _page(
        LIST_PAGE,
        "list",
        is_indexed=True,
        cards=() if letters else cards,
        number=len(cards),
        letters=links,
        shelves=tuple(
            LetterLink(name=shelf.topic.name, url=shelf.topic.url, count=len(shelf.cards))
            for shelf in shown.selection.shelves
            if letters
        ),
        suggest_by_mail=mail and suggestion_mailto(mail, name, topics, words),
        suggest_page=shown.config.about.suggest,
        status_page=STATUS_PAGE,
        badge=picture,
        badge_file=BADGE,
        badge_snippet=snippet(picture, f"{site}/{BADGE}", f"{site}/{LIST_PAGE}"),
    )
    for letter in letters:
        yield _page(
            letter.link.url,
            "list_letter",
            is_indexed=True,
            letter=letter.link,
            letters=links,
            cards=letter.cards,
        )
    for card in cards:
        yield _page(
            card.url,
            "partner",
            card=card,
            removal_by_mail=mail and removal_mailto(mail, name, card.partner, words),
        )


def _rack_pages(shown: ShownPartners, editions: EditionPages) -> Iterator[PlannedPage]:
    racks = build_racks(shown.config, shown.selection, shown.images)
    topics = tuple(TopicLink(rack.url, rack.topic.name if rack.topic else None) for rack in racks)
    for rack in racks:
        yield _page(
            rack.url,
            "rack",
            rack=rack,
            topics=topics if shown.selection.shelves else (),
            last_digest=newest_closed(editions.outlines),
        )


def _digest_pages(
    shown: ShownPartners, editions: EditionPages, cards: Mapping[str, Any], settings: Settings
) -> Iterator[PlannedPage]:
    linked = tuple(
        LinkedEdition(title=one.title, url=one.url, linked=one.linked)
        for one in linked_editions(shown.config, editions, LINKED_EDITIONS)
    )
    most_linked = MOST_LINKED_PAGE if has_most_linked(shown.config, shown.selection) else None
    yield _page(
        DIGESTS_PAGE,
        "digests",
        issues=tuple(edition.summary for edition in editions.outlines),
        most_linked=most_linked,
    )
    if most_linked:
        yield _page(most_linked, "most_linked", issues=linked, min_votes=MIN_VOTES)
    yield _page(
        HOW_PAGE,
        "how",
        rules=shown.config.digest,
        timezone=shown.config.about.timezone,
        own_limits=tuple(_own_limits(shown.config.partners)),
        kinds=enabled_kinds(shown.config.digest),
        newcomer_brings=FIRST_FETCH_CANDIDATES,
        news_days=MAX_CANDIDATE_AGE.days,
        share_from=SHARE_MIN_PARTNERS,
        digest_feed=digest_offer(settings).documents[0].path,
    )
    for older, edition, newer in with_neighbours(editions.outlines):
        yield _page(
            edition.summary.url,
            "digest",
            issue=ShownEdition(editions, edition),
            older=older,
            newer=newer,
            how_page=HOW_PAGE,
            page_card=cards.get(edition.summary.url),
            is_indexed=_has_long_intro(editions.page(edition)),
        )


def _has_long_intro(edition: EditionPage) -> bool:
    """Whether the editor wrote so much about an edition that readers may look for it (R9)."""
    return count_words(html_to_text(edition.intro or "")) >= INDEXED_INTRO_WORDS


def _own_limits(partners: Sequence[Partner]) -> Iterator[OwnLimits]:
    for one in partners:
        if one.status == "active" and (one.per_day or one.per_digest or one.share):
            yield OwnLimits(one.name, one.per_day, one.per_digest, one.share)


def _status_page(shown: ShownPartners) -> PlannedPage:
    """Without the partners that are only a link."""
    asked = [row for row in shown.status if row.state not in {"link", "retired"} or row.last_try]
    told = asked
    if len(asked) > MAX_LISTED:
        told = [row for row in asked if row.state != "active" or row.held][:MAX_LISTED]
    return _page(
        STATUS_PAGE,
        "status",
        rows=tuple(told),
        others=len(asked) - len(told),
        last_refresh=shown.last_refresh,
    )
