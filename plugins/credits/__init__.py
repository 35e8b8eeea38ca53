"""Whom a post owes something: where it appeared first, who led us to it, what a reader should know.

As a Pelican plugin it puts the notices round each post, on its page and in the feeds, and writes a page
of thanks for each year (A8).
"""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - who is thanked is found without Pelican

    adapter.connect()
