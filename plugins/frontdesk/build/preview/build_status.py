"""The report of the last build, for the server and the browsers that wait for the next. Thread-safe."""

from __future__ import annotations

import threading
from typing import NamedTuple


class BuildReport(NamedTuple):
    """What the preview shows of a build.

    Attributes:
        errors: lines, each with file and remedy; where there are any, the site is as it was before.
        notes: lines that kept nothing from being built.
        seconds: how long it took.
    """

    errors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0


class BuildStatus:
    """The latest report, with a number that grows with each one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 0
        self._latest: BuildReport | None = None

    @property
    def latest(self) -> BuildReport | None:
        """None until the first build is over."""
        return self._latest

    def publish(self, report: BuildReport) -> None:
        """Replace the latest report, and wake everybody who waits."""
        with self._changed:
            self._number, self._latest = self._number + 1, report
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until there is a newer report than number `seen`, or the time is over.

        Args:
            seen: the number that this function returned last; -1 the first time.

        Returns:
            The number of the latest report; 0 where there is none yet.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._number != seen, seconds)
            return self._number
