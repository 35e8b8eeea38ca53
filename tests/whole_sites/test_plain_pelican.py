"""Pelican's own command builds the site that ours builds (it is a Pelican project, and stays one)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.whole_sites.building import ROOT, Site

from frontdesk.build.manifest import MARK

EPOCH = "1763467200"
BLOCKED = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("a build opened a socket")
socket.socket.connect = socket.socket.bind = socket.getaddrinfo = socket.create_connection = refuse
sys.argv[0] = "pelican"
from pelican import main
main()
"""
CONF = f"""
SITENAME = "By hand"
SITE_AUTHORITY = "us.example,2026"
HOME_POSTS = 1
THEME = {str(ROOT / "theme")!r}
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}]
PLUGINS = ["frontdesk.pelican", "partner_blogs"]
"""


def run(folder: Path, *command: str) -> None:
    path = os.pathsep.join((str(ROOT), str(ROOT / "plugins")))
    environment = {**os.environ, "PYTHONPATH": path, "SOURCE_DATE_EPOCH": EPOCH}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.B2
@pytest.mark.parametrize(
    "settings",
    ["publishconf.py", pytest.param("pelicanconf.py", marks=pytest.mark.rehearsal)],
)
def test_a_plain_pelican_writes_the_bytes_of_our_own_command(site: Site, settings: str) -> None:
    site.post("posts/2025-11-06-first.md", "Title: First\nTags: one\n\n- [ ] Words.\n")
    site.post("posts/2025-11-07-second.md", "Title: Second\n\nWords & [links](/feeds/).\n")
    site.post("extra/humans.txt", "Us.\n")
    site.feeds("partners:\n  - {id: ledger, name: Ledger, feed: ledger.xml}\n")
    site.feed("ledger", ("News", "3 Nov 2025 09:00:00 GMT"))
    site.refresh("2025-11-18T12:00:00Z")
    (site.folder / "pelicanconf.py").write_text(CONF, encoding="utf-8")
    publish = (
        "import os, sys\nsys.path.append(os.curdir)\nfrom pelicanconf import *\nPUBLISH = True\n"
    )
    (site.folder / "publishconf.py").write_text(publish, encoding="utf-8")
    site_yaml = "SITEURL: https://us.example/blog\nSITENAME: By a program\n"
    (site.folder / "site.yaml").write_text(site_yaml, encoding="utf-8")
    run(
        site.folder,
        "-m",
        "frontdesk",
        "build",
        settings,
        "--output",
        "ours",
        "--feeds",
        "feeds.yaml",
    )
    run(site.folder, "-c", BLOCKED, "-s", settings, "-o", "plain")
    ours, plain = (files(site.folder / name) for name in ("ours", "plain"))
    del ours[MARK]
    assert [name for name in sorted({*ours, *plain}) if ours.get(name) != plain.get(name)] == []
    home = ours["index.html"].decode()
    assert "By a program" in home
    address = "https://us.example/blog" if settings == "publishconf.py" else "http://localhost:8000"
    assert f'href="{address}/"' in home
    assert "humans.txt" in ours


@pytest.mark.rehearsal
@pytest.mark.B2
@pytest.mark.parametrize("start", ["import pelican; pelican.main({!r})", "pelican"])
def test_a_command_line_decides_last_and_from_any_folder(site: Site, start: str) -> None:
    site.post("posts/2025-11-06-first.md", "Title: First\n\nWords.\n")
    site.feeds("partners:\n  - {id: ledger, name: Ledger, feed: ledger.xml}\n")
    site.feed("ledger", ("News", "3 Nov 2025 09:00:00 GMT"))
    site.refresh("2025-11-18T12:00:00Z")
    # Pelican has this address by default, too; and a function is another one each time the file is read.
    conf = (
        f"{CONF}ARTICLE_URL = '{{slug}}.html'\nJINJA_ENVIRONMENT = {{'finalize': lambda it: it}}\n"
    )
    (site.folder / "pelicanconf.py").write_text(conf, encoding="utf-8")
    (site.folder / "other.py").write_text(
        f"{conf}SITEURL = 'https://us.example'\nPAGE_URL = 'p/{{slug}}/'\n"
    )
    build = ("build", "other.py", "--output", "ours", "--feeds", "feeds.yaml")
    run(site.folder, "-m", "frontdesk", *build)
    elsewhere = site.folder / "elsewhere"
    elsewhere.mkdir()
    options = ["-s", "../pelicanconf.py", "-o", "../plain", "-e"]
    options += ['SITEURL="https://us.example"', 'PAGE_URL="p/{slug}/"']
    command = ["-m", start, *options] if start == "pelican" else ["-c", start.format(options)]
    run(elsewhere, *command)
    ours, plain = (files(site.folder / name) for name in ("ours", "plain"))
    del ours[MARK]
    assert [name for name in sorted({*ours, *plain}) if ours.get(name) != plain.get(name)] == []
    assert b'href="https://us.example/first.html"' in ours["first.html"]
    assert b"Ledger" in plain["blogs/index.html"]


@pytest.mark.B10
def test_a_plain_pelican_says_which_plugin_is_missing(site: Site) -> None:
    """Of the plugins of version 0.1.0, only this one is still found."""
    conf = CONF.replace('"frontdesk.pelican"', '"wording"')
    (site.folder / "pelicanconf.py").write_text(conf, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pelican"],
        cwd=site.folder,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    said = " ".join((done.stdout + done.stderr).split())
    assert "write PLUGINS = ['frontdesk.pelican', 'partner_blogs'] into pelicanconf.py" in said


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
