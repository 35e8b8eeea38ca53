"""Fetched documents in, CleanFeed or Failed out, parsed and cleaned in worker processes (E9).

So every core works, and no document holds up the others for long. Pictures are made small there too.
The parsers are loaded once, by the process that the workers are forked from, and not by this one.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import os
import signal
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from multiprocessing import resource_tracker
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from frontdesk.core.process_temp_folder import use_process_temp_folder
from frontdesk.net.model import Failed, Fetched

from ..model.feed import CleanFeed

if TYPE_CHECKING:
    from pebble import ProcessPool

TIMEOUT_SECONDS = 10
"""For one document; a normal feed of 5 MiB takes two seconds."""
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def _parse_and_clean(fetched: Fetched, *, full: bool) -> CleanFeed | Failed:
    from .parse_document import parse_and_clean  # noqa: PLC0415 - in the workers alone

    return parse_and_clean(fetched, full=full)


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
    from pebble import ProcessExpired  # noqa: PLC0415 - most refreshes bring nothing to parse

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


def _started_pool() -> ProcessPool:
    """Takes as long as to load the parsers."""
    from pebble import ProcessPool  # noqa: PLC0415 - most refreshes bring nothing to parse

    is_forked = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if is_forked else "spawn")
    context.set_forkserver_preload(_PARSERS)
    use_process_temp_folder()
    pool = ProcessPool(os.cpu_count() or 1, initializer=_prepare_worker, context=context)
    with _sigint_blocked():
        pool.schedule(int)
    return pool


_PARSERS = ["pebble.pool.process", "partner_blogs.refresh.parse_document"]


def _prepare_worker() -> None:
    """What one document leaves behind is freed without looking for cycles, or with the next few."""
    gc.freeze()
    gc.set_threshold(_OBJECTS_BEFORE_CYCLES)


_OBJECTS_BEFORE_CYCLES = 50_000


class WorkerPool:
    """As many worker processes as there are cores, started with the first document, or before.

    Attributes:
        seconds: the deadline of each document.
    """

    def __init__(self, seconds: float = TIMEOUT_SECONDS) -> None:
        self.seconds = seconds
        self._pool: asyncio.Future[ProcessPool] | None = None

    def start(self) -> None:
        """Start the processes now, and not with the first document; meanwhile this one goes on."""
        self._started()

    def _started(self) -> asyncio.Future[ProcessPool]:
        if self._pool is None:
            self._pool = asyncio.ensure_future(asyncio.to_thread(_started_pool))
        return self._pool

    async def parse(self, fetched: Fetched, *, full: bool) -> CleanFeed | Failed:
        """Parse and clean a document."""
        return await self.run(_parse_and_clean, fetched, full=full)

    async def run(
        self, work: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs
    ) -> _Made | Failed:
        """Run `work` in a worker process; Failed where it raises, is killed, or takes too long."""
        pool = await asyncio.shield(self._started())
        job = pool.schedule(
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
            from .parse_feedparser import unreadable  # noqa: PLC0415 - rare

            return unreadable(error)
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
            pool = await self._pool
            pool.stop()  # type: ignore[no-untyped-call]
            await asyncio.to_thread(pool.join)


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
