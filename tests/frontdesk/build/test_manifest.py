"""Whether anything has changed is decided from stats; bytes are compared only where stats leave it open."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from frontdesk.build.manifest import (
    MARK,
    Invocation,
    Manifest,
    Summary,
    file_digest,
    files_in,
    pack_digests,
    read_manifest,
    read_tree,
    unchanged_site,
    write_manifest,
)

BUILT, DUE = 1_000_000, 1_003_600
LONG_AGO = 1_500_000_000_000_000_000
"""Nanoseconds; such a file is old beside every manifest."""


class Project:
    """Sources, and a site that was made of them: everything an hour old."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("content/posts/a.md", "a post")
        self.write("content/posts/b.md", "another")
        self.write("feeds.yaml", "partners: []")
        self.write("elsewhere/c.md", "a third")
        (folder / "content" / "linked").symlink_to(folder / "elsewhere")
        (folder / "content" / "round").symlink_to(folder / "content")
        (folder / "content" / "nowhere").symlink_to(folder / "nothing")
        self.write("output/index.html", "<p>Home")
        self.write("output/posts/a.html", "<p>A")
        self.write(f"output/{MARK}", "a fingerprint\n")
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                os.utime(path, ns=(LONG_AGO, LONG_AGO))
        self.keep()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    @property
    def invoked(self) -> Invocation:
        names = ("pelicanconf.py", "output", "feeds.yaml")
        return Invocation(*(self.folder / name for name in names), None)

    def keep(self, **other: object) -> None:
        """Write the manifest of what there is."""
        roots = [str(self.folder / name) for name in ("content", "feeds.yaml", "site.yaml")]
        sources = read_tree(roots, is_source=True)
        outputs = read_tree([str(self.folder / "output")], is_source=False)
        files = [path for tree in (sources, outputs) for path, _ in files_in(tree)]
        values = {
            "fingerprint": "a fingerprint",
            "circumstances": self.invoked.circumstances,
            "variables": {"SITEURL": None},
            "all_variables": False,
            "built": BUILT,
            "due": DUE,
            "taken": time.time_ns(),
            "sources": sources,
            "outputs": outputs,
            "digests": pack_digests({path: file_digest(path) for path in files}),
            "summary": Summary(("Own posts  2",), "https://a.example", ("x",), ("y",)),
        }
        write_manifest(self.invoked.manifest, Manifest(**(values | other)))  # type: ignore[arg-type]

    def is_unchanged(self, now: int = BUILT) -> bool:
        return unchanged_site(self.invoked, now) is not None


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.delenv("SITEURL", raising=False)
    return Project(tmp_path)


@pytest.mark.S6
def test_where_nothing_has_changed_the_last_build_is_told_again(project: Project) -> None:
    summary = unchanged_site(project.invoked, BUILT)
    assert summary
    assert vars(summary) == {
        "lines": ("Own posts  2",),
        "address": "https://a.example",
        "waiting": ("x",),
        "notes": ("y",),
    }


def edit(name: str, text: str = "something else") -> Callable[[Project], object]:
    return lambda project: project.write(name, text)


