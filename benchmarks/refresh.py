"""Our refresh beside other programs, on the same feeds, in one run.

    python benchmarks/refresh.py --feeds 1000 --delay 0.2

Each program reads all feeds into an empty folder, then asks once more when nothing has changed; each
run is a process of its own, timed from its start to its end. A run counts only where the server
answered each feed exactly once and every entry was stored. The tables go to standard output. Linux
only: it needs all of 127.0.0.0/8 and /proc. Nothing but loopback is asked.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from feedserver import entries
from frontdesk.net.request_options import MAX_CONNECTIONS
from peers import HERE, PEER_PYTHON, SCRATCH, install_peers
from watch import Cost, Failure, watch

PROGRAMS = HERE / "programs"
SCALE = (100, 300, 1000, 3000, 5000)
SECONDS_AT_MOST = 1800
MIB = 1024 * 1024


class Program(NamedTuple):
    """Something that fetches feeds.

    Attributes:
        title: what the table calls it; of a peer the name of its package too.
        run: the command that is timed; {folder} stands for the folder of one measurement.
        helper: a script that knows the steps `prepare`, before the first run, and `count`, which
            prints how many entries are stored; None where nothing is.
        conditional: whether it sends ETags back, so that the second run brings no bodies.
    """

    title: str
    python: str
    run: tuple[str, ...]
    helper: Path | None = None
    conditional: bool = True

    @property
    def is_peer(self) -> bool:
        return self.python == PEER_PYTHON


def _peer(package: str, helper: Path, *, conditional: bool) -> Program:
    run = (str(helper), "run", "{folder}")
    return Program(package, PEER_PYTHON, run, helper, conditional)


ALL = {
    "ours": Program(
        "ours",
        sys.executable,
        (
            *("-m", "partner_blogs", "refresh", "--force", "--allow-private-addresses"),
            *("--feeds", "{folder}/feeds.yaml", "--store", "{folder}/store"),
        ),
        PROGRAMS / "ours.py",
    ),
    "reader": _peer("reader", PROGRAMS / "with_reader.py", conditional=True),
    "planet": _peer("pelican-feed-planet", PROGRAMS / "with_planet.py", conditional=False),
    "bare": Program(
        "aiohttp alone",
        sys.executable,
        (str(PROGRAMS / "bare.py"), "{folder}", str(MAX_CONNECTIONS)),
    ),
}


class Runs(NamedTuple):
    """The first run and the one after it, in which nothing has changed."""

    first: Cost
    second: Cost

    @property
    def peak_bytes(self) -> int:
        return max(self.first.peak_bytes, self.second.peak_bytes)


class Server(NamedTuple):
    addresses: Sequence[str]

    def answers(self) -> dict[str, int]:
        """How often each status was sent so far."""
        connection = HTTPConnection(urlsplit(self.addresses[0]).netloc, timeout=30)
        connection.request("GET", "/count")
        with connection.getresponse() as response:
            counts: dict[str, int] = json.load(response)
        return counts


def main() -> None:
    options = _parser().parse_args()
    # What is asked to end ends as on Ctrl-C, so that nothing that was started stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    os.environ["NO_PROXY"] = "*"  # no proxy is asked for what lies on loopback
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each program finds its modules compiled
    sizes = () if options.scaling is None else options.scaling or SCALE
    SCRATCH.mkdir(parents=True, exist_ok=True)
    if any(ALL[key].is_peer for key in options.only):
        install_peers()
    runs = 2 * options.repeat * (len(options.only) + len(sizes))
    feeds = max(options.feeds, *sizes, 1)
    try:
        with _serving(feeds, options.delay, runs * SECONDS_AT_MOST) as server:
            _compare(options.only, server, options)
            if sizes:
                _scale(sizes, server, options)
    except Failure as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Our refresh beside other programs.")
    parser.add_argument("--feeds", type=int, default=1000, metavar="N", help="how many (1000)")
    parser.add_argument(
        "--delay", type=float, default=0.2, metavar="SECONDS", help="before each answer (0.2)"
    )
    parser.add_argument(
        "--only",
        type=_programs,
        default=tuple(ALL),
        metavar="PROGRAM,…",
        help=f"of {', '.join(ALL)}",
    )
    parser.add_argument(
        "--repeat", type=int, default=1, metavar="N", help="times, of which the fastest counts (1)"
    )
    parser.add_argument(
        "--scaling",
        type=int,
        nargs="*",
        metavar="N",
        help="ours alone at these numbers of feeds too (100 to 5000)",
    )
    return parser


def _programs(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if unknown := set(names) - set(ALL):
        message = f"no program {', '.join(sorted(unknown))}; there are {', '.join(ALL)}"
        raise argparse.ArgumentTypeError(message)
    return names


@contextlib.contextmanager
def _serving(feeds: int, delay: float, seconds: float) -> Iterator[Server]:
    """A feed server in a process of its own, until we leave."""
    command = [sys.executable, str(HERE / "feedserver.py"), f"--feeds={feeds}"]
    command += [f"--delay={delay}", f"--seconds={seconds}"]
    with subprocess.Popen(  # noqa: S603 - our own server
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            lines = itertools.takewhile(lambda line: line != "ready\n", process.stdout or ())
            addresses = [line.strip() for line in lines]
            if len(addresses) < feeds:
                raise Failure("the feed server did not start; what it said stands above")
            yield Server(addresses)
        finally:
            process.kill()


def _compare(keys: Sequence[str], server: Server, options: argparse.Namespace) -> None:
    """Print the table of programs, and the ratios that we have set ourselves goals for.

    Raises:
        Failure: after all that, where a program did not do its work.
    """
    addresses = server.addresses[: options.feeds]
    found, failures = {key: list[Runs]() for key in keys}, list[str]()
    for _ in range(options.repeat):
        for key in keys:
            try:
                found[key].append(_measured(ALL[key], addresses, server))
            except Failure as failure:
                failures.append(str(failure))
    results = {key: _fastest(runs) for key, runs in found.items() if runs}
    print(f"\n{options.feeds} feeds, each answered after {options.delay:g} s\n")
    print("| program | first run | CPU | second run | CPU | peak memory |")
    print("|---|---:|---:|---:|---:|---:|")
    for key, runs in results.items():
        costs = (f"{cost.seconds:.1f} s | {cost.cpu_seconds:.1f} s" for cost in runs)
        print(f"| {_titled(ALL[key])} | {' | '.join(costs)} | {runs.peak_bytes / MIB:.0f} MiB |")
    print()
    ours, reader, bare = (results.get(key) for key in ("ours", "reader", "bare"))
    if ours and reader:
        times = reader.first.seconds / ours.first.seconds
        print(f"- Our first run: 1/{times:.1f} of reader's time (S3: at most 1/20)")
    if ours and bare:
        times = ours.second.seconds / bare.second.seconds
        print(f"- Our second run: {times:.2f} times that of aiohttp alone (S3: at most 1.5)")
    if ours:
        print(f"- Our peak memory: {ours.peak_bytes / MIB:.0f} MiB (S3: at most 64)")
    if failures:
        raise Failure("\n".join(failures))


def _scale(sizes: Collection[int], server: Server, options: argparse.Namespace) -> None:
    """Print the table of ours at several sizes; linear where the columns a feed stay level."""
    rows = []
    for size in sizes:
        addresses = server.addresses[:size]
        found = [_measured(ALL["ours"], addresses, server) for _ in range(options.repeat)]
        rows.append((size, _fastest(found)))
    print(f"\nOurs, each feed answered after {options.delay:g} s\n")
    print("| feeds | first run | CPU a feed | second run | CPU a feed | peak memory |")
    print("|---:|---:|---:|---:|---:|---:|")
    for size, runs in rows:
        first, second = (f"{c.seconds:.1f} s | {c.cpu_seconds / size * 1000:.1f} ms" for c in runs)
        print(f"| {size} | {first} | {second} | {runs.peak_bytes / MIB:.0f} MiB |")


def _titled(program: Program) -> str:
    if not program.is_peer:
        return program.title
    version = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    return f"{program.title} {_said((PEER_PYTHON, '-c', version, program.title))}"


def _fastest(found: Sequence[Runs]) -> Runs:
    """The fastest first run and the fastest second run."""
    return Runs(min(runs.first for runs in found), min(runs.second for runs in found))


def _measured(program: Program, addresses: Sequence[str], server: Server) -> Runs:
    """Both runs of a program, in a fresh folder."""
    folder = Path(tempfile.mkdtemp(dir=SCRATCH, prefix="run-"))
    try:
        (folder / "addresses").write_text("\n".join(addresses))
        if program.helper:
            _said((program.python, str(program.helper), "prepare", str(folder)))
        return Runs(*(_run(program, addresses, server, folder, again) for again in (False, True)))
    finally:
        shutil.rmtree(folder)


def _run(
    program: Program, addresses: Sequence[str], server: Server, folder: Path, again: bool
) -> Cost:
    """One timed run.

    Raises:
        Failure: where it did not do all of its work, or more than that.
    """
    which = f"{program.title}, {len(addresses)} feeds, {'second' if again else 'first'} run"
    before = server.answers()
    try:
        run = [part.replace("{folder}", str(folder)) for part in program.run]
        cost = watch([program.python, *run], folder / "log", SECONDS_AT_MOST)
    except Failure as failure:
        raise Failure(f"{which}: {failure}") from None
    after = server.answers()
    sent = {status: n - before.get(status, 0) for status, n in after.items()}
    status = "304" if again and program.conditional else "200"
    if {s: n for s, n in sent.items() if n} != {status: len(addresses)}:
        raise Failure(f"{which}: expected the answer {status} for each, the server sent {sent}")
    if program.helper:
        stored = int(_said((program.python, str(program.helper), "count", str(folder))))
        there = sum(entries(n) for n in range(len(addresses)))
        if stored != there:
            raise Failure(f"{which}: {stored} of {there} entries are stored")
    print(f"{which}: {cost.seconds:.1f} s", file=sys.stderr)
    return cost


def _said(command: Sequence[str]) -> str:
    try:
        said = subprocess.check_output(command, text=True, timeout=SECONDS_AT_MOST)  # noqa: S603
    except subprocess.SubprocessError as error:
        raise Failure(str(error)) from None
    return said.strip()


if __name__ == "__main__":
    main()
