"""The Pelican plugin: feeds.yaml and the store in; pages, feeds and what other pages show of them out.

No other module of this package imports Pelican. What pages and feeds show is made in `publish`; which site
they become a part of is known to its `Host`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from pelican import signals
from pelican.generators import Generator

from frontdesk.core.errors import FrontDeskError
from frontdesk.core.memory.changes import after_publish
from frontdesk.core.memory.model import KnownPost
from frontdesk.formats.author_markdown import author_markdown_html
from frontdesk.formats.feed_model import FeedOffer, Item

from .config.load import CURATION_FILE, SiteChoices, load_config
from .model.config import Config
from .model.state import ImageCopy, PartnerState
from .publish.blogroll import build_blogroll
from .publish.editions import (
    EditionLink,
    EditionPages,
    digest_items,
    edition_pages,
    newest_closed,
    unused_curation,
)
from .publish.feed_offers import (
    blogroll_lists,
    digest_offer,
    everything_offer,
    newest_first,
    partner_feeds,
    partner_item,
)
from .publish.files import partner_files
from .publish.host import HOST, RUNNING, Host
from .publish.images import image_urls
from .publish.most_linked import has_most_linked, most_linked_items, most_linked_offer
from .publish.own_articles import own_posts, post_urls, shown_post
from .publish.pages import ShownPartners, digest_cards, partner_pages
from .publish.selection import known_links, select
from .recorded_editions import RecordedEditions, recorded_editions
from .select.due import due_instants
from .select.images import copies_to_show
from .select.own_posts import OwnPosts
from .select.status import status_rows
from .store import Store, default_store_folder

_log = logging.getLogger(__name__)


def register() -> None:
    signals.get_generators.connect(_generators)
    signals.all_generators_finalized.connect(_find_newest_digest)
    signals.finalized.connect(_finish)


def _generators(pelican: Any) -> type[Generator] | None:
    if HOST in pelican.settings:
        return PartnerBlogsGenerator
    from .elsewhere.settings import has_list  # noqa: PLC0415 - a site of Front Desk needs nothing of it

    if has_list(pelican.settings):
        return PartnerBlogsGenerator
    _log.warning(
        "partner_blogs does nothing: there is no list of blogs, feeds.yaml, in this folder; "
        "`partner-blogs add ADDRESS-OF-A-BLOG` begins one, and PARTNER_BLOGS_FEEDS names another place"
    )
    return None


def _host_class(settings: Mapping[str, Any]) -> Callable[[Generator], Host]:
    if HOST in settings:
        made: Callable[[Generator], Host] = settings[HOST]
        return made
    from .elsewhere.pelican_host import PelicanHost  # noqa: PLC0415 - loads the reader of catalogs

    return PelicanHost


def _find_newest_digest(generators: list[Generator]) -> None:
    """Summaries of own posts are known now."""
    for one in generators:
        if isinstance(one, PartnerBlogsGenerator):
            one.host.show_newest_digest(one.newest_digest)


def _finish(pelican: Any) -> None:
    """All generators have written."""
    if host := pelican.settings.pop(RUNNING, None):
        host.finish()


class PartnerBlogsGenerator(Generator):  # type: ignore[misc]
    """Reads first, so that every page has its sidebar; writes when all posts are known."""

    host: Host
    shown: ShownPartners
    states: dict[str, PartnerState]
    editions: RecordedEditions
    pictures: dict[ImageCopy, bytes]
    known_links: frozenset[str]

    def generate_context(self) -> None:
        self.host = _host_class(self.settings)(self)
        settings = self.host.settings
        feeds, now = Path(settings["PARTNER_BLOGS_FEEDS"]), settings["BUILD_TIME"]
        config: Config
        states: dict[str, PartnerState]
        editions: RecordedEditions
        try:
            timezone, cache = settings.get("TIMEZONE") or "UTC", settings["CACHE_PATH"]
            choices = SiteChoices(timezone, Path(cache) if cache else None)
            config = load_config(feeds, choices)
            store = Store(Path(settings["PARTNER_BLOGS_STORE"] or default_store_folder(feeds)))
            states, editions = store.states(), store.editions()
            report = store.last_refresh()
            copies = copies_to_show(config, states, store.copies(), now)
            self.pictures = {copy: data for copy in copies if (data := store.picture(copy))}
        except (OSError, FrontDeskError) as error:
            for line in str(error).splitlines():
                _log.error("%s", line)
            config, states, editions, report = Config(), {}, recorded_editions(()), None
            copies, self.pictures = (), {}
        else:
            for notice in store.notices:
                _log.warning("%s", notice)
        _compare_time_zones(config, settings["TIMEZONE"])
        own = OwnPosts(own_posts(self.host.own_posts(), self.host.memory, now, settings))
        self.known_links = known_links(states, (one.link for one in config.curation.entries))
        images = image_urls(self.pictures)
        rows = status_rows(config, states, now, own, copies, settings["WORDS"])
        self.shown = ShownPartners(
            config=config,
            selection=select(config, states, editions, now, own, images),
            images=images,
            status=tuple(row for row in rows if row.state != "removed"),
            last_refresh=report.at if report else None,
        )
        self.states, self.editions = states, editions
        can_suggest = bool(settings["CONTACT"] or config.about.suggest)
        blogroll = build_blogroll(config, self.shown.selection, can_suggest=can_suggest)
        self.host.show(self.shown.selection, blogroll)
        self._offer_feeds()

    def _offer_feeds(self) -> None:
        """Every page announces feeds, so they have to be known before the first is written (F6)."""
        config, selection = self.shown.config, self.shown.selection
        settings = self.host.settings
        self.digest = digest_offer(settings)
        self.everything = everything_offer(settings)
        self.partner_feeds = tuple(partner_feeds(config, selection, settings))
        lists = blogroll_lists(config, selection, settings)
        has_linked = has_most_linked(config, selection)
        self.most_linked = most_linked_offer(settings) if has_linked else None
        self.host.offer(
            (
                self.digest,
                *filter(None, [self.most_linked]),
                *(offer for offer, _ in self.partner_feeds),
                self.everything,
                *(offer for offer, _ in lists),
            )
        )

    def generate_output(self, writer: Any) -> None:
        self.settings[RUNNING] = self.host
        editions, settings = self._editions, self.host.settings
        cards = self.host.cards(digest_cards(editions, settings))
        for page in partner_pages(self.shown, editions, cards, settings):
            self.host.write_page(page, writer)
        for file in partner_files(self.shown, self.pictures, settings):
            self.host.write_file(file)
        for offer, items in self._feeds(editions):
            self.host.write_feed(offer, items, writer)

    def newest_digest(self) -> EditionLink | None:
        return newest_closed(self._editions.outlines)

    def _remember(self) -> tuple[KnownPost, ...]:
        """Our posts as the memory will have them when this site is published (B9, D2)."""
        host, now = self.host, self.host.settings["BUILD_TIME"]
        memory = after_publish(host.memory, map(shown_post, host.own_posts()), host.waiting, now)
        posts = tuple(memory.posts.values())
        due = due_instants(self.shown.config, self.states, self.editions.facts, posts, now)
        host.remember(memory, frozenset(due))
        return posts

    @cached_property
    def _editions(self) -> EditionPages:
        config, selection, host = self.shown.config, self.shown.selection, self.host
        editions = edition_pages(
            config,
            selection.closed,
            selection.growing,
            self._remember(),
            post_urls(host.own_posts(), host.redirects()),
            dict(self._intros()),
            host.settings["WORDS"],
        )
        for line in unused_curation(config.curation, self.known_links, editions.outlines):
            _log.warning("%s", line)
        return editions

    def _intros(self) -> Iterator[tuple[str, str]]:
        """Period → the HTML of its introduction; what was left out of one is logged."""
        settings = self.host.settings
        for one in self.shown.config.curation.digests:
            if one.intro:
                made, removed = author_markdown_html(one.intro, settings, settings["SITE_ADDRESS"])
                if removed:
                    _log.warning(
                        "%s:%d: %s in this introduction was left out, for no page may have it; take it out",
                        CURATION_FILE,
                        one.line,
                        ", ".join(removed),
                    )
                yield one.period, made

    def _feeds(self, editions: EditionPages) -> Iterator[tuple[FeedOffer, tuple[Item, ...]]]:
        settings = self.host.settings
        own_ids = {post.id for post in self.host.own_posts()}
        yield self.digest, tuple(self._digest_items(editions))
        if self.most_linked:
            yield (
                self.most_linked,
                tuple(most_linked_items(self.shown.config, editions, settings)),
            )
        for offer, entries in self.partner_feeds:
            yield offer, tuple(partner_item(entry, own_ids, settings) for entry in entries)
        partners = (
            partner_item(entry, own_ids, settings) for entry in self.shown.selection.feed_entries
        )
        yield self.everything, newest_first((*self.host.own_items(), *partners))

    def _digest_items(self, editions: EditionPages) -> Iterator[Item]:
        for edition, item in digest_items(editions, self.host.settings):
            yield replace(item, content=self.host.digest_html(edition), also_plain=True)


def _compare_time_zones(config: Config, days: str) -> None:
    """
    Args:
        days: the time zone of the site's days.
    """
    if config.about.timezone != days:
        _log.warning(
            "digests are divided by the time zone %s, about.timezone in feeds.yaml, and days by %s, "
            "TIMEZONE in pelicanconf.py; delete the line in feeds.yaml, and both go by TIMEZONE",
            config.about.timezone,
            days,
        )
