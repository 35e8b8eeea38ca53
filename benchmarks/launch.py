"""A command in; what all its processes took, as one line of JSON, out.

    python -I -S benchmarks/launch.py LOG SECONDS_AT_MOST COMMAND…

It is a program of its own because Linux counts the memory of the process that starts another one for the
other: this one has some 10 MiB. Whatever the command leaves running is ended and counted too. Linux only.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys
import time
from pathlib import Path

SET_CHILD_SUBREAPER = 36  # of prctl(2): processes whose parent has gone become ours


def main() -> None:
    log, seconds_at_most, *command = sys.argv[1:]
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGALRM, lambda *_: _end_children())
    signal.alarm(int(seconds_at_most))
    words = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    output = [(os.POSIX_SPAWN_DUP2, words, place) for place in (1, 2)]
    started = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=output)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - started
    usages = [usage]
    with contextlib.suppress(ChildProcessError):
        while True:
            _end_children()
            usages.append(os.wait4(-1, 0)[2])
    cost = {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": seconds,
        "cpu_seconds": sum(one.ru_utime + one.ru_stime for one in usages),
        "highest_bytes": max(one.ru_maxrss for one in usages) * 1024,
    }
    print(json.dumps(cost))


def _end_children() -> None:
    for child in Path("/proc/self/task").glob("*/children"):
        for pid in child.read_text().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)


if __name__ == "__main__":
    main()
