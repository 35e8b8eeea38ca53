"""`python -m frontdesk build`: build the site from content/ and the store, where anything has changed.

Exit codes: 0 the site is built; 1 an error prevented it; 2 the command was mistyped.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from frontdesk.build.manifest import MARK, Invocation, Summary, unchanged_site
from frontdesk.core.build_clock import build_seconds
from frontdesk.core.command_line import escape_unencodable_output, run_command

from .project import PREVIEW, command_parser

TYPE_CHECKING = False  # a type checker takes this name for true; typing itself loads slowly
if TYPE_CHECKING:
    from frontdesk.pelican.run import BuildResult


def main(arguments: Sequence[str] | None = None) -> int:
    escape_unencodable_output()
    options = _parser().parse_args(arguments)
    return run_command(lambda: _main(options), kept="Nothing is lost; build again.")


def _main(options: argparse.Namespace) -> int:
    invoked = Invocation(
        options.settings.resolve(),
        options.output.resolve(),
        options.feeds.resolve(),
        options.store and options.store.resolve(),
    )
    summary = None if options.force else _unchanged(invoked)
    if summary:
        for note in summary.notes:
            print(f"{note[0].upper()}{note[1:]}", file=sys.stderr)
        print("Unchanged  nothing that the site is made of; --force builds it all the same")
    else:
        summary = _build(options, invoked)
    if summary is None:
        return 1
    if (preview := options.settings.resolve().parent / PREVIEW).is_dir():
        from frontdesk.build.swap import forget_preview

        forget_preview(preview)
    _print_summary(summary, options.output)
    _report_waiting(summary.waiting, options.waiting)
    return 0


def _parser() -> argparse.ArgumentParser:
    what = "Build the site from content/ and the store, where anything has changed."
    parser = command_parser("build", what, "feeds", "store", "output")
    parser.add_argument("settings", type=Path, help="pelicanconf.py or publishconf.py")
    parser.add_argument("--force", action="store_true", help="build even if nothing has changed")
    parser.add_argument(
        "--waiting", type=Path, metavar="FILE", help="write a line for each error of a text into it"
    )
    return parser


def _unchanged(invoked: Invocation) -> Summary | None:
    try:
        now = build_seconds()
    except ValueError:  # the build says what is wrong with SOURCE_DATE_EPOCH
        return None
    return unchanged_site(invoked, now)


def _build(options: argparse.Namespace, invoked: Invocation) -> Summary | None:
    """Build the whole site; None where an error prevented it."""
    import gc

    # Nearly all that a build loads and makes lives until its end, and a tenth of its time went into looking
    # for what does not.
    gc.set_threshold(50_000)

    # Pelican, Markdown and Jinja take longer to load than to see that nothing has changed.
    from frontdesk.pelican.run import BuildCommand, BuildOptions, build_site
    from partner_blogs.store import default_store_folder

    feeds = options.feeds.resolve()
    build = BuildOptions(
        settings=options.settings.resolve(),
        site=invoked.site,
        feeds=feeds,
        store=(options.store or default_store_folder(feeds)).resolve(),
    )
    command = BuildCommand(invoked, lambda result: _summary(result, build.store))
    result = build_site(build, command)
    if result.errors:
        kept = (
            f"; {options.output} still holds the last good one"
            if os.path.isfile(invoked.site / MARK)  # noqa: PTH113 - also where it may not be read
            else ""
        )
        print(f"The site was not built{kept}. Mend the errors above.", file=sys.stderr)
    return result.summary


def _summary(result: BuildResult, store: Path) -> Summary:
    from urllib.parse import urlsplit

    from partner_blogs.cli_output import refresh_summary
    from partner_blogs.store import Store

    context = result.context
    partners = context["partners"]
    lines = [f"Own posts  {len(context['articles'])}"]
    if report := Store(store).last_refresh():
        lines.append(f"Partners   {refresh_summary(report, len(partners.cards))}")
    digests = sum(edition.has_parts for edition in partners.closed.facts)
    running = f", {len(partners.open)} running" if partners.open else ""
    lines.append(f"Digests    {digests} closed{running}")
    address = context["SITE_ADDRESS"]
    if (urlsplit(address).hostname or "").endswith(".example"):
        lines.append("Address    still the example; write yours as SITEURL in publishconf.py")
    return Summary(tuple(lines), address, context["CHECKED_CONTENT"].waiting, result.notes)


def _print_summary(summary: Summary, output: Path) -> None:
    for line in summary.lines:
        print(line)
    if summary.address.startswith("http://localhost"):
        print(f"The site   {output}/index.html; `make serve` shows it")
    else:
        print(f"The site   {output}/, for {summary.address}; copy it to your host")


def _report_waiting(lines: Sequence[str], file: Path | None) -> None:
    """Print the errors at the end, where they are seen (A12), and write them into a file for a workflow."""
    if file:
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    if lines:
        count = "1 error" if len(lines) == 1 else f"{len(lines)} errors"
        print(
            f"Waiting    {count} in content; mend what is named here, and build again:", flush=True
        )
        for line in lines:
            print(f"Error: {line}", file=sys.stderr)
