"""Fetched documents in, CleanFeed or Failed out, parsed and cleaned in worker processes (E9).

So every core works, and no document holds up the others for long. Pictures are made small there too.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from multiprocessing import resource_tracker
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from msgspec.structs import replace
from pebble import ProcessExpired, ProcessPool

from frontdesk.core.process_temp_folder import use_process_temp_folder
from frontdesk.net.model import Failed, Fetched

from ..model.feed import CleanFeed
from .clean import clean_feed
from .parse_feedparser import NO_READABLE_ENTRY, has_content, parse_feed

TIMEOUT_SECONDS = 10
"""For one document; a normal feed of 5 MiB takes two seconds."""
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def parse_and_clean(fetched: Fetched, *, full: bool) -> CleanFeed | Failed:
    """Parse and clean in this process; `full` keeps whole texts (E5)."""
    try:
        parsed = parse_feed(fetched)
        if isinstance(parsed, Failed):
            return parsed
        entries = tuple(filter(has_content, parsed.entries))
        if not entries and (parsed.entries or parsed.unread):
            return NO_READABLE_ENTRY
        return clean_feed(replace(parsed, entries=entries), fetched, full=full)
    except Exception as error:  # noqa: BLE001 - one document's surprise never stops the rest (B4)
        return _unreadable(error)


def _unreadable(error: Exception) -> Failed:
    return Failed(reason=f"sent something that cannot be read ({type(error).__name__})")


def _run_with_deadline(
    seconds: float, work: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs
) -> _Made:
    """Run in a worker process. It ends itself one second after the deadline, in case the process that
    should end it was killed."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    try:
        return work(*given, **named)
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)


def _ended_itself(error: Exception) -> bool:
    """Whether a process came to its own deadline first, as where this one is slow to look."""
    alarm = getattr(signal, "SIGALRM", None)
    return isinstance(error, ProcessExpired) and alarm is not None and error.exitcode == -alarm


@contextlib.contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Processes that start meanwhile ignore Ctrl-C, which a terminal sends to all of them. This process
    gets it and ends the others."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # started later, it would unblock the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class WorkerPool:
    """As many worker processes as there are cores, started with the first document.

    Attributes:
        seconds: the deadline of each document.
    """

    def __init__(self, seconds: float = TIMEOUT_SECONDS) -> None:
        self.seconds = seconds
        self._pool: ProcessPool | None = None

    async def parse(self, fetched: Fetched, *, full: bool) -> CleanFeed | Failed:
        """Parse and clean a document."""
        return await self.run(parse_and_clean, fetched, full=full)

    async def run(
        self, work: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs
    ) -> _Made | Failed:
        """Run `work` in a worker process; Failed where it raises, is killed, or takes too long."""
        if self._pool is None:
            fresh = "forkserver" in multiprocessing.get_all_start_methods()
            context = multiprocessing.get_context("forkserver" if fresh else "spawn")
            use_process_temp_folder()
            self._pool = ProcessPool(max_workers=os.cpu_count() or 1, context=context)
        with _sigint_blocked():
            job = self._pool.schedule(
                _run_with_deadline,
                args=(self.seconds, work, *given),
                kwargs=named,
                timeout=self.seconds,
            )
        try:
            made: _Made = await asyncio.wrap_future(job)
        except Exception as error:  # noqa: BLE001 - nor does the death of a process
            if isinstance(error, TimeoutError) or _ended_itself(error):
                return Failed(
                    reason=f"is so tangled that reading it takes over {self.seconds:g} seconds"
                )
            return _unreadable(error)
        return made

    async def __aenter__(self) -> WorkerPool:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            await asyncio.to_thread(self._pool.join)


MAX_CONCURRENT = 16
"""Documents that are read, merged and stored at the same time."""
_Thing = TypeVar("_Thing")


async def process_concurrently(
    things: AsyncGenerator[_Thing, None], take: Callable[[_Thing], Coroutine[Any, Any, None]]
) -> None:
    """Run `take` on each thing as it comes, at most 16 at a time.

    Raises:
        the first exception of any; it stops the others.
    """
    places = asyncio.Semaphore(MAX_CONCURRENT)
    try:
        async with asyncio.TaskGroup() as tasks, contextlib.aclosing(things) as coming:
            async for thing in coming:
                await places.acquire()
                task = tasks.create_task(take(thing))
                task.add_done_callback(lambda _: places.release())
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None
