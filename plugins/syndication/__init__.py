"""Feeds that this site gives out: one value for all formats, a pure writer for each.

As a Pelican plugin it writes the feeds of the blog's own posts; Pelican's feeds are switched off.
"""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - the writers work without Pelican

    adapter.connect()
