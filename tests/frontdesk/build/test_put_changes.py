"""B7: at each moment everything that a served page links or loads answers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.build.manifest import MARK
from frontdesk.build.put_changes import Changes, few_changes, put_one_by_one
from frontdesk.build.site_files import file_names

Files = Mapping[str, str]


def write(folder: Path, files: Files) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read(folder: Path) -> Files:
    return {name: (folder / name).read_text(encoding="utf-8") for name in file_names(folder)}


def folders(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_dir()}


class Place:
    def __init__(self, folder: Path, before: Files) -> None:
        self.site, self.fresh = folder / "site", folder / "fresh"
        self.site.mkdir()
        write(self.site, before)

    def find(self, written: Files, kept: tuple[str, ...] = ()) -> Changes | None:
        shutil.rmtree(self.fresh, ignore_errors=True)
        self.fresh.mkdir()
        write(self.fresh, written)
        return few_changes(self.fresh, self.site, kept)

    def put(self, written: Files, kept: tuple[str, ...] = ()) -> None:
        changes = self.find(written, kept)
        assert changes
        put_one_by_one(self.fresh, self.site, changes)


@pytest.mark.B7
@pytest.mark.B8
def test_the_site_is_what_was_written_and_what_was_kept(tmp_path: Path) -> None:
    place = Place(tmp_path, {"kept.html": "1", "same.html": "1", "a.html": "1", "old/x.html": "1"})
    os.utime(place.site / "same.html", (1000, 1000))
    place.put({"same.html": "1", "a.html": "2"}, ("kept.html",))
    assert read(place.site) == {"kept.html": "1", "same.html": "1", "a.html": "2"}
    assert folders(place.site) == set()
    assert (place.site / "same.html").stat().st_mtime == 1000


@pytest.mark.B7
def test_new_files_come_first_and_the_mark_last_but_for_deletions(tmp_path: Path) -> None:
    names = ("a.html", "a.html.gz", "theme/style.css", "search/wa.json", "feeds/posts.atom.xml")
    after = dict.fromkeys((*names, "_headers", MARK), "2")
    place = Place(tmp_path, {**dict.fromkeys(after, "1"), "gone.css": "1"})
    found = place.find(after | {f"new-{name}": "2" for name in ("a.html", "x.css", "f.xml")})
    assert found == Changes(
        new=("new-x.css", "new-a.html", "new-f.xml"),
        changed=(
            *("theme/style.css", "search/wa.json", "a.html", "a.html.gz"),
            *("feeds/posts.atom.xml", "_headers", MARK),
        ),
        gone=("gone.css",),
    )


@pytest.mark.B7
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({f"{n}.html": "1" for n in range(99)}, {f"{n}.html": "2" for n in range(99)}),
        ({"old-address.html": "1"}, {"new-address.html": "1"}),
        ({"a": "1"}, {"a/b.css": "1"}),
        ({"a/b.css": "1"}, {"a": "1"}),
    ],
    ids=["many files", "another address", "a file becomes a folder", "a folder becomes a file"],
)
def test_the_whole_folder_is_exchanged_instead(tmp_path: Path, before: Files, after: Files) -> None:
    assert Place(tmp_path, before).find(after) is None


@pytest.mark.B7
@pytest.mark.B8
@pytest.mark.parametrize("odd", ["no site", "another umask", "a link"])
def test_an_odd_site_is_exchanged(tmp_path: Path, odd: str) -> None:
    place = Place(tmp_path, {"a.html": "1"})
    if odd == "no site":
        shutil.rmtree(place.site)
    elif odd == "another umask":
        place.site.chmod(0o700)
    else:
        (place.site / "link").symlink_to("a.html")
    assert place.find({"a.html": "2"}) is None


@pytest.mark.B8
def test_a_file_of_another_mode_is_replaced(tmp_path: Path) -> None:
    place = Place(tmp_path, {"a.html": "1"})
    (place.site / "a.html").chmod(0o600)
    place.put({"a.html": "1"})
    assert (place.site / "a.html").stat().st_mode & 0o777 == 0o644


# --- at each moment -----------------------------------------------------------------------------

PAGES = ("index.html", "a.html", "b.html", "tag/x.html", "tag/y.html", "c/d.html")
LOADED = ("theme/a.css", "theme/b.css")


@st.composite
def sites(draw: Callable[[st.SearchStrategy[frozenset[str]]], frozenset[str]]) -> Files:
    """Pages that link to each other and load files; all that they link to is there."""
    there = sorted({"index.html", *draw(st.frozensets(st.sampled_from((*PAGES, *LOADED))))})
    some = st.frozensets(st.sampled_from(there))
    links = {page: " ".join(sorted(draw(some))) for page in there if page in PAGES}
    return {**{name: "" for name in there if name in LOADED}, **links}


@pytest.mark.B7
@settings(deadline=None)
@given(sites(), sites())
def test_no_link_leads_nowhere_at_any_moment(
    tmp_path_factory: pytest.TempPathFactory, before: Files, after: Files
) -> None:
    """But among new pages, and among deleted ones, to which no other page links yet or any more."""
    place = Place(tmp_path_factory.mktemp("place"), before)
    changes = place.find(after)
    if changes is None:  # pages came and went
        return
    replace, unlink = Path.replace, Path.unlink
    apart = {*changes.new, *changes.gone}

    def and_look(do: Callable[..., object]) -> Callable[..., object]:
        def done(path: Path, *more: object) -> object:
            found = do(path, *more)
            there = {*file_names(place.site)}
            for name, text in read(place.site).items():
                linked = {*text.split(" ")} - {""}
                assert linked <= (there | apart if name in apart else there)
            return found

        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", and_look(replace))
        patch.setattr(Path, "unlink", and_look(unlink))
        put_one_by_one(place.fresh, place.site, changes)
    assert read(place.site) == after
