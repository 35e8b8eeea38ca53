"""How long an author waits for a post that was saved while `make serve` runs.

Fills a project with posts as benchmarks/check.py does, starts the preview, and saves the newest post again
and again: each time after the whole site was built. The time runs from the save until the server gives out
the new words, or with --chromium until a window of Chromium, which takes them up by itself, has painted
them.

    .venv/bin/python benchmarks/preview.py          1,000 posts, 9 saves
    .venv/bin/python benchmarks/preview.py 3000 --saves 5
    .venv/bin/python benchmarks/preview.py --chromium
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
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from check import name, write_posts
from watch import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAUSE_SECONDS = 0.005
PAINTED = """addEventListener('DOMContentLoaded', () => {
  let last;
  const look = () => {
    const words = document.body.textContent.match(/Saved at [0-9]+[.](?![^]*Saved at)/)?.[0];
    if (words === last) return;
    last = words;
    requestAnimationFrame(() => setTimeout(() => painted(words, Date.now())));
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
  look();
});"""
"""In JavaScript: says when the newest words of a page stand in a frame that is painted, in milliseconds
since 1970."""
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


class Window:
    """A window of Chromium that shows one page of the preview."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self._painted: dict[str, float] = {}
        page.expose_function("painted", self._note)
        page.add_init_script(PAINTED)
        page.goto(address)

    def _note(self, words: str, moment: float) -> None:
        self._painted.setdefault(words, moment)

    def painted(self, words: str) -> float:
        """When these words were painted, in seconds since 1970; waits for it."""
        self._page.get_by_text(words).wait_for()
        while words not in self._painted:
            self._page.wait_for_timeout(1)
        return self._painted[words] / 1000


@contextmanager
def window(address: str) -> Iterator[Window]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only here

    with sync_playwright() as playwright:
        program = shutil.which(os.environ.get("CHROMIUM", "chromium"))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield Window(browser.new_page(), address)
        browser.close()


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
    parser.add_argument("--chromium", action="store_true", help="until a window shows it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_posts(folder / "content", options.count)
        shutil.copytree(ROOT / "content/pages", folder / "content/pages")
        (folder / "conf.py").write_text(SETTINGS, encoding="utf-8")
        (folder / "feeds.yaml").write_text("partners: []\n", encoding="utf-8")
        with previewing(folder) as preview:
            preview.said("Built the site")
            number = options.count - 1
            shown = f"{preview.address}/{page_of(number)}"
            with window(shown) if options.chromium else nullcontext() as seen:
                waits = [wait(preview, folder, number, seen) for _ in range(options.saves)]
    where = " in Chromium" if options.chromium else ""
    print(
        f"{options.count} posts: a saved one is shown{where} after {statistics.median(waits):.2f} s "
        f"({min(waits):.2f} to {max(waits):.2f}, {len(waits)} times)"
    )


def page_of(number: int) -> str:
    day = Path(name(number)).name
    return f"{day[:4]}/{day[5:7]}/number-{number}.html"


def wait(preview: Preview, folder: Path, number: int, seen: Window | None = None) -> float:
    """Seconds from a save of a post until it is shown; then the whole site is built."""
    path = folder / "content" / name(number)
    words = f"Saved at {time.time_ns()}."
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{words}\n", encoding="utf-8")
    started = time.time()
    if seen:
        shown = seen.painted(words)
    else:
        while not preview.shows(page_of(number), words):
            time.sleep(PAUSE_SECONDS)
        shown = time.time()
    preview.said("Built the site")
    return shown - started


if __name__ == "__main__":
    main()
