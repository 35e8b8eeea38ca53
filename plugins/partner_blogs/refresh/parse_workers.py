"""Fetched documents in, CleanFeed or Failed out, parsed and cleaned in worker processes (E9).

So every core works, and no document holds up the others for long. Pictures are made small there too. A
worker is a program of its own that loads what it needs; calls and what they made go through its pipes.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

import msgspec

from frontdesk.net.model import Failed, Fetched

from ..model.feed import CleanFeed
from .worker_process import LENGTH_BYTES, Task, length_of, parse_and_pack

TIMEOUT_SECONDS = 10
"""For one document; a normal feed of 5 MiB takes two seconds."""
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from partner_blogs.refresh.worker_process import main; main(sys.argv[1])"
)
_OWN_GROUP: Mapping[str, Any] = {"process_group": 0}
if sys.platform == "win32":
    _OWN_GROUP = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
"""A terminal sends Ctrl-C to a whole group. So this process alone gets it, and ends the others."""


class WorkerDied(Exception):
    """A worker process ended before it answered.

    Attributes:
        was_late: whether it came to its own deadline first, as where this process is slow to look.
    """

    def __init__(self, code: int) -> None:
        super().__init__(code)
        alarm = getattr(signal, "SIGALRM", None)
        self.was_late = alarm is not None and code == -alarm


class _Worker:
    """A worker process, and the next one where it has ended; one call at a time.

    Args:
        task: what it loads for before its first call.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._process: Process | None = None
        self._starting = asyncio.Lock()

    async def start(self) -> Process:
        """Start the process if there is none, and wait until it is ready."""
        async with self._starting:
            if self._process is None:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-c", _PROGRAM, self._task, *sys.path),
                    stdin=PIPE,
                    stdout=PIPE,
                    **_OWN_GROUP,
                )
                await _receive(self._process)
            return self._process

    async def call(self, call: bytes, seconds: float) -> tuple[bool, Any]:
        """What came of a call; both are packed as `worker_process` says. Where nothing came, the process
        is ended.

        Raises:
            TimeoutError: it takes longer than so many seconds.
            WorkerDied, OSError
        """
        try:
            process = await self.start()
            async with asyncio.timeout(seconds):
                await _send(process, call)
                answer: tuple[bool, Any] = pickle.loads(await _receive(process))  # noqa: S301 - ours
        except BaseException:
            await self.stop()
            raise
        return answer

    async def stop(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _send(process: Process, message: bytes) -> None:
    if process.stdin:
        with contextlib.suppress(ConnectionError):  # then it has ended, and how is told soon
            process.stdin.writelines((length_of(message), message))
            await process.stdin.drain()


async def _receive(process: Process) -> bytes:
    try:
        if process.stdout:
            length = await process.stdout.readexactly(LENGTH_BYTES)
            return await process.stdout.readexactly(int.from_bytes(length))
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    raise WorkerDied(await process.wait())


class WorkerPool:
    """As many worker processes as there are cores. Each starts with the first call that finds no other
    free, or before.

    Attributes:
        seconds: the deadline of each call.

    Args:
        task: what most calls are for.
    """

    def __init__(self, seconds: float = TIMEOUT_SECONDS, *, task: Task = "parse") -> None:
        self.seconds = seconds
        self._workers = [_Worker(task) for _ in range(os.cpu_count() or 1)]
        self._starting: list[asyncio.Task[Process]] = []
        self._free: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        for worker in reversed(self._workers):
            self._free.put_nowait(worker)

    def start(self, calls: int) -> None:
        """Start the processes for so many calls now; meanwhile this one goes on."""
        self._starting = [asyncio.create_task(one.start()) for one in self._workers[:calls]]

    async def parse(self, fetched: Fetched, *, full: bool) -> CleanFeed | Failed:
        """Parse and clean a document."""
        made = await self.run(parse_and_pack, fetched, full=full)
        return made if isinstance(made, Failed) else msgspec.msgpack.decode(made, type=CleanFeed)

    async def run(
        self, work: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs
    ) -> _Made | Failed:
        """Run `work` in a worker process; Failed where it raises, is killed, or takes too long."""
        worker = await self._free.get()
        try:
            call = pickle.dumps((self.seconds, work, given, named))
            is_made, answer = await worker.call(call, self.seconds)
        except (OSError, WorkerDied) as error:
            if isinstance(error, TimeoutError) or getattr(error, "was_late", False):
                return Failed(
                    reason=f"is so tangled that reading it takes over {self.seconds:g} seconds"
                )
            is_made, answer = False, type(error).__name__
        finally:
            self._free.put_nowait(worker)
        if is_made:
            made: _Made = answer
            return made
        from .parse_feedparser import unreadable  # noqa: PLC0415 - rare

        return unreadable(answer)

    async def __aenter__(self) -> WorkerPool:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._workers))


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
