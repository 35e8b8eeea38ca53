"""How long it takes to choose from a store and to build the site from it, at several sizes.

    python benchmarks/publish.py --partners 63 125 250 500

Each partner has a year of entries, every tenth of which tells a story that another tells too, in eight
topics; all weeks but the last are closed. `select` is the pure choice for all pages and feeds, in this
process; the build is all of `python -m frontdesk build` with the blog's own posts, in a process of its own.
Both are linear where the columns an entry stay level; both are processor time, so that other work beside
counts for little. The table goes to standard output. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import gc
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from partner_blogs.config.load import load_config
from partner_blogs.model.feed import FeedFacts
from partner_blogs.model.state import Entry, PartnerState
from partner_blogs.publish.selection import select
from partner_blogs.select.digests import close_editions
from partner_blogs.store import Store
from watch import ROOT, Cost, Failure, watch_build

SCRATCH = ROOT / ".cache" / "benchmarks"
SIZES = (63, 125, 250, 500)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
YEAR = timedelta(days=365)
TOPICS = 8
SECONDS_AT_MOST = 1800
MIB = 1024 * 1024
WORDS = [f"{start}{end}" for start in "bcdfghklmnprstvw" for end in ("alo", "enti", "ira", "omu")]


class Row(NamedTuple):
    """What one size took.

    Attributes:
        choice: processor seconds of `select`, the fastest of three.
    """

    partners: int
    entries: int
    choice: float
    build: Cost


def main() -> None:
    options = _parser().parse_args()
    SCRATCH.mkdir(parents=True, exist_ok=True)
    print("| partners | entries | select | an entry | build | an entry | peak memory |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for partners in options.partners:
        try:
            row = _measured(partners, options.entries)
        except Failure as failure:
            sys.exit(f"{partners} partners: the build {failure}")
        cpu = row.build.cpu_seconds
        print(
            f"| {row.partners} | {row.entries} "
            f"| {row.choice:.2f} s | {row.choice / row.entries * 1e6:.0f} µs "
            f"| {cpu:.1f} s | {cpu / row.entries * 1e6:.0f} µs "
            f"| {row.build.peak_bytes / MIB:.0f} MiB |",
            flush=True,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Choosing from a store, and building from it.")
    parser.add_argument(
        "--partners", type=int, nargs="+", default=SIZES, metavar="N", help="sizes (63 to 500)"
    )
    parser.add_argument(
        "--entries", type=int, default=100, metavar="N", help="of each partner (100)"
    )
    return parser


def _measured(partners: int, entries: int) -> Row:
    folder = Path(tempfile.mkdtemp(dir=SCRATCH, prefix="publish-"))
    try:
        _fill(folder, partners, entries)
        choice = min(_choice(folder) for _ in range(3))
        settings = ROOT / "pelicanconf.py"
        cost = watch_build(settings, folder, int(NOW.timestamp()), SECONDS_AT_MOST)
        return Row(partners, partners * entries, choice, cost)
    finally:
        shutil.rmtree(folder)


def _choice(folder: Path) -> float:
    """Processor seconds of one choice, without reading the store."""
    config = load_config(folder / "feeds.yaml")
    store = Store(folder / "var" / "partner_blogs")
    states, editions = store.states(), store.editions()
    gc.collect()
    started = time.process_time()
    select(config, states, editions, NOW)
    return time.process_time() - started


def _fill(folder: Path, partners: int, entries: int) -> None:
    """A list, a store with a state for each, and every digest that has ended."""
    lines = ["about: {site: https://blog.example, contact: editor@blog.example, timezone: UTC}"]
    lines.append("partners:")
    for n in range(partners):
        lines += [f"  - id: blog-{n}", f"    name: Blog {n}", f"    home: https://{n}.example/"]
        lines += [f"    feed: https://{n}.example/feed", f"    topic: Topic {n % TOPICS}"]
    (folder / "feeds.yaml").write_text("\n".join(lines) + "\n")
    store = Store(folder / "var" / "partner_blogs")
    for n in range(partners):
        store.save_state(_state(n, partners, entries))
    config = load_config(folder / "feeds.yaml")
    for edition in close_editions(config, store.states(), (), NOW):
        store.save_edition(edition)


def _state(n: int, partners: int, entries: int) -> PartnerState:
    home = f"https://{n}.example"
    return PartnerState(
        id=f"blog-{n}",
        feed=f"{home}/feed",
        last_try=NOW,
        last_success=NOW,
        next_try=NOW + timedelta(days=1),
        facts=FeedFacts(id=f"{home}/", title=f"Blog {n}", link=f"{home}/"),
        entries=tuple(_entries(n, partners, entries)),
    )


def _entries(n: int, partners: int, count: int) -> Iterator[Entry]:
    """One after the other through the year, newest first, the partners out of step."""
    for nth in range(count):
        arrived = NOW - YEAR * (nth + n / partners) / count
        # Every tenth tells what its neighbour tells, in the same words.
        teller = n - n % 2 if nth % 10 == 0 else n
        key = f"https://{n}.example/{nth}"
        yield Entry(
            key=key,
            id=key,
            link=key,
            title=_text(teller, nth, 6).capitalize(),
            author=f"Author {n}",
            excerpt=_text(teller, nth, 60),
            arrival="news",
            first_seen=arrived,
            date=arrived,
        )


def _text(n: int, nth: int, words: int) -> str:
    chance = random.Random(f"{n} {nth} {words}")  # noqa: S311 - the same on every run
    return " ".join(chance.choices(WORDS, k=words))


if __name__ == "__main__":
    main()
