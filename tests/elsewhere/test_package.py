"""The package itself, as pip and package indexes see it."""

from __future__ import annotations

import re
import sys
from email import message_from_string
from pathlib import Path
from zipfile import ZipFile

import pytest

from .conftest import PELICANS, Environment, Site

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def plain(packages: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment that may be changed."""
    made = Environment(tmp_path_factory.mktemp("plain"), sys.executable)
    made.install(f"pelican=={PELICANS[-1]}.*")
    return made


@pytest.mark.X1
def test_what_indexes_show_of_it(packages: list[Path]) -> None:
    with ZipFile(packages[1]) as wheel:
        name = next(one for one in wheel.namelist() if one.endswith("/METADATA"))
        said = message_from_string(wheel.read(name).decode())
        tops = {one.partition("/")[0] for one in wheel.namelist() if ".dist-info/" not in one}
    assert said["Name"] == "pelican-partner-blogs"
    assert said["License-Expression"] == "AGPL-3.0-or-later"
    assert said["License-File"] == "LICENSE"
    assert "Framework :: Pelican :: Plugins" in said.get_all("Classifier", [])
    assert {url.partition(",")[0] for url in said.get_all("Project-URL", [])} == {
        *("Homepage", "Documentation", "Changelog", "Issues"),
    }
    assert said["Description-Content-Type"] == "text/markdown"
    assert "pip install" in said.get_payload()
    assert tops == {"frontdesk", "partner_blogs", "pelican"}


@pytest.mark.X1
def test_a_site_builds_as_before_once_it_is_uninstalled(
    plain: Environment, packages: list[Path], tmp_path: Path
) -> None:
    site = Site(tmp_path, plain)
    site.build()
    before = site.files()
    plain.install(str(packages[1]))
    site.write("feeds.yaml", "partners:\n  - {id: one, name: One, home: 'https://one.example/'}\n")
    site.build()
    assert "blogs/one.html" in site.files()
    plain.run("pip", "uninstall", "--quiet", "--yes", "pelican-partner-blogs")
    site.run("pelican", "-d", SOURCE_DATE_EPOCH="1795611600")
    assert site.files() == before


@pytest.mark.X4
def test_a_checkout_beside_it_uses_its_own(
    plain: Environment, packages: list[Path], tmp_path: Path
) -> None:
    """As the Makefile of a checkout puts its packages on the path."""
    plain.install("--no-deps", str(packages[1]))
    (tmp_path / "plugins").symlink_to(ROOT / "plugins")
    line = next(
        one for one in (ROOT / "Makefile").read_text("utf-8").splitlines() if "plugins.pth" in one
    )
    code = re.search(r'-c "(.+)"', line)
    assert code
    plain.run("python", "-c", code[1], at=tmp_path)
    ask = "print(*(find_spec(name).origin for name in ('partner_blogs', 'frontdesk')))"
    where = f"from importlib.util import find_spec; {ask}"
    found = plain.run("python", "-c", where, at=tmp_path.parent)
    assert [Path(one).resolve().parents[1] for one in found.split()] == [ROOT / "plugins"] * 2
