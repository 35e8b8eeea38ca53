"""Everything that the search finds in; the page Search and its index out. `search_page` in the context is
the address of the page, or None where SEARCH is off or nothing of ours could be found."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from frontdesk.build.file_cache import FileCache
from frontdesk.build.search.index import IndexFile, write_index
from frontdesk.content.render_cache import fingerprint
from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.site_writer import write_page
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
        folder = Path(settings["CACHE_PATH"], "search")
        site = settings.get("SITE_FOLDER") or self.output_path
        name = f"{sha256(site.encode()).hexdigest()[:16]}.sqlite"
        made_by = fingerprint(repr(settings["MARKDOWN"]))

        def write(file: IndexFile) -> None:
            writer.write_or_keep(file.path, file.digest, file.data)

        finds_something = write_index(documents, folder / name, made_by, write)
        kept = FileCache(folder, settings["BUILD_TIME"])
        kept.use([name])
        kept.prune()
        values = {"finds_something": finds_something}
        write_page(self, writer, PlannedPage(PAGE, "search/page", values, is_indexed=False))
