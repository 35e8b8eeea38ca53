"""What else to read: under each post a few others that are about the same (A9)."""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - what is related is found without Pelican

    adapter.connect()
