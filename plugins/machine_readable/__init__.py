"""What the site tells programs of itself: what a page is, the way to it, and which pages an index may hold.

As a Pelican plugin it gives templates JSON-LD, and writes `sitemap.xml` and `robots.txt` (R7, R9).
"""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - the rest of the package works without Pelican

    adapter.connect()
