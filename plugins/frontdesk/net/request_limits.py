"""How many requests may be under way at a time, and how many bytes of answers may be held (P5, S3)."""

from __future__ import annotations

import asyncio
import contextlib

from .request_options import MEBIBYTE

MAX_BYTES = 8 * MEBIBYTE
"""Of all answers that are under way, and one more answer besides."""
USUAL_BYTES = 100_000
"""Of an answer that brings a feed: room for it is held before it is asked for."""
_OTHER_FILES = 64
"""Open files of a process beside its connections: modules, pipes of worker processes, the store."""


def connections_at_once(wanted: int) -> int:
    """As many of the connections that are wanted as the system lets this process open."""
    with contextlib.suppress(ImportError):  # Windows counts them otherwise
        import resource  # noqa: PLC0415

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        needed = wanted + _OTHER_FILES
        if soft != resource.RLIM_INFINITY and soft < needed:
            most = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
                soft = most
            return max(1, min(wanted, soft - _OTHER_FILES))
    return wanted


class HeldBytes:
    """The bytes of answers that are read or wait to be taken.

    An answer that needs more than there is room for waits, unless it is the first of all: so there is
    always one that comes to its end.

    Args:
        most: so many bytes in all, but for the first answer.
    """

    def __init__(self, most: int = MAX_BYTES) -> None:
        self._most, self._total = most, 0
        self._held: dict[object, int] = {}
        self._read: dict[object, int] = {}
        self._changed = asyncio.Condition()
        self._next = asyncio.Lock()

    async def expect(self, owner: object, count: int) -> None:
        """Hold so many bytes of an answer that is to come. Who waits first gets them first."""
        async with self._next:
            await self._hold(owner, count)

    async def take(self, owner: object, count: int) -> None:
        """Hold so many bytes that were read; wait until there is room for those that were not expected."""
        self._read[owner] = self._read.get(owner, 0) + count
        more = self._read[owner] - self._held.get(owner, 0)
        if more > 0:
            await self._hold(owner, more)

    async def _hold(self, owner: object, count: int) -> None:
        async with self._changed:
            self._held.setdefault(owner, 0)
            await self._changed.wait_for(
                lambda: self._total + count <= self._most or next(iter(self._held)) is owner
            )
            self._held[owner] += count
            self._total += count

    async def take_before(self, deadline: asyncio.Timeout, owner: object, count: int) -> None:
        """The same; the time that it waits for room puts off the deadline."""
        loop = asyncio.get_running_loop()
        begun, ends = loop.time(), deadline.when()
        deadline.reschedule(None)
        try:
            await self.take(owner, count)
        finally:
            if ends is not None:
                deadline.reschedule(ends + loop.time() - begun)

    async def give_back(self, owner: object) -> None:
        """Hold none of an answer any more."""
        async with self._changed:
            self._total -= self._held.pop(owner, 0)
            self._read.pop(owner, None)
            self._changed.notify_all()
