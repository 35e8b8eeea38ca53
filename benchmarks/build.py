"""How long a build takes beside Hugo's and stock Pelican's, on the same posts, in one run.

    python benchmarks/build.py --posts 1000 10000

For each program a project is made of the same posts, spread over fifteen years, with ten headlines of other
blogs on every page. All of them are built from nothing, then after each of the changes of CASES, one
program after the other; each build is a process of its own, timed from its start to its end. "Plain" is
ours without what Hugo does not do (search, related posts, share cards), "all" is ours as it comes. A run
counts only where the change shows in the site and every post has its page.

The tables are Markdown, on standard output. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from peers import SCRATCH, install_peers
from posts import edited, post, posts
from sites import SHOWN, Hugo, Ours, Pelican, Project, headlines
from watch import ROOT, Failure, ProcessCost, measure

KINDS = ("plain", "all")
OTHERS: dict[str, type[Hugo | Pelican]] = {"hugo": Hugo, "pelican": Pelican}
CASES = {
    "nothing": "from nothing",
    "unchanged": "nothing changed",
    "edited": "one body edited",
    "added": "one post added",
    "headlines": "new headlines on every page",
}
"""In the order in which they are run; a case is what happened since the one before."""

BESIDE = "beside"
MAKE_SITE = "make site, nothing due"
GROWTH = (1000, 7000, 50_000)
SECONDS_AT_MOST = 3600
MIB = 1024 * 1024


class Run(NamedTuple):
    """One build of one program."""

    posts: int
    case: str
    program: str
    cost: ProcessCost


class Round:
    """All cases, once, on the projects of all programs.

    Attributes:
        nth: how many rounds there were before on the same projects.
    """

    def __init__(self, projects: Sequence[Project], count: int, nth: int) -> None:
        self.projects = projects if nth % 2 == 0 else projects[::-1]
        self.count = count
        self.nth = nth

    def run(self, only: Sequence[str]) -> Iterator[Run]:
        """The asked ones of CASES and of what stands beside them; the first round begins from nothing in
        any case.

        Raises:
            Failure: a build failed, or did not do what its case says.
        """
        for case, title in CASES.items():
            if case not in only and (case != "nothing" or self.nth):
                continue
            for project in self.projects:
                signs = self._change(case, project)
                cost = _built(project, project.command, title)
                self._check(project, title, signs)
                if case in only:
                    yield Run(self.count, title, project.name, cost)
        for project in self.projects:
            if BESIDE in only and isinstance(project, Ours):
                yield from self._beside(project)

    def _beside(self, project: Ours) -> Iterator[Run]:
        cost = _built(project, project.make_site, MAKE_SITE)
        yield Run(self.count, MAKE_SITE, project.name, cost)

    def _change(self, case: str, project: Project) -> Sequence[tuple[str, str]]:
        """Do to a project what the case says.

        Returns:
            pages that tell of it, each with words that it has then.
        """
        old = post(self.count // 3 + self.nth, self.count)
        match case:
            case "nothing":
                project.forget()
            case "edited":
                word = f"reprise{self.nth}"
                new = edited(old, word)
                project.write(new)
                tag = project.tag_page.format(new.tags[-1])
                return (old.page, new.body[-20:]), (old.page, new.title), (tag, new.title)
            case "added":
                new = post(self.count + self.nth, self.count)
                project.write(new)
                return (new.page, new.title), ("index.html", new.title)
            case "headlines":
                news = headlines(self.nth + 1)
                project.tell(news)
                newest = f">News {news[-1].nth} of blog "
                return (post(0, self.count).page, newest), ("index.html", newest)
            case _:
                pass
        return ((old.page, old.title),)

    def _check(self, project: Project, title: str, signs: Sequence[tuple[str, str]]) -> None:
        for page, words in signs:
            text = (project.site / page).read_text(encoding="utf-8")
            if text.count(words) < (SHOWN if words.startswith(">News") else 1):
                raise Failure(f"{project.name}, {title}: {page} does not have {words!r}")
        pages = sum(
            path.name != "index.html" for path in project.site.glob("[0-9][0-9][0-9][0-9]/*/*.html")
        )
        wanted = sum(1 for _ in (project.folder / project.posts_folder).iterdir())
        if pages != wanted:
            raise Failure(f"{project.name}, {title}: {pages} pages of {wanted} posts")
        if (project.site / "search").exists() != (project.name == "all"):
            raise Failure(f"{project.name}, {title}: has an index of the search, or has none")


def main() -> None:
    options = _parser().parse_args()
    # What is asked to end ends as on Ctrl-C, so that no folder stays behind in memory.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    if options.growth is not None:
        options.posts = options.growth or GROWTH
        options.peers, options.only, options.quick = (), ("nothing", "unchanged"), True
    if options.peers:
        install_peers()
    runs = list[Run]()
    try:
        for run in _all_runs(options):
            runs.append(run)
            print(
                f"{run.posts} posts, {run.case}, {run.program}: {_cell([run.cost])}",
                file=sys.stderr,
            )
    except Failure as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
    finally:
        if options.json:
            options.json.write_text(_as_json(runs, options), encoding="utf-8")
    print(_conditions(options))
    if options.growth is not None:
        _print_growth(runs)
    else:
        if options.peers and Hugo.name in {run.program for run in runs}:
            _print_ratios(runs, "seconds", "Our time as a multiple of Hugo's, by the clock")
            _print_ratios(runs, "cpu_seconds", "The same in processor time of all processes")
        _print_costs(runs)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="A build beside Hugo's and Pelican's.")
    parser.add_argument(
        "--posts", type=int, nargs="+", default=(1000, 10_000), metavar="N", help="(1000 10000)"
    )
    parser.add_argument(
        "--only",
        nargs="+",
        choices=(*CASES, BESIDE),
        default=(*CASES, BESIDE),
        metavar="CASE",
        help=f"some of {', '.join(CASES)}, {BESIDE}; the last is `make site`",
    )
    parser.add_argument(
        "--peers",
        type=_others,
        default=tuple(OTHERS),
        metavar="PROGRAM,…",
        help=f"of {', '.join(OTHERS)}; or none",
    )
    parser.add_argument(
        "--repeat", type=int, default=3, metavar="N", help="rounds, of which the median counts (3)"
    )
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument(
        "--growth",
        type=int,
        nargs="*",
        metavar="N",
        help="ours alone, from nothing and unchanged, at these sizes (1000 7000 50000)",
    )
    parser.add_argument("--disk", action="store_true", help="on the disk, not in memory")
    parser.add_argument(
        "--checkout", type=Path, default=ROOT, metavar="DIR", help="measure the code of another"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single run into it")
    return parser


def _others(text: str) -> tuple[str, ...]:
    names = () if text == "none" else tuple(text.split(","))
    if unknown := set(names) - set(OTHERS):
        message = f"no program {', '.join(sorted(unknown))}; there are {', '.join(OTHERS)}"
        raise argparse.ArgumentTypeError(message)
    return names


def _all_runs(options: argparse.Namespace) -> Iterator[Run]:
    """All rounds at each size, in a folder that is gone afterwards."""
    place = SCRATCH if options.disk else Path("/dev/shm")  # noqa: S108 - a folder of our own in it
    place.mkdir(parents=True, exist_ok=True)
    for count in options.posts:
        with tempfile.TemporaryDirectory(dir=place, prefix="frontdesk-build-") as name:
            projects = _projects(Path(name), count, options)
            for nth in range(1 if options.quick else options.repeat):
                yield from Round(projects, count, nth).run(options.only)


def _projects(folder: Path, count: int, options: argparse.Namespace) -> list[Project]:
    checkout = options.checkout.resolve()
    made: list[Project] = [
        *(Ours(folder / kind, checkout, plain=kind == "plain") for kind in KINDS),
        *(OTHERS[name](folder / name) for name in options.peers),
    ]
    for one in posts(count):
        for project in made:
            project.write(one)
    for project in made:
        project.tell(headlines(0))
    return made


def _built(project: Project, command: Sequence[str], title: str) -> ProcessCost:
    log = project.folder.with_suffix(".log")
    try:
        return measure(command, project.folder, project.environment, log, SECONDS_AT_MOST)
    except Failure as failure:
        raise Failure(f"{project.name}, {title}: the build {failure}") from None


def _chosen(runs: Sequence[Run], count: int, case: str, program: str) -> list[ProcessCost]:
    return [run.cost for run in runs if run[:3] == (count, case, program)]


def _print_ratios(runs: Sequence[Run], what: str, title: str) -> None:
    """A line for each case, a column for each size and kind; medians of ours by medians of Hugo's."""
    counts = sorted({run.posts for run in runs})
    columns = [(count, kind) for count in counts for kind in KINDS]
    print(f"\n{title}:\n")
    print(f"| case | {' | '.join(f'{count:,} {kind}' for count, kind in columns)} |")
    print(f"|---|{'---:|' * len(columns)}")
    for case in CASES.values():
        cells = []
        for count, kind in columns:
            ours, hugos = (_chosen(runs, count, case, name) for name in (kind, Hugo.name))
            if ours and hugos:
                cells.append(_ratio(_median(ours, what) / _median(hugos, what)))
        if cells:
            print(f"| {case} | {' | '.join(cells)} |")
    if what == "seconds":
        cells = [f"{_highest(runs, *column) / MIB:.0f} MiB" for column in columns]
        print(f"| highest memory of a process | {' | '.join(cells)} |")


