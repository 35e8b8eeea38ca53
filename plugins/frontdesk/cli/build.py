"""`python -m frontdesk build`: build the site from content/ and the store.

Exit codes: 0 the site was built; 1 an error prevented it; 2 the command was mistyped.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from frontdesk.build.swap import MARK, PREVIEW, forget_preview
from frontdesk.core.command_line import escape_unencodable_output
from frontdesk.pelican.run import BuildOptions, build_site
from partner_blogs.cli_output import refresh_summary
from partner_blogs.store import Store, default_store_folder

from .project import command_parser


def main(arguments: Sequence[str] | None = None) -> int:
    escape_unencodable_output()
    options = _parser().parse_args(arguments)
    feeds: Path = options.feeds.resolve()
    build = BuildOptions(
        settings=options.settings.resolve(),
        site=options.output.resolve(),
        feeds=feeds,
        store=(options.store or default_store_folder(feeds)).resolve(),
    )
    result = build_site(build)
    if result.errors:
        kept = (
            f"; {options.output} still holds the last good one"
            if os.path.isfile(build.site / MARK)  # noqa: PTH113 - also where it may not be read
            else ""
        )
        print(f"The site was not built{kept}. Mend the errors above.", file=sys.stderr)
        return 1
    forget_preview(build.settings.parent / PREVIEW)
    _print_summary(result.context, build.store, options.output)
    _report_waiting(result.context["CHECKED_CONTENT"].waiting, options.waiting)
    return 0


def _parser() -> argparse.ArgumentParser:
    what = "Build the site from content/ and the store."
    parser = command_parser("build", what, "feeds", "store", "output")
    parser.add_argument("settings", type=Path, help="pelicanconf.py or publishconf.py")
    parser.add_argument(
        "--waiting", type=Path, metavar="FILE", help="write a line for each error of a text into it"
    )
    return parser


def _print_summary(context: Mapping[str, Any], store: Path, output: Path) -> None:
    partners = context["partners"]
    report = Store(store).last_refresh()
    digests = sum(bool(edition.parts) for edition in partners.closed)
    print(f"Own posts  {len(context['articles'])}")
    if report:
        print(f"Partners   {refresh_summary(report, len(partners.cards))}")
    running = f", {len(partners.open)} running" if partners.open else ""
    print(f"Digests    {digests} closed{running}")
    if (urlsplit(context["SITE_ADDRESS"]).hostname or "").endswith(".example"):
        print("Address    still the example; write yours as SITEURL in publishconf.py")
    if context["SITE_ADDRESS"].startswith("http://localhost"):
        print(f"The site   {output}/index.html; `make serve` shows it")
    else:
        print(f"The site   {output}/, for {context['SITE_ADDRESS']}; copy it to your host")


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
