"""Writes files and pages into the site that is being built. Does not import Pelican: its generators and
writers are passed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .urls import file_for_url

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
    path.write_bytes(data)


def write_page(generator: Any, writer: Any, url: str, template: str, **more: Any) -> None:
    """Write a page into the site.

    Args:
        generator, writer: Pelican's.
        url: below the root of the site; with a slash at the end for a folder.
        template: its name.
        more: variables of the template beside the global ones.
    """
    writer.write_file(
        file_for_url(url),
        generator.get_template(template),
        generator.context,
        generator.settings["RELATIVE_URLS"],
        url=url,
        **more,
    )
