"""Build options in, a report out: each build in a process of its own, so that a changed plugin, theme or
setting counts at once, and a crash ends that process alone."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Self

from frontdesk.build.preview.build_status import BuildReport

from .run import BuildOptions, build_site
from .saved_posts import Answer, Saved, serve_saved_posts

POLL_SECONDS = 0.02
"""How often a running build looks whether it was cancelled."""

# Each build process is forked from one that has imported these and nothing of ours: they are most of a
# build's start.
_SLOW_TO_IMPORT = [
    "pelican",
    "pelican.generators",
    "pelican.writers",
    "markdown",
    "babel.dates",
    "bs4",
]


def build_in_process(options: BuildOptions, is_cancelled: Callable[[], bool]) -> BuildReport | None:
    """Build in a new process; None where the build was cancelled."""
    started = time.perf_counter()
    receiver, sender = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_build, args=(options, sender))
    try:
        _start(process)
        sender.close()
        answer = _answer(process, receiver, is_cancelled)
    except EOFError:
        process.join()
        answer = (f"the build ended without a report (exit code {process.exitcode})",), ()
    finally:
        _kill(process)
        receiver.close()
    return answer and BuildReport(*answer, time.perf_counter() - started)


class PartialBuilder:
    """Builds the pages of single texts, one build after another, for as long as only texts change.

    A process that has read everything beforehand forks each build of posts from what it knows. Where there
    is no such process, for example because the system cannot fork, and for other texts, a partial build
    starts from nothing as a whole build does.
    """

    def __init__(self, options: BuildOptions) -> None:
        self._options = options
        self._running: tuple[BaseProcess, Connection[Any, Any]] | None = None
        self._saved: frozenset[Path] = frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        """Whether there is a process that has read everything, or is reading it."""
        return self._running is not None

    def start(self) -> None:
        """Begin to read everything in the background, unless that is done."""
        if self._running is None and hasattr(os, "fork"):
            ours, theirs = _CONTEXT.Pipe()
            process = _CONTEXT.Process(target=_serve_saved_posts, args=(self._options, theirs))
            self._running = process, ours
            _start(process)
            theirs.close()

    def build(self, options: BuildOptions, is_cancelled: Callable[[], bool]) -> BuildReport | None:
        """As `build_in_process`."""
        started = time.perf_counter()
        if self._running is None:
            return build_in_process(options, is_cancelled)
        process, connection = self._running
        try:
            self._saved |= {*options.only}
            connection.send(Saved(options.only, self._saved))
            answer = _answer(process, connection, is_cancelled)
        except (EOFError, OSError):
            self.stop()
            return build_in_process(options, is_cancelled)
        except NeedsOwnBuildError:
            return build_in_process(options, is_cancelled)
        if answer is None:
            self.stop()
        return answer and BuildReport(*answer, time.perf_counter() - started)

    def stop(self) -> None:
        """Forget all that was read."""
        self._saved = frozenset()
        if self._running:
            process, connection = self._running
            self._running = None
            _kill(process)
            connection.close()


class NeedsOwnBuildError(Exception):
    """The process cannot build these texts from what it has read."""


def _answer(
    process: BaseProcess, receiver: Connection[Any, Any], is_cancelled: Callable[[], bool]
) -> Answer | None:
    """None where the build was cancelled.

    Raises:
        EOFError: the process ended without an answer.
        NeedsOwnBuildError: it says so.
    """
    while not receiver.poll(POLL_SECONDS):
        if is_cancelled():
            return None
        if not process.is_alive() and not receiver.poll():
            raise EOFError  # another process may still hold the other end, so poll() does not tell
    answer: Answer | None = receiver.recv()
    if answer is None:
        raise NeedsOwnBuildError
    return answer


def _start(process: BaseProcess) -> None:
    """Start a process that Ctrl-C does not reach, nor what it starts: this one ends them. Ctrl-C waits
    meanwhile, or nobody would know of a process that is half started."""
    if threading.current_thread() is not threading.main_thread() or not _CAN_BLOCK:
        process.start()
        return
    came: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    resource_tracker.ensure_running()  # started later, it would unblock the signal
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        signal.signal(signal.SIGINT, handler)
    if came:
        raise KeyboardInterrupt


_CAN_BLOCK = hasattr(signal, "pthread_sigmask")


def _kill(process: BaseProcess) -> None:
    """Kill a process and all that it has started: a check of many posts takes every core."""
    group = process.pid
    if group is None:  # it was not started
        return
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):  # it may not have a group of its own yet
            os.killpg(group, signal.SIGKILL)
    process.kill()
    process.join()


# --- in a process of its own --------------------------------------------------------------------


def _build(options: BuildOptions, sender: Connection[Any, Any]) -> None:
    with _own_group_without_output():
        result = build_site(options)
    sender.send((result.errors, result.notes))


def _serve_saved_posts(options: BuildOptions, connection: Connection[Any, Any]) -> None:
    with _own_group_without_output():
        serve_saved_posts(options, connection)


@contextmanager
def _own_group_without_output() -> Iterator[None]:
    """A process group of its own, so that all of it can be killed; standard output goes nowhere."""
    if hasattr(os, "setsid"):
        os.setsid()
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        yield


_CONTEXT: ForkServerContext | SpawnContext
if "forkserver" in multiprocessing.get_all_start_methods():
    _CONTEXT = multiprocessing.get_context("forkserver")
    _CONTEXT.set_forkserver_preload(_SLOW_TO_IMPORT)
else:  # where the system cannot fork, each build takes a second more to start
    _CONTEXT = multiprocessing.get_context("spawn")
