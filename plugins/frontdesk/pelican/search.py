"""Everything that the search finds in; the page Search and its index out. `search_page` in the context is
the address of the page, or None where SEARCH is off or nothing of ours could be found."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from frontdesk.build.search.index import index_files
from frontdesk.content.render_cache import fingerprint
from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.site_writer import write_bytes, write_page
from frontdesk.site.search_documents import search_documents

PAGE = "search.html"


def register() -> None:
    signals.get_generators.connect(_generators)


def _generators(_: object) -> type[Generator]:
    return SearchGenerator


class SearchGenerator(Generator):  # type: ignore[misc]
    def generate_context(self) -> None:
        has_something = self.context["articles"] or self.context["own_library"].lists.newest
        is_wanted = self.settings["SEARCH"] and has_something
        self.context["search_page"] = PAGE if is_wanted else None

    def generate_output(self, writer: Any) -> None:
        if not self.context["search_page"]:
            return
        context, settings = self.context, self.settings
        partners = context.get("partners")
        documents = search_documents(
            context["own_texts"],
            context["shared"]["pages"],
            context["own_library"].lists.newest,
            partners.cards if partners else (),
            settings["DEFAULT_LANG"],
        )
        site = settings.get("SITE_FOLDER") or self.output_path
        cache = Path(
            settings["CACHE_PATH"], f"search-{sha256(site.encode()).hexdigest()[:16]}.sqlite"
        )
        files = index_files(documents, cache, fingerprint(repr(settings["MARKDOWN"])))
        for name, data in files.items():
            write_bytes(self.output_path, name, data)
        values = {"finds_something": bool(files)}
        write_page(self, writer, PlannedPage(PAGE, "search/page", values, is_indexed=False))
