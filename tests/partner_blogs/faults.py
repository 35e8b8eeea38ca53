"""A warm process whose children each run one command of the program while something befalls them.

    with Nursery(folder) as nursery:
        fate = nursery.run("refresh", "--feeds", "feeds.yaml", kill_at=7)

A step is one request to the operating system that concerns a file in the folder. Python's own audit hook
sees them, whoever makes them and in whatever thread, so that the tests hang on nothing of the store's
inside; what no audit event tells of (fsync, stat) is wrapped.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
NOBODY = 65534
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = {
    *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.utime", "os.sync", "fcntl.flock"),
}
_LOOKS = {"os.scandir", "os.listdir"}
_UNTOLD = {"fsync": "change", "fdatasync": "change", "stat": "look", "lstat": "look"}


@dataclass
class Fault:
    """What befalls one child.

    Attributes:
        kill_at: it is killed right before this step, counted from 1, as `kill -9` does.
        kill_after: it is killed so many seconds after its birth.
        fail_at: this step fails, once, with this error.
        room: no file may grow beyond so many bytes, as on a full disk.
        torn: whoever writes beyond the room is killed in the middle of writing.
        user: the number of the user it runs as; takes root to do.
    """

    kill_at: int = 0
    kill_after: float = 0
    fail_at: int = 0
    error: str = "ENOSPC"
    room: int | None = None
    torn: bool = False
    user: int | None = None


@dataclass
class Fate:
    """What became of a child.

    Attributes:
        code: its exit code, or minus the number of the signal that ended it.
        steps: `change` or `look` with the name of what it did, as far as it came.
    """

    code: int
    out: str
    err: str
    steps: list[str] = field(default_factory=list)

    def numbers(self, kind: str = "") -> list[int]:
        """The numbers of its steps of one kind, counted from 1."""
        return [n for n, step in enumerate(self.steps, start=1) if step.startswith(kind)]


class Nursery:
    """The warm process, seen from a test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(self._folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(PLUGINS)},
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate(timeout=20)

    def run(self, *command: str) -> Fate:
        """In the warm process itself, which saves the time to bear a child."""
        return self._order([command], None)[0]

    def bear(self, *command: str, **fault: Any) -> Fate:
        return self._order([command], Fault(**fault))[0]

    def bear_together(self, *commands: Sequence[str]) -> list[Fate]:
        return self._order(commands, Fault())

    def _order(self, commands: Sequence[Sequence[str]], fault: Fault | None) -> list[Fate]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([commands, fault and asdict(fault)]) + "\n")
        self._process.stdin.flush()
        return [Fate(**fate) for fate in json.loads(self._process.stdout.readline())]


# --- the warm process ---------------------------------------------------------------------------

Main = Callable[[list[str]], int]


def _serve(folder: str) -> None:
    from partner_blogs.__main__ import main

    _warm_up(main)
    gc.freeze()
    for line in sys.stdin:
        commands, fault = json.loads(line)
        if fault:
            fates = _bear(commands, Fault(**fault), folder, main)
        else:
            fates = [_run(main, command) for command in commands]
        print(json.dumps([asdict(fate) for fate in fates]), flush=True)


def _warm_up(main: Main) -> None:
    """Load all that a refresh loads: a child that is another user may find no library any more."""
    with tempfile.TemporaryDirectory() as folder:
        feeds = Path(folder) / "feeds.yaml"
        feeds.write_text(
            "partners: [{id: a, name: A, feed: a.xml}, {id: b, name: B, feed: b.json}]"
        )
        feeds.with_name("a.xml").write_text("<rss><channel><title>A</title></channel></rss>")
        feeds.with_name("b.json").write_text('{"version": "https://jsonfeed.org/version/1"}')
        for command in ("refresh", "status"):
            assert _run(main, [command, "--feeds", str(feeds)]).code == 0


def _run(main: Main, command: list[str]) -> Fate:
    out, err, code = io.StringIO(), io.StringIO(), 99
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(command)
        except BaseException:  # noqa: BLE001 - whatever it was, the test shall see it
            traceback.print_exc()
    return Fate(code, out.getvalue(), err.getvalue())


def _bear(commands: list[list[str]], fault: Fault, folder: str, main: Main) -> list[Fate]:
    children = [_Child(command, fault, folder, main) for command in commands]
    if fault.kill_after:
        time.sleep(fault.kill_after)
        for child in children:
            os.kill(child.number, signal.SIGKILL)
    return [child.fate() for child in children]


class _Child:
    def __init__(self, command: list[str], fault: Fault, folder: str, main: Main) -> None:
        said, told = os.pipe(), os.pipe()
        self.number = os.fork()
        if not self.number:
            try:
                _befall(fault, folder, told[1])
                fate = _run(main, command)
                with os.fdopen(said[1], "w", encoding="utf-8") as file:
                    json.dump([fate.code, fate.out, fate.err], file)
            finally:
                os._exit(0)
        os.close(said[1])
        os.close(told[1])
        self._said, self._told = said[0], told[0]

    def fate(self) -> Fate:
        with os.fdopen(self._said, encoding="utf-8") as said, os.fdopen(self._told) as told:
            words, steps = said.read(), told.read().splitlines()
        _, status = os.waitpid(self.number, 0)
        if not words:
            return Fate(os.waitstatus_to_exitcode(status), "", "", steps)
        return Fate(*json.loads(words), steps)


def _befall(fault: Fault, folder: str, tell: int) -> None:
    if fault.torn:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    if fault.room is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault.room, fault.room))
    if fault.user is not None:
        os.setgroups([])
        os.setgid(fault.user)
        os.setuid(fault.user)
    watch = _Watch(fault, folder, tell)
    sys.addaudithook(watch.hook)
    for name, kind in _UNTOLD.items():
        setattr(os, name, watch.wrapped(getattr(os, name), f"{kind} {name}"))


class _Watch:
    """Counts the steps, tells them, and strikes at one of them."""

    def __init__(self, fault: Fault, folder: str, tell: int) -> None:
        self._fault, self._folder, self._tell = fault, folder, tell
        self._count = 0
        self._lock = threading.Lock()

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            self._step(f"{'change' if flags & _WRITES else 'look'} open", path)
        elif event in _CHANGES:
            self._step(f"change {event}", arguments[0])
        elif event in _LOOKS:
            self._step(f"look {event}", arguments[0])

    def wrapped(self, function: Callable[..., object], name: str) -> Callable[..., object]:
        def wrapper(what: object, *more: object, **named: object) -> object:
            self._step(name, what)
            return function(what, *more, **named)

        return wrapper

    def _step(self, name: str, what: object) -> None:
        """`what` is a path, or the number of an open file."""
        if isinstance(what, int):
            what = Path(f"/proc/self/fd/{what}").readlink()
        if not isinstance(what, str | bytes | os.PathLike):
            return
        path = Path(os.fsdecode(what))
        if not path.is_relative_to(self._folder):
            return
        with self._lock:
            self._count += 1
            count = self._count
            os.write(self._tell, f"{name} {path.name}\n".encode())
        if count == self._fault.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if count == self._fault.fail_at:
            number = getattr(errno, self._fault.error)
            raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    _serve(sys.argv[1])
