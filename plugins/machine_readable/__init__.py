"""What the site tells programs of itself: which of its pages an index may hold.

As a Pelican plugin it writes `sitemap.xml` and `robots.txt` (R7, R9).
"""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - the rest of the package works without Pelican

    adapter.connect()
