"""What commands print reaches every terminal, log and pipe, for all packages."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def show_any_letter() -> None:
    """A letter that the terminal's encoding lacks, or a byte of a file's name that is no UTF-8, is printed
    as \\xe9 and the like: no message may end a command only because it cannot be shown (`LC_ALL=C`)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
