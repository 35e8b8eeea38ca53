"""Days, weeks and months: how time is named and how lists are divided by it.

As a Pelican plugin it gives the templates their filters and the build its one clock.
"""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - periods are used where Pelican is not

    adapter.connect()