CHANGES: dict[str, Callable[[Project], object]] = {
    "a longer source": edit("content/posts/a.md"),
    "a source of the same size": edit("content/posts/a.md", "a Post"),
    "another source": edit("content/posts/d.md"),
    "a source less": lambda project: (project.folder / "content/posts/b.md").unlink(),
    "a source with another name": lambda project: (project.folder / "content/posts/b.md").rename(
        project.folder / "content/posts/d.md"
    ),
    "a source with other rights": lambda project: (project.folder / "feeds.yaml").chmod(0o600),
    "a folder more": lambda project: (project.folder / "content/new").mkdir(),
    "a folder less": lambda project: (project.folder / "content/round").unlink(),
    "a source behind a link": edit("elsewhere/c.md", "A third"),
    "a source more behind a link": edit("elsewhere/d.md"),
    "a link that leads somewhere now": edit("nothing"),
    "a file that was not there": edit("site.yaml"),
    "a file that is a folder now": lambda project: (
        (project.folder / "feeds.yaml").unlink(),
        (project.folder / "feeds.yaml").mkdir(),
    ),
    "all sources gone": lambda project: (project.folder / "content").rename(
        project.folder / "content-2"
    ),
    "an edited page": edit("output/index.html", "<p>home"),
    "a page more": edit("output/posts/b.html"),
    "a page less": lambda project: (project.folder / "output/posts/a.html").unlink(),
    "a page with other rights": lambda project: (project.folder / "output/index.html").chmod(0o600),
    "a page that is a link": lambda project: (
        (project.folder / "output/index.html").rename(project.folder / "home"),
        (project.folder / "output/index.html").symlink_to(project.folder / "home"),
    ),
    "another site": edit(f"output/{MARK}", "b fingerprint\n"),
    "no site": lambda project: (project.folder / "output").rename(project.folder / "site"),
    "a site that a killed build left": lambda project: (project.folder / "output.new").mkdir(),
    "an old site that could not be deleted": edit("output.old2/index.html"),
}


@pytest.mark.S6
@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_files_needs_a_build(project: Project, what: str) -> None:
    CHANGES[what](project)
    assert not project.is_unchanged()


NO_CHANGES: dict[str, Callable[[Project], object]] = {
    "a source that was touched": lambda project: (project.folder / "content/posts/a.md").touch(),
    "a source that was written anew": edit("content/posts/a.md", "a post"),
    "a source that was copied": lambda project: (
        (project.folder / "content/posts/a.md").rename(project.folder / "old"),
        edit("content/posts/a.md", "a post")(project),
    ),
    "a page that was restored": lambda project: (project.folder / "output/index.html").touch(),
    "the lock of a store": edit("content/.lock"),
    "what the branch of a store is called": edit("content/.kept-as"),
    "what Python has compiled": edit("content/__pycache__/a.cpython-311.pyc"),
    "a file beside the sources": edit("README.md"),
}


@pytest.mark.S6
@pytest.mark.S7
@pytest.mark.parametrize("what", NO_CHANGES)
def test_files_with_the_same_bytes_need_no_build(project: Project, what: str) -> None:
    NO_CHANGES[what](project)
    assert project.is_unchanged()
    CHANGES["a source of the same size"](project)
    assert not project.is_unchanged()


@pytest.mark.S7
def test_after_a_fresh_checkout_bytes_are_compared_once(project: Project) -> None:
    """A manifest that has seen the new times needs no look at bytes: an edit that sets the time back would
    pass, but no program of an author does that."""
    path = project.folder / "content/posts/a.md"
    os.utime(path, ns=(LONG_AGO + 1, LONG_AGO + 1))
    assert project.is_unchanged()
    path.write_text("a Post")
    os.utime(path, ns=(LONG_AGO + 1, LONG_AGO + 1))
    assert project.is_unchanged()


@pytest.mark.S6
@pytest.mark.parametrize("name", ["content/posts/a.md", "output/index.html"])
def test_a_file_as_new_as_the_manifest_is_compared_by_its_bytes(
    project: Project, name: str
) -> None:
    """It may have changed within one tick of the file system's clock."""
    path = project.folder / name
    os.utime(path)
    project.keep()
    state = path.stat()
    assert project.is_unchanged()
    text = path.read_text()
    path.write_text(text.swapcase())
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert not project.is_unchanged()
    path.write_text(text)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert project.is_unchanged()


@pytest.mark.S6
@pytest.mark.parametrize(
    ("now", "expected"), [(BUILT - 1, False), (BUILT, True), (DUE - 1, True), (DUE, False)]
)
def test_it_holds_from_the_clock_of_the_build_until_something_falls_due(
    project: Project, now: int, expected: bool
) -> None:
    assert project.is_unchanged(now) == expected


