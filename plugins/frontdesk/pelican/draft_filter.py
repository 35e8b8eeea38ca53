"""Keeps what readers are not to see out of the build altogether: a draft of whichever program, or a text
whose date has not come, is no page, no link, no entry, and its images are copied nowhere (A3, A14).

Pelican would write drafts into a public folder, and judges the future by its own clock.
"""

from __future__ import annotations

import logging
from typing import Any

from blinker import signal
from pelican import signals

_log = logging.getLogger(__name__)

RESOURCE_CONTEXT = signal("resource_generator_context")
"""Sent for each resource that was read, as Pelican does for posts and pages."""


def register() -> None:
    signals.article_generator_context.connect(_leave_out)
    signals.page_generator_context.connect(_leave_out)
    RESOURCE_CONTEXT.connect(_leave_out)


def _leave_out(generator: Any, metadata: dict[str, Any]) -> None:
    """In a preview such a text is there like any other, and `waits` says why only there."""
    settings = generator.settings
    now = settings["BUILD_TIME"]
    date = max(filter(None, map(metadata.get, ("date", "not_before"))), default=now)
    if metadata["status"] not in {"published", "hidden"}:
        waits = "Draft"
    elif date > now:
        waits = f"To appear on {date:%Y-%m-%d at %H:%M}"
        _log.info("'%s' waits for its date, %s", metadata.get("title"), date)
    elif (end := metadata.get("not_after")) and end <= now:
        waits = f"Out of the site since {end:%Y-%m-%d at %H:%M}"
    else:
        return
    if settings["PREVIEW"]:
        metadata.setdefault("date", now)
        metadata |= {"status": "published", "waits": waits}
    else:
        metadata["status"] = "skip"
