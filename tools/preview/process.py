"""A plan in, how its build went out: each build in a process of its own, so that a changed plugin, theme
or setting counts at once, and whatever goes wrong there ends there."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from tools.build import Plan, make_site

from .board import Built

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
        while not receiver.poll(ASK_SECONDS):
            if is_called_off():
                return None
        errors, notes = receiver.recv()
    except EOFError:
        process.join()
        errors, notes = (f"the build ended without a word (exit code {process.exitcode})",), ()
    finally:
        _end(process)
        receiver.close()
    return Built(errors, notes, time.perf_counter() - started)


def _end(process: BaseProcess) -> None:
    """And whatever it has started: a check of many posts takes every core."""
    group = process.pid
    if group and hasattr(os, "killpg"):
        with contextlib.suppress(OSError):  # it may not have a group of its own yet
            os.killpg(group, signal.SIGKILL)
    process.kill()
    process.join()


def _build(plan: Plan, sender: Connection) -> None:
    if hasattr(os, "setsid"):
        os.setsid()
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        outcome = make_site(plan)
    sender.send((outcome.errors, outcome.notes))


_CONTEXT: ForkServerContext | SpawnContext
if "forkserver" in multiprocessing.get_all_start_methods():
    _CONTEXT = multiprocessing.get_context("forkserver")
    _CONTEXT.set_forkserver_preload(_SLOW_TO_IMPORT)
else:  # where the system cannot fork, each build takes a second more to start
    _CONTEXT = multiprocessing.get_context("spawn")
