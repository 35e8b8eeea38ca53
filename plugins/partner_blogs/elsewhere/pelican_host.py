"""A build of any site of Pelican's, as the aggregator sees it: feeds.yaml is all that it needs (X1)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from msgspec.structs import replace

from frontdesk.core.errors import SettingsError
from frontdesk.core.memory.folder import MemoryFolder, memory_folder
from frontdesk.core.memory.model import Memory
from frontdesk.core.site_plan import PlannedFile, PlannedPage
from frontdesk.core.site_writer import write_bytes
from frontdesk.formats.feed_catalog import FeedCatalog
from frontdesk.formats.feed_model import FeedOffer, Item
from frontdesk.formats.feed_writer import write_feed
from frontdesk.formats.site_feeds import newest_items, site_feed

from ..publish.blogroll import Blogroll
from ..publish.editions import EditionLink, EditionPage
from ..publish.pages import DigestCard
from ..publish.selection import Selection
from ..publish.urls import LIST_PAGE
from ..store import default_store_folder
from .markup import STYLE, STYLE_FILE, OwnTemplates, PartOfPage, framed, has_templates, words_for
from .own_posts import OwnArticle, own_item
from .settings import is_publish, page_settings, read_settings

_log = logging.getLogger(__name__)


class PelicanHost:
    """See `partner_blogs.publish.host.Host`.

    Args:
        generator: the aggregator's, of Pelican.
    """

    waiting: Collection[str] = ()

    def __init__(self, generator: Any) -> None:
        self._generator = generator
        self._context: dict[str, Any] = generator.context
        given = generator.settings
        if not has_templates():
            raise SettingsError(
                "partner_blogs needs the plugin frontdesk.pelican; write "
                "PLUGINS = ['frontdesk.pelican', 'partner_blogs'] into pelicanconf.py"
            )
        self._rules = read_settings(given)
        self._site_url: str = given["SITEURL"].rstrip("/")
        words = words_for(given["DEFAULT_LANG"].replace("_", "-"))
        self.settings: Mapping[str, Any] = page_settings(given, self._rules, words)
        feeds, store = Path(self.settings["PARTNER_BLOGS_FEEDS"]), self._rules.partner_blogs_store
        self._memory_folder = MemoryFolder(
            memory_folder(Path(store) if store else default_store_folder(feeds))
        )
        self.memory: Memory | None = self._memory_folder.read()
        self._next_memory: Memory | None = None
        folders = [
            *given["THEME_TEMPLATES_OVERRIDES"],
            str(Path(generator.theme, "templates").expanduser()),
        ]
        self._templates = OwnTemplates(folders, self.settings)
        self._frame = framed(generator.env, self._rules)
        self._feeds = FeedCatalog()
        self._blogroll: Blogroll | None = None
        self._taken: set[str] = set()

    # --- what it has

    def own_posts(self) -> Sequence[OwnArticle]:
        return tuple(OwnArticle(one, self.settings) for one in self._context["articles"])

    def redirects(self) -> Iterable[Any]:
        return ()

    def own_items(self) -> Iterator[Item]:
        newest_first = sorted(self.own_posts(), key=lambda post: post.date, reverse=True)
        for post in newest_items(newest_first, lambda post: post.date):
            yield own_item(post, self.settings)

    def digest_html(self, edition: EditionPage) -> str:
        values = {"issue": edition, "SITEURL": self.settings["SITE_ADDRESS"]}
        return str(self._templates.render("partner_blogs/digest_entry", self._values(**values)))

    # --- what it is told

    def show(self, selection: Selection, blogroll: Blogroll) -> None:  # noqa: ARG002
        """`partner_sidebar` for one line in a template, and the blogs in LINKS."""
        self._blogroll = blogroll
        root = self._site_url
        sidebar = self._values(root=root, shows_partners=True)
        self._context["partner_sidebar"] = self._templates.render("partner_blogs/sidebar", sidebar)
        if self._rules.partner_blogs_links and blogroll.count:
            whole = f"{blogroll.title} ({blogroll.count})"
            blogs = [(one.name, one.home) for one in blogroll.blogs if one.home]
            # A theme prints both as they are, or escapes them: Markup is right in either.
            links = [(escape(name), escape(home)) for name, home in blogs]
            links.append((escape(whole), escape(f"{root}/{LIST_PAGE}")))
            self._context["LINKS"] = [*(self._context.get("LINKS") or ()), *links]

    def offer(self, offers: Iterable[FeedOffer]) -> None:
        for one in offers:
            self._feeds.add(one)

    def show_newest_digest(self, digest: Callable[[], EditionLink | None]) -> None:
        """No theme of others has a place for it."""

    def remember(self, memory: Memory, due: frozenset[datetime]) -> None:  # noqa: ARG002
        self._next_memory = memory

    def finish(self) -> None:
        self.write_file(PlannedFile(STYLE_FILE, STYLE))
        if self._next_memory and is_publish(self._rules, self._site_url):
            self._memory_folder.keep(self._next_memory)

    # --- what it writes

    def cards(self, wanted: Iterable[DigestCard]) -> Mapping[str, Any]:  # noqa: ARG002
        return {}

    def write_page(self, page: PlannedPage, writer: Any) -> None:
        generator = self._generator
        if page.file in self._files_of_others():
            _log.error(
                "a text of yours has the address %s, so that page of partner_blogs is left out; give it "
                "another slug",
                page.url,
            )
            return
        relative = generator.settings["RELATIVE_URLS"]
        root = _way_up(page.file) if relative else self._site_url
        title, body = self._templates.page(
            page.template, self._values(root=root, here=page.url, **page.values)
        )
        title = Markup(title.removesuffix(f" | {escape(self.settings['SITENAME'])}"))  # noqa: S704
        writer.write_file(
            page.file,
            generator.env.get_template(self._frame),
            self._context,
            relative,
            url=page.url,
            page_name=page.url.rstrip("/"),
            partner_page=PartOfPage(title, self._head(page, root), body),
            ROBOTS=self._context.get("ROBOTS", "") if page.is_indexed else "noindex, follow",
        )

    def write_file(self, file: PlannedFile) -> None:
        write_bytes(self._generator.output_path, file.path, file.data)

    def write_feed(self, offer: FeedOffer, items: tuple[Item, ...], writer: Any) -> None:  # noqa: ARG002
        def write(path: str, _: bytes, make: Callable[[], bytes]) -> None:
            self.write_file(PlannedFile(path, make()))

        feed = replace(site_feed(self.settings, offer, items), stylesheet=None)
        write_feed(write, offer, feed)

    def _head(self, page: PlannedPage, root: str) -> Markup:
        """The lines of a page in the head of the theme."""
        style = Markup('<link rel="stylesheet" href="{}/{}">').format(root, STYLE_FILE)
        feeds = (
            Markup('<link rel="alternate" type="{}" title="{}" href="{}/{}">').format(
                document.kind, offer.title, root, document.path
            )
            for offer in self._feeds.announced(page.url)
            for document in offer.documents[:1]
        )
        robots = Markup('<meta name="robots" content="noindex, follow">')
        lines = (style, *feeds, *(() if page.is_indexed else (robots,)))
        return Markup("\n").join((*lines, ""))

    def _values(self, **values: Any) -> dict[str, Any]:
        return {
            "SITENAME": self.settings["SITENAME"],
            "blogroll": self._blogroll,
            "feeds": self._feeds,
            "pages": self._context.get("pages", ()),
            "page_links": (),
            **values,
        }

    def _files_of_others(self) -> set[str]:
        if not self._taken:
            texts = self._context["generated_content"].values()
            self._taken = {one.save_as for one in texts if one and getattr(one, "save_as", "")}
        return self._taken


def _way_up(file: str) -> str:
    return "/".join([".."] * file.count("/")) or "."
