"""Former addresses and all feeds in; redirect pages and copies of feeds, planned, out. Pure (A5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from frontdesk.content.permalinks import is_feed_copy
from frontdesk.content.redirects import Redirect
from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.suggestions import did_you_mean
from frontdesk.formats.feed_catalog import FeedCatalog


class LostFeed(Struct, frozen=True):
    """A redirect to a feed that the site does not have.

    Attributes:
        hint: which one was probably meant, for the end of a sentence.
    """

    redirect: Redirect
    hint: str


class RedirectPlan(Struct, frozen=True):
    """What lies at former addresses.

    Attributes:
        pages: that lead on, for hosts that cannot answer with a redirect.
        copies: former path of a feed → its path today.
    """

    pages: tuple[PlannedPage, ...]
    copies: Mapping[str, str]
    lost: tuple[LostFeed, ...]


def plan_redirects(redirects: Iterable[Redirect], feeds: FeedCatalog) -> RedirectPlan:
    """A page for each former address of a page, and for each feed a copy, which programs can read.

    Args:
        feeds: all of the site.
    """
    paths = [document.path for offer in feeds for document in offer.documents]
    pages: list[PlannedPage] = []
    copies: dict[str, str] = {}
    lost: list[LostFeed] = []
    for one in redirects:
        if not is_feed_copy(one.former, one.url):
            pages.append(PlannedPage(one.former, "redirect", {"redirect": one}))
            copies |= _renamed_feeds(one, feeds)
        elif one.url in paths:
            copies[one.former] = one.url
        else:
            hint = did_you_mean(one.url, paths) or "; the page Subscribe lists all"
            lost.append(LostFeed(one, hint))
    return RedirectPlan(tuple(pages), copies, tuple(lost))


def _renamed_feeds(redirect: Redirect, feeds: FeedCatalog) -> Iterator[tuple[str, str]]:
    """Former and current path of each feed of a renamed page: both end in the same slug as the page."""
    former, now = PurePosixPath(redirect.former), PurePosixPath(redirect.url)
    if former.parent != now.parent:
        return
    for offer in feeds.of(redirect.url):
        for document in offer.documents:
            folder, _, name = document.path.rpartition("/")
            if name.startswith(f"{now.stem}."):
                yield f"{folder}/{former.stem}{name.removeprefix(now.stem)}", document.path
