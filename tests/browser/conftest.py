"""The published site, a site of hostile partners, and a browser. Only `make audit` comes here."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserType, sync_playwright
from tests.browser.rarities import CONTENT, SWITCHES
from tests.whole_sites.building import ROOT, Site, files_of
from tests.whole_sites.hostile import TEXTS, make_partners
from tests.whole_sites.pages import Pages

TOOLS = ROOT / ".cache/audit/node_modules"
"""Where `make audit` put axe and the Nu checker."""

ADDRESS = "https://site.example/blog"
NOW = "2026-12-01T09:00Z"
"""The weekly and the monthly digest have just begun, so both have the same posts."""
CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium"))
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
)

FIGURES = "figures"
"""A property of a test: a row of the table that is printed under the outcome."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows = [
        row
        for report in terminalreporter.getreports("passed")
        for name, row in report.user_properties
        if name == FIGURES
    ]
    if rows:
        terminalreporter.section("Lighthouse, as on a telephone; HTML, CSS and script packed")
        for row in (
            "| page | performance | accessibility | best practices | SEO | weight | requests |",
            "|---|---:|---:|---:|---:|---:|---:|",
            *rows,
        ):
            terminalreporter.write_line(row)


def only(*hosts: str) -> str:
    """A flag for a browser that may ask these hosts, and nobody else."""
    return ", ".join(
        ["--host-resolver-rules=MAP * ~NOTFOUND", *(f"EXCLUDE {host}" for host in hosts)]
    )


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Pages:
    """What `make publish` gives out of the sample content and of what that lacks, from a refresh of its
    own, for a site below a sub-path, because a root forgives more (R12)."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent  # the first process that asks builds it for all
    with FileLock(folder / "published.lock"):
        output = folder / "published/output"
        if not output.exists():
            publish_sample(folder / "published", NOW)
    return Pages(files_of(output), ADDRESS)


def publish_sample(project: Path, now: str) -> None:
    """Make a project of the sample content and of what that lacks, and publish it.

    Args:
        project: a folder that does not exist yet.
        now: when the partners are asked and the site is built, such as 2026-12-01T09:00Z.
    """
    for name in ("content", "samples", "theme", "plugins", "tools"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for pattern in ("Makefile", "*.py", "*.lock", "*.yaml"):
        for path in ROOT.glob(pattern):
            shutil.copy2(path, project)
    (project / ".venv").symlink_to(ROOT / ".venv")
    for name, text in CONTENT.items():
        path = project / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    feeds = project / "feeds.yaml"
    feeds.write_text(feeds.read_text(encoding="utf-8").replace(*SWITCHES), encoding="utf-8")
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    seconds = f"{datetime.fromisoformat(now).timestamp():.0f}"
    subprocess.run(
        ["make", "publish", f"REFRESH_FLAGS=--quiet --now {now}"],
        cwd=project,
        env={
            **ours,
            "SITEURL": ADDRESS,
            "SOURCE_DATE_EPOCH": seconds,
        },
        check=True,
        stdout=subprocess.DEVNULL,
    )


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """A site whose partners wish it ill."""
    site = Site(tmp_path_factory.mktemp("hostile"))
    with ThreadPoolExecutor(1) as elsewhere:  # the browser's event loop is at work in this thread
        elsewhere.submit(make_partners, site, TEXTS).result()
    return Pages(site.files, "http://localhost:8000")


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """A browser that may ask nobody."""
    with chromium.launch(executable_path=CHROMIUM, args=[only(), *FLAGS]) as browser:
        yield browser


@pytest.fixture
def enlarging(chromium: BrowserType) -> Iterator[Browser]:
    """A browser whose reader has set words to twice their usual size."""
    twice = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
    with chromium.launch(executable_path=CHROMIUM, args=[only(), twice, *FLAGS]) as browser:
        yield browser


@pytest.fixture(scope="session")
def outside(chromium: BrowserType) -> Iterator[Browser]:
    """A browser that may ask this machine, and nobody else."""
    with chromium.launch(executable_path=CHROMIUM, args=[only("localhost"), *FLAGS]) as browser:
        yield browser
