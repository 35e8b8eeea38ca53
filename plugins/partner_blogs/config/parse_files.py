"""The bytes of feeds.yaml and curation.yaml in, a Config out, or the mistakes of both at once. Pure."""

from __future__ import annotations

import os
from io import BytesIO, TextIOWrapper
from pathlib import Path

from frontdesk.core.errors import ConfigError, FrontDeskError
from frontdesk.core.yaml_reader import not_utf8

from ..curation import apply_curation
from ..model.config import Config, Curation
from .curation_yaml import parse_curation_yaml
from .feeds_yaml import parse_feeds_yaml


def parse_files(feeds: tuple[Path, bytes], curation: tuple[Path, bytes], timezone: str) -> Config:
    """Everything that the editor decided.

    Args:
        feeds, curation: where each file lies, and what is in it.
        timezone: of the site, for a list that names none.

    Raises:
        FrontDeskError: with the mistakes of both files.
    """
    wrong: list[str] = []
    config, curated = None, Curation()
    try:
        config = parse_feeds_yaml(decode_file(*feeds), os.path.relpath(feeds[0]), timezone)
    except ConfigError as error:
        wrong.append(str(error))
    try:
        curated = parse_curation_yaml(decode_file(*curation), os.path.relpath(curation[0]))
    except ConfigError as error:
        wrong.append(str(error))
    if wrong or config is None:
        raise FrontDeskError("\n".join(wrong))
    return apply_curation(config, curated)


def decode_file(path: Path, data: bytes) -> str:
    """One of the files as text.

    Raises:
        ConfigError: where a line of it is not UTF-8.
    """
    try:
        return TextIOWrapper(BytesIO(data), encoding="utf-8-sig").read()
    except UnicodeDecodeError as error:
        raise not_utf8(error, os.path.relpath(path)) from None
