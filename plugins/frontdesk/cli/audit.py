"""`python -m frontdesk audit`: check a built site before it is published, without a browser or a network.

    python -m frontdesk audit output                       one line for each fault
    python -m frontdesk audit output --summary audit.md    the same as Markdown too

Exit code 1 where there is an error, which would break a promise to readers: a page that asks another
server or runs code (R2), an address with a scheme that is not allowed, a feed or list that no program can
read. Each error names the text and line that it comes from. Everything else is a warning and stops nothing:
partners' news do not wait for an author's broken link. `make audit` checks the theme in a browser.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from frontdesk.build.audit.pages import Fault, Kind
from frontdesk.build.audit.run import AuditReport, audit_site
from frontdesk.build.audit.sources import SourceFinder
from frontdesk.core.command_line import run_command
from frontdesk.core.text import fenced_code

from .project import ROOT, command_parser, settings_of

SHOWN = 100
"""Faults of each severity that are printed at most: a mistake in a template is on every page."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return run_command(lambda: _audit(options))


def _audit(options: argparse.Namespace) -> int:
    if not (options.output / "index.html").is_file():
        print(f"{options.output} is not a built site; name the folder of one", file=sys.stderr)
        return 1
    settings = settings_of(ROOT / "publishconf.py")
    left_out = tuple(map(str, settings["AUDIT_LEAVES_OUT"]))
    address = options.address or str(settings["SITE_ADDRESS"])
    report = audit_site(options.output, address, left_out)
    sources = _sources(report, options.output, settings) if report.errors else {}
    print("\n".join(_lines(report, sources)))
    if options.summary:
        lines = "\n".join(_markdown(report, sources)) + "\n"
        options.summary.write_text(lines, encoding="utf-8")
    return 1 if report.errors else 0


def _parser() -> argparse.ArgumentParser:
    parser = command_parser("audit", "Check a built site before it is published.")
    parser.add_argument("output", type=Path, metavar="FOLDER", help="the folder of the built site")
    parser.add_argument("--address", help="the address of the site (that of publishconf.py)")
    parser.add_argument("--summary", type=Path, metavar="FILE", help="the same as Markdown")
    return parser


def _sources(report: AuditReport, site: Path, settings: Mapping[str, Any]) -> dict[Fault, str]:
    """Error → its source, such as content/posts/x.md:12."""
    if "PATH" not in settings:
        return {}
    folder = ROOT / str(settings["PATH"])
    name = os.path.relpath(folder)
    finder = SourceFinder(folder, settings)
    found = {fault: finder.find(fault, site) for fault in report.errors[:SHOWN]}
    return {
        fault: f"{name}/{place.path}:{place.line}" if place.line else f"{name}/{place.path}"
        for fault, place in found.items()
        if place
    }


# --- messages -----------------------------------------------------------------------------------


def _outcome(report: AuditReport) -> str:
    counts = ((report.errors, "error"), (report.warnings, "warning"))
    found = [
        f"{len(faults)} {word}{'s' if len(faults) > 1 else ''}" for faults, word in counts if faults
    ]
    return f"{report.pages} pages checked: {', '.join(found) or 'ok'}"


REMEDIES: Mapping[Kind, str] = {
    "request": "copy the file into content/ and name that copy, or write a link",
    "code": "remove it",
    "address": "write an address such as https:, mailto: or tel:, or remove it",
    "unreadable": "save the file again",
}


def _line(fault: Fault, sources: Mapping[Fault, str]) -> str:
    """index.html: what is wrong; it comes from content/posts/x.md:12: what to do there"""
    said = f"{fault.file}: {fault.message}"
    if fault not in sources:
        return said
    return f"{said}; it comes from {sources[fault]}: {REMEDIES.get(fault.kind, 'mend it')}"


def _lines(report: AuditReport, sources: Mapping[Fault, str]) -> Iterator[str]:
    for fault in report.errors[:SHOWN]:
        yield f"Error: {_line(fault, sources)}"
    for fault in report.warnings[:SHOWN]:
        yield f"Warning: {_line(fault, sources)}"
    yield f"{_outcome(report)}."
    if report.errors:
        yield "Mend the errors, or leave a file of your own out: AUDIT_LEAVES_OUT in pelicanconf.py."


def _markdown(report: AuditReport, sources: Mapping[Fault, str]) -> Iterator[str]:
    """For the page of a workflow run. Code blocks keep text of the pages from being read as Markdown."""
    yield f"## The site: {_outcome(report)}"
    for title, faults in (("Errors", report.errors), ("Warnings", report.warnings)):
        if faults:
            lines = "\n".join(_line(fault, sources) for fault in faults[:SHOWN])
            yield from ("", f"### {title}", "", *fenced_code(lines.splitlines()))
