"""The pages that are written in; what each tells search engines, and the sitemap, out.

Templates print what `indexing()` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from pelican import signals

from frontdesk.build.sitemap import ROBOTS, ListedPage, robots, sitemaps
from frontdesk.core.site_writer import write_bytes
from frontdesk.core.urls import url_for_file
from frontdesk.site.indexing import Indexing, indexing
from frontdesk.site.structured_data import last_changed

LISTED = "LISTED_PAGES"
"""The setting that collects the pages: `finalized` does not pass the context on."""
NOT_FOUND = "404.html"


def register() -> None:
    signals.generator_init.connect(_offer)
    signals.all_generators_finalized.connect(_begin)
    signals.content_written.connect(_note)


def _offer(generator: Any) -> None:
    generator.env.globals["indexing"] = pass_context(_indexing)


def _begin(generators: Sequence[Any]) -> None:
    generators[0].context[LISTED] = generators[0].settings[LISTED] = []


def _indexing(page: Mapping[str, Any]) -> Indexing:
    """What a page tells search engines.

    Args:
        page: the variables of its template.
    """
    site, file = page["SITE_ADDRESS"], page["output_file"]
    address = "" if file == NOT_FOUND else f"{site}/{url_for_file(file)}"
    if redirect := page.get("redirect"):
        return indexing(address, original=f"{site}/{redirect.url}")
    first = getattr(page.get("article"), "first_published", None)
    return indexing(
        address,
        is_indexed=page.get("is_indexed", True)
        and file != NOT_FOUND
        and getattr(_text(page), "status", "") != "hidden",
        original=(first and first.address) or "",
    )


def _text(page: Mapping[str, Any]) -> Any:
    """The post, page or resource that a page shows; None for a list."""
    return page.get("article") or page.get("page") or page.get("resource")


def _note(_: str, context: Mapping[str, Any]) -> None:
    told = _indexing(context)
    if told.is_listed:
        text: Any = context.get("article") or context.get("page")
        is_dated = getattr(text, "date", None) is not None
        dated = (text.date.year, last_changed(text)) if is_dated else ()
        context[LISTED].append(ListedPage(told.address, *dated))


def write_sitemap(settings: Any) -> list[str]:
    """Write the sitemap of the pages that were written, and robots.txt; return the names of the files."""
    output, site = settings["OUTPUT_PATH"], settings["SITE_ADDRESS"]
    files = sitemaps(site, settings[LISTED])
    if not Path(output, ROBOTS).exists():  # the author's own, from content/extra/
        files[ROBOTS] = robots(site).encode()
    for name, data in files.items():
        write_bytes(output, name, data)
    return [*files]
