"""The site that the partners' pages become a part of, as the aggregator sees it: an interface (X1).

Front Desk implements it for its own sites, and `partner_blogs.elsewhere` for every other site of Pelican.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from frontdesk.core.memory.model import Memory
from frontdesk.core.site_plan import PlannedFile, PlannedPage
from frontdesk.formats.feed_model import FeedOffer, Item

from .blogroll import Blogroll
from .editions import EditionLink, EditionPage
from .pages import DigestCard
from .selection import Selection

HOST = "PARTNER_BLOGS_HOST"
"""The setting with the class of the host, which takes Pelican's generator. Without it, the site is one of
Pelican's own making."""

RUNNING = "PARTNER_BLOGS_RUNNING"
"""The setting with the host of the build that runs: Pelican's last signal has nothing but its settings."""


class Host(Protocol):
    """One build of a site.

    Attributes:
        settings: what pages and feeds are made by, such as SITENAME, SITE_ADDRESS and WORDS.
        memory: what the site's last publish knew; None where nothing was published yet.
        waiting: the paths of our texts that are left out until a mistake in them is corrected.
    """

    settings: Mapping[str, Any]
    memory: Memory | None
    waiting: Collection[str]

    # --- what it has

    def own_posts(self) -> Sequence[Any]:
        """Our posts, newest first, with the attributes that `own_articles` reads."""

    def redirects(self) -> Iterable[Any]:
        """Each with the address `former` that it leads on from."""

    def own_items(self) -> Iterator[Item]:
        """The newest of what we published, as items of a feed."""

    def digest_html(self, edition: EditionPage) -> str:
        """An edition as its entry in the digest feed has it, with absolute addresses."""

    # --- what it is told, before the first page is written

    def show(self, selection: Selection, blogroll: Blogroll) -> None:
        """What every page may show of the partners."""

    def offer(self, offers: Iterable[FeedOffer]) -> None:
        """Feeds and lists that pages announce (F6)."""

    def show_newest_digest(self, digest: Callable[[], EditionLink | None]) -> None:
        """Called when the summaries of our posts are known.

        Args:
            digest: finds the newest that is closed.
        """

    def remember(self, memory: Memory, due: frozenset[datetime]) -> None:
        """What the site's memory has when this build is published (B9), and when the next change falls
        due."""

    def finish(self) -> None:
        """The whole site is written."""

    # --- what it writes

    def cards(self, wanted: Iterable[DigestCard]) -> Mapping[str, Any]:
        """Draw share cards; the address of a page → its card."""

    def write_page(self, page: PlannedPage, writer: Any) -> None:
        """Render a page into the site.

        Args:
            writer: Pelican's.
        """

    def write_file(self, file: PlannedFile) -> None:
        """Put a file into the site."""

    def write_feed(self, offer: FeedOffer, items: tuple[Item, ...], writer: Any) -> None:
        """Write a feed in all its formats.

        Args:
            writer: Pelican's.
        """