def _print_costs(runs: Sequence[Run]) -> None:
    """For each size, what each program took: median (least to most), processor time, highest memory."""
    for count in sorted({run.posts for run in runs}):
        names = list(dict.fromkeys(run.program for run in runs if run.posts == count))
        names.sort(key=[*KINDS, Hugo.name, Pelican.name].index)
        print(
            f"\n{count:,} posts: by the clock (least to most), processor time, largest process:\n"
        )
        print(f"| case | {' | '.join(names)} |")
        print(f"|---|{'---:|' * len(names)}")
        for case in (*CASES.values(), MAKE_SITE):
            found = [_chosen(runs, count, case, name) for name in names]
            if any(found):
                print(f"| {case} | {' | '.join(_cell(costs) for costs in found)} |")


def _print_growth(runs: Sequence[Run]) -> None:
    print("\n| posts | case | ours | time | processor time | a post | highest memory |")
    print("|---:|---|---|---:|---:|---:|---:|")
    for run in runs:
        cost = run.cost
        print(
            f"| {run.posts:,} | {run.case} | {run.program} | {cost.seconds:.2f} s "
            f"| {cost.cpu_seconds:.2f} s | {cost.cpu_seconds / run.posts * 1000:.2f} ms "
            f"| {cost.highest_bytes / MIB:.0f} MiB |"
        )


