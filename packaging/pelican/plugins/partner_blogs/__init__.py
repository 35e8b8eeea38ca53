"""Registers `partner_blogs` with Pelican. It imports nothing when it is found, only when it is used."""

from __future__ import annotations


def register() -> None:
    import partner_blogs  # noqa: PLC0415 - a checkout of Front Desk comes first, with its own

    partner_blogs.register()
