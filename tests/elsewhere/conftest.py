"""The wheel, installed by pip into environments that have Pelican and nothing else of ours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from pytest_httpserver import HTTPServer
from tools.wheel import build

THEMES = Path(__file__).parent / "themes"
PELICANS = ("4.11", "4.12")
SITE = """
    SITENAME = "Foreign & Co"
    AUTHOR = "Ann"
    PATH = "content"
    TIMEZONE = "Europe/Warsaw"
    DEFAULT_LANG = "en"
    LINKS = (("A friend", "https://friend.example/"),)
    """
TITLES = (
    "Plain words",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(2)&amp;gt;",
    '" onmouseover="alert(3)" x="',
    "{{ SITENAME }} {% raw %} &amp;amp;",
)
LIST = """
    about:
      contact: ann@foreign.example
    blogroll:
      title: Friends
    partners:
      - id: sharp
        name: Sharp <i>& Sons</i>
        home: https://sharp.example/
        feed: {server}/feed.xml
        topic: Tools & more
        description: A blog about <b>knives</b>.
    """


def newest_python() -> str:
    """Of those that this machine has, on the path or by pyenv."""
    found = {
        int(minor): which
        for minor in range(11, 20)
        if (which := shutil.which(f"python3.{minor}")) and _runs(which)
    }
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    for python in versions.glob("3.*/bin/python"):
        minor = re.match(r"3\.(\d+)", python.parents[1].name)
        if minor and int(minor[1]) >= 11:
            found.setdefault(int(minor[1]), str(python))
    return found[max(found)] if found else sys.executable


def _runs(python: str) -> bool:
    """A command of pyenv may stand for a version that is not chosen."""
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


class Environment:
    """A Python with some packages, and nothing of this checkout."""

    def __init__(self, folder: Path, python: str) -> None:
        self.bin = folder / "bin"
        subprocess.run([python, "-m", "venv", folder], check=True)

    def run(
        self, *words: str, at: Path | None = None, code: int | None = 0, **variables: str
    ) -> str:
        """Run one of its programs; what it prints comes back.

        Args:
            code: what it is to end with; None for any.
        """
        clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
        done = subprocess.run(
            [str(self.bin / words[0]), *words[1:]],
            cwd=at,
            env={**clean, "COLUMNS": "300", "PYTHONUTF8": "1", **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert code is None or done.returncode == code, done.stdout
        return done.stdout

    def install(self, *what: str) -> None:
        self.run("pip", "install", "--quiet", "--disable-pip-version-check", *what)


class Site:
    """A small site of Pelican's in a folder."""

    def __init__(self, folder: Path, environment: Environment) -> None:
        self.folder, self.environment = folder, environment
        self.write("pelicanconf.py", SITE)
        self.post("first", "2026-11-20 09:00", "First words", "What I think of <em>knives</em>.")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")

    def post(self, slug: str, date: str, title: str, text: str) -> None:
        head = f"<title>{title}</title><meta name='date' content='{date}'>"
        self.write(f"content/{slug}.html", f"<html><head>{head}</head><body>{text}</body></html>")

    def settings(self, *lines: str) -> None:
        self.write("pelicanconf.py", dedent(SITE) + "\n".join(lines) + "\n")

    def refresh(self, now: str = "2026-11-24T12:00:00Z") -> str:
        return self.run("partner-blogs", "refresh", "--allow-private-addresses", "--now", now)

    def build(self, settings: str = "pelicanconf.py", day: str = "2026-11-24") -> str:
        """Build it into `output/`; what Pelican says comes back."""
        seconds = subprocess.check_output(["date", "-ud", f"{day}T13:00Z", "+%s"], text=True)
        return self.run("pelican", "-s", settings, SOURCE_DATE_EPOCH=seconds.strip())

    def run(self, *words: str, code: int | None = 0, **variables: str) -> str:
        return self.environment.run(*words, at=self.folder, code=code, **variables)

    def read(self, name: str) -> str:
        return (self.folder / "output" / name).read_text("utf-8")

    def files(self) -> dict[str, bytes]:
        output = self.folder / "output"
        paths = (path for path in output.rglob("*") if path.is_file())
        return {path.relative_to(output).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sdist and the wheel."""
    return build(tmp_path_factory.mktemp("packages"), "https://host.example/us/front-desk")


@pytest.fixture(scope="session", params=PELICANS)
def environment(
    request: pytest.FixtureRequest, packages: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Environment:
    """Pelican 4.11 with the oldest Python, from the sdist; the newest with the newest, from the wheel."""
    sdist, wheel = packages
    folder = tmp_path_factory.mktemp(f"pelican-{request.param}")
    if request.param == PELICANS[0]:
        return prepared(folder, request.param, sys.executable, sdist)
    return prepared(folder, request.param, newest_python(), wheel)


def prepared(folder: Path, pelican: str, python: str, package: Path) -> Environment:
    """An environment with Pelican and the package."""
    made = Environment(folder, python)
    made.install(f"pelican=={pelican}.*")
    made.install(str(package))
    return made


@pytest.fixture(scope="session")
def partner() -> Iterator[str]:
    """The address of a server with a partner's feed, whose titles mean harm."""
    items = "".join(
        f"<item><title>{title}</title><link>https://sharp.example/{n}?a=1&amp;b=&quot;</link>"
        f"<guid>{n}</guid><pubDate>Mon, 23 Nov 2026 1{n}:00:00 GMT</pubDate>"
        f"<description>{title} &lt;p onclick='x()'&gt;Some running words of post {n}, enough for an "
        "excerpt that is shown.&lt;/p&gt;</description></item>"
        for n, title in enumerate(TITLES)
    )
    feed = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Sharp</title>'
        f"<link>https://sharp.example/</link><description>d</description>{items}</channel></rss>"
    )
    with HTTPServer(host="127.0.0.1") as server:
        for path in ("/feed.xml", "/other.xml"):
            answer = server.expect_request(path)
            answer.respond_with_data(feed, content_type="application/rss+xml")
        link = '<link rel="alternate" type="application/rss+xml" href="/other.xml">'
        server.expect_request("/other").respond_with_data(link, content_type="text/html")
        yield server.url_for("").rstrip("/")


@pytest.fixture
def site(tmp_path: Path, environment: Environment, partner: str) -> Site:
    return listed(tmp_path, environment, partner)


def listed(folder: Path, environment: Environment, partner: str) -> Site:
    """A site with nothing but a list of blogs, which was refreshed once."""
    made = Site(folder, environment)
    made.write("feeds.yaml", LIST.replace("{server}", partner))
    made.refresh()
    return made
