"""The option --now of our commands: another time than that of the clock."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime


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
