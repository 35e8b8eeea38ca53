"""The checkout in; the source tree, sdist and wheel of pelican-partner-blogs out: `make wheel`.

The wheel has what other sites of Pelican need: `partner_blogs`, the three rooms of `frontdesk` below it,
and copies of the templates and words that Front Desk has in its theme. It is built of the sdist, as pip
does it.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "pelican-partner-blogs"
_ROOMS = ("core", "formats", "net")
_TEMPLATES = ("partner_blogs", "words.html", "syndication/follow.html")
"""Of the theme: what the pages of partners are made of."""
_NOT_NEEDED = ("__pycache__", "metadata_removal")
"""Files of authors are not ours to clean there; it would bring three libraries."""


def stage(folder: Path, url: str = "") -> None:
    """Lay out the sources of the package.

    Args:
        folder: is made anew.
        url: of the repository, for the links that package indexes show.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "packaging", folder)
    shutil.copy(ROOT / "LICENSE", folder)
    for source, target in _copies():
        place = folder / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, place, ignore=shutil.ignore_patterns(*_NOT_NEEDED))
        else:
            shutil.copy(source, place)
    if url:
        with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
            file.write(_links(url.rstrip("/")))


def _copies() -> Iterator[tuple[Path, str]]:
    plugins, elsewhere = ROOT / "plugins", "partner_blogs/elsewhere"
    yield plugins / "partner_blogs", "partner_blogs"
    yield plugins / "frontdesk/__init__.py", "frontdesk/__init__.py"
    for room in _ROOMS:
        yield plugins / "frontdesk" / room, f"frontdesk/{room}"
    for name in _TEMPLATES:
        yield ROOT / "theme/templates" / name, f"{elsewhere}/templates/{name}"
    yield ROOT / "theme/words", f"{elsewhere}/words"


def _links(url: str) -> str:
    pages = {
        "Homepage": url,
        "Documentation": f"{url}/blob/main/docs/pelican.md",
        "Changelog": f"{url}/blob/main/CHANGELOG.md",
        "Issues": f"{url}/issues",
    }
    lines = (f'{name} = "{address}"' for name, address in pages.items())
    return "\n".join(("\n[project.urls]", *lines, ""))


def build(target: Path, url: str = "") -> list[Path]:
    """Build both; their paths come back, the sdist first."""
    staged = target / NAME
    stage(staged, url)
    for old in target.glob("pelican_partner_blogs-*"):
        old.unlink()
    run = [sys.executable, "-m", "build", "--outdir", str(target), str(staged)]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    return sorted(target.glob("pelican_partner_blogs-*"), key=lambda path: path.suffix != ".gz")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / ".cache/wheel", help="a folder")
    parser.add_argument("--url", default="", help="of the repository, for the package's page")
    options = parser.parse_args()
    for path in build(options.into.resolve(), options.url):
        print(path)


if __name__ == "__main__":
    main()
