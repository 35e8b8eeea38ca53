"""The Pelican side: Selection → the templates' context, pages, feeds, OPML. The only place of this
package that knows Pelican; reads feeds.yaml and the store, and asks nobody else."""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import markdown
import msgspec
from msgspec import Struct
from pelican import signals
from pelican.generators import Generator

from datelines.periods import Kind
from datelines.words import span
from syndication.model import Feed, Item, Source
from syndication.opml import opml
from syndication.posts import permanent_id, post_id, post_item, site_feed, write_bytes, write_feed

from ..addresses import comparable
from ..blogroll import outlines, public_feed
from ..config import read_config
from ..curation import by_link
from ..dates import date_or_first_seen
from ..desk import CURATION, read_desk
from ..editions import SHARE_COUNTS_FROM, kinds
from ..errors import PartnerBlogsError
from ..model import Config, Curated, Edition, Entry
from ..news import NEW_PARTNER_BRINGS, NEWS_IS_AT_MOST
from ..store import Store, default_store
from ..stories import OwnPost
from ..tell import Row, status_rows
from .select import Quoted, Selection, is_iri, made_id, select

_log = logging.getLogger(__name__)

LIST_PAGE = "blogs/"
DIGESTS_PAGE = "digests/"
HOW_PAGE = f"{DIGESTS_PAGE}how.html"
STATUS_PAGE = "status/"
OPML_PATHS = ("blogroll.opml", ".well-known/recommendations.opml")
NEWEST = 50


class Issue(Struct, frozen=True):
    """An edition together with the blog's own posts of its period, ready for a template."""

    edition: Edition
    title: str
    url: str
    is_open: bool
    posts: tuple[Any, ...]
    intro: str | None
    curated: Mapping[str, Curated]

    @property
    def count(self) -> int:
        return len(self.posts) + sum(len(part.entries) for part in self.edition.parts)

    def decision(self, entry: Entry) -> Curated | None:
        """What the editor decided about it (D7)."""
        return self.curated.get(comparable(entry.link)) if entry.link else None


def connect() -> None:
    signals.get_generators.connect(_generators)


def _generators(_: object) -> type[Generator]:
    return PartnerBlogsGenerator


