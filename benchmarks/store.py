"""What a refresh, `status` and a build cost with a large store, beside the same with a small one.

    python benchmarks/store.py --partners 200 --entries 2000

Each partner has so many entries over three years; all days, weeks and months but the last are closed. The
small store has the newest 20 entries of each, and the same feeds: files that hold these 20. So a
refresh costs what came in if both cost the same (S3). The table goes to standard output. Linux only: it
reads /proc.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import product
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

from frontdesk.core.periods import PeriodKind, periods_between
from partner_blogs.model.digest import Edition, EditionPart
from partner_blogs.model.report import RefreshReport
from partner_blogs.model.state import Entry, PartnerState
from partner_blogs.store import Store, default_store_folder
from watch import ROOT, Failure, ProcessCost, measure

SCRATCH = ROOT / ".cache" / "benchmarks"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SPAN = timedelta(days=3 * 365)
IN_A_FEED = 20
PER_DAY, PER_DIGEST = 3, 5
SECONDS_AT_MOST = 1800
MIB = 1024 * 1024
WORDS = [
    "".join(letters) for letters in product("bcdfghklmnprstvw", "aeio", "bcdfghklmnprstvw", "aeio")
]
"""As many as texts have: with a few, texts that have nothing to do with each other share runs of words."""


def main() -> None:
    options = _parser().parse_args()
    SCRATCH.mkdir(parents=True, exist_ok=True)
    print("| | small store | large store | more |")
    print("|---|---|---|---|")
    place = options.keep or Path(tempfile.mkdtemp(dir=SCRATCH))
    try:
        projects = [place / "small", place / "large"]
        for folder, entries in zip(projects, (IN_A_FEED, options.entries), strict=True):
            if not folder.is_dir():
                make_project(folder, options.partners, entries)
        for title, command, prepare in _steps(options.build):
            costs = []
            for folder in projects:
                prepare(folder, options.partners)
                costs.append(_cost(folder, command))
            print(_line(title, *costs), flush=True)
    except Failure as failure:
        sys.exit(f"the benchmark cannot say: a command {failure}")
    finally:
        if options.keep is None:
            shutil.rmtree(place)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--partners", type=int, default=200)
    parser.add_argument("--entries", type=int, default=2000, metavar="N", help="of each partner")
    parser.add_argument("--build", action="store_true", help="build the site too")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where the stores are kept")
    return parser


def _steps(build: bool) -> Iterator[tuple[str, tuple[str, ...], Callable[[Path, int], None]]]:
    def later(hours: int) -> str:
        return f"{NOW + timedelta(hours=hours):%Y-%m-%dT%H:%MZ}"

    def refresh(hours: int) -> tuple[str, ...]:
        return ("-m", "partner_blogs", "refresh", "--quiet", "--now", later(hours))

    def nothing(folder: Path, partners: int) -> None:
        pass

    def one_more(folder: Path, partners: int) -> None:
        write_feeds(folder, partners, new=1)

    def two_more(folder: Path, partners: int) -> None:
        write_feeds(folder, partners, new=2)

    status = ("-m", "partner_blogs", "status")
    yield "the first refresh", refresh(0), nothing
    yield "nothing new in any feed", refresh(1), nothing
    yield "a new entry in each feed", refresh(2), one_more
    yield "a day closed", refresh(24), nothing
    yield "a new entry in each feed again", refresh(25), two_more
    yield "the next day closed", refresh(48), nothing
    yield "status", status, nothing
    if build:
        yield "build", ("-m", "frontdesk", "build", "pelicanconf.py"), nothing


def _cost(folder: Path, command: Sequence[str]) -> ProcessCost:
    environment = os.environ | {
        "SOURCE_DATE_EPOCH": str(int((NOW + timedelta(days=2)).timestamp()))
    }
    environment["PYTHONPATH"] = str(ROOT / "plugins")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    where = ["--feeds", str(folder / "feeds.yaml")]
    where += ["--output", str(folder / "output")] if "build" in command else []
    whole = [sys.executable, *command, *where]
    return measure(whole, ROOT, environment, folder / "log", SECONDS_AT_MOST)


def _line(title: str, small: ProcessCost, large: ProcessCost) -> str:
    more = ProcessCost(*(b - a for a, b in zip(small, large, strict=True)))
    told = [
        f"{one.seconds:.2f} s ({one.cpu_seconds:.2f} s of processors), "
        f"{one.highest_bytes / MIB:.0f} MiB"
        for one in (small, large, more)
    ]
    return f"| {title} | {' | '.join(told)} |"


# --- the stores ---------------------------------------------------------------------------------


def make_project(folder: Path, partners: int, entries: int) -> None:
    """A project with a store in which each partner has so many entries over three years."""
    folder.mkdir(parents=True)
    rows = (
        f"  - {{id: b{n}, name: Blog {n}, feed: feeds/b{n}.xml, topic: Topic {n % 8}}}\n"
        for n in range(partners)
    )
    digest = "digest: {daily: yes, weekly: yes, monthly: yes}\n"
    (folder / "feeds.yaml").write_text(f"{digest}partners:\n{''.join(rows)}")
    write_feeds(folder, partners)
    store = Store(default_store_folder(folder / "feeds.yaml"))
    for n in range(partners):
        store.save_state(_state(n, entries))
    for edition in _editions(partners, entries):
        store.save_edition(edition)
    store.save_report(RefreshReport(at=NOW - timedelta(hours=1)))


def write_feeds(folder: Path, partners: int, new: int = 0) -> None:
    """The feed of each partner: its newest entries, and new ones."""
    (folder / "feeds").mkdir(exist_ok=True)
    for n in range(partners):
        items = "".join(map(_item, (_entry(n, at) for at in range(-new, IN_A_FEED - new))))
        (folder / "feeds" / f"b{n}.xml").write_text(
            f'<rss version="2.0"><channel><title>Blog {n}</title><link>https://b{n}.example/</link>'
            f"{items}</channel></rss>"
        )


def _state(n: int, entries: int) -> PartnerState:
    before = NOW - timedelta(hours=1)
    return PartnerState(
        id=f"b{n}",
        feed=f"feeds/b{n}.xml",
        last_try=before,
        last_success=before,
        cleaned_by=2,
        entries=tuple(_entry(n, at) for at in range(entries)),
    )


def _entry(n: int, at: int) -> Entry:
    """The entry of a partner before which it has written so many newer ones."""
    words = random.Random(f"{n} {at}").choices(WORDS, k=64)  # noqa: S311 - the same each time
    date = NOW - timedelta(hours=2) - at * SPAN / 2000 - timedelta(minutes=n % 60)
    date = date.replace(microsecond=0)
    link = f"https://b{n}.example/{5000 - at}"
    return Entry(
        id=link,
        key=link,
        link=link,
        title=" ".join(words[:7]).capitalize(),
        excerpt=" ".join(words[7:]),
        published=date,
        first_seen=date,
        date=date,
        arrival="news",
    )


def _item(entry: Entry) -> str:
    return (
        f"<item><title>{entry.title}</title><link>{entry.link}</link><guid>{entry.link}</guid>"
        f"<pubDate>{format_datetime(entry.first_seen)}</pubDate>"
        f"<description>{entry.excerpt}</description></item>"
    )


def _editions(partners: int, entries: int) -> Iterator[Edition]:
    everything = [(n, _entry(n, at)) for n in range(partners) for at in range(entries)]
    everything.sort(key=lambda one: one[1].first_seen)
    first = everything[0][1].first_seen
    for kind in get_args(PeriodKind):
        most = PER_DAY if kind == "daily" else PER_DIGEST
        rest = iter(everything)
        one = next(rest)
        for period in periods_between(first, NOW, kind, ZoneInfo("UTC")):
            if period.ends > NOW:
                break
            found: dict[int, list[Entry]] = {}
            while one[1].first_seen < period.ends:
                found.setdefault(one[0], []).append(one[1])
                one = next(rest)
            yield Edition(
                kind=kind,
                period=period.name,
                starts=period.starts,
                ends=period.ends,
                timezone="UTC",
                closed=period.ends,
                posts=(),
                parts=tuple(
                    EditionPart(
                        partner=f"b{n}",
                        name=f"Blog {n}",
                        show="excerpts",
                        entries=tuple(reversed(found[n][-most:])),
                        more=max(0, len(found[n]) - most),
                    )
                    for n in sorted(found)
                ),
            )


if __name__ == "__main__":
    main()
