"""A built site, looked at before it is published: without a browser, in seconds, nothing asked of anybody.

    python -m tools.audit output                       what is wrong, a line each
    python -m tools.audit output --summary audit.md    the same as Markdown too

Exit code 1 where something would break a promise to readers: a page that asks somebody else's server or
runs code of its own (R2), an address that is none, a feed or list that no program can read. What else is
wrong is told and stops nothing, for partners' news do not wait for an author's broken link. `make audit`
looks at the theme in a browser.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.audit.whole import Audit, audit_site
from tools.ops.address import published_settings
from tools.ops.summary import as_it_is

from terminal import show_any_letter

SHOWN = 100
"""So many faults of a grade are told; a mistake in a template is on every page."""


def main(arguments: Sequence[str] | None = None) -> int:
    show_any_letter()
    options = _parser().parse_args(arguments)
    if not (options.output / "index.html").is_file():
        print(f"{options.output} holds no built site; name the folder of one", file=sys.stderr)
        return 1
    settings = published_settings()
    left_out = tuple(map(str, settings["AUDIT_LEAVES_OUT"]))
    audit = audit_site(options.output, options.address or str(settings["SITE_ADDRESS"]), left_out)
    print("\n".join(_lines(audit)))
    if options.summary:
        options.summary.write_text("\n".join(_markdown(audit)) + "\n", encoding="utf-8")
    return 1 if audit.stops else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Look at a built site before it is published.")
    parser.add_argument("output", type=Path, help="the folder of the built site")
    parser.add_argument("--address", help="that it is built for; that of publishconf.py")
    parser.add_argument("--summary", type=Path, metavar="FILE", help="the same as Markdown")
    return parser


# --- words --------------------------------------------------------------------------------------


def _outcome(audit: Audit) -> str:
    if not audit.stops and not audit.told:
        return f"{audit.pages} pages looked at, nothing is wrong"
    stops = f"{len(audit.stops)} of what must not be published, " if audit.stops else ""
    return f"{audit.pages} pages looked at, {stops}{len(audit.told)} to mend"


def _lines(audit: Audit) -> Iterator[str]:
    for fault in audit.stops[:SHOWN]:
        yield f"Error: {fault.file}: {fault.says}"
    for fault in audit.told[:SHOWN]:
        yield f"Note: {fault.file}: {fault.says}"
    yield f"{_outcome(audit)}."
    if audit.stops:
        yield "Mend the errors, or leave a file of your own out: AUDIT_LEAVES_OUT in publishconf.py."


def _markdown(audit: Audit) -> Iterator[str]:
    """For the page of a workflow's run; a page's words are no Markdown."""
    yield f"## The site: {_outcome(audit)}"
    for title, faults in (("Not published", audit.stops), ("To mend", audit.told)):
        if faults:
            lines = "\n".join(f"{fault.file}: {fault.says}" for fault in faults[:SHOWN])
            yield from ("", f"### {title}", "", *as_it_is(lines.splitlines()))


if __name__ == "__main__":
    sys.exit(main())