class PartnerBlogsGenerator(Generator):  # type: ignore[misc]
    """Reads first, so that every page has its sidebar; writes when all posts are known."""

    config: Config
    selection: Selection
    status: list[Row]
    own_ids: set[str]
    known_links: set[str]

    def generate_context(self) -> None:
        feeds = Path(self.settings["PARTNER_BLOGS_FEEDS"])
        try:
            self.config = read_desk(feeds)
            store = Store(Path(self.settings["PARTNER_BLOGS_STORE"] or default_store(feeds)))
            states, editions = store.states(), store.editions()
            report = store.last_refresh()
        except (OSError, PartnerBlogsError) as error:
            for line in str(error).splitlines():
                _log.error("%s", line)
            self.config, states, editions, report = read_config(""), {}, (), None
        else:
            for notice in store.notices:
                _log.warning("%s", notice)
        self._compare_time_zones()
        now = self.settings["BUILD_TIME"]
        own = tuple(_own_post(post, self.settings) for post in self.context["articles"])
        self.known_links = {
            comparable(entry.link)
            for state in states.values()
            for entry in state.entries
            if entry.link
        }
        self.selection = select(self.config, states, editions, now, own)
        rows = status_rows(self.config, states, now, own)
        self.status = [row for row in rows if row.state != "removed"]
        self.context["last_refresh"] = report.at if report else None
        self.context["status_page"] = STATUS_PAGE
        self.context["blogroll"] = self.config.blogroll
        self.context["partners"] = self.selection
        self.context["partners_page"] = LIST_PAGE
        self.context["digests_page"] = DIGESTS_PAGE
        self.context["how_page"] = HOW_PAGE

    def _compare_time_zones(self) -> None:
        digests, days = self.config.about.timezone, self.settings["TIMEZONE"]
        if digests != days:
            _log.warning(
                "digests are divided by the time zone %s and days by %s; write the same zone under "
                "about.timezone in feeds.yaml and as TIMEZONE in pelicanconf.py",
                digests,
                days,
            )

    def generate_output(self, writer: Any) -> None:
        self._curated = by_link(self.config.curation)
        self._intros = {
            one.period: _html(one.intro, self.settings) for one in self.config.curation.digests
        }
        issues = tuple(self._issues())
        self._name_what_was_decided_for_nothing(issues)
        self.own_ids = {post_id(post, self.settings) for post in self.context["articles"]}
        self.context["issues"] = issues
        self._page(writer, f"{LIST_PAGE}index.html", "partner_blogs/list")
        self._page(writer, f"{DIGESTS_PAGE}index.html", "partner_blogs/digests")
        self._page(
            writer,
            HOW_PAGE,
            "partner_blogs/how",
            config=self.config,
            kinds=kinds(self.config.digest),
            newcomer_brings=NEW_PARTNER_BRINGS,
            news_days=NEWS_IS_AT_MOST.days,
            share_from=SHARE_COUNTS_FROM,
        )
        for card in self.selection.cards:
            if card.recent:
                name = f"{LIST_PAGE}{card.partner.id}.html"
                self._page(writer, name, "partner_blogs/partner", card=card)
        for kind in get_args(Kind):
            row = [issue for issue in issues if issue.edition.kind == kind]
            for older, issue, newer in zip([None, *row], row, [*row[1:], None], strict=False):
                self._page(
                    writer, issue.url, "partner_blogs/digest", issue=issue, older=older, newer=newer
                )
        asked = [row for row in self.status if row.state not in {"link", "retired"} or row.last_try]
        self._page(writer, f"{STATUS_PAGE}index.html", "partner_blogs/status", rows=asked)
        status = json.dumps(msgspec.to_builtins(self.status), indent=1, ensure_ascii=False)
        write_bytes(self.output_path, "status.json", f"{status}\n".encode())
        feeds = (
            ("partners", self._partners_feed()),
            ("all", self._everything_feed()),
            ("digest", self._digest_feed(issues)),
        )
        for name, feed in feeds:
            write_feed(self.output_path, name, feed)
        blogs = opml(self.config.blogroll.title, self.settings["SITENAME"], outlines(self.config))
        for path in OPML_PATHS:
            write_bytes(self.output_path, path, blogs)

    def _name_what_was_decided_for_nothing(self, issues: tuple[Issue, ...]) -> None:
        """A mistyped address or week in curation.yaml would otherwise just do nothing."""
        for one in self.config.curation.entries:
            if comparable(one.link) not in self.known_links:
                _log.warning(
                    "%s:%d: no post of a partner has the address %s; copy it from the title's link",
                    CURATION,
                    one.line,
                    one.link,
                )
        periods = {issue.edition.period for issue in issues}
        for intro in self.config.curation.digests:
            if intro.period not in periods:
                _log.warning(
                    "%s:%d: there is no digest %s yet; its pages are listed at %s",
                    CURATION,
                    intro.line,
                    intro.period,
                    DIGESTS_PAGE,
                )

    def _page(self, writer: Any, name: str, template: str, **more: Any) -> None:
        writer.write_file(
            name,
            self.get_template(template),
            self.context,
            self.settings["RELATIVE_URLS"],
            url=name.removesuffix("index.html"),
            **more,
        )

    # --- digests --------------------------------------------------------------------------------

    def _issues(self) -> Iterator[Issue]:
        """Every digest that has anything in it, oldest first; the running ones last (D1, D3)."""
        for edition in self.selection.closed:
            issue = self._issue(edition, is_open=False)
            if issue.count:
                yield issue
        for edition in self.selection.open:
            yield self._issue(edition, is_open=True)

    def _issue(self, edition: Edition, *, is_open: bool) -> Issue:
        posts = tuple(
            post for post in self.context["articles"] if edition.starts <= post.date < edition.ends
        )
        zone = ZoneInfo(self.config.about.timezone)
        language = self.settings["DEFAULT_LANG"]
        return Issue(
            edition=edition,
            title=span(edition.starts, edition.ends, edition.kind, zone, language),
            url=digest_url(edition.kind, edition.period),
            is_open=is_open,
            posts=posts,
            intro=self._intros.get(edition.period),
            curated=self._curated,
        )

    def _digest_feed(self, issues: tuple[Issue, ...]) -> Feed:
        """One entry an edition, when it is closed and will not change again (D9)."""
        template = self.get_template("partner_blogs/digest_entry")
        words = self.get_template("words").module
        site = self.settings["SITE_ADDRESS"]
        closed = sorted(
            (issue for issue in issues if not issue.is_open),
            key=lambda issue: (issue.edition.ends, issue.edition.kind),
            reverse=True,
        )
        items = tuple(
            Item(
                id=permanent_id(
                    self.settings, f"digests/{issue.edition.kind}/{issue.edition.period}"
                ),
                title=html.unescape(words.digest_title(issue)),
                link=f"{site}/{issue.url}",
                published=issue.edition.ends,
                updated=issue.edition.ends,
                content=template.render({**self.context, "SITEURL": site, "issue": issue}),
            )
            for issue in closed[:NEWEST]
        )
        name = self.settings["SITENAME"]
        return site_feed(self.settings, "digest", f"{name}: digest", items, None, DIGESTS_PAGE)

    # --- feeds and OPML -------------------------------------------------------------------------

    def _partners_feed(self) -> Feed:
        items = tuple(self._item(quoted) for quoted in self.selection.quoted)
        title = f"{self.settings['SITENAME']}: {self.config.blogroll.title}"
        return site_feed(self.settings, "partners", title, items, None, LIST_PAGE)

    def _everything_feed(self) -> Feed:
        own = (post_item(post, self.settings) for post in self.context["articles"][:NEWEST])
        partners = (self._item(quoted) for quoted in self.selection.quoted)
        items = sorted((*own, *partners), key=lambda item: (-item.published.timestamp(), item.id))
        title = f"{self.settings['SITENAME']}: everything"
        return site_feed(self.settings, "all", title, tuple(items), self.settings["SITESUBTITLE"])

    def _item(self, quoted: Quoted) -> Item:
        """A partner's entry with the partner's name on it, whatever the feed said (E2, E5, F2)."""
        entry, partner = quoted.entry, quoted.partner
        published = date_or_first_seen(entry)
        return Item(
            id=made_id(partner.id, entry.key) if quoted.id in self.own_ids else quoted.id,
            title=entry.title,
            link=entry.link,
            published=published,
            updated=max(entry.changed or published, published),
            author=entry.author or partner.author or partner.name,
            summary=entry.excerpt or None if partner.show in {"excerpts", "full"} else None,
            content=entry.content if partner.show == "full" else None,
            tags=entry.tags,
            language=entry.language,
            rights=entry.rights or quoted.facts.rights,
            source=self._source(quoted),
        )

    def _source(self, quoted: Quoted) -> Source:
        partner, facts = quoted.partner, quoted.facts
        return Source(
            id=(facts.id if is_iri(facts.id or "") else None)
            or facts.link
            or partner.home
            or permanent_id(self.settings, f"partners/{partner.id}"),
            title=partner.name,
            updated=date_or_first_seen(quoted.entry),
            home=partner.home or facts.link,
            feed=public_feed(partner),
            rights=facts.rights,
            licence=facts.licence,
        )


def _html(text: str, settings: dict[str, Any]) -> str:
    """The editor's Markdown, read as the posts are."""
    options = settings["MARKDOWN"]
    return markdown.markdown(
        text,
        extensions=list(options["extension_configs"]),
        extension_configs=options["extension_configs"],
    )


def _own_post(post: Any, settings: dict[str, Any]) -> OwnPost:
    return OwnPost(
        title=post.title,
        link=f"{settings['SITE_ADDRESS']}/{post.url}",
        text=html.unescape(re.sub(r"<[^>]*>", " ", post._content[:4000])),
        date=post.date,
    )


def digest_url(kind: Kind, period: str) -> str:
    """The permanent address of a digest, below the site's root (D1)."""
    return f"{DIGESTS_PAGE}{kind}/{period}.html"
