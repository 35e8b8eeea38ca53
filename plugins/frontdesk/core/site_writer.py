"""Writes files and pages into the site that is being built. Does not import Pelican: its generators and
writers are passed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .site_plan import PlannedPage

ROOT = ".~root~."
"""Stands for the way to the root of the site while a page is made. No escaping of HTML, addresses or JSON
changes it."""


def from_page(html: str, name: str) -> str:
    """HTML with addresses that begin with ROOT, made right for one page: `../feeds/…`.

    Args:
        name: the path of the page's file below the root of the site.
    """
    return html.replace(ROOT, "/".join([".."] * name.count("/")) or ".")


def write_bytes(output_path: str, name: str, data: bytes) -> None:
    """Write a file into the site.

    Args:
        output_path: the folder of the site.
        name: the path of the file below it.
    """
    path = Path(output_path, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # it may be another name of a file that readers are still served
    path.write_bytes(data)


def write_page(generator: Any, writer: Any, page: PlannedPage) -> None:
    """Render a page into the site.

    Args:
        generator, writer: Pelican's.
    """
    writer.write_file(
        page.file,
        generator.get_template(page.template),
        generator.context,
        generator.settings["RELATIVE_URLS"],
        url=page.url,
        is_indexed=page.is_indexed,
        **page.values,
    )
