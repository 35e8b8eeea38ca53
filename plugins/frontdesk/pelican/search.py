"""The finished pages in; the search page and its index out. `search_page` in the context is its address,
or None where SEARCH is off, where there is no program or nothing to find."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from frontdesk.build.search.index import make_index, program
from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.site_writer import write_page

PAGE = "search.html"

_log = logging.getLogger(__name__)


def register() -> None:
    signals.get_generators.connect(_generators)
    signals.finalized.connect(_make_index)


def _generators(_: object) -> type[Generator]:
    return SearchGenerator


class SearchGenerator(Generator):  # type: ignore[misc]
    def generate_context(self) -> None:
        has_something = self.context["articles"] or self.context.get("resources")
        is_wanted = self.settings["SEARCH"] and has_something
        self.context["search_page"] = PAGE if is_wanted and program() else None
        if is_wanted and not program():
            _log.warning("Pagefind has no program for this system: the site has no page Search")

    def generate_output(self, writer: Any) -> None:
        if self.context["search_page"]:
            write_page(self, writer, PlannedPage(PAGE, "search/page", is_indexed=False))


def _make_index(pelican: Any) -> None:
    pagefind = program() if pelican.settings["SEARCH"] else None
    if pagefind and (wrong := make_index(pagefind, Path(pelican.settings["OUTPUT_PATH"]))):
        _log.error("the index of the search was not made: %s", wrong)
