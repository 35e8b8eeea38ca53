"""The library beside the blog: books, articles, guides, checklists, events, communities, tools, videos.

As a Pelican plugin it gives each a page, and all of them lists by type and topic, a feed, and a calendar
of the events (L1).
"""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - the check reads the schema without Pelican

    adapter.connect()
