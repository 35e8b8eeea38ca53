"""The Pelican side: Selection → the templates' context, pages, feeds, OPML. The only place of this
package that knows Pelican; reads feeds.yaml and the store, and asks nobody else."""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import markdown
import msgspec
from msgspec import Struct
from msgspec.structs import replace
from pelican import signals
from pelican.generators import Generator

from frontdesk.core.date_formats import period_dates
from frontdesk.core.errors import FrontDeskError
from frontdesk.core.html import below_the_site
from frontdesk.core.memory.changes import after_publish
from frontdesk.core.memory.model import ShownPost
from frontdesk.core.output import write_bytes, write_page
from frontdesk.core.periods import PeriodKind
from frontdesk.core.urls import comparable
from frontdesk.formats.author_html import clean_author_html, removed_markup
from frontdesk.formats.feed_catalog import FeedCatalog
from frontdesk.formats.feed_ids import tag_uri
from frontdesk.formats.feed_model import FeedOffer, Item
from frontdesk.formats.feed_writer import write_feed
from frontdesk.formats.opml import opml
from frontdesk.formats.own_post_items import plain_summary, post_id, post_item
from frontdesk.formats.site_feeds import MIN_ITEMS, newest_items, site_feed

from .config.curation_yaml import curated_by_link, pinned_links
from .config.feeds_yaml import parse_feeds_yaml
from .config.load import CURATION_FILE, load_config
from .model.config import Config, CuratedEntry
from .model.digest import Edition, EditionPost
from .model.state import Entry, ImageCopy
from .opml_import import partner_outlines
from .publish.badge import badge, snippet
from .publish.feed_entries import FeedEntry
from .publish.feeds import (
    blogroll_lists,
    digest_offer,
    everything_offer,
    partner_feeds,
    partner_item,
)
from .publish.images import image_urls
from .publish.mailto import removal_mailto, suggestion_mailto
from .publish.rack import build_racks
from .publish.selection import EditionSection, Selection, edition_sections, select
from .publish.urls import (
    BADGE,
    DIGESTS_PAGE,
    HOW_PAGE,
    LIST_PAGE,
    RECOMMENDATIONS,
    STATUS_FILE,
    STATUS_PAGE,
    digest_page,
    image_path,
    partner_page,
    rack_page,
)
from .select.candidates import FIRST_FETCH_CANDIDATES, MAX_CANDIDATE_AGE
from .select.digest_posts import with_missing_posts, with_own_posts
from .select.digests import SHARE_MIN_PARTNERS, enabled_kinds
from .select.images import copies_to_show
from .select.own_posts import OwnPost
from .select.status import StatusRow, status_rows
from .store import Store, default_store_folder

_log = logging.getLogger(__name__)


