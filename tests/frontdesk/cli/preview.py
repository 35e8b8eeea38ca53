"""A running `make serve`, as an author has it."""

from __future__ import annotations

import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue

from tests.whole_sites.building import Site

SECONDS = 120


class Preview:
    """A running preview of a site.

    Args:
        more: options of the command.
    """

    def __init__(self, site: Site, *more: str) -> None:
        self.site = site
        environment = site.command()["env"]
        options = ["--settings", "conf.py", "--feeds", "feeds.yaml", "--output", "preview"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "frontdesk", "serve", *options, "--port", "0", *more],
            cwd=site.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._lines: SimpleQueue[str] = SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        self.address = self.said("The preview is at ").split(";")[0]
        self.desk = self.said("The editor's desk is at ")

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put(line.strip())

    def said(self, begin: str) -> str:
        """Wait for a line with this beginning; what stands behind it."""
        while not (line := self._lines.get(timeout=SECONDS)).startswith(begin):
            pass
        return line.removeprefix(begin)

    def get(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.address + path, timeout=SECONDS) as response:
                return str(response.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()


@contextmanager
def previewing(site: Site, *more: str) -> Iterator[Preview]:
    """A preview whose first build is over."""
    running = Preview(site, *more)
    running.said("Built the site")
    yield running
    with running.process:
        running.process.kill()
