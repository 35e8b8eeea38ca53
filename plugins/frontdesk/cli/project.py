"""What commands know of a project: its folder, its settings, its store; and the options that name them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

TYPE_CHECKING = False  # a type checker takes this name for true; typing itself loads slowly
if TYPE_CHECKING:
    from typing import Any

ROOT = Path(__file__).resolve().parents[3]
"""The folder that holds plugins/; a command that is told nothing else works on it."""

PREVIEW = Path(".cache", "preview", "site")
"""Where the preview is built, below the project."""

_PATHS: Mapping[str, tuple[Path | None, str, str]] = {
    "settings": (ROOT / "pelicanconf.py", "FILE", "the settings of the site (pelicanconf.py)"),
    "feeds": (ROOT / "feeds.yaml", "FILE", "the list of partners (feeds.yaml)"),
    "store": (None, "DIR", "where entries are kept (var/partner_blogs beside the list)"),
    "output": (ROOT / "output", "DIR", "the folder of the site (output)"),
}


def command_parser(name: str, what: str, *paths: str) -> argparse.ArgumentParser:
    """The parser of a command.

    Args:
        paths: those of --settings, --feeds, --store and --output that it takes.
    """
    parser = argparse.ArgumentParser(prog=f"python -m frontdesk {name}", description=what)
    for one in paths:
        default, kind, says = _PATHS[one]
        parser.add_argument(f"--{one}", type=Path, default=default, metavar=kind, help=says)
    return parser


def settings_of(path: Path) -> Mapping[str, Any]:
    """All settings of a project, by the name of each.

    Raises:
        UsageError: the file cannot be read.
        SettingsError: a value in it cannot be used.
    """
    from frontdesk.core.errors import UsageError
    from frontdesk.core.load_settings import load_settings

    try:
        return load_settings(path, os.environ).values
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror}); name the settings with --settings"
        ) from None


def content_folder(given: Path | None, settings_file: Path, settings: Mapping[str, Any]) -> Path:
    """Where the texts are: the folder that was named, or that of the settings.

    Raises:
        UsageError: no such folder.
    """
    from frontdesk.core.errors import UsageError

    if given and not given.is_dir():
        raise UsageError(f"there is no folder {given}; name the one that holds the posts")
    return (given or settings_file.parent / settings.get("PATH", "content")).resolve()


def store_folder(given: Path | None, settings_file: Path, settings: Mapping[str, Any]) -> Path:
    """Where the store is: the folder that was named, that of the settings, or beside feeds.yaml."""
    from partner_blogs.store import default_store_folder

    project = settings_file.parent
    named = given or settings.get("PARTNER_BLOGS_STORE")
    feeds = project / settings.get("PARTNER_BLOGS_FEEDS", "feeds.yaml")
    return given or (project / named if named else default_store_folder(feeds))


def typed(argument: str) -> str:
    """The letters of an argument, also where the system's locale knows none beyond ASCII."""
    return os.fsencode(argument).decode(errors="replace")
