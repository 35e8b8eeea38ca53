"""A fetched document in, CleanFeed or Failed out: parsed and cleaned."""

from __future__ import annotations

from msgspec.structs import replace

from frontdesk.net.model import Failed, Fetched

from ..model.feed import CleanFeed
from .clean import clean_feed
from .parse_feedparser import NO_READABLE_ENTRY, has_content, parse_feed, unreadable


def parse_and_clean(fetched: Fetched, *, full: bool) -> CleanFeed | Failed:
    """Parse and clean in this process; `full` keeps whole texts (E5)."""
    try:
        parsed = parse_feed(fetched)
        if isinstance(parsed, Failed):
            return parsed
        entries = tuple(filter(has_content, parsed.entries))
        if not entries and (parsed.entries or parsed.unread):
            return NO_READABLE_ENTRY
        return clean_feed(replace(parsed, entries=entries), fetched, full=full)
    except Exception as error:  # noqa: BLE001 - one document's surprise never stops the rest (B4)
        return unreadable(type(error).__name__)
