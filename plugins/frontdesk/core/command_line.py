"""What all our commands have in common: how they print, end and are told the time."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import TextIOWrapper


def run_command(work: Callable[[], int], *, kept: str = "") -> int:
    """Run a command to its exit code; an error of ours is told on standard error and gives 1.

    Args:
        kept: what remains where somebody stops it, for the last line.
    """
    from .errors import FrontDeskError  # noqa: PLC0415 - a doctor comes where packages are missing

    show_any_letter()
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        # What reads along, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except FrontDeskError as error:
        sys.stdout.flush()  # in a log, what was found stands before what is wrong
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(" ".join(filter(None, ("Stopped.", kept))), file=sys.stderr)
        return 130
    return code


def show_any_letter() -> None:
    """A letter that the terminal's encoding lacks, or a byte of a file's name that is no UTF-8, is printed
    as \\xe9 and the like: no message may end a command only because it cannot be shown (`LC_ALL=C`)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def add_now(parser: argparse.ArgumentParser) -> None:
    """Let a command be told the time; `now` is None or an aware datetime in UTC."""
    parser.add_argument(
        "--now",
        type=_instant,
        metavar="ISO-8601",
        help="take this for the time, such as 2026-11-22T06:00Z",
    )


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = f"'{text}' is not a time; write it as 2026-11-22T06:00Z"
        raise argparse.ArgumentTypeError(message) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
