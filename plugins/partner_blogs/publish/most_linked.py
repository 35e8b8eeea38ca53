"""Editions in, what several partners linked to in each out: for a page and a feed of its own. Pure (D8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from frontdesk.core.periods import PeriodKind
from frontdesk.core.translations import Translations
from frontdesk.formats.feed_catalog import atom_file
from frontdesk.formats.feed_ids import tag_uri
from frontdesk.formats.feed_model import FeedOffer, Item
from frontdesk.formats.site_feeds import MIN_ITEMS

from ..model.config import Config
from ..model.digest import LinkVote
from ..select.digests import enabled_kinds
from .editions import EditionPage, EditionPages, MostLinked
from .feed_offers import feed_name
from .selection import Selection
from .urls import MOST_LINKED_PAGE

_KINDS: tuple[PeriodKind, ...] = ("weekly", "monthly", "daily")
"""A week has links enough, and is no old news; the first of these that is switched on."""


def linked_kind(config: Config) -> PeriodKind | None:
    """The kind of digest that page and feed go by; None where all are off."""
    kinds = enabled_kinds(config.digest)
    return next((kind for kind in _KINDS if kind in kinds), None)


def has_most_linked(config: Config, selection: Selection) -> bool:
    """Whether there is such a page and feed: from the first closed digest on that has anything for it."""
    kind = linked_kind(config)
    return any(one.has_links and one.kind == kind for one in selection.closed.facts)


def linked_editions(config: Config, pages: EditionPages, most: int) -> Iterator[EditionPage]:
    """The newest digests in whose time several partners linked to the same, the newest first."""
    kind = linked_kind(config)
    return pages.newest(most, lambda one: one.has_links and one.kind == kind and not one.is_open)


def most_linked_offer(settings: Mapping[str, Any]) -> FeedOffer:
    words: Translations = settings["WORDS"]
    name = feed_name("most-linked", settings)
    return FeedOffer(
        name=name,
        shelf="site",
        title=words.gettext("%(site)s: most linked", site=settings["SITENAME"]),
        label=words.gettext("Most linked"),
        what=words.gettext("The pages that several of the blogs that we read linked to."),
        page=MOST_LINKED_PAGE,
        documents=atom_file(name),
    )


def most_linked_items(
    config: Config, pages: EditionPages, settings: Mapping[str, Any]
) -> Iterator[Item]:
    """One item for each of the newest digests that have any."""
    words: Translations = settings["WORDS"]
    for page in linked_editions(config, pages, MIN_ITEMS):
        yield Item(
            id=tag_uri(settings, f"most-linked/{page.kind}/{page.period}"),
            title=words.gettext("Most linked, %(period)s", period=page.title).replace(
                "\u2009", " "
            ),
            link=f"{settings['SITE_ADDRESS']}/{page.url}#most-linked",
            published=page.ends,
            updated=page.ends,
            summary="; ".join(one.title for one in page.linked),
            content=_html(page.linked, words),
        )


def _html(linked: tuple[MostLinked, ...], words: Translations) -> str:
    """A list of links, escaped."""

    def row(one: MostLinked) -> str:
        host = f" ({escape(one.host)})" if one.host else ""
        by = ", ".join(map(_voter, one.votes))
        return (
            f'<li><p><a href="{escape(one.address)}">{escape(one.title)}</a>{host}<br>\n'
            f"{escape(words.gettext('Linked by'))} {by}</p></li>"
        )

    return "<ol>\n{}\n</ol>".format("\n".join(map(row, linked)))


def _voter(vote: LinkVote) -> str:
    name = escape(vote.name)
    return f'<a href="{escape(vote.link)}">{name}</a>' if vote.link else name
