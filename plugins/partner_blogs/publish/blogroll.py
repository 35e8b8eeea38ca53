"""The selection in; the blogs that every page shows in its sidebar out. Pure (W1, W11)."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ..model.config import BlogrollRules, Config, Partner
from .selection import PartnerCard, Selection
from .urls import DIGESTS_PAGE, LIST_PAGE, RACK_PAGE


class SidebarPost(Struct, frozen=True, kw_only=True):
    """The newest post of a blog, as much of it as the editor wants in the sidebar.

    Attributes:
        thumbnail: the path of its picture below the site's root.
    """

    title: str
    link: str | None
    language: str | None
    date: datetime | None
    excerpt: str
    thumbnail: str | None


class SidebarBlog(Struct, frozen=True, kw_only=True):
    """A blog in the sidebar.

    Attributes:
        icon: the path of its icon below the site's root.
        quiet_since: of a quiet blog, the date of its newest post (W8).
    """

    name: str
    home: str | None
    sample: bool
    icon: str | None = None
    newest: SidebarPost | None = None
    quiet_since: datetime | None = None


class PartnerMenu(Struct, frozen=True):
    """Where the menu of every page leads; all below the site's root. Headlines are not among its inputs."""

    list_page: str = LIST_PAGE
    rack_page: str = RACK_PAGE
    digests_page: str = DIGESTS_PAGE


class Blogroll(Struct, frozen=True, kw_only=True):
    """What every page knows of the partners: no more than its sidebar and its menu show.

    Attributes:
        has_headlines: whether all pages have headlines, not only home and the pages of partners.
        blogs: the sidebar with headlines.
        names: the sidebar without them: a refresh does not change it.
        count: the number of blogs on the whole list.
        can_suggest: whether the list says how to suggest a blog.
        list_page, rack_page, digests_page: below the site's root.
    """

    title: str
    has_headlines: bool
    blogs: tuple[SidebarBlog, ...]
    names: tuple[SidebarBlog, ...]
    count: int
    can_suggest: bool
    list_page: str = LIST_PAGE
    rack_page: str = RACK_PAGE
    digests_page: str = DIGESTS_PAGE


def build_blogroll(config: Config, selection: Selection, *, can_suggest: bool) -> Blogroll:
    """The sidebar as `blogroll` in feeds.yaml wants it."""
    rules = config.blogroll
    return Blogroll(
        title=rules.title,
        has_headlines=rules.headlines_on == "all",
        blogs=tuple(_blog(card, rules) for card in selection.sidebar),
        names=tuple(map(_name, selection.names)),
        count=len(selection.cards),
        can_suggest=can_suggest,
    )


def _name(partner: Partner) -> SidebarBlog:
    return SidebarBlog(name=partner.name, home=partner.home, sample=partner.sample)


def _blog(card: PartnerCard, rules: BlogrollRules) -> SidebarBlog:
    partner, standing = card.partner, card.standing
    return SidebarBlog(
        name=partner.name,
        home=partner.home,
        sample=partner.sample,
        icon=card.icon,
        newest=_newest(card, rules) if rules.latest else None,
        quiet_since=standing.since if standing.state == "quiet" else None,
    )


def _newest(card: PartnerCard, rules: BlogrollRules) -> SidebarPost | None:
    entry = card.latest
    if entry is None:
        return None
    has_excerpt = rules.snippet and card.partner.show in {"excerpts", "full"}
    return SidebarPost(
        title=entry.title,
        link=entry.link,
        language=entry.language,
        date=entry.date if rules.age else None,
        excerpt=entry.excerpt if has_excerpt else "",
        thumbnail=card.thumbnail,
    )
