"""How long an author waits for a post that was saved while `make serve` runs.

Fills a project with posts as benchmarks/check.py does, starts the preview, and saves the newest post again
and again: each time after the whole site was built. The time runs from the save until the server gives out
the new words; the browser, which is told of it at once, is not in it.

    .venv/bin/python benchmarks/preview.py          1,000 posts, 9 saves
    .venv/bin/python benchmarks/preview.py 3000 --saves 5
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from check import name, write_posts
from watch import ROOT

PAUSE_SECONDS = 0.005
SETTINGS = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
THEME = {str(ROOT / "theme")!r}
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}]
"""


class Preview:
    """A running `make serve` of a folder."""

    def __init__(self, folder: Path) -> None:
        options = ["--settings", "conf.py", "--feeds", "feeds.yaml", "--output", "site"]
        self._process = subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-m", "frontdesk", "serve", *options, "--port", "0"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'plugins'}"},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.address = self.said("The preview is at ").partition(";")[0]

    def said(self, begin: str) -> str:
        """The rest of the next line that begins so."""
        for line in self._process.stdout or ():
            if line.startswith(begin):
                return line.removeprefix(begin).strip()
        sys.exit("the preview has ended")

    def shows(self, page: str, words: str) -> bool:
        with urllib.request.urlopen(f"{self.address}/{page}") as response:  # noqa: S310 - our own
            return words in response.read().decode()

    def end(self) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait()


@contextmanager
def previewing(folder: Path) -> Iterator[Preview]:
    preview = Preview(folder)
    try:
        yield preview
    finally:
        preview.end()


def main() -> None:
    parser = argparse.ArgumentParser(description="How long an author waits for a saved post.")
    parser.add_argument("count", type=int, nargs="?", default=1000, help="of posts; 1000")
    parser.add_argument("--saves", type=int, default=9, metavar="N", help="9")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_posts(folder / "content", options.count)
        shutil.copytree(ROOT / "content/pages", folder / "content/pages")
        (folder / "conf.py").write_text(SETTINGS, encoding="utf-8")
        (folder / "feeds.yaml").write_text("partners: []\n", encoding="utf-8")
        with previewing(folder) as preview:
            preview.said("Built the site")
            waits = [wait(preview, folder, options.count - 1) for _ in range(options.saves)]
    print(
        f"{options.count} posts: a saved one is shown after {statistics.median(waits):.2f} s "
        f"({min(waits):.2f} to {max(waits):.2f}, {len(waits)} times)"
    )


def wait(preview: Preview, folder: Path, number: int) -> float:
    """Seconds from a save of a post until it is shown; then the whole site is built."""
    path = folder / "content" / name(number)
    words = f"Saved at {time.time_ns()}."
    page = f"{path.name[:4]}/{path.name[5:7]}/number-{number}.html"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{words}\n", encoding="utf-8")
    started = time.perf_counter()
    while not preview.shows(page, words):
        time.sleep(PAUSE_SECONDS)
    seconds = time.perf_counter() - started
    preview.said("Built the site")
    return seconds


if __name__ == "__main__":
    main()
