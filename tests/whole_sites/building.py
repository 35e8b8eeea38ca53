"""A whole site in a temporary folder, built by the real tools in a process whose sockets are blocked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from tests.partner_blogs.here import read_here
from tests.whole_sites.bakery import Bakery

from frontdesk.core.memory.folder import MemoryFolder
from frontdesk.core.memory.model import Memory
from partner_blogs.__main__ import main as partner_blogs

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-11-18T12:00:00Z"
COMPILED = ROOT / ".cache" / "tests" / "templates"
ADDRESS = "https://returned-call.example"

_CONF = f"""
import sys
sys.path.insert(0, {str(ROOT / "tests" / "sample_settings")!r})
from pelicanconf import *
PATH = "content"
THEME = {str(ROOT / "theme")!r}
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}]
ABOUT = PORTRAIT = ""
DEFAULT_LANG = "en"
"""
BLOCKED = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("a build opened a socket")
socket.socket.connect = socket.socket.bind = socket.getaddrinfo = socket.create_connection = refuse
from frontdesk.cli.build import main
sys.exit(main(sys.argv[1:]))
"""
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{title}</title><link>https://{id}.example/</link>{items}</channel></rss>
"""
ITEM = """<item><title>{title}</title><link>https://{id}.example/{n}</link>
<guid isPermaLink="false">{id}-{n}</guid><pubDate>{date}</pubDate>
<description>{text}</description></item>"""


def files_of(output: Path) -> dict[str, bytes]:
    """Every file of a built site, by its path in it."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


def copy_code(project: Path, *names: str) -> None:
    """Folders of ours, with what Python has compiled of them: to compile it anew takes seconds."""
    unfinished = shutil.ignore_patterns("*.pyc.*")  # of a Python that compiles at the moment
    for name in names:
        shutil.copytree(ROOT / name, project / name, ignore=unfinished)


BAKERY = Bakery()


@dataclass
class Site:
    """A project of its own: content/, feeds.yaml, feed files, store and output."""

    folder: Path
    said: str = ""
    complained: str = ""
    settings: str = ""
    files: dict[str, bytes] = field(default_factory=dict)

    def post(self, name: str, text: str) -> None:
        path = self.folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def feeds(self, text: str) -> None:
        (self.folder / "feeds.yaml").write_text(text, encoding="utf-8")

    def feed(
        self, id_: str, *items: tuple[str, str] | tuple[str, str, str], title: str = ""
    ) -> None:
        """Write the feed file ID.xml; an item is its title, its date and, if you like, its text."""
        rows = "".join(
            ITEM.format(
                id=id_, n=n, title=item[0], date=item[1], text=(*item, "", "")[2] or item[0]
            )
            for n, item in enumerate(items)
        )
        whole = FEED.format(title=title or id_, id=id_, items=rows)
        (self.folder / f"{id_}.xml").write_text(whole, encoding="utf-8")

    def refresh(self, now: str = NOW, *flags: str) -> int:
        feeds = str(self.folder / "feeds.yaml")
        with pytest.MonkeyPatch.context() as patch:
            read_here(patch)
            return partner_blogs(["refresh", "--feeds", feeds, "--now", now, *flags])

    def build(
        self,
        now: str = NOW,
        *,
        expect: int = 0,
        environment: dict[str, str] | None = None,
        settings: str = "conf.py",
    ) -> None:
        """Build into output/ and read every file of it. With an environment of its own, in a Python that
        is started in it."""
        command = self.command(now, environment, settings)
        if environment:
            done = subprocess.run(**command, capture_output=True, text=True, check=False)
            code, self.said, self.complained = done.returncode, done.stdout, done.stderr
        else:
            arguments = command["args"][3:]
            code, self.said, self.complained = BAKERY.build(arguments, self.folder, command["env"])
        assert code == expect, self.said + self.complained
        self.files = files_of(self.folder / "output")

    def publish(self, now: str = NOW, *, expect: int = 0) -> None:
        """Build as `build` does, with the settings of a publish."""
        self.command(now)
        conf = self.folder / "publishconf.py"
        text = f"import sys\nsys.path.insert(0, {str(self.folder)!r})\nfrom conf import *\n"
        text += f"SITEURL = {ADDRESS!r}\n"
        if not conf.exists() or conf.read_text("utf-8") != text:
            conf.write_text(text, encoding="utf-8")
        self.build(now, expect=expect, settings="publishconf.py")

    def memory(self) -> Memory | None:
        """What the site remembers."""
        return MemoryFolder(self.folder / "var" / "site").read()

    def command(
        self,
        now: str = NOW,
        environment: dict[str, str] | None = None,
        settings: str = "conf.py",
    ) -> dict[str, Any]:
        """What to run for a build, as subprocess takes it."""
        conf, text = self.folder / "conf.py", _CONF + self.settings
        if not conf.exists() or conf.read_text("utf-8") != text:
            conf.write_text(text, encoding="utf-8")
        self.share_templates()
        program = (sys.executable, "-c", BLOCKED, settings)
        epoch = str(int(datetime.fromisoformat(now).timestamp()))
        return {
            "args": [*program, "--output", "output", "--feeds", "feeds.yaml"],
            "cwd": self.folder,
            "env": {
                **os.environ,
                "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "plugins"))),
                "SOURCE_DATE_EPOCH": epoch,
                **(environment or {}),
            },
        }

    def share_templates(self) -> None:
        """All sites keep compiled templates in one place: to compile them takes longer than all else that a
        small build does."""
        place = self.folder / ".cache" / "templates"
        if not place.parent.exists():
            place.parent.mkdir(parents=True)
            COMPILED.mkdir(parents=True, exist_ok=True)
            place.symlink_to(COMPILED)

    def page(self, name: str) -> BeautifulSoup:
        return BeautifulSoup(self.files[name], "html.parser")

    def main(self, name: str) -> str:
        """The words of a page's own part, on one line."""
        return " ".join(self.page(name).select_one("main").get_text(" ").split())

    def sidebar(self, name: str = "index.html") -> str:
        return " ".join(self.page(name).select_one(".blogroll").get_text(" ").split())


def from_nothing(site: Site, now: str) -> dict[str, bytes]:
    """The same site, built beside it with no cache."""
    other = Site(site.folder.with_name("other"), settings=site.settings)
    shutil.rmtree(other.folder, ignore_errors=True)
    shutil.copytree(
        site.folder, other.folder, ignore=shutil.ignore_patterns("output*", ".output*", ".cache")
    )
    other.build(now)
    return other.files
