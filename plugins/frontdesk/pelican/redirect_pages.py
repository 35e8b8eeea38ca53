"""Former addresses, from the check, in; redirect pages and copies of feeds in the site out (A5).

The setting REDIRECTS has the list for hosts that can answer with a redirect.
"""

from __future__ import annotations

import logging
import os
from typing import Any

from pelican import signals
from pelican.generators import Generator

from frontdesk.content.content_paths import REDIRECTS_FILE
from frontdesk.core.site_writer import write_page
from frontdesk.site.redirect_plan import plan_redirects

_log = logging.getLogger(__name__)


def register() -> None:
    signals.get_generators.connect(_generators)


def _generators(_: object) -> type[Generator]:
    return RedirectsGenerator


class RedirectsGenerator(Generator):  # type: ignore[misc]
    """Writes the redirects that the check found, after all other generators, when every feed is known."""

    def generate_output(self, writer: Any) -> None:
        plan = plan_redirects(self.settings["REDIRECTS"], self.context["feeds"])
        for page in plan.pages:
            write_page(self, writer, page)
        file = f"{os.path.relpath(self.settings['PATH'])}/{REDIRECTS_FILE}"
        for lost in plan.lost:
            one = lost.redirect
            _log.warning("%s:%s: there is no feed /%s%s", file, one.line, one.url, lost.hint)
        self.settings["FEED_COPIES"] = {**plan.copies, **self.settings["FEED_COPIES"]}
