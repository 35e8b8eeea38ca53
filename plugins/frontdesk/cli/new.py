"""`python -m frontdesk new TITLE`: begin a post, a page, a column or a resource.

Exit codes: 0 the file is there; 1 it cannot be; 2 the command was mistyped.
"""

from __future__ import annotations

import argparse
import os
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from frontdesk.content.scaffold import DRAFT_LINE, ScaffoldKind, make_scaffold
from frontdesk.core.atomic import create_file
from frontdesk.core.command_line import add_now_option, escape_unencodable_output, run_command
from frontdesk.core.errors import UsageError
from frontdesk.core.settings import settings_from
from frontdesk.core.timestamps import build_time

from .project import command_parser, content_folder, settings_of, typed


def main(arguments: Sequence[str] | None = None) -> int:
    escape_unencodable_output()
    options = _parser().parse_args(arguments)
    return run_command(lambda: _new(options))


def _parser() -> argparse.ArgumentParser:
    what = "Begin a post, a page, a column or a resource."
    parser = command_parser("new", what, "settings")
    parser.add_argument("title", help="its title, in any script")
    parser.add_argument(
        "--type", choices=get_args(ScaffoldKind), default="post", help="what to begin (post)"
    )
    parser.add_argument("--series", metavar="NAME", help="which column, where there are several")
    parser.add_argument(
        "--slug", metavar="WORDS", help="the last part of its address (from the title)"
    )
    parser.add_argument(
        "--content", type=Path, metavar="FOLDER", help="the content folder (content/)"
    )
    add_now_option(parser)
    return parser


def _new(options: argparse.Namespace) -> int:
    from frontdesk.content.lint.run import read_post_heads

    settings = settings_of(options.settings)
    folder = content_folder(options.content, options.settings, settings)
    rules = settings_from(settings)
    begun = make_scaffold(
        typed(options.title),
        options.type,
        options.now or build_time(),
        f"urn:uuid:{uuid.uuid4()}",
        rules,
        series=options.series and typed(options.series),
        slug=options.slug and typed(options.slug),
        known=read_post_heads(folder, rules) if folder.is_dir() else (),
    )
    path = folder / begun.path
    try:
        create_file(path, begun.text.encode())
    except FileExistsError:
        raise UsageError(
            f"{os.path.relpath(path)} is there already, and stays as it is; write in it, or add "
            "slug=another-name"
        ) from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from None
    print(os.path.relpath(path))
    if DRAFT_LINE in begun.text:
        print(f"It is a draft: to publish it, take the line '{DRAFT_LINE}' out.", file=sys.stderr)
    return 0
