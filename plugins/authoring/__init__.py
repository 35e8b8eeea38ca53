"""What an author wrote, and when it may be seen.

As a Pelican plugin it keeps drafts and posts of the future out of a build (A3).
"""

from __future__ import annotations


def register() -> None:
    from . import publication  # noqa: PLC0415 - the rest of the package works without Pelican

    publication.connect()
