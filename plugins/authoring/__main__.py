"""python -m authoring: check, new.

Exit codes: 0 no error; 1 errors, or warnings where `check` was given --strict; 2 the command itself was
mistyped.
"""

from __future__ import annotations

import argparse
import os
import runpy
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from msgspec.structs import replace

from datelines.clock import build_time
from datelines.option import add_now
from partner_blogs.errors import PartnerBlogsError
from partner_blogs.files import write_new
from settings import SettingsError
from terminal import show_any_letter

from .new import DRAFT, NoStartError, What, start
from .rules import rules_of
from .tell import fates, line_of, outcome, summary

_ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code comes back."""
    show_any_letter()
    options = _parser().parse_args(arguments)
    try:
        code: int = _COMMANDS[options.command](options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read along, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (NoStartError, SettingsError, PartnerBlogsError, _StopError) as error:
        print(error, file=sys.stderr)
        return 1
    return code


class _StopError(Exception):
    """What keeps a command from beginning; the text says what to do."""


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--settings",
        type=Path,
        default=_ROOT / "pelicanconf.py",
        metavar="FILE",
        help="the settings of the site (pelicanconf.py)",
    )
    add_now(shared)
    parser = argparse.ArgumentParser(
        prog="python -m authoring", description="Posts and pages of this blog."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    check = commands.add_parser(
        "check", parents=[shared], help="find every mistake in the posts and pages"
    )
    check.add_argument(
        "folder", type=Path, nargs="?", metavar="FOLDER", help="the content folder (content/)"
    )
    check.add_argument(
        "--summary",
        type=Path,
        metavar="FILE",
        help="write the same as Markdown, for a pull request",
    )
    check.add_argument(
        "--strict", action="store_true", help="exit with 1 where there are warnings, too"
    )

    check.add_argument(
        "--store", type=Path, metavar="DIR", help="the store, beside which the site's memory lies"
    )

    new = commands.add_parser(
        "new", parents=[shared], help="begin a post, a page, a column or a thing of the library"
    )
    new.add_argument("title", help="its title, in any script")
    new.add_argument("--type", choices=get_args(What), default="post", help="what to begin (post)")
    new.add_argument("--series", metavar="NAME", help="which column, where there are several")
    new.add_argument(
        "--slug", metavar="WORDS", help="the last part of its address (from the title)"
    )
    new.add_argument("--content", type=Path, metavar="FOLDER", help="the content folder (content/)")
    return parser


def _check(options: argparse.Namespace) -> int:
    from memory.folder import MemoryFolder, memory_folder, sources_of

    from .check import check
    from .memo import memo_of
    from .shelf import templates_of

    settings = _settings(options.settings)
    folder = _folder(options.folder, options.settings, settings)
    templates = templates_of(settings, options.settings.parent)
    rules = replace(rules_of(settings), templates=templates)
    if not any((folder / one).is_dir() for one in (*rules.article_paths, *rules.page_paths)):
        wanted = f"{rules.article_paths[0]}/ or {rules.page_paths[0]}/"
        raise _StopError(
            f"{os.path.relpath(folder)} has no {wanted} in it; name the folder that has"
        )
    cache = options.settings.parent / settings["CACHE_PATH"]
    memo = memo_of({**settings, "CACHE_PATH": cache})
    memory = MemoryFolder(memory_folder(_store(options, settings)))
    last_good = sources_of(memory, memory.read())
    report = check(folder, rules, options.now or build_time(), memo, (), last_good)
    name = os.path.relpath(folder)
    for problem in report.problems:
        print(line_of(problem, name))
    for line in (*fates(report.errors, report.seen, name), *memory.notices):
        print(line)
    if any(problem.severity == "warning" for problem in report.problems):
        print(
            "A warning keeps nothing back: mend it, and the text is published all the same until then."
        )
    print(f"{outcome(report.sources, report.problems, name)}.")
    if options.summary:
        try:
            options.summary.write_text(
                summary(report.sources, report.problems, name, report.seen), encoding="utf-8"
            )
        except OSError as error:
            raise _StopError(f"{options.summary} cannot be written ({error.strerror})") from None
    stops = {"error", "warning"} if options.strict else {"error"}
    return 1 if any(problem.severity in stops for problem in report.problems) else 0


def _new(options: argparse.Namespace) -> int:
    from .check import heads

    settings = _settings(options.settings)
    folder = _folder(options.content, options.settings, settings)
    rules = rules_of(settings)
    begun = start(
        _typed(options.title),
        options.type,
        options.now or build_time(),
        f"urn:uuid:{uuid.uuid4()}",
        rules,
        series=options.series and _typed(options.series),
        slug=options.slug and _typed(options.slug),
        known=heads(folder, rules) if folder.is_dir() else (),
    )
    path = folder / begun.path
    try:
        write_new(path, begun.text.encode())
    except FileExistsError:
        raise _StopError(
            f"{os.path.relpath(path)} is there already, and stays as it is; write in it, or add "
            "slug=another-name"
        ) from None
    except OSError as error:
        raise _StopError(f"{path} cannot be written ({error.strerror})") from None
    print(os.path.relpath(path))
    if DRAFT in begun.text:
        print(f"It is a draft: to publish it, take the line '{DRAFT}' out.", file=sys.stderr)
    return 0


def _typed(argument: str) -> str:
    """The letters of an argument, also where the system's locale knows none beyond ASCII."""
    return os.fsencode(argument).decode(errors="replace")


def _store(options: argparse.Namespace, settings: dict[str, Any]) -> Path:
    from partner_blogs.store import default_store

    project: Path = options.settings.parent
    named = options.store or settings.get("PARTNER_BLOGS_STORE")
    feeds = project / settings.get("PARTNER_BLOGS_FEEDS", "feeds.yaml")
    return options.store or (project / named if named else default_store(feeds))


def _settings(path: Path) -> dict[str, Any]:
    try:
        return runpy.run_path(str(path))
    except OSError as error:
        raise _StopError(
            f"{path} cannot be read ({error.strerror}); name the settings with --settings"
        ) from None


def _folder(given: Path | None, settings_file: Path, settings: dict[str, Any]) -> Path:
    folder = given or settings_file.parent / settings.get("PATH", "content")
    if given and not given.is_dir():
        raise _StopError(f"there is no folder {given}; name the one that holds the posts")
    return folder.resolve()


_COMMANDS = {"check": _check, "new": _new}


if __name__ == "__main__":
    sys.exit(main())
