"""The fingerprint of a site tells two sites apart, whatever the names of their files (O2)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from frontdesk.build.site_files import file_names
from frontdesk.build.site_fingerprint import digests_of, site_fingerprint

NO_UTF8 = os.fsdecode(b"caf\xe9.txt")


def fingerprint(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return site_fingerprint(digests_of(folder, file_names(folder)), folder.parent / "no-store")


@pytest.mark.O2
@pytest.mark.parametrize("name", ["index.html", "files/żółw.txt", NO_UTF8, f"{NO_UTF8}/index.html"])
def test_a_file_of_any_name_counts_with_its_name_and_its_bytes(tmp_path: Path, name: str) -> None:
    sites: list[dict[str, str]] = [
        {"a.html": "a"},
        {"a.html": "a", name: "one"},
        {"a.html": "a", name: "two"},
        {"a.html": "a", f"x{name}": "one"},
    ]
    made = [fingerprint(tmp_path / f"{n}", files) for n, files in enumerate(sites)]
    assert len(set(made)) == len(sites)
    assert fingerprint(tmp_path / "again", sites[1]) == made[1]


@pytest.mark.O2
@pytest.mark.parametrize("name", ["status.json", "status/index.html"])
def test_the_status_of_the_feeds_does_not_count(tmp_path: Path, name: str) -> None:
    assert fingerprint(tmp_path / "a", {name: "one"}) == fingerprint(tmp_path / "b", {name: "two"})
