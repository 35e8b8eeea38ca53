"""A publish remembers what it showed, last of all, and only a publish does (B9)."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.whole_sites.building import Site

from frontdesk.build.manifest import MARK
from frontdesk.content.document_cache import DocumentReader
from frontdesk.content.render_cache import RenderCache
from frontdesk.core.memory.changes import after_publish
from frontdesk.core.memory.folder import MemoryFolder
from frontdesk.core.memory.model import ShownPost
from frontdesk.core.settings import Settings
from frontdesk.pelican import run as pelican_run
from frontdesk.pelican.pre_build_check import CheckedContent
from frontdesk.pelican.run import BuildOptions, BuildResult, build_site

LATER = "2026-11-19T12:00:00Z"
FIRST = "posts/2026-11-05-first.md"
ID = "tag:returned-call.example,2026:posts/2026-11-05-first"


@pytest.mark.B9
def test_a_publish_remembers_sources_addresses_and_posts(site: Site) -> None:
    site.post("pages/about.md", "Title: About\n\nWho we are.\n")
    site.post(
        "posts/2026-11-07-draft.md", "Title: No\nDate: 2026-11-07\nStatus: draft\n\nNot yet.\n"
    )
    site.post("posts/2026-11-08-hidden.md", "Title: H\nDate: 2026-11-08\nStatus: hidden\n\nHere.\n")
    site.post("posts/2027-01-01-future.md", "Title: F\nDate: 2027-01-01\n\nNot yet.\n")
    site.publish()
    memory = site.memory()
    assert memory
    hidden = "posts/2026-11-08-hidden.md"
    assert set(memory.sources) == {FIRST, "pages/about.md", hidden}
    folder = MemoryFolder(site.folder / "var/site")
    assert folder.source(memory.sources[FIRST]) == (site.folder / "content" / FIRST).read_bytes()
    assert {"index.html", "2026/11/first.html", "about.html"} <= set(memory.addresses)
    assert not any(name.startswith(("theme/", "blogs/", "digests/")) for name in memory.addresses)
    (known,) = memory.posts.values()
    assert (known.id, known.title, known.summary) == (ID, "First", "Some words.")
    assert (known.url, known.path) == ("2026/11/first.html", FIRST)
    assert known.first_published == datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.mark.B9
def test_what_is_no_publish_remembers_nothing(site: Site) -> None:
    site.build()
    assert site.memory() is None
    site.publish()
    before = site.memory()
    site.post(FIRST, "Title: Second\nDate: 2026-11-05 09:00\n\nSome words.\n")
    site.build(LATER)
    assert "Second" in site.main("index.html")
    assert site.memory() == before
    settings, store = site.folder / "publishconf.py", site.folder / "var/partner_blogs"
    whole = BuildOptions(settings, site.folder / "seen", site.folder / "feeds.yaml", store)
    assert whole.is_whole
    assert not whole._replace(preview=True).is_whole
    assert not whole._replace(only=(site.folder / "x",)).is_whole


@pytest.mark.B9
def test_what_calls_itself_a_publish_is_one_whatever_its_file_is_called(site: Site) -> None:
    site.settings = 'PUBLISH = True\nSITEURL = "https://us.example"\n'
    site.build()
    assert site.memory()
    assert 'http-equiv="Content-Security-Policy"' in site.files["index.html"].decode()


@pytest.mark.B9
def test_a_publish_that_failed_remembers_nothing(site: Site) -> None:
    site.publish()
    before = site.memory()
    site.post(FIRST, "Title: Second\nDate: 2026-11-05 09:00\n\nSome words.\n")
    site.feeds("partners: [oops\n")
    site.publish(LATER, expect=1)
    assert site.memory() == before


@pytest.mark.B9
def test_the_memory_lies_beside_the_store_that_was_named(site: Site) -> None:
    site.publish()
    command = site.command(settings="publishconf.py")
    command["args"] += ("--store", "elsewhere/store")
    subprocess.run(**command, check=True, capture_output=True)
    assert (site.folder / "elsewhere/site/memory.json").is_file()


@pytest.mark.B9
@pytest.mark.parametrize(
    ("store", "output"),
    [("blog/store", "blog/site"), ("blog/store", "blog"), ("blog/site/store", "blog")],
)
def test_a_memory_is_never_put_where_readers_see_it(site: Site, store: str, output: str) -> None:
    command = site.command(settings="publishconf.py")
    site.publish()
    command["args"] += ("--store", store, "--output", output)
    done = subprocess.run(**command, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "would show what the site remembers" in done.stderr
    assert not (site.folder / "blog").exists()


@pytest.mark.B10
def test_a_newer_memory_stops_the_build_in_words(site: Site) -> None:
    site.publish()
    path = site.folder / "var/site/memory.json"
    path.write_bytes(path.read_bytes().replace(b'"version": 1', b'"version": 9', 1))
    for run in (site.build, site.publish):
        run(LATER, expect=1)
        assert "memory.json was written by a newer version of this program" in site.complained


@pytest.mark.B5
def test_a_damaged_memory_is_told_and_the_site_is_built(site: Site) -> None:
    site.publish()
    (site.folder / "var/site/memory.json").write_bytes(b"{")
    site.publish(LATER)
    assert "memory.json" in site.complained
    assert site.memory()


# --- kills --------------------------------------------------------------------------------------


def stub_of(options: BuildOptions, number: int) -> Callable[..., BuildResult]:
    """A build whose one page, post and source say which publish it was."""
    now = datetime(2026, 11, 16, number, tzinfo=UTC)
    text = f"Title: {number}\n".encode()

    def make(_: BuildOptions, fresh: Path, __: object) -> BuildResult:
        (fresh / "deep").mkdir(parents=True)
        (fresh / "index.html").write_text(f"{number}")
        (fresh / "deep/same.html").write_text("same")
        before = MemoryFolder(options.store.parent / "site").read()
        shown = ShownPost(
            id="a", path="posts/a.md", title=f"{number}", summary="", url="a.html", date=now
        )
        known = after_publish(before, [shown], (), now)
        sources = {"posts/a.md": text}
        reader = DocumentReader(options.site, Settings(), RenderCache())
        checked = CheckedContent({}, reader, shown=sources, memory=before)
        context = {"CHECKED_CONTENT": checked, "memory": known, "PUBLISH": True}
        context |= {"FEED_COPIES": {}, "PAGE_REUSE": None}
        return BuildResult((), (), context)

    return make


def publish_and_die(
    options: BuildOptions, number: int, at: int, monkeypatch: pytest.MonkeyPatch
) -> bool:
    """Publish in a process that is killed as it touches files for the n-th time; whether it was."""
    monkeypatch.setattr(pelican_run, "run_pelican", stub_of(options, number))
    child = os.fork()
    if child == 0:
        count = 0

        def hook(event: str, _: object) -> None:
            nonlocal count
            if event in {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod"}:
                count += 1
                if count == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            build_site(options)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] != 0


@pytest.mark.rehearsal
@pytest.mark.B9
@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_publish_killed_at_any_moment_leaves_a_memory_that_is_not_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    """The whole way of a publish but for Pelican's part, which touches neither site nor memory."""
    if not can_exchange:
        monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: None)  # a system without renameat2
    (tmp_path / "feeds.yaml").write_text("partners: []\n")
    options = BuildOptions(
        tmp_path / "publishconf.py",
        tmp_path / "output",
        tmp_path / "feeds.yaml",
        tmp_path / "var/partner_blogs",
    )
    folder = MemoryFolder(tmp_path / "var/site")
    publish_and_die(options, 0, 0, monkeypatch)
    at, number, was_killed = 0, 0, True
    while was_killed:
        at += 1
        was_killed = publish_and_die(options, (number := number % 22 + 1), at, monkeypatch)
        memory = folder.read()
        assert memory
        remembered = memory.posts["a"].title
        if (options.site / MARK).exists():  # else a build brings the old site back
            in_place = (options.site / "index.html").read_text()
            behind = number - 1 or 22
            assert remembered in {in_place, f"{behind}" if in_place == f"{number}" else in_place}
        assert folder.source(memory.sources["posts/a.md"]) == f"Title: {remembered}\n".encode()
        if was_killed:  # the next publish mends it
            number = number % 22 + 1
            assert not publish_and_die(options, number, 0, monkeypatch)
            memory = folder.read()
            assert memory
            assert (
                memory.posts["a"].title == (options.site / "index.html").read_text() == f"{number}"
            )
            assert len(list((folder.folder / "sources").iterdir())) == 1
            assert not (folder.folder / ".next.json").exists()
    assert at > 30
