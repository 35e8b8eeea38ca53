"""The one clock of a build: SOURCE_DATE_EPOCH where it is set, so that a build can be repeated (B2)."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def build_time() -> datetime:
    """Now, as an aware datetime in UTC, whole seconds.

    Raises:
        ValueError: where SOURCE_DATE_EPOCH is not a number of seconds since 1970.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC).replace(microsecond=0)
