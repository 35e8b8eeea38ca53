"""Jobs in; what came of each out, done by this process and by copies of it, one on each further core.

A copy is a fork: it knows all that this process knows, so nothing is packed for it but what it sends back.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

MIN_JOBS_EACH = 50
"""With fewer jobs a process costs more than it saves."""
_BATCH = 8
"""Jobs that a process takes at a time."""
_NUMBER = 4
"""The bytes of a number in the pipe from which all processes take them."""
_MAX_NUMBERS = 1000
"""So many lie in the pipe before the first is taken; the smallest pipe of any system holds that."""

Job = TypeVar("Job")
Made = TypeVar("Made")


class SharedWork(Generic[Job, Made]):
    """Begins at once in the copies; this process joins in by `finish`, and can do something else before.

    Args:
        do: does one job. This process does it again if it raised or logged something in a copy.
        told: gives another value once a job has told this program something that is not in what it made;
            then this process does the job again too.
        copies: how many; None for as many as are safe and save time.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        do: Callable[[Job], Made],
        told: Callable[[], object] = lambda: None,
        copies: int | None = None,
    ) -> None:
        self._jobs, self._do, self._told = jobs, do, told
        self._parent = os.getpid()
        self._copies: list[tuple[BaseProcess, Connection[Any, Any]]] = []
        size = max(_BATCH, -(-len(jobs) // _MAX_NUMBERS))
        self._batches = [range(n, min(n + size, len(jobs))) for n in range(0, len(jobs), size)]
        self._numbers, writing = os.pipe()
        os.write(writing, b"".join(n.to_bytes(_NUMBER) for n in range(len(self._batches))))
        os.close(writing)
        for _ in range(_copies_for(len(jobs)) if copies is None else copies):
            self._start()

    def finish(self) -> Iterator[tuple[Job, Made]]:
        """Do what is left, and wait for the copies.

        Raises:
            Exception: what `do` raises in this process.
        """
        try:
            made = {number: self._do(self._jobs[number]) for number in self._take()}
            for process, results in self._copies:
                with contextlib.suppress(EOFError, OSError):  # a copy that was killed sends nothing
                    made |= results.recv()
                process.join()
            for number, job in enumerate(self._jobs):
                yield job, made[number] if number in made else self._do(job)
        finally:
            self.stop()

    def stop(self) -> None:
        """End the copies, whatever they are at."""
        for process, results in self._copies:
            process.kill()
            process.join()
            results.close()
        self._copies.clear()
        if self._numbers >= 0:
            os.close(self._numbers)
            self._numbers = -1

    def _start(self) -> None:
        fork: Any = multiprocessing.get_context("fork")
        ours, theirs = fork.Pipe(duplex=False)
        process = fork.Process(target=self._work_in_copy, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        self._copies.append((process, ours))

    def _work_in_copy(self, results: Connection[Any, Any]) -> None:
        leave_ctrl_c()
        log = _LogCounter()
        logging.getLogger().handlers = [log]
        made: dict[int, Made] = {}
        with contextlib.suppress(Exception):
            for number in self._take():
                if os.getppid() != self._parent:
                    return
                before = log.count, self._told()
                found = self._do(self._jobs[number])
                if before == (log.count, self._told()):
                    made[number] = found
        results.send(made)

    def _take(self) -> Iterator[int]:
        """The numbers of jobs that no process has taken, until none is left."""
        while number := os.read(self._numbers, _NUMBER):
            yield from self._batches[int.from_bytes(number)]


def leave_ctrl_c() -> None:
    """Ctrl-C reaches every process of a terminal; the one that has started this one ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _LogCounter(logging.Handler):
    """Counts what is logged, and shows none of it."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
        self.count += 1


def copying_context() -> BaseContext | None:
    """How multiprocessing starts processes that know what this one knows, and leave nothing behind when
    they are killed; None where that is not safe."""
    return multiprocessing.get_context("fork") if _may_copy() else None


def _may_copy() -> bool:
    """Not where the system has no safe fork, or where a thread may hold a lock that a copy would wait
    for."""
    has_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return has_fork and threading.active_count() == 1


def _copies_for(jobs: int) -> int:
    return max(0, min(os.cpu_count() or 1, jobs // MIN_JOBS_EACH) - 1) if _may_copy() else 0
