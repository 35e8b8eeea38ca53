"""Keeps what is not to be seen yet out of the build altogether: a draft, or a post whose date has
not come, is no page, no link, no entry, and its images are copied nowhere (A3).

Pelican would write drafts into a public folder, and judges the future by its own clock.
"""

from __future__ import annotations

import logging
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pelican import signals
from pelican.utils import slugify

_ADDRESS = re.compile(r"[A-Za-z0-9._~-]+")
_log = logging.getLogger(__name__)


def connect() -> None:
    signals.article_generator_context.connect(_leave_out)
    signals.page_generator_context.connect(_leave_out)


def _leave_out(generator: Any, metadata: dict[str, Any]) -> None:
    settings = generator.settings
    zone = ZoneInfo(metadata.get("timezone", settings["TIMEZONE"]))
    status = str(metadata.get("status", "published")).strip().lower()
    metadata["status"] = status
    if "slug" in metadata and not _ADDRESS.fullmatch(metadata["slug"]):
        # From a file's name with spaces or letters that an address cannot hold.
        metadata["slug"] = slugify(metadata["slug"], settings["SLUG_REGEX_SUBSTITUTIONS"])
    if status == "draft":
        metadata["status"] = "skip"
        return
    date = metadata.get("date")
    if date is not None and _instant(date, zone) > settings["BUILD_TIME"]:
        _log.info("'%s' waits for its date, %s", metadata.get("title"), date)
        metadata["status"] = "skip"


def _instant(date: datetime, zone: ZoneInfo) -> datetime:
    return date if date.tzinfo else date.replace(tzinfo=zone)
