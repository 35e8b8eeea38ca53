"""A site from end to end: erased words are found by a byte search in no file that a build or refresh made,
and come back by nothing (E7)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.whole_sites.building import Site
from tests.whole_sites.conftest import prepared_once, site

from frontdesk.build.manifest import MARK
from frontdesk.build.swap import forget_preview
from partner_blogs.__main__ import main

__all__ = ["site"]

pytestmark = pytest.mark.E7

LIST = """
about: {{site: 'https://site.example/', contact: editor@site.example}}
digest: {{daily: yes}}
partners:
  - {{id: ann, name: Ann, home: 'https://ann.example/', feed: ann.xml, topic: Craft, {ann}}}
  - {{id: ben, name: Ben, home: 'https://ben.example/', feed: ben.xml, topic: Craft}}
"""
WORDS, LINK = b"Zebrawords", b"ann.example/1"
"""Of the post that goes, in its title and text; and its address."""
LATER, LAST = "2026-11-19T12:00:00Z", "2026-11-20T12:00:00Z"


@prepared_once
def lived(site: Site) -> None:
    """A site of three days, with everything beside it that a killed build leaves."""
    site.feeds(LIST.format(ann="status: active"))
    text = "Zebrawords are said here and nowhere else, and so the search knows what it looks for."
    site.feed(
        "ann",
        ("Quiet words", "16 Nov 2026 09:00:00 GMT", "Other words of Ann."),
        ("Zebrawords in a title", "16 Nov 2026 10:00:00 GMT", text),
    )
    site.feed("ben", ("Ben writes", "16 Nov 2026 09:00:00 GMT", "Words of Ben."))
    site.refresh("2026-11-16T12:00:00Z")
    site.refresh()
    site.build()
    for left in ("output.old", "output.new", "output.new3", ".cache/preview/site"):
        shutil.copytree(site.folder / "output", site.folder / left)
    assert len(found(site, WORDS)) > 20


def found(site: Site, words: bytes) -> list[str]:
    """Every file with these bytes, but those that the editor keeps."""
    kept = {"ann.xml", "ben.xml", "feeds.yaml"}
    files = (path for path in site.folder.rglob("*") if path.is_file() and path.name not in kept)
    return [str(path.relative_to(site.folder)) for path in files if words in path.read_bytes()]


def published(site: Site, elsewhere: pytest.TempPathFactory) -> Path:
    """The site as it was put on its server."""
    return Path(shutil.copytree(site.folder / "output", elsewhere.mktemp("server") / "site"))


def publish(site: Site, now: str) -> None:
    site.refresh(now)
    site.build(now)


@pytest.mark.parametrize(
    "asked", ["removed: ['http://www.ann.example/1/?utm_source=x']", "status: removed"]
)
def test_no_file_of_site_store_and_caches_has_the_words(lived: Site, asked: str) -> None:
    lived.feeds(LIST.format(ann=asked))
    lived.build(LATER)
    assert [name for name, data in lived.files.items() if WORDS in data or LINK in data] == []
    publish(lived, LATER)
    assert found(lived, WORDS) == []
    assert found(lived, LINK) == []
    assert found(lived, b"Ben writes")


@pytest.mark.parametrize("asked", ["removed: ['https://ann.example/1']", "status: removed"])
def test_they_come_back_neither_without_the_line_nor_from_the_site_of_before(
    lived: Site, asked: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = published(lived, tmp_path_factory)
    lived.feeds(LIST.format(ann=asked))
    publish(lived, LATER)
    (lived.folder / "var/partner_blogs/partners/ben.json").write_text("{")
    feeds = str(lived.folder / "feeds.yaml")
    assert main(["recover", str(before), "--feeds", feeds]) == 0
    lived.feeds(LIST.format(ann="status: active"))
    publish(lived, LAST)
    assert found(lived, WORDS) == []
    assert found(lived, b"Ben writes")


def test_a_whole_recovery_leaves_away_what_the_list_removes(
    lived: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = published(lived, tmp_path_factory)
    shutil.rmtree(lived.folder / "var")
    lived.feeds(LIST.format(ann="removed: ['https://ann.example/1']"))
    assert main(["recover", str(before), "--feeds", str(lived.folder / "feeds.yaml")]) == 0
    assert not [name for name in found(lived, WORDS) if name.startswith("var")]
    assert [name for name in found(lived, b"Quiet words") if name.startswith("var")]
    publish(lived, LATER)
    assert found(lived, WORDS) == []


def test_a_partner_off_the_list_is_on_no_page_at_once(lived: Site) -> None:
    text = LIST.format(ann="status: active").splitlines()
    lived.feeds("\n".join(line for line in text if "id: ann" not in line))
    lived.build(LATER)
    for words in (WORDS, b"Quiet words", b"ann.example"):
        assert [name for name, data in lived.files.items() if words in data] == []
    lived.refresh(LATER)
    assert found(lived, WORDS), "until 30 days are over"
    publish(lived, "2026-12-19T12:00:00Z")
    assert found(lived, WORDS) == []


def test_a_folder_that_is_not_ours_is_left_alone(lived: Site) -> None:
    theirs = lived.folder / "output.old"
    (theirs / MARK).unlink()
    lived.build(LATER)
    assert (theirs / "index.html").is_file()


def test_a_preview_that_is_shown_stays(tmp_path: Path) -> None:
    from frontdesk.cli.serve import preview_lock

    preview = tmp_path / "preview/site"
    preview.mkdir(parents=True)
    with preview_lock(preview):
        forget_preview(preview)
        assert preview.is_dir()
    forget_preview(preview)
    assert not preview.exists()
