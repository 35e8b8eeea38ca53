"""`python -m frontdesk check`: find every mistake in posts, pages and resources, and say how to mend it.

Exit codes: 0 no error; 1 errors, or warnings where --strict was given; 2 the command was mistyped.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from frontdesk.content.lint.report import (
    format_held_files,
    format_problem,
    format_totals,
    markdown_summary,
)
from frontdesk.core.atomic import replace_file
from frontdesk.core.command_line import add_now_option, escape_unencodable_output, run_command
from frontdesk.core.errors import UsageError
from frontdesk.core.settings import settings_from
from frontdesk.core.timestamps import build_time

from .project import command_parser, content_folder, settings_of, store_folder


def main(arguments: Sequence[str] | None = None) -> int:
    escape_unencodable_output()
    options = _parser().parse_args(arguments)
    return run_command(lambda: _check(options))


def _parser() -> argparse.ArgumentParser:
    what = "Find every mistake in the texts."
    parser = command_parser("check", what, "settings", "store")
    parser.add_argument(
        "folder", type=Path, nargs="?", metavar="FOLDER", help="the content folder (content/)"
    )
    parser.add_argument(
        "--summary",
        type=Path,
        metavar="FILE",
        help="write the same as Markdown, for a pull request",
    )
    parser.add_argument(
        "--redirects",
        type=Path,
        metavar="FILE",
        help="add the lines that lead on from published addresses which would be gone",
    )
    parser.add_argument(
        "--strict", action="store_true", help="exit with 1 where there are warnings, too"
    )
    add_now_option(parser)
    return parser


def _check(options: argparse.Namespace) -> int:
    from frontdesk.content.lint.run import check
    from frontdesk.content.render_cache import cache_for
    from frontdesk.content.scan import template_names
    from frontdesk.core.memory.folder import MemoryFolder, last_good_sources, memory_folder

    settings = settings_of(options.settings)
    folder = content_folder(options.folder, options.settings, settings)
    templates = template_names(settings, options.settings.parent)
    rules = replace(settings_from(settings), templates=templates)
    if not any((folder / one).is_dir() for one in (*rules.article_paths, *rules.page_paths)):
        wanted = f"{rules.article_paths[0]}/ or {rules.page_paths[0]}/"
        raise UsageError(
            f"{os.path.relpath(folder)} has no {wanted} in it; name the folder that has"
        )
    cache_folder = options.settings.parent / settings["CACHE_PATH"]
    cache = cache_for({**settings, "CACHE_PATH": cache_folder})
    memory = MemoryFolder(memory_folder(store_folder(options.store, options.settings, settings)))
    # The memory is of the site's own texts, and knows nothing of another folder.
    is_own = folder == content_folder(None, options.settings, settings)
    known = memory.read() if is_own else None
    last_good = last_good_sources(memory, known)
    report = check(folder, rules, options.now or build_time(), cache, (), last_good, known)
    name = os.path.relpath(folder)
    for problem in report.problems:
        print(format_problem(problem, name))
    for line in (*format_held_files(report.errors, report.readers_see, name), *memory.notices):
        print(line)
    if any(problem.severity == "warning" for problem in report.problems):
        print("Warnings stop nothing: these texts are published as they are.")
    print(f"{format_totals(report.documents, report.problems, name)}.")
    if options.summary:
        text = markdown_summary(report.documents, report.problems, name, report.readers_see)
        _write(options.summary, text)
    if options.redirects:
        lines = report.published.redirect_lines if report.published else ()
        _add_lines(options.redirects, lines)
    stops = {"error", "warning"} if options.strict else {"error"}
    return 1 if any(problem.severity in stops for problem in report.problems) else 0


def _add_lines(path: Path, lines: Sequence[str]) -> None:
    """Add lines at the end of a file, which may hold some that a person has written."""
    if not lines:
        return
    try:
        before = path.read_bytes() if path.exists() else b""
        gap = "" if before.endswith((b"\n", b"\r")) or not before else "\n"
        replace_file(path, before + "\n".join((gap + lines[0], *lines[1:], "")).encode())
    except OSError as error:
        raise _cannot_write(path, error) from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _cannot_write(path, error) from None


def _cannot_write(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path} cannot be written ({error.strerror})")
