"""A command in; how long it took and how much memory its processes held out."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LAUNCHER = ROOT / "benchmarks" / "launch.py"
SAMPLE_SECONDS = 0.05


class Cost(NamedTuple):
    """What one run took.

    Attributes:
        seconds: by the clock, from the start of its first process to the end of it.
        cpu_seconds: of all its processes, as of the last look at each.
        peak_bytes: the most that they held together; pages that several share count once (PSS).
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int


class ProcessCost(NamedTuple):
    """What one run took, as the system itself has counted it.

    Attributes:
        seconds: by the clock, from the start of its first process to the end of it.
        cpu_seconds: of all its processes.
        highest_bytes: the most that any one of them held (its resident set).
    """

    seconds: float
    cpu_seconds: float
    highest_bytes: int


class Failure(Exception):
    """The command failed or took too long; the message says which."""


def watch(command: Sequence[str], log: Path, seconds_at_most: float) -> Cost:
    """Run a command to its end; what it says goes to the log. Every process of it is gone
    afterwards, however this ends.

    Raises:
        Failure: it was stopped, or its exit code was not 0.
    """
    with log.open("wb") as words:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command, stdin=subprocess.DEVNULL, stdout=words, stderr=words, start_new_session=True
        )
        sampler = _Sampler(process.pid, started + seconds_at_most)
        sampler.start()
        try:
            code = process.wait()
            seconds = time.perf_counter() - started
        finally:
            sampler.over.set()
            _kill(process.pid)
            process.wait()
    sampler.join()
    if seconds >= seconds_at_most:
        raise Failure(f"was stopped after {seconds_at_most:.0f} seconds")
    if code:
        raise _failed(code, log)
    return Cost(seconds, sum(sampler.cpu.values()), sampler.peak)


def measure(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    log: Path,
    seconds_at_most: int,
) -> ProcessCost:
    """Run a command in a folder to its end, as `watch` does, but look at nothing while it runs.

    Raises:
        Failure: as of `watch`.
    """
    launcher = (sys.executable, "-I", "-S", str(LAUNCHER), str(log), str(seconds_at_most))
    with subprocess.Popen(  # noqa: S603 - our own commands
        [*launcher, *command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate()
        finally:
            _kill(process.pid)
    found = json.loads(said)
    if code := found.pop("code"):
        raise _failed(code, log)
    return ProcessCost(**found)


def watch_build(settings: Path, folder: Path, epoch: int, seconds_at_most: float) -> Cost:
    """Build a site of a folder that has feeds.yaml, by the whole of `python -m frontdesk build`, into it.

    Args:
        epoch: the time of the build, in seconds since 1970.

    Raises:
        Failure: as of `watch`.
    """
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    os.chdir(ROOT)
    feeds, output = folder / "feeds.yaml", folder / "output"
    paths = ["--feeds", str(feeds), "--output", str(output)]
    command = [sys.executable, "-m", "frontdesk", "build", str(settings), *paths]
    return watch(command, folder / "log", seconds_at_most)


def _failed(code: int, log: Path) -> Failure:
    last = "\n".join(log.read_text(errors="replace").splitlines()[-10:])
    return Failure(f"failed with exit code {code}; the last that it said:\n{last}")


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


class _Sampler(threading.Thread):
    """Looks at a process and all it has started, 20 times a second: some 2 ms of CPU each time."""

    def __init__(self, pid: int, deadline: float) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.deadline = deadline
        self.over = threading.Event()
        self.peak = 0
        self.cpu: dict[int, float] = {}

    def run(self) -> None:
        while not self.over.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, sum(map(self._look_at, _with_children(self.pid))))
            if time.perf_counter() > self.deadline:
                _kill(self.pid)

    def _look_at(self, pid: int) -> int:
        """The proportional share of memory of one process, in bytes; 0 where it has just gone."""
        try:
            times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
            self.cpu[pid] = sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            return 0
        return next(
            (
                int(line.split()[1]) * 1024
                for line in rollup.splitlines()
                if line.startswith("Pss:")
            ),
            0,
        )


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    try:
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    for child in " ".join(lists).split():
        yield from _with_children(int(child))
