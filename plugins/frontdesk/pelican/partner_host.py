"""A build of a Front Desk site, as the aggregator sees it.

Every page has the blogroll; every feed stands in the catalog; digests have share cards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pelican import signals

from frontdesk.core.memory.model import Memory
from frontdesk.core.site_plan import PlannedFile, PlannedPage
from frontdesk.core.site_writer import write_bytes, write_page
from frontdesk.formats.feed_model import FeedOffer, Item
from frontdesk.formats.feed_writer import write_feed
from frontdesk.formats.site_feeds import newest_items, site_feed
from frontdesk.site.texts import Post
from partner_blogs.publish.blogroll import Blogroll, PartnerMenu
from partner_blogs.publish.editions import EditionLink, EditionPage
from partner_blogs.publish.host import HOST
from partner_blogs.publish.pages import DigestCard
from partner_blogs.publish.selection import Selection


def register() -> None:
    signals.initialized.connect(_offer_host)


def _offer_host(pelican: Any) -> None:
    pelican.settings[HOST] = PartnerHost


class PartnerHost:
    """See `partner_blogs.publish.host.Host`.

    Args:
        generator: the aggregator's, of Pelican.
    """

    def __init__(self, generator: Any) -> None:
        self._generator = generator
        self._context: dict[str, Any] = generator.context
        self.settings: Mapping[str, Any] = generator.settings
        checked = self.settings.get("CHECKED_CONTENT")
        self.memory: Memory | None = checked.memory if checked else None
        self.waiting: Collection[str] = checked.kept if checked else ()

    def own_posts(self) -> Sequence[Post]:
        posts: Sequence[Post] = self._context["own_texts"].articles
        return posts

    def redirects(self) -> Iterable[Any]:
        redirects: Iterable[Any] = self.settings.get("REDIRECTS", ())
        return redirects

    def own_items(self) -> Iterator[Item]:
        """Of our own posts and of the library."""
        posts = self.own_posts()
        yield from map(self._context["feed_item"], newest_items(posts, lambda post: post.date))
        if "resource_items" in self._context:
            yield from self._context["resource_items"]()

    def digest_html(self, edition: EditionPage) -> str:
        template = self._generator.get_template("partner_blogs/digest_entry")
        values = {**self._context, "SITEURL": self.settings["SITE_ADDRESS"]}
        html: str = template.render({**values, "issue": edition})
        return html

    def show(self, selection: Selection, blogroll: Blogroll) -> None:
        self._context["partners"] = selection
        shared = self._context.setdefault("shared", {})
        shared.update(blogroll=blogroll, partner_menu=PartnerMenu(), newest_digest=None)

    def offer(self, offers: Iterable[FeedOffer]) -> None:
        for one in offers:
            self._context["feeds"].add(one)

    def show_newest_digest(self, digest: Callable[[], EditionLink | None]) -> None:
        """In the sidebar, where it has a place there (BOXES)."""
        if self.settings["BOXES"].get("digest") != "none":
            self._context["shared"]["newest_digest"] = digest()

    def remember(self, memory: Memory, due: frozenset[datetime]) -> None:
        self._context.update(memory=memory, due_instants=due)

    def finish(self) -> None:
        """The memory is written by the publish that puts the site in place."""

    def cards(self, wanted: Iterable[DigestCard]) -> Mapping[str, Any]:
        makes = self._context["share_cards"]
        cards = {one.url: makes.of_page(one.name, one.title, one.below) for one in wanted}
        makes.write(cards.values())
        return cards

    def write_page(self, page: PlannedPage, writer: Any) -> None:
        write_page(self._generator, writer, page)

    def write_file(self, file: PlannedFile) -> None:
        write_bytes(self._generator.output_path, file.path, file.data)

    def write_feed(self, offer: FeedOffer, items: tuple[Item, ...], writer: Any) -> None:
        write_feed(writer.write_or_keep, offer, site_feed(self.settings, offer, items))
