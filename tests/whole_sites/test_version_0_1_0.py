"""A site of version 0.1.0, brought to this version: ids, addresses and closed editions stay (B10)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from bs4 import BeautifulSoup
from tests.whole_sites.building import BLOCKED, ROOT, files_of

OLD = ROOT / "tests" / "v0_1_0"
PUBLISHED: dict[str, Any] = json.loads((OLD / "published.json").read_text("utf-8"))
NOW = "1793966400"
"""2026-11-06 12:00 UTC, when version 0.1.0 published it."""
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What this version publishes at that moment, of that project and that store."""
    folder = tmp_path_factory.mktemp("old") / "project"
    shutil.copytree(OLD / "project", folder)
    shutil.copytree(OLD / "store", folder / "var" / "partner_blogs")
    for name in ("theme", "plugins"):
        (folder / name).symlink_to(ROOT / name)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            BLOCKED,
            "publishconf.py",
            "--output",
            "output",
            "--feeds",
            "feeds.yaml",
        ],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "plugins"))),
            "SOURCE_DATE_EPOCH": NOW,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return files_of(folder / "output")


def links(page: bytes) -> list[list[str]]:
    """The posts that a digest leads to: their words and addresses."""
    main = BeautifulSoup(page, "html.parser").select_one("main")
    assert main
    found = main.select("h2 a, h3 a, .entry a, li a")
    return [[a.get_text(" ", strip=True), a["href"]] for a in found if a["href"][0] != "#"]


@pytest.mark.B10
def test_each_address_that_was_published_answers(site: dict[str, bytes]) -> None:
    assert set(PUBLISHED["addresses"]) - set(site) == set()


@pytest.mark.B10
@pytest.mark.F4
@pytest.mark.parametrize("name", PUBLISHED["feeds"])
def test_a_feed_and_its_entries_keep_their_ids(site: dict[str, bytes], name: str) -> None:
    feed = ET.fromstring(site[name])
    assert feed.findtext(f"{ATOM}id") == PUBLISHED["feeds"][name]["id"]
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert sorted(ids) == sorted(PUBLISHED["feeds"][name]["entries"])


@pytest.mark.B10
@pytest.mark.D2
@pytest.mark.parametrize("name", PUBLISHED["digests"])
def test_a_digest_names_the_same_posts(site: dict[str, bytes], name: str) -> None:
    assert sorted(links(site[name])) == sorted(PUBLISHED["digests"][name])
