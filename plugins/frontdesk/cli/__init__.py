"""`python -m frontdesk COMMAND …`: each command is a module of this room.

Its `main(arguments)` gives the exit code: 0 where all is done, 1 where something is to be mended, 2 where
the command was mistyped.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "build": "build the site from content/ and the store",
    "check": "find every mistake in posts, pages and resources",
    "audit": "look at a built site before it is published",
    "serve": "show the site while you write",
    "new": "begin a post, a page, a column or a resource",
    "doctor": "is everything in place? one line each, with the remedy",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code comes back. Only what it needs is imported."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in COMMANDS:
        code: int = import_module(f".{given[0]}", __package__).main(given[1:])
        return code
    parser = argparse.ArgumentParser(prog="python -m frontdesk", description="Front Desk")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, what in COMMANDS.items():
        commands.add_parser(name, help=what, add_help=False)
    parser.parse_args(given)
    return 2