def _cell(costs: Sequence[ProcessCost]) -> str:
    if not costs:
        return ""
    seconds = [cost.seconds for cost in costs]
    spread = f" ({min(seconds):.2f} to {max(seconds):.2f})" if len(costs) > 1 else ""
    return (
        f"{statistics.median(seconds):.2f} s{spread}, {_median(costs, 'cpu_seconds'):.2f} s, "
        f"{max(cost.highest_bytes for cost in costs) / MIB:.0f} MiB"
    )


def _median(costs: Sequence[ProcessCost], what: str) -> float:
    values: list[float] = [getattr(cost, what) for cost in costs]
    return statistics.median(values)


def _highest(runs: Sequence[Run], count: int, program: str) -> int:
    """The most that one process of a build held."""
    kinds = CASES.values()
    chosen = (run for run in runs if (run.posts, run.program) == (count, program))
    return max((run.cost.highest_bytes for run in chosen if run.case in kinds), default=0)


def _ratio(number: float) -> str:
    return f"{number:.2g}" if number > 0.5 else f"1/{1 / number:.0f}"


def _conditions(options: argparse.Namespace) -> str:
    rounds = 1 if options.quick else options.repeat
    return (
        f"{os.cpu_count()} cores, {'disk' if options.disk else 'tmpfs'}, each build {rounds} times; "
        f"the load is {os.getloadavg()[0]:.1f} at the end."
    )


def _as_json(runs: Sequence[Run], options: argparse.Namespace) -> str:
    rows = [{**run._asdict(), "cost": run.cost._asdict()} for run in runs]
    made = {
        "at": datetime.now(UTC).isoformat(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "disk": options.disk,
        "checkout": str(options.checkout.resolve()),
        "runs": rows,
    }
    return json.dumps(made, indent=1)


if __name__ == "__main__":
    main()
