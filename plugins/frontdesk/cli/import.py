"""`python -m frontdesk import PLACE`: take over an old blog, with its addresses, comments and pictures.

Exit codes: 0 done, also with remarks; 1 an entry could not be read or written; 2 the command was mistyped.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from frontdesk.core.command_line import add_now_option, escape_unencodable_output, run_command
from frontdesk.core.errors import UsageError
from frontdesk.core.settings import settings_from
from frontdesk.core.timestamps import build_time
from frontdesk.core.urls import is_web_url

from .project import command_parser, settings_of

REPORT = "REPORT.md"


def main(arguments: Sequence[str] | None = None) -> int:
    escape_unencodable_output()
    options = _parser().parse_args(arguments)
    return run_command(
        lambda: _import(options),
        kept="Import again: it begins anew, or moves the files that were ready.",
    )


def _parser() -> argparse.ArgumentParser:
    parser = command_parser("import", "Take over an old blog.", "settings")
    parser.add_argument(
        "place", type=Path, metavar="PLACE", help="an export: a file, a zip or a folder"
    )
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="the content folder (content/)")
    parser.add_argument(
        "--address", default="", metavar="URL",
        help="the home page of the old blog, where the export does not say it",
    )  # fmt: skip
    parser.add_argument(
        "--pictures-from", type=Path, action="append", default=[], metavar="FOLDER",
        help="a folder with the blog's pictures, such as wp-content/uploads",
    )  # fmt: skip
    parser.add_argument(
        "--pictures",
        choices=("ask", "no", "yes"),
        default="ask",
        help="whether pictures that lie elsewhere are fetched from the network (ask)",
    )
    parser.add_argument(
        "--category-from",
        default="",
        metavar="LABELS",
        help="labels that become the category of a post",
    )
    parser.add_argument(
        "--series-from",
        action="append",
        default=[],
        metavar="LABEL:SERIES",
        help="a label that is a series",
    )
    parser.add_argument("--dry-run", action="store_true", help="write the report and nothing else")
    add_now_option(parser)
    return parser


def _import(options: argparse.Namespace) -> int:
    from frontdesk.core.progress import progress
    from frontdesk.importers.import_run import ImportJob, run_import
    from frontdesk.importers.pictures.download import FOLDER, PictureDownloads
    from frontdesk.importers.readers.sources import open_source
    from frontdesk.importers.report import has_faults, report, summary_lines
    from frontdesk.importers.staging import write_report
    from frontdesk.importers.terms import Choices
    from frontdesk.net.request_options import fetch_policy

    if not options.place.name:
        raise UsageError(
            "name the export, such as make import FROM=blog.xml; docs/moving-in.md has more"
        )
    for place in (options.place, *options.pictures_from):
        if not place.exists():
            raise UsageError(
                f"there is no {place}; name the export, as the old system gave it to you"
            )
    if options.address and not is_web_url(options.address):
        raise UsageError(f"'{options.address}' is no address of a blog; write it whole, https://…")
    settings = settings_of(options.settings)
    rules = settings_from(settings)
    project = options.settings.parent
    content = (options.into or project / settings.get("PATH", "content")).resolve()
    if content.is_relative_to(options.place.resolve()):
        raise UsageError(
            f"{options.place} holds {content}, where texts would be written; copy the old blog elsewhere"
        )
    now = options.now or build_time()
    var = project / "var" / "import"
    policy = fetch_policy(rules.siteurl, rules.contact, project, allow_private_addresses=False)
    pictures = PictureDownloads(var / FOLDER, policy, rules.image_bytes)
    job = ImportJob(
        source=open_source(options.place, rules, options.address),
        rules=rules,
        content=content,
        var=var,
        now=now,
        address=options.address,
        choices=Choices(
            tuple(filter(None, (one.strip() for one in options.category_from.split(",")))),
            dict(_series(one) for one in options.series_from),
        ),
        pictures_from=tuple(options.pictures_from),
        downloaded=pictures.get,
        is_dry=options.dry_run,
    )
    try:
        with progress() as shown:
            outcome = run_import(job, shown)
        if outcome.missing and not job.is_dry and _may_fetch(options.pictures, outcome.missing):
            with progress() as shown:
                count = pictures.fetch_all(list(outcome.missing.values()), now, shown)
                print(f"{count} of {len(outcome.missing)} pictures were fetched.")
                for host, seconds in pictures.waiting.items():
                    print(f"{host} asks to wait {seconds // 60 + 1} minutes; import again then.")
                outcome = run_import(job, shown)
        path = write_report(job.var, REPORT, report(outcome, rules, now))
    except OSError as error:
        raise UsageError(
            f"{error.filename or content} cannot be written ({error.strerror}); import again when it can"
        ) from None
    for line in summary_lines(outcome):
        print(line)
    print(f"Read {os.path.relpath(path)}: it says what was left out, and what to do next.")
    return 1 if has_faults(outcome) else 0


def _may_fetch(choice: str, missing: Mapping[str, Sequence[str]]) -> bool:
    """Whether the person agrees that pictures are fetched. Where nobody can be asked, none are."""
    if choice != "ask":
        return choice == "yes"
    from frontdesk.importers.pictures.download import describe

    print(f"{describe(missing.values())}.")
    if not sys.stdin.isatty():
        print("To fetch them, import again with PICTURES=yes.")
        return False
    print(
        "Fetch them now, one a second from each host? Their hosts see your address. [y/N] ", end=""
    )
    return input().strip().lower() in {"y", "yes"}


def _series(typed: str) -> tuple[str, str]:
    label, colon, name = typed.partition(":")
    if not colon or not label.strip() or not name.strip():
        raise UsageError(
            f"'{typed}' is not LABEL:SERIES; write --series-from 'friday:Friday Debrief'"
        )
    return label.strip(), name.strip()
