"""What all commands share: output, exit codes and the option --now."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper

TYPE_CHECKING = False  # a type checker takes this name for true; typing itself loads slowly
if TYPE_CHECKING:
    from datetime import datetime


def run_command(work: Callable[[], int], *, kept: str = "") -> int:
    """Run a command and return its exit code. A FrontDeskError is printed on standard error and gives 1.

    Args:
        work: the command; returns its exit code.
        kept: what is kept if a person stops the command, for the last line.
    """
    escape_unencodable_output()
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        # The reading program, such as `head`, has ended.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        from .errors import FrontDeskError  # noqa: PLC0415 - doctor runs where packages are missing

        if not isinstance(error, FrontDeskError):
            raise
        sys.stdout.flush()  # in a log, results come before the error
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(" ".join(filter(None, ("Stopped.", kept))), file=sys.stderr)
        return 130
    return code


def escape_unencodable_output() -> None:
    """Print characters that the encoding of the terminal lacks, and bytes of file names that are not UTF-8,
    as \\xe9 and the like, so that no message ends a command (`LC_ALL=C`)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def add_now_option(parser: argparse.ArgumentParser) -> None:
    """Add the option --now; its value is None or an aware datetime in UTC."""
    parser.add_argument(
        "--now",
        type=_instant,
        metavar="ISO-8601",
        help="use this as the current time, such as 2026-11-22T06:00Z",
    )


def _instant(text: str) -> datetime:
    from datetime import UTC, datetime  # noqa: PLC0415 - few commands have this option

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = f"'{text}' is not a time; write it as 2026-11-22T06:00Z"
        raise argparse.ArgumentTypeError(message) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
