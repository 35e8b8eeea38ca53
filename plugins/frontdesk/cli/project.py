"""What commands know of a project: its folder, its settings, its store."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from frontdesk.core.errors import UsageError
from frontdesk.core.settings_file import run_settings

ROOT = Path(__file__).resolve().parents[3]
"""The folder that holds plugins/; a command that is told nothing else works on it."""


def settings_of(path: Path) -> Mapping[str, Any]:
    """What a settings file sets.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return run_settings(path)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror}); name the settings with --settings"
        ) from None


def content_folder(given: Path | None, settings_file: Path, settings: Mapping[str, Any]) -> Path:
    """Where the texts are: the folder that was named, or that of the settings.

    Raises:
        UsageError: no such folder.
    """
    if given and not given.is_dir():
        raise UsageError(f"there is no folder {given}; name the one that holds the posts")
    return (given or settings_file.parent / settings.get("PATH", "content")).resolve()


def store_folder(given: Path | None, settings_file: Path, settings: Mapping[str, Any]) -> Path:
    """Where the store is: the folder that was named, that of the settings, or beside feeds.yaml."""
    from partner_blogs.store import default_store

    project = settings_file.parent
    named = given or settings.get("PARTNER_BLOGS_STORE")
    feeds = project / settings.get("PARTNER_BLOGS_FEEDS", "feeds.yaml")
    return given or (project / named if named else default_store(feeds))


def typed(argument: str) -> str:
    """The letters of an argument, also where the system's locale knows none beyond ASCII."""
    return os.fsencode(argument).decode(errors="replace")
