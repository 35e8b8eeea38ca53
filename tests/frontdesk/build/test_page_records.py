"""Pages of the last build are taken over if they would be the same; parts that all share are replaced."""

from __future__ import annotations

import os
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, pass_context
from markupsafe import Markup

from frontdesk.build import page_records
from frontdesk.build.frame_parts import frame_part
from frontdesk.build.page_records import PageReuse
from frontdesk.core.site_writer import write_bytes

TEMPLATES = {
    "page.html": "{{ count() }}<h1>{{ title }}</h1>{{ SITENAME }}\n"
    "{{ frame_part('side.html', here=here) }}\n<p>ü</p>{{ frame_part('side.html', here='foot') }}",
    "side.html": "<a href='.~root~./{{ here }}'>{{ news }}</a>",
    "own.html": "{{ count() }}{{ frame_part('of_page.html') }}",
    "of_page.html": "{{ title }} {{ news }}",
    "chosen.html": "{{ count() }}{{ frame_part(which) }}",
    "which.html": "{{ news }}",
    "text.html": "{{ count() }}{{ post.content }} {{ before.title }}",
}
SHARED = {"SITENAME": "S", "news": "old", "other": 1}


class Text:
    """A post with a title and a whole text."""

    def __init__(self, title: str, content: str) -> None:
        self.title, self.content = title, content

    def input_values(self) -> tuple[str]:
        return (self.title,)

    def text_values(self) -> tuple[str]:
        return (self.content,)


class Build:
    """Builds of one small site, each into a folder of its own.

    Args:
        together: make pages by `many`.
    """

    def __init__(self, folder: Path, *, together: bool) -> None:
        self.together = together
        self.folder, self.site = folder, folder / "site"
        self.rendered = 0
        self.number = 0
        self.has_moved_texts = False

    def __call__(
        self, pages: dict[str, tuple[str, dict[str, Any]]], made_by: str = "", **shared: Any
    ) -> dict[str, str]:
        """What stands in the pages; `rendered` counts how many were rendered."""
        env = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
        env.globals.update(frame_part=pass_context(frame_part), count=self._count)
        self.number += 1
        fresh = self.folder / f"fresh-{self.number}"
        fresh.mkdir()
        self.rendered = 0
        reuse = PageReuse(self.folder / "records", self.site, "mark", made_by)
        with reuse.many() if self.together else nullcontext():
            for file, (template, values) in pages.items():
                reuse.write(fresh, file, env.get_template(template), values, {**SHARED, **shared})
        reuse.finish()
        self.has_moved_texts = reuse.has_moved_texts()
        reuse.complete(fresh)
        (fresh / "mark").write_text(str(self.number), encoding="ascii")
        if self.site.exists():
            self.site.rename(self.folder / f"old-{self.number}")
        fresh.rename(self.site)
        reuse.save()
        return {file: (self.site / file).read_text(encoding="utf-8") for file in pages}

    def _count(self) -> str:
        self.rendered += 1
        return ""


