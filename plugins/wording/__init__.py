"""The words of the interface: what templates and rooms say in English, in the language of the site (R8).

As a Pelican plugin it reads the catalogue of `DEFAULT_LANG` once and hands it to templates and adapters.
"""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - rooms are told their words without Pelican

    adapter.connect()
