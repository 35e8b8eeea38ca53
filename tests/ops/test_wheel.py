"""The sources of pelican-partner-blogs, as `make wheel` lays them out. `make elsewhere` installs them."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from tools.wheel import ROOT, stage

IMPORTED_AS = {
    "beautifulsoup4": "bs4",
    "pillow": "PIL",
    "ruamel.yaml": "ruamel",
    "jinja2": "jinja2",
}
NO_IMPORT = {"tzdata", "pelican"}
"""Data that Python looks for; the host."""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel") / "sources"
    stage(folder, "https://host.example/us/desk/")
    return folder


def bounds(pyproject: Path) -> dict[str, str]:
    """Each package with the versions of it that will do."""
    listed = tomllib.loads(pyproject.read_text("utf-8"))["project"]["dependencies"]
    parts = (re.fullmatch(r"([\w.-]+)(.*)", one) for one in listed)
    return {part[1]: part[2] for part in parts if part}


def imported(folder: Path) -> set[str]:
    """What its files import that is neither Python's nor ours, by the first part of the name."""
    found = set[str]()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module or "")
    tops = {name.partition(".")[0] for name in found}
    return tops - {"frontdesk", "partner_blogs"} - sys.stdlib_module_names


@pytest.mark.X4
def test_the_package_depends_on_what_its_files_import_and_on_no_more(sources: Path) -> None:
    needed = {IMPORTED_AS.get(name, name) for name in bounds(sources / "pyproject.toml")}
    assert imported(sources) - NO_IMPORT == needed - NO_IMPORT


@pytest.mark.X4
def test_the_package_asks_for_the_versions_that_front_desk_asks_for(sources: Path) -> None:
    ours, whole = bounds(sources / "pyproject.toml"), bounds(ROOT / "pyproject.toml")
    differs = {n: (ours[n], whole[n]) for n in ours.keys() & whole.keys() if ours[n] != whole[n]}
    assert differs == {"pelican": (">=4.11,<5", ">=4.12,<5")}


@pytest.mark.X4
def test_nothing_of_the_package_is_found_before_a_checkout(sources: Path) -> None:
    """Pelican imports each plugin that it finds; that must not load our two packages from there."""
    tree = ast.parse((sources / "pelican/plugins/partner_blogs/__init__.py").read_text("utf-8"))
    now = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in now] == ["from __future__ import annotations"]


def test_the_page_of_the_package_leads_to_the_repository(sources: Path) -> None:
    links = tomllib.loads((sources / "pyproject.toml").read_text("utf-8"))["project"]["urls"]
    assert links["Documentation"] == "https://host.example/us/desk/blob/main/docs/pelican.md"
