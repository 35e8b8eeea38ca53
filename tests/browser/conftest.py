"""The published site, a site of hostile partners, and a browser. Only `make audit` comes here."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, BrowserType, sync_playwright
from tests.site.building import ROOT, Site, files_of
from tests.site.hostile import TEXTS, make_partners
from tests.site.pages import Pages

TOOLS = ROOT / ".cache/audit/node_modules"
"""Where `make audit` put axe and the Nu checker."""

CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium"))
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """What `make publish` gives out today, from a refresh of its own, for a site below a sub-path,
    because a root forgives more (R12)."""
    folder = tmp_path_factory.mktemp("published")
    output, store = folder / "site", folder / "store"
    address = "https://site.example/blog"
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    subprocess.run(
        ["make", "publish", f"OUTPUT={output}", f"STORE={store}", "REFRESH_FLAGS=--quiet"],
        cwd=ROOT,
        env={**ours, "SITEURL": address},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return Pages(files_of(output), address)


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
    nobody = "--host-resolver-rules=MAP * ~NOTFOUND"
    with chromium.launch(executable_path=CHROMIUM, args=[nobody, *FLAGS]) as browser:
        yield browser


@pytest.fixture(scope="session")
def outside(chromium: BrowserType) -> Iterator[Browser]:
    """A browser that may ask this machine, and nobody else."""
    nobody_else = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"
    with chromium.launch(executable_path=CHROMIUM, args=[nobody_else, *FLAGS]) as browser:
        yield browser
