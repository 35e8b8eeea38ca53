"""The editor's files, read together: feeds.yaml, and curation.yaml beside it where there is one.

What was read without a mistake is kept in the site's cache. A list of 1,000 partners takes a
second to read.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from frontdesk.core.errors import FrontDeskError
from frontdesk.core.load_settings import load_settings
from frontdesk.core.settings_file import SETTINGS

from ..model.config import Config
from .config_cache import config_key, keep_config, kept_config

CURATION_FILE = "curation.yaml"


class SiteChoices(NamedTuple):
    """What the settings of a site decide here.

    Attributes:
        timezone: for a list that names none.
        cache: the folder of what is kept between builds; None for none.
    """

    timezone: str = "UTC"
    cache: Path | None = None


def load_config(feeds: Path, site: SiteChoices | None = None) -> Config:
    """Everything that the editor decided.

    Args:
        site: None takes it from pelicanconf.py beside the list.

    Raises:
        FrontDeskError: where a file cannot be read, or with the mistakes of both files.
    """
    site = site or _choices_of_site(feeds.with_name(f"{SETTINGS}.py"))
    beside = feeds.with_name(CURATION_FILE)
    listed, curated = _read(feeds), _read(beside, or_else=b"")
    key = config_key(listed, curated, site.timezone)
    config = site.cache and kept_config(site.cache, key)
    if not config:
        from .parse_files import parse_files  # noqa: PLC0415 - loads ruamel

        config = parse_files((feeds, listed), (beside, curated), site.timezone)
        if site.cache:
            keep_config(site.cache, key, config)
    return config


def _choices_of_site(path: Path) -> SiteChoices:
    """Those of its settings; the defaults where there are none.

    Raises:
        FrontDeskError: they cannot be read.
    """
    try:
        if not path.is_file():
            return SiteChoices()
        values = load_settings(path, {}).values
    except OSError as error:
        raise FrontDeskError(
            f"{path} cannot be read ({error.strerror}); look at its owner and permissions"
        ) from None
    return SiteChoices(str(values["TIMEZONE"]), path.parent / values["CACHE_PATH"])


def _read(path: Path, or_else: bytes | None = None) -> bytes:
    """The bytes of one of the files.

    Args:
        or_else: what to take for a file that is not there.

    Raises:
        FrontDeskError: where it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        if is_missing and or_else is not None:
            return or_else
        remedy = "name the list of partners with --feeds"
        remedy = remedy if is_missing else "look at what it is, at its owner and permissions"
        raise FrontDeskError(f"{path} cannot be read ({error.strerror}); {remedy}") from None
