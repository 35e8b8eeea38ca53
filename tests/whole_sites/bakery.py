"""Builds in a process of their own each, forked from one that has imported everything: most of a small
build is imports. Nothing that a build does outlives it, and no build opens a socket.

Run as a program it reads jobs, a line of JSON each, and answers each with an exit code on a line.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Bakery:
    """A Python of its own, started with the first build. One serves all tests of a process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = threading.Lock()

    def build(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        umask: int | None = None,
        killed_after: float | None = None,
        replaced: Path | None = None,
    ) -> tuple[int, str, str]:
        """Exit code, and what was said and complained of.

        Args:
            umask: with which it runs; that of the test if None.
            killed_after: seconds after which it is killed, with all processes that it has started.
            replaced: a folder; the seconds count from when another stands in its place. From the start
                of the build if None.
        """
        said, complained = folder / ".said", folder / ".complained"
        for words in said, complained:
            words.touch()  # a build that is killed at once opens none
        job = {
            "arguments": arguments,
            "folder": str(folder),
            "environment": dict(environment),
            "said": str(said),
            "complained": str(complained),
            "umask": umask,
            "killed_after": killed_after,
            "replaced": str(replaced) if replaced else None,
        }
        with self._one_at_a_time:
            process = self._running(environment)
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{json.dumps(job)}\n")
            process.stdin.flush()
            code = int(process.stdout.readline())
        return code, _taken(said), _taken(complained)

    def _running(self, environment: Mapping[str, str]) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(  # ends with our end of its input
                [sys.executable, "-m", "tests.whole_sites.bakery"],
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            atexit.register(self._process.communicate)
        return self._process


def _taken(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    path.unlink()
    return text


# --- the process itself -------------------------------------------------------------------------


def _serve() -> None:
    _import_everything()
    _warm_up()
    gc.freeze()  # or the collector of each build looks at all of it, and makes copies of its memory
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(_bake(job))
        if job["killed_after"] is not None:
            os.setpgid(child, child)
            _kill_after(job["killed_after"], child, job["replaced"])
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _kill_after(seconds: float, child: int, replaced: str | None) -> None:
    """Unless it has ended before."""
    handle = os.pidfd_open(child)
    before = replaced and _number(replaced)
    while (
        replaced and _number(replaced) == before and not select.select([handle], [], [], 0.0005)[0]
    ):
        pass
    ended, _, _ = select.select([handle], [], [], seconds)
    if not ended:
        os.killpg(child, signal.SIGKILL)
    os.close(handle)


def _number(folder: str) -> int | None:
    """Of the folder that has this name at the moment."""
    try:
        return os.stat(folder).st_ino  # noqa: PTH116 - often
    except OSError:
        return None


def _import_everything() -> None:
    import bs4  # noqa: F401
    import markdown.extensions.extra  # noqa: F401
    import pelican.writers  # noqa: F401

    plugins = ROOT / "plugins"
    for path in plugins.rglob("*.py"):
        name = ".".join(path.relative_to(plugins).with_suffix("").parts)
        if "__" not in name and "refresh" not in name and "preview" not in name:
            __import__(name)


def _warm_up() -> None:
    """Compile the patterns of Markdown and read the words for dates: a quarter of a small build, and the
    same in each."""
    import babel.dates
    import jinja2.ext  # noqa: F401 - and below: what libraries import only when it is needed
    import markdown
    from PIL import Image
    from tests.shipped import SETTINGS

    Image.preinit()
    options = SETTINGS["MARKDOWN"]
    markdown.Markdown(**options, extensions=[*options["extension_configs"]]).convert("*Words*")
    babel.dates.format_date(date(2026, 11, 18), "long", "en")


def _bake(job: dict[str, Any]) -> int:
    if job["killed_after"] is not None:
        os.setpgid(0, 0)  # as its parent does, whichever of the two is first
    if job["umask"] is not None:
        os.umask(job["umask"])
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - for the life of the child
    for stream, name in ((1, "said"), (2, "complained")):
        os.dup2(os.open(job[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    os.environ.clear()
    os.environ.update(job["environment"])
    time.tzset()
    os.chdir(job["folder"])
    _block_sockets()
    from frontdesk.cli.build import main

    try:
        return main(job["arguments"])
    except BaseException:  # noqa: BLE001 - as Python itself would
        sys.excepthook(*sys.exc_info())
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _block_sockets() -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a build opened a socket")

    socket.socket.connect = socket.socket.bind = refuse  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = socket.create_connection = refuse  # type: ignore[assignment]


if __name__ == "__main__":
    _serve()
