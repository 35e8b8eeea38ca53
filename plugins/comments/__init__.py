"""What readers said, below the post that they said it of (R6). plugins/authoring reads the files."""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - a comment is made clean without Pelican

    adapter.connect()
