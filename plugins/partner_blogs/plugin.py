"""The Pelican plugin: feeds.yaml and the store in; the context of templates, pages and feeds out.

No other module of this package imports Pelican. What pages and feeds show is made in `publish`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from pelican import signals
from pelican.generators import Generator

from frontdesk.core.errors import FrontDeskError, SettingsError
from frontdesk.core.memory.changes import after_publish
from frontdesk.core.site_writer import write_bytes, write_page
from frontdesk.formats.author_markdown import author_markdown_html
from frontdesk.formats.feed_model import FeedOffer, Item
from frontdesk.formats.feed_writer import write_feed
from frontdesk.formats.site_feeds import newest_items, site_feed

from .config.load import CURATION_FILE, SiteChoices, load_config
from .model.config import Config
from .model.state import ImageCopy, PartnerState
from .publish.blogroll import PartnerMenu, build_blogroll
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
from .publish.images import image_urls
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


def _find_newest_digest(generators: list[Generator]) -> None:
    """For the sidebar, where it has a place there (BOXES); summaries of own posts are known now."""
    for one in generators:
        if isinstance(one, PartnerBlogsGenerator) and one.settings["BOXES"].get("digest") != "none":
            one.context["shared"]["newest_digest"] = one.newest_digest()


def _generators(_: object) -> type[Generator]:
    return PartnerBlogsGenerator


class PartnerBlogsGenerator(Generator):  # type: ignore[misc]
    """Reads first, so that every page has its sidebar; writes when all posts are known."""

    shown: ShownPartners
    states: dict[str, PartnerState]
    editions: RecordedEditions
    pictures: dict[ImageCopy, bytes]
    known_links: frozenset[str]

    def generate_context(self) -> None:
        if "BUILD_TIME" not in self.settings:
            raise SettingsError(
                "partner_blogs needs the plugin frontdesk.pelican; write "
                "PLUGINS = ['frontdesk.pelican', 'partner_blogs'] into pelicanconf.py"
            )
        feeds = Path(self.settings["PARTNER_BLOGS_FEEDS"])
        now = self.settings["BUILD_TIME"]
        config: Config
        states: dict[str, PartnerState]
        editions: RecordedEditions
        try:
            timezone, cache = self.settings.get("TIMEZONE") or "UTC", self.settings["CACHE_PATH"]
            config = load_config(feeds, SiteChoices(timezone, Path(cache)))
            store = Store(Path(self.settings["PARTNER_BLOGS_STORE"] or default_store_folder(feeds)))
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
        self._compare_time_zones(config)
        checked = self.settings.get("CHECKED_CONTENT")
        memory = checked.memory if checked else None
        own = OwnPosts(own_posts(self.context["own_texts"].articles, memory, now, self.settings))
        self.known_links = known_links(states, (one.link for one in config.curation.entries))
        images = image_urls(self.pictures)
        rows = status_rows(config, states, now, own, copies, self.settings["WORDS"])
        self.shown = ShownPartners(
            config=config,
            selection=select(config, states, editions, now, own, images),
            images=images,
            status=tuple(row for row in rows if row.state != "removed"),
            last_refresh=report.at if report else None,
        )
        self.states, self.editions = states, editions
        self.context["partners"] = self.shown.selection
        can_suggest = bool(self.settings["CONTACT"] or config.about.suggest)
        blogroll = build_blogroll(config, self.shown.selection, can_suggest=can_suggest)
        shared = self.context.setdefault("shared", {})
        shared.update(blogroll=blogroll, partner_menu=PartnerMenu())
        shared["newest_digest"] = None
        self._offer_feeds()

    def _offer_feeds(self) -> None:
        """Every page announces feeds, so they have to be known before the first is written (F6)."""
        config, selection = self.shown.config, self.shown.selection
        self.digest = digest_offer(self.settings)
        self.everything = everything_offer(self.settings)
        self.partner_feeds = tuple(partner_feeds(config, selection, self.settings))
        lists = blogroll_lists(config, selection, self.settings)
        offers = (
            self.digest,
            *(offer for offer, _ in self.partner_feeds),
            self.everything,
            *(offer for offer, _ in lists),
        )
        for offer in offers:
            self.context["feeds"].add(offer)

    def _compare_time_zones(self, config: Config) -> None:
        digests, days = config.about.timezone, self.settings["TIMEZONE"]
        if digests != days:
            _log.warning(
                "digests are divided by the time zone %s, about.timezone in feeds.yaml, and days by %s, "
                "TIMEZONE in pelicanconf.py; delete the line in feeds.yaml, and both go by TIMEZONE",
                digests,
                days,
            )

    def generate_output(self, writer: Any) -> None:
        editions = self._editions
        cards = self._cards(editions)
        self.context["share_cards"].write(cards.values())
        for page in partner_pages(self.shown, editions, cards, self.settings):
            write_page(self, writer, page)
        for file in partner_files(self.shown, self.pictures, self.settings):
            write_bytes(self.output_path, file.path, file.data)
        for offer, items in self._feeds(editions):
            write_feed(writer.write_or_keep, offer, site_feed(self.settings, offer, items))

    def newest_digest(self) -> EditionLink | None:
        return newest_closed(self._editions.outlines)

    def _remember(self) -> None:
        """Put into the context what the memory will have when this site is published (B9, D2)."""
        checked = self.settings.get("CHECKED_CONTENT")
        before = checked.memory if checked else None
        shown = map(shown_post, self.context["own_texts"].articles)
        now = self.settings["BUILD_TIME"]
        kept = checked.kept if checked else ()
        memory = after_publish(before, shown, kept, now)
        self.context["memory"] = memory
        own = memory.posts.values()
        self.context["due_instants"] = frozenset(
            due_instants(self.shown.config, self.states, self.editions.facts, own, now)
        )

    @cached_property
    def _editions(self) -> EditionPages:
        self._remember()
        config, selection = self.shown.config, self.shown.selection
        articles, redirects = self.context["own_texts"].articles, self.settings.get("REDIRECTS", ())
        editions = edition_pages(
            config,
            selection.closed,
            selection.growing,
            tuple(self.context["memory"].posts.values()),
            post_urls(articles, redirects),
            dict(self._intros()),
            self.settings["WORDS"],
        )
        for line in unused_curation(config.curation, self.known_links, editions.outlines):
            _log.warning("%s", line)
        return editions

    def _intros(self) -> Iterator[tuple[str, str]]:
        """Period → the HTML of its introduction; what was left out of one is logged."""
        for one in self.shown.config.curation.digests:
            if one.intro:
                made, removed = author_markdown_html(
                    one.intro, self.settings, self.settings["SITE_ADDRESS"]
                )
                if removed:
                    _log.warning(
                        "%s:%d: %s in this introduction was left out, for no page may have it; take it out",
                        CURATION_FILE,
                        one.line,
                        ", ".join(removed),
                    )
                yield one.period, made

    def _cards(self, editions: EditionPages) -> dict[str, Any]:
        """The address of a digest's page → its share card."""
        plan = self.context["share_cards"].of_page
        wanted = digest_cards(editions, self.settings)
        return {card.url: plan(card.name, card.title, card.below) for card in wanted}

    def _feeds(self, editions: EditionPages) -> Iterator[tuple[FeedOffer, tuple[Item, ...]]]:
        own_ids = {post.id for post in self.context["own_texts"].articles}
        yield self.digest, tuple(self._digest_items(editions))
        for offer, entries in self.partner_feeds:
            yield offer, tuple(partner_item(entry, own_ids, self.settings) for entry in entries)
        partners = (
            partner_item(entry, own_ids, self.settings)
            for entry in self.shown.selection.feed_entries
        )
        yield self.everything, newest_first((*self._own_items(), *partners))

    def _digest_items(self, editions: EditionPages) -> Iterator[Item]:
        template = self.get_template("partner_blogs/digest_entry")
        values = {**self.context, "SITEURL": self.settings["SITE_ADDRESS"]}
        for edition, item in digest_items(editions, self.settings):
            content = template.render({**values, "issue": edition})
            yield replace(item, content=content, also_plain=True)

    def _own_items(self) -> Iterator[Item]:
        """Of our own posts and of the library."""
        posts = self.context["own_texts"].articles
        yield from map(self.context["feed_item"], newest_items(posts, lambda post: post.date))
        if "resource_items" in self.context:
            yield from self.context["resource_items"]()
