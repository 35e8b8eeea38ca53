"""Instants: their type, the clock of a build, and how RFC 3339 writes them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

Instant = Annotated[datetime, Meta(tz=True)]
"""A datetime with a time zone. A stored one without a zone is damaged."""


def build_time() -> datetime:
    """The time of a build, in UTC and whole seconds: SOURCE_DATE_EPOCH where it is set, so that a build
    can be repeated (B2), else now.

    Raises:
        ValueError: where SOURCE_DATE_EPOCH is not a number of seconds since 1970.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC).replace(microsecond=0)


def rfc3339(moment: datetime, *, fraction: bool = False) -> str:
    """2026-11-22T06:00:00Z, in UTC.

    Args:
        moment: aware.
        fraction: whether microseconds are written where there are any. Without, they are cut off.
    """
    whole = moment.astimezone(UTC)
    return (whole if fraction else whole.replace(microsecond=0)).isoformat().replace("+00:00", "Z")
