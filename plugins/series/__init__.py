"""What is read next: a post's place in its series, and its neighbours in time.

As a Pelican plugin it gives each series a page and a feed, and each post its way on (A8).
"""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - the order of posts is found without Pelican

    adapter.connect()
