"""A project at a forge, on this machine: on it publish.yml and the recipes for other machines are tried."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.ops.runner import Ran, run
from tests.ops.serving import served
from tests.shipped import SAMPLE_SETTINGS
from tests.whole_sites.building import FEED, ITEM

ROOT = Path(__file__).resolve().parents[2]
PROJECT = (
    "Makefile",
    "publishconf.py",
    "requirements.lock",
    "plugins",
    "theme",
    "tools",
)
POST = "Title: {0}\nDate: 2026-11-0{1} 09:00\nCategory: Craft\n\nSome words on {0}.\n"


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@blog.test")
    done = subprocess.run(
        ["git", "-C", folder, *who, *words], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def feed(id_: str, *days: int) -> str:
    """A feed with a post for each of these days of November."""
    items = (
        ITEM.format(id=id_, n=n, title=f"{id_} {n}", date=f"{n} Nov 2026 09:00:00 GMT", text="x")
        for n in days
    )
    return FEED.format(title=id_, id=id_, items="".join(items))


@dataclass
class Forge:
    """A project at a forge, and its published pages.

    Attributes:
        remote: the bare repository.
        pages: what readers see, at `address`.
    """

    place: Path
    remote: Path
    pages: Path
    address: str
    runs: int = 0

    def edit(self, name: str, text: str) -> None:
        """The editor changes a file and pushes."""
        folder = self.place / "desk"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", f"Edit {name}")
        git(folder, "push", "--quiet", "origin", "main")

    def machine(self) -> Path:
        """A clean checkout, with the packages installed."""
        self.runs += 1
        folder = self.place / f"machine-{self.runs}"
        git(self.place, "clone", "--quiet", "--branch", "main", str(self.remote), folder.name)
        (folder / ".venv").mkdir()
        for part in ("bin", "lib", "lib64", "pyvenv.cfg"):
            if (Path(sys.prefix) / part).exists():
                (folder / ".venv" / part).symlink_to(Path(sys.prefix) / part)
        (folder / ".venv/site.stamp").touch()
        return folder

    def run(self, folder: Path | None = None, **environment: str) -> Ran:
        """One run of the workflow; what it hands over is published."""
        folder = folder or self.machine()
        ran = run(
            "publish", "site", folder,
            variables={"SITEURL": self.address},
            environment={"PYTHONPATH": str(folder / "plugins"), **environment},
        )  # fmt: skip
        if "actions/upload-pages-artifact" in ran.actions:
            shutil.rmtree(self.pages)
            shutil.copytree(folder / "output", self.pages)
        return ran

    def page(self, name: str) -> str:
        return (self.pages / name).read_text(encoding="utf-8")

    def feed(self, id_: str, *days: int) -> None:
        self.edit(f"feeds/{id_}.xml", feed(id_, *days))

    @property
    def kept(self) -> list[str]:
        """The commits of the store, oldest first."""
        return git(self.remote, "log", "--reverse", "--format=%H", "store").splitlines()


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forge]:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-settings"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in (
        "MAKEFLAGS",
        "MAKELEVEL",
        "MAKEOVERRIDES",
        "MFLAGS",
        "SITEURL",
        "SOURCE_DATE_EPOCH",
    ):
        monkeypatch.delenv(name, raising=False)
    remote, desk, pages = tmp_path / "remote.git", tmp_path / "desk", tmp_path / "pages"
    pages.mkdir()
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", remote.name)
    git(tmp_path, "clone", "--quiet", str(remote), desk.name)
    git(desk, "checkout", "--quiet", "-b", "main")
    for name in PROJECT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, desk / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, desk / name)
    conf = desk / "pelicanconf.py"
    settings = (SAMPLE_SETTINGS / "pelicanconf.py").read_text()
    conf.write_text(settings.replace("returned-call.example", "blog.test"))
    (desk / ".gitignore").write_text(
        "/.venv/\n/var/\n/output/\n/output.*/\n/.output.lock\n__pycache__/\n"
    )
    with served(pages) as address:
        forge = Forge(tmp_path, remote, pages, address)
        forge.edit("content/posts/2026-11-05-first.md", POST.format("First", 5))
        forge.edit(
            "feeds.yaml",
            "about: {site: 'https://blog.test/', contact: editor@blog.test}\n"
            "partners:\n"
            "  - {id: ledger, name: Ledger, feed: feeds/ledger.xml, backfill: all}\n"
            "  - {id: desk, name: Desk, feed: feeds/desk.xml, backfill: all}\n",
        )
        forge.feed("ledger", 3, 4)
        forge.feed("desk", 5)
        yield forge
