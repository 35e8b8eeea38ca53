"""A built site, looked at before it is published: without a browser, in seconds, nothing asked of anybody.

    python -m frontdesk audit output                       what is wrong, a line each
    python -m frontdesk audit output --summary audit.md    the same as Markdown too

Exit code 1 where there is an error, which would break a promise to readers: a page that asks somebody
else's server or runs code of its own (R2), an address that is none, a feed or list that no program can
read. Each says from which text and line it comes. What else is wrong is a warning and stops nothing, for
partners' news do not wait for an author's broken link. `make audit` looks at the theme in a browser.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from frontdesk.build.audit.pages import Fault, Kind
from frontdesk.build.audit.run import Audit, audit_site
from frontdesk.build.audit.sources import Sources
from frontdesk.core.command_line import show_any_letter
from frontdesk.core.text import fenced

from .project import ROOT, command_parser, settings_of

SHOWN = 100
"""So many faults of a grade are told; a mistake in a template is on every page."""


def main(arguments: Sequence[str] | None = None) -> int:
    show_any_letter()
    options = _parser().parse_args(arguments)
    if not (options.output / "index.html").is_file():
        print(f"{options.output} holds no built site; name the folder of one", file=sys.stderr)
        return 1
    settings = settings_of(ROOT / "publishconf.py")
    left_out = tuple(map(str, settings["AUDIT_LEAVES_OUT"]))
    audit = audit_site(options.output, options.address or str(settings["SITE_ADDRESS"]), left_out)
    come_from = _places(audit, options.output, settings) if audit.stops else {}
    print("\n".join(_lines(audit, come_from)))
    if options.summary:
        lines = "\n".join(_markdown(audit, come_from)) + "\n"
        options.summary.write_text(lines, encoding="utf-8")
    return 1 if audit.stops else 0


def _parser() -> argparse.ArgumentParser:
    parser = command_parser("audit", "Look at a built site before it is published.")
    parser.add_argument("output", type=Path, metavar="FOLDER", help="the folder of the built site")
    parser.add_argument("--address", help="that it is built for; that of publishconf.py")
    parser.add_argument("--summary", type=Path, metavar="FILE", help="the same as Markdown")
    return parser


def _places(audit: Audit, site: Path, settings: Mapping[str, Any]) -> dict[Fault, str]:
    """Where that stands which must not be published: content/posts/x.md:12."""
    if "PATH" not in settings:
        return {}
    folder = ROOT / str(settings["PATH"])
    name = os.path.relpath(folder)
    sources = Sources(folder, settings)
    found = {fault: sources.place_of(fault, site) for fault in audit.stops[:SHOWN]}
    return {
        fault: f"{name}/{place.path}:{place.line}" if place.line else f"{name}/{place.path}"
        for fault, place in found.items()
        if place
    }


# --- words --------------------------------------------------------------------------------------


def _outcome(audit: Audit) -> str:
    if not audit.stops and not audit.told:
        return f"{audit.pages} pages looked at, nothing is wrong"
    stops = f"{len(audit.stops)} of what must not be published, " if audit.stops else ""
    return f"{audit.pages} pages looked at, {stops}{len(audit.told)} to mend"


REMEDIES: Mapping[Kind, str] = {
    "request": "put what it asks for into content/ and name that, or write a link",
    "code": "take it out",
    "address": "write an address such as https:, mailto: or tel:, or take it out",
    "unreadable": "save the file again",
}


def _line(fault: Fault, come_from: Mapping[Fault, str]) -> str:
    """index.html: what is wrong; it comes from content/posts/x.md:12: what to do there"""
    said = f"{fault.file}: {fault.says}"
    if fault not in come_from:
        return said
    return f"{said}; it comes from {come_from[fault]}: {REMEDIES.get(fault.kind, 'mend it')}"


def _lines(audit: Audit, come_from: Mapping[Fault, str]) -> Iterator[str]:
    for fault in audit.stops[:SHOWN]:
        yield f"Error: {_line(fault, come_from)}"
    for fault in audit.told[:SHOWN]:
        yield f"Warning: {_line(fault, come_from)}"
    yield f"{_outcome(audit)}."
    if audit.stops:
        yield "Mend the errors, or leave a file of your own out: AUDIT_LEAVES_OUT in pelicanconf.py."


def _markdown(audit: Audit, come_from: Mapping[Fault, str]) -> Iterator[str]:
    """For the page of a workflow's run; a page's words are no Markdown."""
    yield f"## The site: {_outcome(audit)}"
    for title, faults in (("Not published", audit.stops), ("To mend", audit.told)):
        if faults:
            lines = "\n".join(_line(fault, come_from) for fault in faults[:SHOWN])
            yield from ("", f"### {title}", "", *fenced(lines.splitlines()))
