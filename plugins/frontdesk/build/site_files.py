"""The folder of a built site in, the names of its files out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def file_names(site: Path, kept: Iterable[str] = ()) -> list[str]:
    """The paths of all files below the folder of a site, with slashes, in the order of their folders.

    Args:
        kept: paths of files that belong to it and lie elsewhere.
    """
    found = [*kept]
    for folder, _, files in os.walk(site):
        below = Path(folder).relative_to(site).as_posix()
        found += files if below == "." else [f"{below}/{name}" for name in files]
    return sorted(found, key=lambda name: name.split("/"))
