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

from .site_reuse import write_or_keep

LISTED = "LISTED_PAGES"
"""The setting that collects the pages: `finalized` does not pass the context on."""
NOT_FOUND = "404.html"


def register() -> None:
    signals.generator_init.connect(_offer)
    signals.all_generators_finalized.connect(_begin)


def _offer(generator: Any) -> None:
    generator.env.globals["indexing"] = pass_context(_indexing)


def _begin(generators: Sequence[Any]) -> None:
    generators[0].settings[LISTED] = []


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


def note_page(settings: Any, values: Mapping[str, Any]) -> None:
    """List a page that is written.

    Args:
        values: those that it does not share with all pages.
    """
    told = _indexing({"SITE_ADDRESS": settings["SITE_ADDRESS"], **values})
    if told.is_listed:
        text: Any = values.get("article") or values.get("page")
        is_dated = getattr(text, "date", None) is not None
        dated = (text.date.year, last_changed(text)) if is_dated else ()
        settings[LISTED].append(ListedPage(told.address, *dated))


def write_sitemap(settings: Any) -> list[str]:
    """Write the sitemap of the pages that were written, and robots.txt; return the names of the files."""
    output, site = settings["OUTPUT_PATH"], settings["SITE_ADDRESS"]
    files = sitemaps(site, settings[LISTED])
    for file in files:
        write_or_keep(settings, file.name, file.inputs, file.data)
    names = [file.name for file in files]
    if not Path(output, ROBOTS).exists():  # the author's own, from content/extra/
        write_bytes(output, ROBOTS, robots(site).encode())
        names.append(ROBOTS)
    return names
