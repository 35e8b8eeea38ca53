"""What a reader asks before beginning: how long a text is, and what parts it has (R4).

As a Pelican plugin it gives templates the filter `outline`.
"""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - outlines are drawn without Pelican

    adapter.connect()
