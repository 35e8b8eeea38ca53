"""Drafts and future posts out of the build: no page, no link, no feed entry, no image (A3, A14).

Pelican alone would write drafts into a public folder, and compare dates with its own clock.
"""

from __future__ import annotations

from typing import Any

from blinker import signal
from pelican import signals

from frontdesk.site.document_posts import waiting_reason

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
    date, begins, ends = (metadata.get(name) for name in ("date", "not_before", "not_after"))
    waits = waiting_reason(metadata["status"], date, begins, ends, now)
    if not waits:
        return
    if settings["PREVIEW"]:
        metadata.setdefault("date", now)
        metadata |= {"status": "published", "waits": waits}
    else:
        metadata["status"] = "skip"
