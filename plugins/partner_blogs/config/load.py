"""The editor's files, read together: feeds.yaml, and curation.yaml beside it where there is one."""

from __future__ import annotations

import os
from pathlib import Path

from frontdesk.core.errors import ConfigError, FrontDeskError
from frontdesk.core.load_settings import load_settings
from frontdesk.core.settings_file import SETTINGS
from frontdesk.core.yaml_reader import not_utf8

from ..model.config import Config, Curation
from .curation_yaml import apply_curation, parse_curation_yaml
from .feeds_yaml import parse_feeds_yaml

CURATION_FILE = "curation.yaml"


def load_config(feeds: Path, timezone: str | None = None) -> Config:
    """Everything that the editor decided.

    Args:
        timezone: of the site, for a list that names none; None takes it from pelicanconf.py beside it.

    Raises:
        FrontDeskError: where a file cannot be read, or with the mistakes of both files.
    """
    timezone = timezone or _timezone_of_site(feeds.with_name(f"{SETTINGS}.py"))
    beside = feeds.with_name(CURATION_FILE)
    wrong: list[str] = []
    config, curation = None, Curation()
    try:
        config = parse_feeds_yaml(read_text(feeds), os.path.relpath(feeds), timezone)
    except ConfigError as error:
        wrong.append(str(error))
    try:
        curation = parse_curation_yaml(read_text(beside, or_else=""), os.path.relpath(beside))
    except ConfigError as error:
        wrong.append(str(error))
    if wrong or config is None:
        raise FrontDeskError("\n".join(wrong))
    return apply_curation(config, curation)


def _timezone_of_site(path: Path) -> str:
    """That of its settings; UTC where there are none.

    Raises:
        FrontDeskError: they cannot be read.
    """
    try:
        if not path.is_file():
            return "UTC"
        return str(load_settings(path, {}).values["TIMEZONE"])
    except OSError as error:
        raise FrontDeskError(
            f"{path} cannot be read ({error.strerror}); look at its owner and permissions"
        ) from None


def read_text(path: Path, or_else: str | None = None) -> str:
    """One of the files as text.

    Args:
        or_else: what to take for the text of a file that is not there.

    Raises:
        ConfigError: where a line of it is not UTF-8.
        FrontDeskError: where it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_utf8(error, os.path.relpath(path)) from None
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        if is_missing and or_else is not None:
            return or_else
        remedy = "name the list of partners with --feeds"
        remedy = remedy if is_missing else "look at what it is, at its owner and permissions"
        raise FrontDeskError(f"{path} cannot be read ({error.strerror}); {remedy}") from None