@pytest.fixture(params=["one by one", "together", "in groups"])
def build(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Build:
    if request.param == "in groups":
        monkeypatch.setattr(page_records, "MOST_WAITING", 1)
    return Build(tmp_path, together=request.param != "one by one")


PAGES = {
    "index.html": ("page.html", {"title": "Home", "here": "a"}),
    "x/y.html": ("page.html", {"title": "Deep", "here": "b"}),
}


def test_a_page_is_rendered_once_for_the_same_values(build: Build) -> None:
    first = build(PAGES)
    assert build.rendered == 2
    assert build(PAGES) == first
    assert build.rendered == 0
    assert "href='../b'" in first["x/y.html"]
    assert "href='./a'" in first["index.html"]


class Post:
    """A text with a path."""

    def __init__(self, path: str) -> None:
        self.relative_source_path = path

    def input_values(self) -> tuple[str]:
        return (self.relative_source_path,)


def test_texts_that_took_the_places_of_others_have_moved(build: Build) -> None:
    def pages(**posts: str) -> dict[str, tuple[str, dict[str, Any]]]:
        return {
            f"{name}.html": ("of_page.html", {"article": Post(path)})
            for name, path in posts.items()
        }

    build({**PAGES, **pages(a="a.md", b="b.md")})
    assert not build.has_moved_texts
    for moves, now in (
        (False, pages(a="a.md", b="b.md", c="c.md")),
        (True, pages(a="b.md", b="a.md", c="c.md")),  # two are swapped
        (False, pages(a="b.md", c="c.md")),
        (True, pages(a="c.md")),  # one stands where another stood
        (False, pages(a="new.md")),  # its file has another name
    ):
        build({**PAGES, **now})
        assert build.has_moved_texts == moves


def test_a_page_with_other_values_is_rendered(build: Build) -> None:
    build(PAGES)
    changed = {**PAGES, "index.html": ("page.html", {"title": "New", "here": "a"})}
    assert "<h1>New</h1>" in build(changed)["index.html"]
    assert build.rendered == 1


def test_a_value_that_no_template_asks_for_does_not_count(build: Build) -> None:
    build(PAGES)
    build(PAGES, other=2)
    assert build.rendered == 0
    assert "T" in build(PAGES, SITENAME="T")["index.html"]
    assert build.rendered == 2


def test_a_whole_text_counts_only_for_the_page_that_prints_it(build: Build) -> None:
    def pages(content: str) -> dict[str, tuple[str, dict[str, Any]]]:
        old, new = Text("Old", content), Text("New", "next")
        values: tuple[dict[str, Any], ...] = (
            {"post": old, "before": None},
            {"post": new, "before": old},
        )
        return {f"{n}.html": ("text.html", one) for n, one in enumerate(values)}

    build(pages("first"))
    edited = build(pages("second"))
    assert build.rendered == 1
    assert edited == {"0.html": "second ", "1.html": "next Old"}


def test_a_part_is_replaced_in_pages_that_are_not_rendered(build: Build, tmp_path: Path) -> None:
    build(PAGES)
    grown = build(PAGES, news="<new> and longer")
    assert build.rendered == 0
    (tmp_path / "other").mkdir()
    assert grown == Build(tmp_path / "other", together=build.together)(
        PAGES, news="<new> and longer"
    )
    assert grown["index.html"].count("&lt;new&gt; and longer") == 2
    assert build(PAGES, news="x") != grown
    assert build(PAGES, news="<new> and longer") == grown
    assert build.rendered == 0


def test_a_part_that_needs_more_of_its_page_is_rendered_with_it(build: Build) -> None:
    pages: dict[str, Any] = {"a.html": ("own.html", {"title": "A"})}
    assert build(pages)["a.html"] == "A old"
    assert build(pages, news="new")["a.html"] == "A new"
    assert build.rendered == 1


def test_a_part_that_is_chosen_while_rendering_is_right(build: Build) -> None:
    pages: dict[str, Any] = {"a.html": ("chosen.html", {"which": "which.html"})}
    assert build(pages)["a.html"] == "old"
    assert build(pages, news="new")["a.html"] == "new"


@pytest.mark.parametrize(
    "what",
    [
        *("edited", "edited at once", "of another mode", "deleted"),
        *("another site", "no records", "other code"),
    ],
)
def test_a_page_is_only_taken_from_the_site_that_was_built(build: Build, what: str) -> None:
    first = build(PAGES)
    if what == "edited":
        (build.site / "index.html").write_text("somebody's own", encoding="utf-8")
    elif what == "edited at once":  # as long as before, and no later
        page = build.site / "index.html"
        stat = page.stat()
        page.write_bytes(page.read_bytes()[::-1])
        os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    elif what == "of another mode":
        (build.site / "index.html").chmod(0o600)
    elif what == "deleted":
        (build.site / "index.html").unlink()
    elif what == "another site":
        (build.site / "mark").write_text("another", encoding="ascii")
    elif what == "no records":
        (build.folder / "records").write_bytes(b"\x00broken")
    assert build(PAGES, made_by="new" if what == "other code" else "") == first
    of_one = {"edited", "edited at once", "of another mode", "deleted"}
    assert build.rendered == (1 if what in of_one else 2)
    assert len({path.stat().st_mode for path in build.site.rglob("*.html")}) == 1


def test_words_that_look_like_the_place_of_a_part_stay(build: Build) -> None:
    pages: dict[str, Any] = {
        "index.html": ("page.html", {"title": Markup("<!--frame-part 0-->"), "here": ""})
    }
    assert "<h1><!--frame-part 0--></h1>" in build(pages)["index.html"]


def test_a_value_that_cannot_be_compared_makes_a_page_anew(build: Build) -> None:
    pages: dict[str, Any] = {"index.html": ("page.html", {"title": object(), "here": "a"})}
    build(pages)
    build(pages)
    assert build.rendered == 1


def test_the_old_site_keeps_its_bytes(build: Build) -> None:
    build(PAGES)
    old = build.site / "index.html"
    before = old.read_bytes()
    kept = build.folder / "kept"
    kept.hardlink_to(old)
    build(PAGES, news="new")
    assert kept.read_bytes() == before


def test_a_file_is_taken_if_it_is_made_from_the_same(tmp_path: Path) -> None:
    site, fresh = tmp_path / "site", tmp_path / "fresh"

    def reuse() -> PageReuse:
        return PageReuse(tmp_path / "records", site, "mark", "")

    site.mkdir()
    (site / "card.png").write_bytes(b"drawn")
    (site / "mark").write_text("1", encoding="ascii")
    first = reuse()
    first.note_file(site, "card.png", b"words", b"drawn")
    first.save()
    assert not reuse().take_over_file(fresh, "card.png", b"other words")
    second = reuse()
    assert second.take_over_file(fresh, "card.png", b"words")
    assert second.kept(fresh) == ["card.png"]
    second.complete(fresh)
    assert second.kept(fresh) == []
    assert (fresh / "card.png").read_bytes() == b"drawn"


def test_the_digest_of_a_file_is_known_while_it_is_as_it_was_written(tmp_path: Path) -> None:
    reuse = PageReuse(tmp_path / "records", tmp_path / "site", "mark", "")
    (tmp_path / "card.png").write_bytes(b"drawn")
    reuse.note_file(tmp_path, "card.png", b"words", b"drawn")
    assert reuse.known_digest(tmp_path, "card.png") == sha256(b"drawn").digest()
    (tmp_path / "card.png").write_bytes(b"longer than before")
    assert reuse.known_digest(tmp_path, "card.png") is None
    assert reuse.known_digest(tmp_path, "other.png") is None


def test_a_file_that_two_texts_show_is_taken_over_once(build: Build) -> None:
    build(PAGES)
    fresh = build.folder / "next"
    fresh.mkdir()
    reuse = PageReuse(build.folder / "records", build.site, "mark", "")
    (build.site / "picture.png").write_bytes(b"drawn")
    reuse.note_file(build.site, "picture.png", b"key", b"drawn")
    reuse.save()
    reuse = PageReuse(build.folder / "records", build.site, "mark", "")
    assert reuse.take_over_file(fresh, "picture.png", b"key")
    assert reuse.take_over_file(fresh, "picture.png", b"key")
    assert reuse.kept(fresh) == ["picture.png"]


@pytest.mark.parametrize("group", [1, 2, 9])
def test_of_two_pages_in_one_place_the_later_stays(
    tmp_path: Path, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_records, "MOST_WAITING", group)
    env = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
    reuse = PageReuse(tmp_path / "records", tmp_path / "site", "mark", "")
    fresh = tmp_path / "fresh"
    with reuse.many():
        for news in ("first", "second"):
            reuse.write(fresh, "p.html", env.get_template("which.html"), {"news": news}, {})
    reuse.finish()
    assert (fresh / "p.html").read_bytes() == b"second"


def test_files_are_made_with_the_pages_or_kept(tmp_path: Path) -> None:
    def make(fresh: Path) -> list[str]:
        made: list[str] = []

        def drawn() -> bytes:
            made.append("drawn")
            return b"card"

        reuse = PageReuse(tmp_path / "records", tmp_path / "site", "mark", "")
        with reuse.many():
            reuse.write_or_keep(fresh, "cards/a.png", b"title", drawn)
            reuse.write_or_keep(fresh, "none.png", b"title", lambda: None)
        reuse.finish()
        reuse.complete(fresh)
        assert [path.name for path in fresh.rglob("*.png")] == ["a.png"]
        (fresh / "mark").write_text("one", encoding="ascii")
        if (tmp_path / "site").exists():
            (tmp_path / "site").rename(tmp_path / "old")
        fresh.rename(tmp_path / "site")
        reuse.save()
        return made

    assert make(tmp_path / "first") == ["drawn"]
    assert make(tmp_path / "second") == []


def test_the_last_that_writes_a_file_decides(build: Build) -> None:
    build(PAGES)
    fresh = build.folder / "next"
    write_bytes(str(fresh), "index.html", b"somebody else's")
    reuse = PageReuse(build.folder / "records", build.site, "mark", "")
    env = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
    env.globals.update(frame_part=pass_context(frame_part), count=str)
    template, values = PAGES["index.html"]
    reuse.write(fresh, "index.html", env.get_template(template), values, SHARED)
    assert not (fresh / "index.html").exists()
    assert reuse.kept(fresh) == ["index.html"]
    write_bytes(str(fresh), "index.html", b"somebody else's")
    assert reuse.kept(fresh) == []
    reuse.complete(fresh)
    assert (fresh / "index.html").read_bytes() == b"somebody else's"
