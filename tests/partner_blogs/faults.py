"""A warm process that runs commands of the program while something befalls them.

    with Nursery(folder) as nursery:
        fate = nursery.run("refresh", "--feeds", "feeds.yaml", kill_at=7)

A step is one request to the operating system that concerns a file in the folder. Python's own audit hook
sees them, whoever makes them and in whatever thread, so that the tests hang on nothing of the store's
inside; what no audit event tells of (fsync, stat) is wrapped. Whatever ends a process befalls a child.
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
NOBODY = 65534
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = {
    *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.utime", "fcntl.flock"),
}
_LOOKS = {"os.scandir", "os.listdir"}


@dataclass
class Fault:
    """What befalls a command.

    Attributes:
        kill_at: right before this step, counted from 1, it is killed as by `kill -9`.
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

    @property
    def takes_a_child(self) -> bool:
        return bool(self.kill_at or self.kill_after or self.torn or self.user is not None)


@dataclass
class Fate:
    """What became of a command.

    Attributes:
        code: its exit code, or minus the number of the signal that ended it.
        steps: of what was not killed: `change` or `look`, then what was done to which file.
    """

    code: int
    out: str = ""
    err: str = ""
    steps: list[str] = field(default_factory=list)

    def numbers(self, kind: str) -> list[int]:
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

    def run(self, *command: str, **fault: Any) -> Fate:
        return self._order([command], Fault(**fault))[0]

    def run_together(self, *commands: Sequence[str]) -> list[Fate]:
        """Each command in a child of its own, all at once."""
        return self._order(commands, Fault())

    def _order(self, commands: Sequence[Sequence[str]], fault: Fault) -> list[Fate]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([commands, asdict(fault)]) + "\n")
        self._process.stdin.flush()
        return [Fate(**fate) for fate in json.loads(self._process.stdout.readline())]


# --- the warm process ---------------------------------------------------------------------------

Run = Callable[[list[str], Fault], Fate]


def _serve(folder: str) -> None:
    from partner_blogs.__main__ import main

    watch = _Watch(Path(folder))

    def run(command: list[str], fault: Fault) -> Fate:
        out, err, code = io.StringIO(), io.StringIO(), 99
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                with _room(fault), watch.over(fault):
                    code = main(command)
            except BaseException:  # noqa: BLE001 - whatever it was, the test shall see it
                traceback.print_exc()
        return Fate(code, out.getvalue(), err.getvalue(), watch.steps)

    _warm_up(run)
    gc.freeze()
    for line in sys.stdin:
        commands, told = json.loads(line)
        fault = Fault(**told)
        if fault.takes_a_child or len(commands) > 1:
            fates = _bear(commands, fault, run)
        else:
            fates = [run(commands[0], fault)]
        print(json.dumps([asdict(fate) for fate in fates]), flush=True)


def _warm_up(run: Run) -> None:
    """Load all that a refresh loads: a child that is another user may find no library any more."""
    with tempfile.TemporaryDirectory() as folder:
        feeds = Path(folder) / "feeds.yaml"
        feeds.write_text(
            "partners: [{id: a, name: A, feed: a.xml}, {id: b, name: B, feed: b.json}]"
        )
        feeds.with_name("a.xml").write_text("<rss><channel><title>A</title></channel></rss>")
        feeds.with_name("b.json").write_text('{"version": "https://jsonfeed.org/version/1"}')
        for command in ("refresh", "status"):
            assert run([command, "--feeds", str(feeds)], Fault()).code == 0


def _bear(commands: list[list[str]], fault: Fault, run: Run) -> list[Fate]:
    children = [_Child(command, fault, run) for command in commands]
    if fault.kill_after:
        time.sleep(fault.kill_after)
        for child in children:
            os.kill(child.number, signal.SIGKILL)
    return [child.fate() for child in children]


class _Child:
    def __init__(self, command: list[str], fault: Fault, run: Run) -> None:
        self._said, tell = os.pipe()
        self.number = os.fork()
        if not self.number:
            try:
                if fault.user is not None:
                    os.setgroups([])
                    os.setgid(fault.user)
                    os.setuid(fault.user)
                fate = run(command, fault)
                with os.fdopen(tell, "w", encoding="utf-8") as file:
                    json.dump(asdict(fate), file)
            finally:
                os._exit(0)
        os.close(tell)

    def fate(self) -> Fate:
        with os.fdopen(self._said, encoding="utf-8") as said:
            words = said.read()
        _, status = os.waitpid(self.number, 0)
        return Fate(**json.loads(words)) if words else Fate(os.waitstatus_to_exitcode(status))


@contextlib.contextmanager
def _room(fault: Fault) -> Iterator[None]:
    if fault.room is None:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if fault.torn:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (fault.room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class _Watch:
    """Counts the steps, keeps their names, and strikes at one of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fault: Fault | None = None
        self._lock = threading.Lock()
        self.steps: list[str] = []
        sys.addaudithook(self._hook)
        for name in ("stat", "lstat"):
            setattr(os, name, self._wrapped(getattr(os, name), f"look {name}"))
        for name in ("fsync", "fdatasync"):
            # What a killed process wrote is safe with the system: no disk has to be waited for.
            setattr(os, name, self._wrapped(lambda _: None, f"change {name}"))

    @contextlib.contextmanager
    def over(self, fault: Fault) -> Iterator[None]:
        self.steps, self._fault = [], fault
        try:
            yield
        finally:
            self._fault = None

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._fault is None:
            return
        if event == "open":
            path, _, flags = arguments
            self._step(f"{'change' if flags & _WRITES else 'look'} open", path)
        elif event in _CHANGES:
            self._step(f"change {event}", arguments[0])
        elif event in _LOOKS:
            self._step(f"look {event}", arguments[0])

    def _wrapped(self, function: Callable[..., object], name: str) -> Callable[..., object]:
        def wrapper(what: object, *more: object, **named: object) -> object:
            if self._fault is not None:
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
            self.steps.append(f"{name} {path.name}")
            count = len(self.steps)
        assert self._fault
        if count == self._fault.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if count == self._fault.fail_at:
            number = getattr(errno, self._fault.error)
            raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    _serve(sys.argv[1])
