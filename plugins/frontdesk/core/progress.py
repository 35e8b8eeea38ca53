"""Steps of long work in, a bar on a terminal or plain lines in a log out (O5).

On a terminal the lines are above the bar, which disappears when the work ends. Partners' words are never
read as markup.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Literal

from msgspec import Struct


class ProgressStep(Struct, frozen=True, kw_only=True):
    """How far long work has come.

    Attributes:
        done, of: so many of `what`; the first step has 0 done.
        line: the result of the last one, in plain words.
        trouble: whether that result is a failure.
    """

    done: int
    of: int
    what: Literal["feeds", "pictures", "texts"] = "feeds"
    line: str | None = None
    trouble: bool = False


Progress = Callable[[ProgressStep], None]


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Show the steps on standard output while the work goes on.

    Args:
        quiet: print only failures, and no bar.
    """
    if quiet:
        yield lambda step: _print(step) if step.trouble else None
    elif sys.stdout.isatty() and _can_move_its_cursor():
        with ExitStack() as opened:
            bar: Progress | None = None

            def show(step: ProgressStep) -> None:
                nonlocal bar
                if bar is None and (step.of or step.line):  # rich takes long to load
                    bar = opened.enter_context(_bar())
                if bar:
                    bar(step)

            yield show
    else:
        yield _print


def _print(step: ProgressStep) -> None:
    if step.line:
        print(f"  {step.line}", flush=True)


def _can_move_its_cursor() -> bool:
    return os.name == "nt" or os.environ.get("TERM", "") not in {"", "dumb", "unknown"}


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(markup=False, emoji=False, highlight=False)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", visible=False)

        def show(step: ProgressStep) -> None:
            bar.update(
                task,
                description=step.what,
                completed=step.done,
                total=step.of,
                visible=step.of > 0,
            )
            if step.line:
                console.print(f"  {step.line}", soft_wrap=True)

        yield show
