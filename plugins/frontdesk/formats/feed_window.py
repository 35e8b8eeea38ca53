"""Things of a feed, newest first, in; as many as the feed holds, out. Pure (F4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

ENTRIES = 50
DAYS = timedelta(days=7)
_Thing = TypeVar("_Thing")


def newest(things: Sequence[_Thing], time: Callable[[_Thing], datetime]) -> tuple[_Thing, ...]:
    """The newest 50, or all of the 7 days before the newest, whichever is more: nobody who looks
    once a week misses anything."""
    if not things:
        return ()
    oldest = time(things[0]) - DAYS
    return tuple(thing for n, thing in enumerate(things) if n < ENTRIES or time(thing) > oldest)
