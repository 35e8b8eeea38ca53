"""Markup, styles and drawings by the Nu HTML Checker; no message is filtered."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.browser.conftest import TOOLS
from tests.site.hostile import RETIRED
from tests.site.pages import Pages

CHECKER = (
    *("java", "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),  # half the usual time
    *("-jar", str(TOOLS / "vnu-jar/build/dist/vnu.jar"), "--format", "json"),
    *("--also-check-css", "--also-check-svg", "--skip-non-html"),
)


def messages(files: Mapping[str, bytes], folder: Path, *flags: str) -> list[str]:
    """What the checker says of pages, style sheets and drawings."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    command = [*CHECKER, *flags, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr.startswith("{"), done.stderr  # an older Java than 17, say
    return [
        f"{said['url'].rpartition(folder.name)[2]}:{said.get('lastLine')}: {said['message']}"
        for said in json.loads(done.stderr)["messages"]
    ]


@pytest.mark.R1
def test_the_checker_has_nothing_to_say_of_the_published_site(
    published: Pages, tmp_path: Path
) -> None:
    assert messages(published.files, tmp_path) == []


@pytest.mark.E6
def test_it_finds_no_error_where_partners_are_hostile(hostile: Pages, tmp_path: Path) -> None:
    """Its warnings would be of what partners wrote: the language, the normal form."""
    pages = {
        name: data
        for name, data in hostile.files.items()
        if name.endswith(".html") and not name.endswith(RETIRED)
    }
    assert messages(pages, tmp_path, "--errors-only") == []


def test_it_finds_what_is_wrong(tmp_path: Path) -> None:
    page = b"<!doctype html><html lang=en><title>x</title><p><div id=a></div><i id=a></p>"
    style = b"p { colour: red }"
    said = " ".join(messages({"a.html": page, "b.css": style}, tmp_path))
    assert "Duplicate ID" in said
    assert "colour" in said
