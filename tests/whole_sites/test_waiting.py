"""One bad text never keeps the others, or the partners' news, from being published (A12)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from tests.whole_sites.building import Site

from frontdesk.cli import main as frontdesk

LATER, LATEST = "2026-11-19T12:00:00Z", "2026-11-20T12:00:00Z"
FIRST = "posts/2026-11-05-first.md"
SECOND = "posts/2026-11-06-second.md"
GOOD = "Title: Second\nDate: 2026-11-06\n\nGood words, and [the first]({filename}2026-11-05-first.md).\n"
BAD = "Title: Second\nDate: someday\n\nTorn words.\n"
PAGE, OTHER = "2026/11/second.html", "2026/11/first.html"


def first(site: Site, words: str, head: str = "Title: First\nDate: 2026-11-05 09:00\n") -> None:
    site.post(FIRST, f"{head}\n{words}\n")


@pytest.mark.A12
def test_a_text_with_an_error_stands_as_it_was_and_all_else_is_new(site: Site) -> None:
    site.post(SECOND, GOOD)
    site.publish()
    before = site.memory()
    site.post(SECOND, BAD)
    first(site, "Newer words.", "Title: First\nDate: 2026-11-05 09:00\nUrl: /moved.html\n")
    site.settings = 'SITENAME = "Another name"\n'
    site.publish(LATER)
    assert "Good words" in site.main(PAGE)
    assert "Newer words" in site.main("moved.html")
    link = site.page(PAGE).select_one("main a[href$='moved.html']")
    assert link, "its links lead where the other text is today"
    assert "Another name" in site.page(PAGE).title.text, "no stale HTML"
    assert not [name for name, data in site.files.items() if b"Torn words" in data]
    assert "content/posts/2026-11-06-second.md:2: 'someday' is not a date" in site.complained
    assert "until you fix it, readers see the last good version" in site.complained
    memory = site.memory()
    assert before
    assert memory
    assert memory.sources[SECOND] == before.sources[SECOND]
    site.publish(LATEST)
    assert "Good words" in site.main(PAGE)


@pytest.mark.A12
def test_a_text_that_was_never_good_waits_and_links_to_it_are_words(site: Site) -> None:
    first(site, "Read [the second]({filename}2026-11-06-second.md).")
    site.post(SECOND, BAD)
    site.post("posts/2027-01-01-future.md", "Title: F\nDate: 2027-01-01\n\n")
    site.post("posts/2026-11-09-empty.md", "Title: Empty\nDate: 2026-11-09\n\n")
    site.post("files/notes.md", "Nothing is read here.\n")
    site.publish()
    assert site.page(OTHER).select_one("main a[href*=second]") is None
    assert "Read the second." in site.main(OTHER)
    wanted = (b"Torn words", b"empty.html", b"Nothing is read here", b"2027/01")
    assert not [name for name, data in site.files.items() if any(w in data for w in wanted)]
    assert site.complained.count("until you fix it, it is not published") == 4
    memory = site.memory()
    assert memory
    assert set(memory.sources) == {FIRST}


@pytest.mark.A12
@pytest.mark.parametrize(
    "today",
    [
        "Title: Second\nDate: 2026-11-06\nStatus: removed\n\nGood words.\n",
        "Title: Second\nDate: 2026-11-06\nvisibility: privat\n\nGood words.\n",
        None,
    ],
)
def test_what_was_taken_back_is_gone_from_site_and_memory(site: Site, today: str | None) -> None:
    site.post(SECOND, GOOD)
    site.publish()
    path = site.folder / "content" / SECOND
    if today:
        site.post(SECOND, today)
    else:
        path.rename(path.with_suffix(".txt"))
    site.publish(LATER)
    assert PAGE not in site.files
    kept = [p.read_bytes() for p in (site.folder / "var/site").rglob("*") if p.is_file()]
    assert not any(b"Good words" in data for data in kept)
    site.post(SECOND, BAD)
    site.publish(LATEST)
    assert PAGE not in site.files


@pytest.mark.A12
def test_while_its_picture_is_gone_it_waits_and_afterwards_it_stands_again(site: Site) -> None:
    """The memory keeps what waits for its author only."""
    (site.folder / "content/files").mkdir(parents=True)
    leaflet = site.folder / "content/files/leaflet.txt"
    leaflet.write_text("A leaflet.\n")
    site.post(SECOND, GOOD.replace("Good words", "Good words, [here]({static}/files/leaflet.txt)"))
    site.publish()
    known = site.memory()
    site.post(SECOND, BAD)
    leaflet.unlink()
    site.publish(LATER)
    assert PAGE not in site.files
    leaflet.write_text("A leaflet.\n")
    site.publish(LATEST)
    assert "Good words" in site.main(PAGE)
    memory = site.memory()
    assert known
    assert memory
    assert memory.posts == known.posts


@pytest.mark.A12
@pytest.mark.A7
def test_a_picture_that_is_refused_goes_nowhere_and_who_shows_it_stands_as_it_was(
    site: Site,
) -> None:
    """HEIC, and a JPEG that was cut short."""
    site.post(SECOND, GOOD)
    site.publish()
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"place and time" * 9
    folder = site.folder / "content/images"
    folder.mkdir()
    for name, data in (("a.heic", heic), ("b.jpg", b"\xff\xd8\xff\xe0" + b"place and time" * 9)):
        (folder / name).write_bytes(data)
    site.post(SECOND, GOOD.replace("Good words", "New words ![A desk]({static}/images/b.jpg)"))
    first(site, "Newer words. [The camera's]({static}/images/a.heic)")
    site.post("posts/2026-11-07-third.md", "Title: Third\nDate: 2026-11-07\n\nWords.\n")
    site.publish(LATER)
    assert not [name for name, data in site.files.items() if b"place and time" in data]
    assert "Good words" in site.main(PAGE)
    assert "Some words." in site.main(OTHER)
    assert "2026/11/third.html" in site.files


def make_unreadable(path: Path) -> None:
    """Root may read every file, so root gets one whose reading fails by itself."""
    path.unlink(missing_ok=True)
    broken = Path("/proc/self/mem")
    if os.geteuid() == 0 and broken.exists():
        path.symlink_to(broken)
    else:
        path.write_text("unread", encoding="utf-8")
        path.chmod(0)


@pytest.mark.A12
@pytest.mark.A7
def test_files_that_cannot_be_read_or_named_go_nowhere_and_all_else_is_published(
    site: Site,
) -> None:
    folder = site.folder / "content/files"
    folder.mkdir()
    (folder / "leaflet.txt").write_text("A leaflet.\n")
    names = ["dangling.txt", "circle.png", "unread.txt", "unread.png", os.fsdecode(b"caf\xe9.txt")]
    dangling, circle, *unread, odd = (folder / name for name in names)
    dangling.symlink_to("nowhere")
    circle.symlink_to(circle)
    for path in unread:
        make_unreadable(path)
    odd.write_text("Odd.\n")
    site.publish()
    assert {name for name in site.files if name.startswith("files/")} == {"files/leaflet.txt"}
    assert "Some words." in site.main(OTHER)
    assert site.complained.count("it is not published") == len(names)
    assert "caf\ufffd.txt: " in site.complained


@pytest.mark.B9
@pytest.mark.A12
def test_a_text_that_cannot_be_read_keeps_its_place_in_the_memory(site: Site) -> None:
    site.post(SECOND, GOOD)
    site.publish()
    before = site.memory()
    path = site.folder / "content" / SECOND
    make_unreadable(path)
    site.publish(LATER)
    assert "2026-11-06-second.md: this cannot be read" in site.complained
    memory = site.memory()
    assert before
    assert memory
    assert memory.sources == before.sources
    path.unlink()
    site.post(SECOND, BAD)
    site.publish(LATEST)
    assert "Good words" in site.main(PAGE)


@pytest.mark.A12
def test_check_says_what_becomes_of_each_text(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.post(SECOND, GOOD)
    site.publish()
    site.post(SECOND, BAD)
    site.post("posts/2026-11-07-third.md", BAD)
    monkeypatch.chdir(site.folder)
    summary = Path("summary.md")
    flags = ["--settings", "conf.py", "--now", LATER, "--summary", f"{summary}"]
    assert frontdesk(["check", *flags]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-3:-1] == [
        "content/posts/2026-11-06-second.md: until you fix it, readers see the last good version",
        "content/posts/2026-11-07-third.md: until you fix it, it is not published",
    ]
    assert "Until you fix it, readers see the last good version." in summary.read_text("utf-8")
    assert frontdesk(["check", *flags, "--store", "elsewhere/store"]) == 1
    assert "readers see" not in capsys.readouterr().out


@pytest.mark.A12
def test_a_workflow_may_have_the_waiting_texts_in_a_file(site: Site) -> None:
    for text, lines in ((GOOD, 0), (BAD, 1)):
        site.post(SECOND, text)
        command = site.command()
        command["args"] += ("--waiting", "waiting.log")
        subprocess.run(**command, check=True, capture_output=True)
        said = (site.folder / "waiting.log").read_text("utf-8").splitlines()
        assert len(said) == lines
    assert said[0].startswith("content/posts/2026-11-06-second.md:2: 'someday' is not a date")


@pytest.mark.A12
def test_a_preview_shows_the_error_and_not_the_text_of_before(site: Site) -> None:
    site.post(SECOND, GOOD)
    site.publish()
    site.post(SECOND, BAD)
    site.settings = "PREVIEW = True\n"
    site.build(expect=1)
    assert "Error: content/posts/2026-11-06-second.md:2: 'someday' is not a date" in site.complained


@pytest.mark.A12
def test_a_comment_that_cannot_be_read_any_more_stands_as_it_was(site: Site) -> None:
    comment = "comments/2026-11-05-first/ann.md"
    site.post(comment, "Author: Ann\nDate: 2026-11-06\n\nWell said.\n")
    site.publish()
    site.post(comment, "Author: Ann\n\nWell, well.\n")
    site.publish(LATER)
    assert "Well said." in site.main(OTHER)
    assert "Well, well" not in site.main(OTHER)


@pytest.mark.B9
@pytest.mark.parametrize("part", ["posts", "pages"])
def test_texts_out_of_reach_are_not_taken_for_deleted(site: Site, part: str) -> None:
    site.build()
    folder = site.folder / "content" / part
    if folder.is_dir():
        folder.rename(site.folder / "elsewhere")
    folder.symlink_to(site.folder / "no-such-disk")
    site.build(expect=1)
    assert f"content/{part} cannot be read" in site.complained
    assert "2026/11/first.html" in site.files
