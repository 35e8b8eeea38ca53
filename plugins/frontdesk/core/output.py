"""A file or a page in, put into the site that is being built: the one way there for all packages. Imports
nothing of Pelican's; its generators and writers come as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .urls import file_of


def write_bytes(output_path: str, name: str, data: bytes) -> None:
    """Put a file into the site, at its path below the site's root."""
    path = Path(output_path, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_page(generator: Any, writer: Any, url: str, template: str, **more: Any) -> None:
    """Put a page into the site.

    Args:
        url: its address below the site's root; of a folder with a slash at the end.
        template: the name of its template.
        more: what the template knows besides what all know.
    """
    writer.write_file(
        file_of(url),
        generator.get_template(template),
        generator.context,
        generator.settings["RELATIVE_URLS"],
        url=url,
        **more,
    )
