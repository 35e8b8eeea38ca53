"""Posts in; projects of them for us, Hugo and Pelican, which change and are built in the same ways, out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

from peers import HERE, PEERS
from posts import Post, as_hugos, as_ours, write_picture
from watch import ROOT, Failure

PARTNERS = 30
SHOWN = 10  # headlines on every page
ENTRIES = 20  # of each partner at first
PLAIN = "\nSEARCH = False\nRELATED_POSTS = 0\nSHARE_CARDS = False\n"
PELICAN = """
from headlines import LINKS
SITENAME = "The Returned Call"
PATH = "content"
PLUGINS = []  # none but its own, whatever else is installed beside it
ARTICLE_PATHS = ["posts"]
STATIC_PATHS = ["images"]
FILENAME_METADATA = r"(?P<date>\\d{4}-\\d{2}-\\d{2})-(?P<slug>.*)"
ARTICLE_URL = ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{slug}.html"
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/index.html"
# What its documentation has to make it fast.
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "generator"
CHECK_MODIFIED_METHOD = "mtime"
"""
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Blog {n}</title><link>https://{n}.example/</link>{items}</channel></rss>
"""
ITEM = """<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate>
<description>What stands in it, {title}, in some words of its own.</description></item>"""


class Headline(NamedTuple):
    """An entry of a partner: its number, which entry of it this is, and when it was written."""

    partner: int
    nth: int
    date: datetime

    @property
    def title(self) -> str:
        return f"News {self.nth} of blog {self.partner}"

    @property
    def link(self) -> str:
        return f"https://{self.partner}.example/{self.nth}"


def headlines(rounds: int) -> list[Headline]:
    """All that the partners have written, each its oldest first, when news has come so many times."""
    now = datetime.now(UTC).replace(microsecond=0)
    count = ENTRIES + rounds
    return [
        Headline(partner, nth, now - timedelta(minutes=partner, days=3 * (count - 1 - nth)))
        for partner in range(PARTNERS)
        for nth in range(count)
    ]


class Project:
    """A folder with the posts and headlines of one program, and the command that builds them."""

    name: str
    command: Sequence[str]
    output: str
    caches: Sequence[str] = ()
    posts_folder = "content/posts"
    tag_page = "tag/{}.html"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            key: value
            for key, value in os.environ.items()
            if key in {"PATH", "HOME", "LANG", "TMPDIR"}
        }
        (folder / self.posts_folder).mkdir(parents=True)

    @property
    def site(self) -> Path:
        return self.folder / self.output

    def write(self, one: Post) -> None:
        raise NotImplementedError

    def tell(self, news: Sequence[Headline]) -> None:
        """Put the headlines in the place of those of before."""
        raise NotImplementedError

    def forget(self) -> None:
        """Take away whatever a build has made."""
        for name in (self.output, *self.caches):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def _put(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class Ours(Project):
    """A copy of a checkout's code and theme, with posts and partners of our own."""

    output = "output"
    caches = (".cache", "var/site")
    command = (
        *(".venv/bin/python", "-m", "frontdesk", "build", "pelicanconf.py"),
        *("--feeds", "feeds.yaml", "--output", "output"),
    )
    make_site = ("make", "--silent", "--old-file=requirements.lock", "site")

    def __init__(self, folder: Path, checkout: Path, *, plain: bool) -> None:
        super().__init__(folder)
        self.name = "plain" if plain else "all"
        self.environment |= {"PYTHONPATH": "plugins", "PYTHONUTF8": "1"}
        for name in ("plugins", "theme", "content/pages"):
            shutil.copytree(checkout / name, folder / name)
        for name in ("pelicanconf.py", "Makefile", "requirements.lock"):
            shutil.copy2(checkout / name, folder / name)
        venv = checkout / ".venv"
        (folder / ".venv").symlink_to(venv if venv.exists() else sys.prefix)
        with (folder / "pelicanconf.py").open("a", encoding="utf-8") as settings:
            settings.write(PLAIN if plain else "")
        write_picture(folder / "content/images")
        self._put(
            "feeds.yaml",
            "about: {site: https://blog.example, contact: editor@blog.example}\npartners:\n"
            + "".join(
                f"  - {{id: blog-{n}, name: Blog {n}, home: https://{n}.example/, feed: feeds/{n}.xml, "
                f"topic: Topic {n % 5}, backfill: all}}\n"
                for n in range(PARTNERS)
            ),
        )
        # What was compiled is no part of any case.
        self._run("-m", "compileall", "-q", "plugins")

    def write(self, one: Post) -> None:
        self._put(f"{self.posts_folder}/{one.file}", as_ours(one))

    def tell(self, news: Sequence[Headline]) -> None:
        for n in range(PARTNERS):
            items = "".join(
                ITEM.format(title=one.title, link=one.link, date=format_datetime(one.date))
                for one in reversed(news)
                if one.partner == n
            )
            self._put(f"feeds/{n}.xml", RSS.format(n=n, items=items))
        self._run("-m", "partner_blogs", "refresh", "--feeds", "feeds.yaml", "--force")

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - our own commands
            [".venv/bin/python", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failure(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


class Hugo(Project):
    """Hugo, with a theme of its own that has the same kinds of pages as ours."""

    name = "Hugo"
    output = "public"
    caches = ("resources", "cache")
    tag_page = "tags/{}.html"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        (program,) = PEERS.glob("lib/python*/site-packages/hugo/binaries/hugo*")
        self.command = (str(program), "--quiet", "--cacheDir", str(folder / "cache"))
        shutil.copytree(HERE / "programs/hugo", folder, dirs_exist_ok=True)
        write_picture(folder / "static/images")
        self._put("static/css/site.css", (ROOT / "theme/static/css/site.css").read_text())
        self._put("content/archives.md", "---\ntitle: Archives\nlayout: archives\n---\n")
        self._put("content/about.md", "---\ntitle: About\n---\n\nWhat this blog is about.\n")

    def write(self, one: Post) -> None:
        self._put(f"{self.posts_folder}/{one.file}", as_hugos(one))

    def tell(self, news: Sequence[Headline]) -> None:
        rows = [
            {
                "name": f"Blog {one.partner}",
                "home": f"https://{one.partner}.example/",
                "title": one.title,
                "link": one.link,
                "date": one.date.isoformat(),
            }
            for one in _newest(news)
        ]
        self._put("data/headlines.json", json.dumps(rows))


class Pelican(Project):
    """Pelican as it comes: its own theme, its cache, the same files of posts as ours."""

    name = "Pelican"
    output = "output"
    caches = ("cache", "__pycache__")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.command = (str(PEERS / "bin/pelican"), "--settings", "pelicanconf.py", "--quiet")
        self.environment |= {"PYTHONPATH": str(folder)}
        write_picture(folder / "content/images")
        self._put("pelicanconf.py", PELICAN)

    def write(self, one: Post) -> None:
        self._put(f"{self.posts_folder}/{one.file}", as_ours(one))

    def tell(self, news: Sequence[Headline]) -> None:
        rows = [(one.title, one.link) for one in _newest(news)]
        self._put("headlines.py", f"LINKS = {rows!r}\n")


def _newest(news: Sequence[Headline]) -> list[Headline]:
    return sorted(news, key=lambda one: one.date, reverse=True)[:SHOWN]
