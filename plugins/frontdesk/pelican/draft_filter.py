"""Drafts and future posts out of the build: no page, no link, no feed entry, no image (A3, A14).

Pelican alone would write drafts into a public folder, and compare dates with its own clock.
"""

from __future__ import annotations

import logging
from typing import Any

from blinker import signal
from pelican import signals

_log = logging.getLogger(__name__)

RESOURCE_CONTEXT = signal("resource_generator_context")
"""Sent for each resource that was read, as Pelican's own signals are for posts and pages."""


def register() -> None:
    signals.article_generator_context.connect(_skip_drafts)
    signals.page_generator_context.connect(_skip_drafts)
    RESOURCE_CONTEXT.connect(_skip_drafts)


def _skip_drafts(generator: Any, metadata: dict[str, Any]) -> None:
    """A preview shows such texts; their `waits` says why readers do not see them yet."""
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
