"""Instants: their type, the clock of a build, and how RFC 3339 writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

from .build_clock import build_seconds

Instant = Annotated[datetime, Meta(tz=True)]
"""A datetime with a time zone. A stored one without a zone is damaged."""


def build_time() -> datetime:
    """The time of a build, in UTC and whole seconds.

    Raises:
        ValueError: where SOURCE_DATE_EPOCH is not a number of seconds since 1970.
    """
    return datetime.fromtimestamp(build_seconds(), UTC)


def rfc3339(moment: datetime, *, fraction: bool = False) -> str:
    """2026-11-22T06:00:00Z, in UTC.

    Args:
        moment: aware.
        fraction: whether microseconds are written where there are any. Without, they are cut off.
    """
    whole = moment.astimezone(UTC)
    return (whole if fraction else whole.replace(microsecond=0)).isoformat().replace("+00:00", "Z")
