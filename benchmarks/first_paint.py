"""How long a reader's first look at a page takes: until its first words are painted.

    .venv/bin/python benchmarks/first_paint.py output
    .venv/bin/python benchmarks/first_paint.py before/output output --loads 20

Each folder is a site as `make publish` builds it. A server on this machine gives it out as a host does,
packed and with the headers of its `_headers`. Chromium loads home and a post with nothing in its cache, as
a telephone on a slow line, and tells its first contentful paint. With several sites the loads take turns,
there and back, so that other work on the machine sways them alike; the table then compares each with the
first folder, load by load.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from slow_line import SCREEN, telephone
from watch import ROOT

sys.path[:0] = [str(ROOT), str(ROOT / "plugins")]

from tests.browser.host import hosted  # noqa: E402
from tests.whole_sites.building import files_of  # noqa: E402
from tests.whole_sites.pages import Pages  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = ("index.html", "2026/11/how-long-is-shortly.html")
SETTLED_MILLISECONDS = 500
LOOK = """(settled) => new Promise((found) => {
  let shift = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) shift += value;
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    const [first] = list.getEntriesByName("first-contentful-paint");
    const requests = () => performance.getEntriesByType("resource").length + 1;
    const look = () => found({ paint: first.startTime, shift, requests: requests() });
    if (first) setTimeout(look, settled);
  }).observe({ type: "paint", buffered: true });
})"""
"""In JavaScript: what the page shows some milliseconds after its first contentful paint, as a `Look`."""


class Look(NamedTuple):
    """One load of a page.

    Attributes:
        paint: milliseconds from the start until the first contentful paint.
        shift: how far things jumped; 0 where nothing did.
        requests: how many the page made.
    """

    paint: float
    shift: float
    requests: int


def main() -> None:
    parser = argparse.ArgumentParser(description="How soon a page is painted on a slow line.")
    parser.add_argument("sites", type=Path, nargs="+", metavar="FOLDER", help="a built site")
    parser.add_argument("--pages", nargs="+", default=PAGES, help="files of it; home and a post")
    parser.add_argument("--loads", type=int, default=10, metavar="N", help="of each; 10")
    options = parser.parse_args()
    looks = look_at(options.sites, options.pages, options.loads)
    print(
        "| page | site | first paint | fastest | slowest | against the first | jumps | requests |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for page in options.pages:
        for site in options.sites:
            print(row(page, site, looks[page, site], looks[page, options.sites[0]]))


def look_at(
    sites: Sequence[Path], pages: Sequence[str], loads: int
) -> Mapping[tuple[str, Path], Sequence[Look]]:
    """The looks at each page of each site, in the order of the loads."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not for --help

    found: dict[tuple[str, Path], list[Look]] = defaultdict(list)
    with ExitStack() as stack:
        roots = {
            site: stack.enter_context(hosted(Pages(files_of(site), "http://localhost")))
            for site in sites
        }
        playwright = stack.enter_context(sync_playwright())
        program = shutil.which(os.environ.get("CHROMIUM", "chromium"))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for load in range(loads + 1):  # the first one warms the browser and the servers up
            for page in pages:
                for site in sites if load % 2 else sites[::-1]:
                    look = look_once(browser, f"{roots[site]}/{page}")
                    if load:
                        found[page, site].append(look)
        browser.close()
    return found


def look_once(browser: Browser, address: str) -> Look:
    """A load by a browser that has never been there."""
    page = browser.new_page(viewport=SCREEN)
    telephone(page)
    answer = page.goto(address)
    if not (answer and answer.ok):
        sys.exit(f"there is no page {address}")
    look = Look(**page.evaluate(LOOK, SETTLED_MILLISECONDS))
    page.context.close()
    return look


def row(page: str, site: Path, looks: Sequence[Look], first: Sequence[Look]) -> str:
    paints = [look.paint for look in looks]
    later = statistics.median(a.paint - b.paint for a, b in zip(looks, first, strict=True))
    return (
        f"| {page} | {site} | {statistics.median(paints):.0f} ms | {min(paints):.0f} ms "
        f"| {max(paints):.0f} ms | {later:+.0f} ms | {max(look.shift for look in looks):.3g} "
        f"| {max(look.requests for look in looks)} |"
    )


if __name__ == "__main__":
    main()