class Issue(Struct, frozen=True):
    """An edition, ready for a template.

    Attributes:
        title: the editor's, or the span of days.
        span: the days of its period.
        posts: our own, each with its day.
        zone: in which its dates are written; None for that of the site.
    """

    edition: Edition
    title: str
    span: str
    url: str
    is_open: bool
    posts: tuple[tuple[date, EditionPost], ...]
    intro: str | None
    curated: Mapping[str, CuratedEntry]
    zone: ZoneInfo | None
    passages: tuple[EditionSection, ...]

    @property
    def count(self) -> int:
        return len(self.posts) + sum(len(part.entries) for part in self.edition.parts)

    @property
    def titles(self) -> tuple[str, ...]:
        """What is in it, in the order of the page."""
        others = (entry.title for one in self.passages for entry in one.part.entries)
        return (*others, *(post.title for _, post in self.posts))

    def decision(self, entry: Entry) -> CuratedEntry | None:
        """What the editor decided about it (D7)."""
        decided = (self.curated.get(comparable(link)) for link in entry.links)
        return next(filter(None, decided), None)


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
        own = tuple(self._own_posts())
        self.known_links = {
            comparable(link)
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
        self._curated = curated_by_link(self.config.curation)
        digests = self.config.curation.digests
        self._intros = {
            one.period: _html(one.intro, one.line, self.settings) for one in digests if one.intro
        }
        self._titles = {one.period: one.title for one in digests if one.title}
        articles, former = self.context["articles"], self.settings.get("REDIRECTS", ())
        self._posts_now = {post_id(post, self.settings): post.url for post in articles}
        self._addresses_now = {*self._posts_now.values(), *(one.former for one in former)}
        issues = tuple(self._issues())
        self._name_what_was_decided_for_nothing(issues)
        self.own_ids = {post_id(post, self.settings) for post in self.context["articles"]}
        self.context["issues"] = issues
        self._write_pictures()
        self._write_list(writer)
        self._write_racks(writer, issues)
        self._write_digests(writer, issues)
        self._write_status(writer)
        self._write_feeds(issues)

    def _own_posts(self) -> Iterator[OwnPost]:
        """Each with when it was first published; what was there at the very first publish, or is while
        there was none, was always there."""
        checked = self.settings.get("CHECKED_CONTENT")
        memory = checked.memory if checked else None
        known = memory.posts if memory else {}
        first = min((post.first_published for post in known.values()), default=None)
        for post in self.context["articles"]:
            before = known.get(post_id(post, self.settings))
            since = before.first_published if before else self.settings["BUILD_TIME"]
            is_of_the_first = memory is None or (before and since == first)
            yield _own_post(post, self.settings, None if is_of_the_first else since)

    def _remember(self) -> None:
        """What will be known of our posts once this site is published: digests go by it, and a publish
        keeps it (B9, D2)."""
        checked = self.settings.get("CHECKED_CONTENT")
        before = checked.memory if checked else None
        shown = (_shown_post(post, self.settings) for post in self.context["articles"])
        now = self.settings["BUILD_TIME"]
        kept = checked.kept if checked else ()
        self.context["memory"] = after_publish(before, shown, kept, now)

    def _write_pictures(self) -> None:
        for copy, data in self.pictures.items():
            write_bytes(self.output_path, image_path(copy), data)

    def _write_list(self, writer: Any) -> None:
        """Everybody, with a page each, the way to get on the list, and a badge for those who are."""
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

    def _write_racks(self, writer: Any, issues: tuple[Issue, ...]) -> None:
        closed = (issue for issue in issues if not issue.is_open)
        last = max(closed, key=lambda issue: issue.edition.ends, default=None)
        for rack in build_racks(self.config, self.selection):
            name = rack_page(rack.topic)
            self._page(writer, name, "partner_blogs/rack", rack=rack, last_digest=last)

    def _write_digests(self, writer: Any, issues: tuple[Issue, ...]) -> None:
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
        for kind in get_args(PeriodKind):
            row = [issue for issue in issues if issue.edition.kind == kind]
            for older, issue, newer in zip([None, *row], row, [*row[1:], None], strict=False):
                self._page(
                    writer,
                    issue.url,
                    "partner_blogs/digest",
                    issue=issue,
                    older=older,
                    newer=newer,
                    page_card=cards.get(issue.url),
                )

    def _cards(self, issues: tuple[Issue, ...]) -> Iterator[tuple[str, Any]]:
        """What social networks show beside a link to a digest: whose posts are in it (D10). Of the newest
        only, for a card takes a while to draw."""
        draw = self.context.get("card_of")
        words = self.get_template("words").module
        newest_first = sorted(issues, key=lambda issue: issue.edition.ends, reverse=True)
        for issue in newest_first[:MIN_ITEMS] if draw else ():
            names = dict.fromkeys(one.part.name for one in issue.passages)
            whose = [*names, *([self.settings["SITENAME"]] if issue.posts else [])]
            title = html.unescape(str(words.digest_title(issue)))
            name = f"digest-{issue.edition.period}"
            yield issue.url, draw(name, title, ", ".join(whose))

    def _write_status(self, writer: Any) -> None:
        asked = [row for row in self.status if row.state not in {"link", "retired"} or row.last_try]
        self._page(writer, STATUS_PAGE, "partner_blogs/status", rows=asked)
        status = json.dumps(msgspec.to_builtins(self.status), indent=1, ensure_ascii=False)
        write_bytes(self.output_path, STATUS_FILE, f"{status}\n".encode())

    def _write_feeds(self, issues: tuple[Issue, ...]) -> None:
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

    def _name_what_was_decided_for_nothing(self, issues: tuple[Issue, ...]) -> None:
        """A mistyped address or week in curation.yaml would otherwise just do nothing."""
        for one in self.config.curation.entries:
            if comparable(one.link) not in self.known_links:
                _log.warning(
                    "%s:%d: no post of a partner has the address %s; copy it from the title's link",
                    CURATION_FILE,
                    one.line,
                    one.link,
                )
        periods = {issue.edition.period for issue in issues}
        for intro in self.config.curation.digests:
            if intro.period not in periods:
                _log.warning(
                    "%s:%d: there is no digest %s yet; its pages are listed at %s",
                    CURATION_FILE,
                    intro.line,
                    intro.period,
                    DIGESTS_PAGE,
                )

    def _page(self, writer: Any, name: str, template: str, **more: Any) -> None:
        """Write one page that is made of what partners wrote or what we know of them."""
        write_page(self, writer, name, template, of_partners=True, **more)

    # --- digests --------------------------------------------------------------------------------

    def _issues(self) -> Iterator[Issue]:
        """Every digest that has anything in it, oldest first; the running ones last (D1, D3)."""
        known = tuple(self.context["memory"].posts.values())
        complete = {
            (one.kind, one.period): one for one in with_missing_posts(self.selection.closed, known)
        }
        closed = [complete.get((one.kind, one.period), one) for one in self.selection.closed]
        for edition in closed:
            issue = self._issue(edition, is_open=False)
            if issue.count:
                yield issue
        for edition in with_own_posts(self.selection.growing, known, closed):
            if edition.parts:
                yield self._issue(edition, is_open=True)

    def _issue(self, edition: Edition, *, is_open: bool) -> Issue:
        """The name of its period says which days those are, whatever the time zone is by now (D2)."""
        days = period_dates(edition.kind, edition.period, self.settings["WORDS"].locale)
        posts = filter(None, map(self._still_there, edition.posts or ()))
        return Issue(
            edition=edition,
            title=self._titles.get(edition.period) or days,
            span=days,
            url=digest_page(edition.kind, edition.period),
            is_open=is_open,
            posts=tuple((date.fromisoformat(post.day), post) for post in posts),
            intro=self._intros.get(edition.period),
            curated=self._curated,
            zone=_zone(edition.timezone or self.config.about.timezone),
            passages=tuple(edition_sections(edition, pinned_links(self.config.curation))),
        )

    def _still_there(self, post: EditionPost) -> EditionPost | None:
        """A post as an edition has it; None for one that readers can see no more. It leads where the post
        was then, or, where nothing lies there now, to where it is."""
        now = self._posts_now.get(post.id)
        if now is None or post.url in self._addresses_now:
            return now and post
        return replace(post, url=now)

    def _digest_items(self, issues: tuple[Issue, ...]) -> tuple[Item, ...]:
        """One entry an edition, when it is closed and will not change again (D9)."""
        template = self.get_template("partner_blogs/digest_entry")
        words = self.get_template("words").module
        site = self.settings["SITE_ADDRESS"]
        closed = sorted(
            (issue for issue in issues if not issue.is_open),
            key=lambda issue: (issue.edition.ends, issue.edition.kind),
            reverse=True,
        )
        return tuple(
            Item(
                id=tag_uri(self.settings, f"digests/{issue.edition.kind}/{issue.edition.period}"),
                title=html.unescape(words.digest_title(issue)),
                link=f"{site}/{issue.url}",
                published=issue.edition.ends,
                updated=issue.edition.ends,
                summary=html.unescape(str(words.digest_contents(issue))),
                content=template.render({**self.context, "SITEURL": site, "issue": issue}),
            )
            for issue in closed[:MIN_ITEMS]
        )

    # --- feeds ----------------------------------------------------------------------------------

    def _everything(self) -> tuple[Item, ...]:
        measure = self.context["measure"]
        own = (
            post_item(post, self.settings, measure)
            for post in newest_items(self.context["articles"], lambda post: post.date)
        )
        partners = map(self._item, self.selection.feed_entries)
        library = self.context["resource_items"]() if "resource_items" in self.context else ()
        return tuple(
            sorted(
                (*own, *partners, *library), key=lambda item: (-item.published.timestamp(), item.id)
            )
        )

    def _item(self, feed_entry: FeedEntry) -> Item:
        return partner_item(feed_entry, self.own_ids, self.settings)


def _html(text: str, line: int, settings: dict[str, Any]) -> str:
    """The editor's Markdown, read and cleaned as the posts are, and what went is told; what begins with a
    slash lies below the site.

    Args:
        line: of curation.yaml, in which it begins.
    """
    options = settings["MARKDOWN"]
    made = markdown.markdown(
        text,
        extensions=list(options["extension_configs"]),
        extension_configs=options["extension_configs"],
    )
    went = removed_markup(made)
    names = [*(f"<{tag}>" for tag in went.tags), *(f"{name}=…" for _, name, _ in went.attributes)]
    if names:
        _log.warning(
            "%s:%d: %s in this introduction was left out, for no page may have it; take it out",
            CURATION_FILE,
            line,
            ", ".join(dict.fromkeys(names)),
        )
    return below_the_site(
        clean_author_html(made, settings["SITE_ADDRESS"]), settings["SITE_ADDRESS"]
    )


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # a record from a system that knows more zones
        return None


def _shown_post(post: Any, settings: dict[str, Any]) -> ShownPost:
    return ShownPost(
        id=post_id(post, settings),
        path=post.relative_source_path,
        title=str(post.title),
        summary=plain_summary(post),
        url=post.url,
        date=post.date,
        lang=post.lang,
        written="" if "written" in post.metadata else f"{post.date:%Y-%m-%dT%H:%M:%S}",
    )


def _own_post(post: Any, settings: dict[str, Any], since: datetime | None) -> OwnPost:
    return OwnPost(
        title=post.title,
        link=f"{settings['SITE_ADDRESS']}/{post.url}",
        text=html.unescape(re.sub(r"<[^>]*>", " ", post._content[:4000])),
        date=post.date,
        since=since,
    )
