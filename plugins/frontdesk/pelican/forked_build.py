"""A plan in, how its build went out: each build in a process of its own, so that a changed plugin, theme
or setting counts at once, and whatever goes wrong there ends there."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NoReturn, Self

from frontdesk.build.preview.status_board import Built

from .preload import read_posts
from .run import Plan, make_site

ASK_SECONDS = 0.02
"""How often a build looks whether it is still wanted."""

# A process is forked from one that has these and nothing of ours: they are most of a build's start.
_SLOW_TO_IMPORT = [
    "pelican",
    "pelican.generators",
    "pelican.writers",
    "markdown",
    "babel.dates",
    "bs4",
]


def build(plan: Plan, is_called_off: Callable[[], bool]) -> Built | None:
    """Build to the end; None where it was called off before."""
    started = time.perf_counter()
    receiver, sender = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_build, args=(plan, sender))
    process.start()
    sender.close()
    try:
        word = _word(process, receiver, is_called_off)
    except EOFError:
        process.join()
        word = (f"the build ended without a word (exit code {process.exitcode})",), ()
    finally:
        _end(process)
        receiver.close()
    return word and Built(*word, time.perf_counter() - started)


class Standby:
    """Builds parts of a site, after each other, for as long as nothing but texts changes: by a process that
    has read all posts before, and forks each build from what it knows. It builds nothing itself, so no
    build leaves anything to the next. Where there is no such process, a part is built as the whole is."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._running: tuple[BaseProcess, Connection[Any, Any]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.dismiss()

    def prepare(self) -> None:
        """Begin to read, where that is not done; nobody waits for it."""
        if self._running is None and hasattr(os, "fork"):
            ours, theirs = _CONTEXT.Pipe()
            process = _CONTEXT.Process(target=_stand_by, args=(self._plan, theirs))
            process.start()
            theirs.close()
            self._running = process, ours

    def build(self, part: Plan, is_called_off: Callable[[], bool]) -> Built | None:
        """As `build` does."""
        started = time.perf_counter()
        if self._running is None:
            return build(part, is_called_off)
        process, connection = self._running
        try:
            connection.send(part)
            word = _word(process, connection, is_called_off)
        except (EOFError, OSError):
            self.dismiss()
            return build(part, is_called_off)
        if word is None:
            self.dismiss()
        return word and Built(*word, time.perf_counter() - started)

    def dismiss(self) -> None:
        """Forget all that was read."""
        if self._running:
            process, connection = self._running
            self._running = None
            _end(process)
            connection.close()


_Word = tuple[tuple[str, ...], tuple[str, ...]]
"""What a build has to say: errors, notes."""


def _word(
    process: BaseProcess, receiver: Connection[Any, Any], is_called_off: Callable[[], bool]
) -> _Word | None:
    """None where it was called off.

    Raises:
        EOFError: the process ended without one.
    """
    while not receiver.poll(ASK_SECONDS):
        if is_called_off():
            return None
        if not process.is_alive() and not receiver.poll():
            raise EOFError  # somebody else may still hold the other end
    word: _Word = receiver.recv()
    return word


def _end(process: BaseProcess) -> None:
    """And whatever it has started: a check of many posts takes every core."""
    group = process.pid
    if group and hasattr(os, "killpg"):
        with contextlib.suppress(OSError):  # it may not have a group of its own yet
            os.killpg(group, signal.SIGKILL)
    process.kill()
    process.join()


# --- in a process of its own --------------------------------------------------------------------


def _build(plan: Plan, sender: Connection[Any, Any]) -> None:
    with _by_itself():
        outcome = make_site(plan)
    sender.send((outcome.errors, outcome.notes))


def _stand_by(plan: Plan, connection: Connection[Any, Any]) -> None:
    """Until the other end is closed, or a build ends without a word."""
    with _by_itself(), contextlib.suppress(EOFError):
        read_posts(plan)
        while True:
            part = connection.recv()
            if os.fork() == 0:
                _build_in_fork(part, connection)
            if os.wait()[1]:
                return


def _build_in_fork(part: Plan, connection: Connection[Any, Any]) -> NoReturn:
    """All that the forked process does."""
    try:
        outcome = make_site(part)
        connection.send((outcome.errors, outcome.notes))
    except BaseException:  # noqa: BLE001 - as Python itself would
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


@contextmanager
def _by_itself() -> Iterator[None]:
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
