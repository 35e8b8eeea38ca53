"""Posts and resources in; the search page, and the index for it, out. `search_page` in the context is its
address, or None where SEARCH is off, where there is no program or nothing to find."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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


def _generators(_: object) -> type[Generator]:
    return SearchGenerator


class SearchGenerator(Generator):  # type: ignore[misc]
    def generate_context(self) -> None:
        has_something = self.context["articles"] or self.context["own_library"].lists.newest
        is_wanted = self.settings["SEARCH"] and has_something
        self.context["search_page"] = PAGE if is_wanted and program() else None
        if is_wanted and not program():
            _log.warning("Pagefind has no program for this system: the site has no page Search")

    def generate_output(self, writer: Any) -> None:
        if self.context["search_page"]:
            write_page(self, writer, PlannedPage(PAGE, "search/page", is_indexed=False))


@contextmanager
def index_beside(settings: Any, files: Iterable[str]) -> Iterator[None]:
    """Make the index while the caller does something else. Pagefind's error is logged at the end.

    Args:
        settings: Pelican's.
        files: the paths of all files of the site.
    """
    pagefind = program() if settings["SEARCH"] else None
    if not pagefind:
        yield
        return
    site, cache = Path(settings["OUTPUT_PATH"]), Path(settings["CACHE_PATH"], "search")
    pages = [name for name in files if name.endswith(".html")]
    with ThreadPoolExecutor(1) as beside:
        index = beside.submit(make_index, pagefind, site, pages, cache)
        yield
        if wrong := index.result():
            _log.error("the index of the search was not made: %s", wrong)
