"""`python -m frontdesk COMMAND …`: each command is a module of this package.

Its `main(arguments)` returns the exit code: 0 done, 1 something has to be mended, 2 the command was
mistyped.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "build": "build the site from content/ and the store",
    "check": "find every mistake in posts, pages and resources",
    "audit": "check a built site before it is published",
    "serve": "preview the site while you write",
    "start": "make a fresh project your own",
    "import": "take over an old blog: Blogger, WordPress and others",
    "new": "begin a post, a page, a column or a resource",
    "doctor": "is everything ready? one line for each check, with the remedy",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and import only what it needs.

    Returns:
        The exit code.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in COMMANDS:
        try:
            code: int = import_module(f".{given[0]}", __package__).main(given[1:])
        except KeyboardInterrupt:  # while it was loaded
            print("Stopped.", file=sys.stderr)
            return 130
        return code
    import argparse

    parser = argparse.ArgumentParser(prog="python -m frontdesk", description="Front Desk")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, what in COMMANDS.items():
        commands.add_parser(name, help=what, add_help=False)
    parser.parse_args(given)
    return 2
