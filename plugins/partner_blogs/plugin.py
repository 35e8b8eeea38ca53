"""The Pelican plugin: feeds.yaml and the store in; the context of templates, pages and feeds out.

No other module of this package imports Pelican. What pages and feeds show is made in `publish`.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from frontdesk.core.errors import FrontDeskError, SettingsError
from frontdesk.core.memory.changes import after_publish
from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.site_writer import write_bytes, write_page
from frontdesk.core.urls import url_key
from frontdesk.formats.feed_catalog import FeedCatalog
from frontdesk.formats.feed_model import FeedOffer, Item
from frontdesk.formats.feed_writer import write_feed
from frontdesk.formats.opml import opml
from frontdesk.formats.own_post_items import post_id
from frontdesk.formats.site_feeds import MIN_ITEMS, newest_items, site_feed

from .config.feeds_yaml import parse_feeds_yaml
from .config.load import CURATION_FILE, load_config
from .model.config import Config
from .model.state import ImageCopy
from .partners_opml import partner_outlines
from .publish.badge import badge, snippet
from .publish.editions import (
    EditionPage,
    digest_items,
    edition_pages,
    intro_html,
    unused_curation,
    with_neighbours,
)
from .publish.feed_entries import FeedEntry
from .publish.feed_offers import (
    blogroll_lists,
    digest_offer,
    everything_offer,
    newest_first,
    partner_feeds,
    partner_item,
)
from .publish.images import image_urls
from .publish.mailto import removal_mailto, suggestion_mailto
from .publish.own_articles import own_posts, post_urls, shown_post
from .publish.rack import build_racks
from .publish.selection import Selection, select
from .publish.urls import (
    BADGE,
    DIGESTS_PAGE,
    HOW_PAGE,
    LIST_PAGE,
    RECOMMENDATIONS,
    STATUS_FILE,
    STATUS_PAGE,
    image_path,
    partner_page,
    rack_page,
)
from .select.candidates import FIRST_FETCH_CANDIDATES, MAX_CANDIDATE_AGE
from .select.digests import SHARE_MIN_PARTNERS, enabled_kinds
from .select.images import copies_to_show
from .select.status import StatusRow, status_json, status_rows
from .store import Store, default_store_folder

_log = logging.getLogger(__name__)


def register() -> None:
    signals.get_generators.connect(_generators)


def _generators(_: object) -> type[Generator]:
    return PartnerBlogsGenerator


class PartnerBlogsGenerator(Generator):  # type: ignore[misc]
    """Reads first, so that every page has its sidebar; writes when all posts are known."""

    config: Config
    selection: Selection
    status: list[StatusRow]
    own_ids: set[str]
    known_links: set[str]
    pictures: dict[ImageCopy, bytes]

    def generate_context(self) -> None:
        if "BUILD_TIME" not in self.settings:
            raise SettingsError(
                "partner_blogs needs the plugin frontdesk.pelican; write "
                "PLUGINS = ['frontdesk.pelican', 'partner_blogs'] into pelicanconf.py"
            )
        feeds = Path(self.settings["PARTNER_BLOGS_FEEDS"])
        now = self.settings["BUILD_TIME"]
        try:
            self.config = load_config(feeds, self.settings.get("TIMEZONE") or "UTC")
            store = Store(Path(self.settings["PARTNER_BLOGS_STORE"] or default_store_folder(feeds)))
            states, editions = store.states(), store.editions()
            report = store.last_refresh()
            copies = copies_to_show(self.config, states, store.copies(), now)
            self.pictures = {copy: data for copy in copies if (data := store.picture(copy))}
        except (OSError, FrontDeskError) as error:
            for line in str(error).splitlines():
                _log.error("%s", line)
            self.config, states, editions, report = parse_feeds_yaml(""), {}, (), None
            copies, self.pictures = (), {}
        else:
            for notice in store.notices:
                _log.warning("%s", notice)
        self._compare_time_zones()
        checked = self.settings.get("CHECKED_CONTENT")
        memory = checked.memory if checked else None
        own = tuple(own_posts(self.context["articles"], memory, now, self.settings))
        self.known_links = {
            url_key(link)
            for state in states.values()
            for entry in state.entries
            for link in entry.links
        }
        self.selection = select(self.config, states, editions, now, own)
        self._offer_feeds()
        rows = status_rows(self.config, states, now, own, copies, self.settings["WORDS"])
        self.status = [row for row in rows if row.state != "removed"]
        self.context["last_refresh"] = report.at if report else None
        self.context["status_page"] = STATUS_PAGE
        self.context["blogroll"] = self.config.blogroll
        self.context["partners"] = self.selection
        self.context["partners_page"] = LIST_PAGE
        self.context["partner_page"] = partner_page
        self.context["pictures"] = image_urls(self.pictures)
        self.context["rack_page"] = rack_page
        self.context["digests_page"] = DIGESTS_PAGE
        self.context["how_page"] = HOW_PAGE
        topics = [shelf.topic for shelf in self.selection.shelves]
        mail, site = self.settings["CONTACT"], self.settings["SITENAME"]
        self.context["suggest_by_mail"] = mail and suggestion_mailto(
            mail, site, topics, self.settings["WORDS"]
        )
        self.context["suggest_page"] = self.config.about.suggest

    def _offer_feeds(self) -> None:
        """Every page announces feeds, so they have to be known before the first is written (F6)."""
        self.digest = digest_offer(self.settings)
        self.everything = everything_offer(self.settings)
        self.partner_feeds = tuple(partner_feeds(self.config, self.selection, self.settings))
        self.lists = tuple(blogroll_lists(self.config, self.selection, self.settings))
        feeds: FeedCatalog = self.context["feeds"]
        feeds.add(self.digest)
        for offer, _ in self.partner_feeds:
            feeds.add(offer)
        feeds.add(self.everything)
        for offer, _ in self.lists:
            feeds.add(offer)

    def _compare_time_zones(self) -> None:
        digests, days = self.config.about.timezone, self.settings["TIMEZONE"]
        if digests != days:
            _log.warning(
                "digests are divided by the time zone %s, about.timezone in feeds.yaml, and days by %s, "
                "TIMEZONE in pelicanconf.py; delete the line in feeds.yaml, and both go by TIMEZONE",
                digests,
                days,
            )

    def generate_output(self, writer: Any) -> None:
        self._remember()
        articles = self.context["articles"]
        issues = tuple(
            edition_pages(
                self.config,
                self.selection.closed,
                self.selection.growing,
                tuple(self.context["memory"].posts.values()),
                post_urls(articles, self.settings.get("REDIRECTS", ()), self.settings),
                dict(self._intros()),
                self.settings["WORDS"],
            )
        )
        for line in unused_curation(self.config.curation, self.known_links, issues):
            _log.warning("%s", line)
        self.own_ids = {post_id(post, self.settings) for post in articles}
        self.context["issues"] = issues
        self._write_pictures()
        self._write_list(writer)
        self._write_racks(writer, issues)
        self._write_digests(writer, issues)
        self._write_status(writer)
        self._write_feeds(issues)

    def _intros(self) -> Iterator[tuple[str, str]]:
        """Period → the HTML of its introduction; what was left out of one is logged."""
        for one in self.config.curation.digests:
            if one.intro:
                made, removed = intro_html(one.intro, self.settings)
                if removed:
                    _log.warning(
                        "%s:%d: %s in this introduction was left out, for no page may have it; take it out",
                        CURATION_FILE,
                        one.line,
                        ", ".join(removed),
                    )
                yield one.period, made

    def _remember(self) -> None:
        """Put into the context what the memory will have when this site is published (B9, D2)."""
        checked = self.settings.get("CHECKED_CONTENT")
        before = checked.memory if checked else None
        shown = (shown_post(post, self.settings) for post in self.context["articles"])
        now = self.settings["BUILD_TIME"]
        kept = checked.kept if checked else ()
        self.context["memory"] = after_publish(before, shown, kept, now)

    def _write_pictures(self) -> None:
        for copy, data in self.pictures.items():
            write_bytes(self.output_path, image_path(copy), data)

    def _write_list(self, writer: Any) -> None:
        """The list of all partners and a page for each, with the badge and the mailto links."""
        site, name, mail = (self.settings[key] for key in ("SITE_ADDRESS", "SITENAME", "CONTACT"))
        words = self.settings["WORDS"]
        shown = badge(name, words)
        write_bytes(self.output_path, BADGE, shown.svg)
        self._page(
            writer,
            LIST_PAGE,
            "partner_blogs/list",
            badge=shown,
            badge_file=BADGE,
            badge_snippet=snippet(shown, f"{site}/{BADGE}", f"{site}/{LIST_PAGE}"),
        )
        for card in self.selection.cards:
            self._page(
                writer,
                partner_page(card.partner),
                "partner_blogs/partner",
                card=card,
                removal_by_mail=mail and removal_mailto(mail, name, card.partner, words),
            )

    def _write_racks(self, writer: Any, issues: tuple[EditionPage, ...]) -> None:
        closed = (issue for issue in issues if not issue.is_open)
        last = max(closed, key=lambda issue: issue.edition.ends, default=None)
        for rack in build_racks(self.config, self.selection):
            name = rack_page(rack.topic)
            self._page(writer, name, "partner_blogs/rack", rack=rack, last_digest=last)

    def _write_digests(self, writer: Any, issues: tuple[EditionPage, ...]) -> None:
        self._page(writer, DIGESTS_PAGE, "partner_blogs/digests")
        self._page(
            writer,
            HOW_PAGE,
            "partner_blogs/how",
            config=self.config,
            kinds=enabled_kinds(self.config.digest),
            newcomer_brings=FIRST_FETCH_CANDIDATES,
            news_days=MAX_CANDIDATE_AGE.days,
            share_from=SHARE_MIN_PARTNERS,
        )
        cards = dict(self._cards(issues))
        for older, issue, newer in with_neighbours(issues):
            self._page(
                writer,
                issue.url,
                "partner_blogs/digest",
                issue=issue,
                older=older,
                newer=newer,
                page_card=cards.get(issue.url),
            )

    def _cards(self, issues: tuple[EditionPage, ...]) -> Iterator[tuple[str, Any]]:
        """What social networks show beside a link to a digest: whose posts are in it (D10). Of the newest
        only, for a card takes a while to draw."""
        draw = self.context.get("card_of")
        words = self.get_template("words").module
        newest_first = sorted(issues, key=lambda issue: issue.edition.ends, reverse=True)
        for issue in newest_first[:MIN_ITEMS] if draw else ():
            whose = [*issue.blog_names, *([self.settings["SITENAME"]] if issue.posts else [])]
            title = html.unescape(str(words.digest_title(issue)))
            name = f"digest-{issue.edition.period}"
            yield issue.url, draw(name, title, ", ".join(whose))

    def _write_status(self, writer: Any) -> None:
        asked = [row for row in self.status if row.state not in {"link", "retired"} or row.last_try]
        self._page(writer, STATUS_PAGE, "partner_blogs/status", rows=asked)
        write_bytes(self.output_path, STATUS_FILE, status_json(self.status))

    def _write_feeds(self, issues: tuple[EditionPage, ...]) -> None:
        site = self.settings["SITE_ADDRESS"]
        self._write_feed(self.digest, self._digest_items(issues))
        for offer, entries in self.partner_feeds:
            self._write_feed(offer, tuple(map(self._item, entries)))
        self._write_feed(self.everything, self._everything())
        for offer, partners in self.lists:
            rows = partner_outlines(partners, lambda one: f"{site}/{partner_page(one)}")
            document = opml(offer.title, self.settings["SITENAME"], rows)
            write_bytes(self.output_path, offer.documents[0].path, document)
            if offer.name == "blogroll":
                write_bytes(self.output_path, RECOMMENDATIONS, document)

    def _write_feed(self, offer: FeedOffer, items: tuple[Item, ...]) -> None:
        write_feed(self.output_path, offer, site_feed(self.settings, offer, items))

    def _page(self, writer: Any, name: str, template: str, **more: Any) -> None:
        """Write one page that is made of what partners wrote or what we know of them."""
        is_indexed = name == LIST_PAGE  # which is our own recommendation, in our own words
        values = {"of_partners": True, **more}
        write_page(self, writer, PlannedPage(name, template, values, is_indexed))

    def _digest_items(self, issues: tuple[EditionPage, ...]) -> tuple[Item, ...]:
        template = self.get_template("partner_blogs/digest_entry")
        words = self.get_template("words").module
        site = self.settings["SITE_ADDRESS"]
        return digest_items(
            issues,
            self.settings,
            title=lambda issue: html.unescape(words.digest_title(issue)),
            summary=lambda issue: html.unescape(str(words.digest_contents(issue))),
            content=lambda issue: template.render(
                {**self.context, "SITEURL": site, "issue": issue}
            ),
        )

    def _everything(self) -> tuple[Item, ...]:
        posts = self.context["own_texts"].articles
        own = map(self.context["feed_item"], newest_items(posts, lambda post: post.date))
        partners = map(self._item, self.selection.feed_entries)
        library = self.context["resource_items"]() if "resource_items" in self.context else ()
        return newest_first((*own, *partners, *library))

    def _item(self, feed_entry: FeedEntry) -> Item:
        return partner_item(feed_entry, self.own_ids, self.settings)
