"""Former addresses, from the check, in; redirect pages and copies of feeds in the site out (A5).

The pages are for hosts that cannot answer with a redirect. The setting REDIRECTS has the list for those
that can.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from pelican import signals
from pelican.generators import Generator

from frontdesk.content.content_paths import REDIRECTS_FILE
from frontdesk.content.permalinks import is_feed_copy
from frontdesk.content.redirects import Redirect
from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.site_writer import write_page
from frontdesk.core.suggestions import did_you_mean

_log = logging.getLogger(__name__)


def register() -> None:
    signals.get_generators.connect(_generators)


def _generators(_: object) -> type[Generator]:
    return RedirectsGenerator


class RedirectsGenerator(Generator):  # type: ignore[misc]
    """Writes the redirects that the check found, after all other generators, when every feed is known."""

    def generate_output(self, writer: Any) -> None:
        redirects: tuple[Redirect, ...] = self.settings["REDIRECTS"]
        copies: dict[str, str] = {}
        for one in redirects:
            if not is_feed_copy(one.former, one.url):
                write_page(self, writer, PlannedPage(one.former, "redirect", {"redirect": one}))
                copies |= self._renamed_feeds(one)
            elif self._feed_exists(one):
                copies[one.former] = one.url
        self.settings["FEED_COPIES"] = {**copies, **self.settings["FEED_COPIES"]}

    def _feed_exists(self, redirect: Redirect) -> bool:
        paths = [document.path for offer in self.context["feeds"] for document in offer.documents]
        if redirect.url in paths:
            return True
        meant = did_you_mean(redirect.url, paths) or "; the page Subscribe lists all"
        place = f"{os.path.relpath(self.settings['PATH'])}/{REDIRECTS_FILE}:{redirect.line}"
        _log.warning("%s: there is no feed /%s%s", place, redirect.url, meant)
        return False

    def _renamed_feeds(self, redirect: Redirect) -> Iterator[tuple[str, str]]:
        """Former and current path of each feed of a renamed page: both end in the same slug as the page."""
        former, now = PurePosixPath(redirect.former), PurePosixPath(redirect.url)
        if former.parent != now.parent:
            return
        for offer in self.context["feeds"].of(redirect.url):
            for document in offer.documents:
                folder, _, name = document.path.rpartition("/")
                if name.startswith(f"{now.stem}."):
                    yield f"{folder}/{former.stem}{name.removeprefix(now.stem)}", document.path
