"""How the last build went, for every browser that waits to hear of it. Shared by threads."""

from __future__ import annotations

import threading
from typing import NamedTuple


class Built(NamedTuple):
    """What came of a build.

    Attributes:
        errors: lines, each with file and remedy; where there are any, the site is as it was before.
        notes: lines that kept nothing from being built.
    """

    errors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0


class Board:
    """The newest news, with a number that grows with each."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 0
        self._built: Built | None = None

    @property
    def built(self) -> Built | None:
        """None until the first build is over."""
        return self._built

    def post(self, built: Built) -> None:
        with self._changed:
            self._number, self._built = self._number + 1, built
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """The newest number, as soon as it is another than the one seen, or when the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != seen, seconds)
            return self._number
