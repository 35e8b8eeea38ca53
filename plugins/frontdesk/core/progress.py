"""Steps of long work in; what a person sees of them out: a bar on a terminal, plain lines in a log (O5).

On a terminal the lines stand above the bar, which is gone when the work is. What partners wrote is
never read as markup.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from msgspec import Struct


class Step(Struct, frozen=True, kw_only=True):
    """How far long work is (O5).

    Attributes:
        done, of: so many of `what`; the first step is 0 of them.
        line: what became of the newest, in plain words.
        trouble: whether that is nothing good.
    """

    done: int
    of: int
    what: Literal["feeds", "pictures"] = "feeds"
    line: str | None = None
    trouble: bool = False


Progress = Callable[[Step], None]


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Show the steps on standard output while the work goes on.

    Args:
        quiet: only lines that tell of trouble, and no bar.
    """
    if quiet:
        yield lambda step: _print(step) if step.trouble else None
    elif sys.stdout.isatty() and _can_move_its_cursor():
        with _bar() as show:
            yield show
    else:
        yield _print


def _print(step: Step) -> None:
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

        def show(step: Step) -> None:
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