@pytest.mark.S6
@pytest.mark.parametrize(
    ("kept", "today", "expected"),
    [
        ({"SITEURL": None}, {}, True),
        ({"SITEURL": None}, {"SITEURL": "https://b.example"}, False),
        ({"SITEURL": "https://b.example"}, {"SITEURL": "https://b.example"}, True),
        ({"SITEURL": "https://b.example"}, {"SITEURL": "https://c.example"}, False),
        ({"SITEURL": "https://b.example"}, {}, False),
    ],
)
def test_variables_count_that_were_asked_for(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    kept: dict[str, str | None],
    today: dict[str, str],
    expected: bool,
) -> None:
    project.keep(variables=kept)
    for name, value in today.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OF_ANOTHER_PROGRAM", "1")
    assert project.is_unchanged() == expected


@pytest.mark.S6
def test_every_variable_counts_where_settings_look_at_all(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.keep(variables=dict(os.environ), all_variables=True)
    assert project.is_unchanged()
    monkeypatch.setenv("OF_ANOTHER_PROGRAM", "1")
    assert not project.is_unchanged()


@pytest.mark.S6
@pytest.mark.parametrize("what", ["settings", "output", "feeds", "store", "umask"])
def test_each_option_counts_and_the_umask(
    project: Project, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    folder, umask = project.folder, os.umask(0)
    os.umask(0o077 if what == "umask" else umask)
    try:
        invoked = Invocation(
            folder / ("publishconf.py" if what == "settings" else "pelicanconf.py"),
            folder / ("site" if what == "output" else "output"),
            folder / ("blogs.yaml" if what == "feeds" else "feeds.yaml"),
            folder / "store" if what == "store" else None,
        )
    finally:
        os.umask(umask)
    assert unchanged_site(invoked, BUILT) is None


@pytest.mark.S6
def test_installed_packages_count_with_their_versions(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packages = tmp_path / "lib" / "site-packages"
    (packages / "markdown-3.8.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(packages))
    assert not project.is_unchanged()
    project.keep()
    assert project.is_unchanged()
    (packages / "markdown-3.8.dist-info").rename(packages / "markdown-3.9.dist-info")
    assert not project.is_unchanged()


@pytest.mark.S6
def test_the_version_of_python_counts(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version", "3.99.0")
    assert not project.is_unchanged()


@pytest.mark.B10
@pytest.mark.parametrize("place", [0, 3, 10, 20, 30, 200, -1])
def test_a_manifest_that_is_damaged_or_of_another_format_counts_as_none(
    project: Project, place: int
) -> None:
    path = project.invoked.manifest
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))
    assert read_manifest(path) is None
    assert not project.is_unchanged()


@pytest.mark.B10
@pytest.mark.parametrize("length", [0, 10, 24, 500])
def test_a_part_of_a_manifest_counts_as_none(project: Project, length: int) -> None:
    path = project.invoked.manifest
    path.write_bytes(path.read_bytes()[:length])
    assert not project.is_unchanged()


@pytest.mark.S6
def test_a_file_that_cannot_be_read_needs_a_build_which_says_why(project: Project) -> None:
    path = project.folder / "content/posts/a.md"
    path.unlink()
    path.mkdir()
    assert not project.is_unchanged()
    path.rmdir()
    path.symlink_to(path)
    assert not project.is_unchanged()


def test_what_a_build_writes_itself_is_no_source_where_all_lies_in_one_folder(
    tmp_path: Path,
) -> None:
    for name in ("posts/a.md", "output/index.html", ".output.lock", ".cache/x"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    without = [str(tmp_path / name) for name in ("output", ".output.lock", ".cache")]
    tree = read_tree([str(tmp_path)], without=without, is_source=True)
    assert [path for path, _ in files_in(tree)] == [str(tmp_path / "posts/a.md")]
