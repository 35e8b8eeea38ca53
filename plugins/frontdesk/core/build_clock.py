"""SOURCE_DATE_EPOCH or the time of day in, the second of a build out. Imports next to nothing (S1)."""

from __future__ import annotations

import os
import time


def build_seconds() -> int:
    """The time of a build in seconds since 1970: SOURCE_DATE_EPOCH where it is set, so that a build can be
    repeated (B2), else now.

    Raises:
        ValueError: where SOURCE_DATE_EPOCH is not a number of seconds.
    """
    return int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
