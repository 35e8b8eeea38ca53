"""A file that is as it was in the manifest of the last build is not read again for its digest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from frontdesk.build.known_digests import KnownDigests
from frontdesk.build.manifest import (
    Manifest,
    Summary,
    Tree,
    file_digest,
    files_in,
    pack_digests,
    read_tree,
)

pytestmark = pytest.mark.S6

LONG_AGO = 1_500_000_000_000_000_000
"""Nanoseconds."""
LATER = LONG_AGO + 60_000_000_000


def manifest(sources: Tree) -> Manifest:
    return Manifest(
        fingerprint="",
        circumstances={},
        variables={},
        all_variables=False,
        built=0,
        due=0,
        taken=LATER,
        sources=sources,
        outputs=Tree({}, {}, (), is_source=False),
        digests=pack_digests({path: file_digest(path) for path, _ in files_in(sources)}),
        summary=Summary((), ""),
    )


def write(path: Path, text: str, time: int) -> None:
    path.write_text(text)
    os.utime(path, ns=(time, time))


@pytest.fixture(params=["in a folder", "by its own path"])
def post(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, KnownDigests]:
    path = tmp_path / "posts" / "a.md"
    path.parent.mkdir()
    write(path, "first", LONG_AGO)
    root = path.parent if request.param == "in a folder" else path
    return path, KnownDigests(manifest(read_tree([str(root)], is_source=True)))


def sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def test_a_file_that_is_as_it_was_is_not_read(post: tuple[Path, KnownDigests]) -> None:
    path, known = post
    write(
        path, "other", LONG_AGO
    )  # of the same size, at the same moment: only its bytes would tell
    assert known.of(str(path)) == sha256("first")


@pytest.mark.parametrize(
    "change",
    [
        lambda path: write(path, "longer text", LONG_AGO),
        lambda path: write(path, "other", LONG_AGO + 1),
        lambda path: path.chmod(0o600),
        lambda path: write(path, "other", LATER - 1),
        lambda path: (path.with_name("b").write_text("other"), path.with_name("b").replace(path)),
    ],
    ids=["size", "time", "mode", "as new as the manifest", "another file in its place"],
)
def test_any_other_is_read(
    post: tuple[Path, KnownDigests], change: Callable[[Path], object]
) -> None:
    path, known = post
    change(path)
    assert known.of(str(path)) == sha256(path.read_text())


def test_without_a_manifest_every_file_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "new", LONG_AGO)
    assert KnownDigests(None).of(str(tmp_path / "a.md")) == sha256("new")


def test_a_file_that_the_manifest_does_not_know_is_read(post: tuple[Path, KnownDigests]) -> None:
    path, known = post
    write(path.with_name("new.md"), "new", LONG_AGO)
    assert known.of(str(path.with_name("new.md"))) == sha256("new")
