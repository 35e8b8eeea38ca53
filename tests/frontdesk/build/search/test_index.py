"""Pages in, an index out, by Pagefind's real program."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from ruamel.yaml import YAML
from tests.whole_sites.building import ROOT, files_of

from frontdesk.build.search.index import make_index, program
from frontdesk.build.site_files import file_names

pytestmark = pytest.mark.R4

PAGE = (
    '<!doctype html><html lang="en"><body><nav>Menu</nav><h1{0}>{1}</h1><p{0}>{2}</p></body></html>'
)
FOUND = " data-pagefind-body"
KINDS = ("post", "book", "guide", "event", "tool", "video", "article", "community", "checklist")


def index(site: Path, pagefind: Path | None = None, cache: Path | None = None) -> str:
    """Make the index of all pages in a folder; without a cache, from nothing."""
    pagefind = pagefind or program()
    assert pagefind
    with TemporaryDirectory() as empty:
        return make_index(pagefind, site, file_names(site), cache or Path(empty))


def fragments(site: Path) -> list[dict[str, object]]:
    """What the index knows of each page, by its address."""
    packed = (path.read_bytes() for path in site.rglob("*.pf_fragment"))
    texts = (gzip.decompress(data).decode().removeprefix("pagefind_dcd") for data in packed)
    return sorted(map(json.loads, texts), key=lambda found: str(found["url"]))


def test_only_what_is_marked_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(FOUND, "Ours", "Our words"), "utf-8")
    (tmp_path / "b.html").write_text(PAGE.format("", "Theirs", "Their words"), "utf-8")
    assert index(tmp_path) == ""
    (found,) = fragments(tmp_path)
    assert found["url"] == "/a.html"
    assert found["content"] == "Ours. Our words."


def test_where_no_page_is_marked_there_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text(PAGE.format("", "Theirs", "Their words"), "utf-8")
    assert index(tmp_path) == ""
    assert [*files_of(tmp_path)] == ["b.html"]


@pytest.mark.B2
def test_the_same_pages_give_the_same_bytes_and_no_interface_that_we_do_not_use(
    tmp_path: Path,
) -> None:
    for site in (tmp_path / "one", tmp_path / "two"):
        site.mkdir()
        for n in range(20):
            kind = f'{FOUND} data-pagefind-filter="type:{KINDS[n % len(KINDS)]}"'
            page = PAGE.format(kind, f"Post {n}", f"About calls, letters and word{n}")
            (site / f"{n}.html").write_text(page, "utf-8")
        assert index(site) == ""
    found = files_of(tmp_path / "one")
    assert files_of(tmp_path / "two") == found
    assert {name for name in found if "pagefind/pagefind-" in name} == {
        "pagefind/pagefind-entry.json"
    }


def test_a_program_that_fails_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(FOUND, "Ours", "Our words"), "utf-8")
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho The disk is full >&2; exit 3\n", "utf-8")
    program.chmod(0o755)
    assert index(tmp_path, program) == "The disk is full"


WHOLE = """<!doctype html><html lang="{lang}"><head><title>{title}</title></head><body><nav>Menu</nav>
<article data-pagefind-filter="type:{kind}"><time data-pagefind-meta="date">{date}</time>
<h1 data-pagefind-body>{title}</h1><div data-pagefind-body><p id="first">{words}</p></div>
<aside>{related}</aside></article>
<aside><h2>{headline}</h2><img src="icon.png" alt=""></aside></body></html>
"""
FIRST = {
    "lang": "en",
    "title": "A call",
    "kind": "Post",
    "date": "May 1",
    "words": "Call back.",
    "related": "A letter",
    "headline": "News",
}


class Counted:
    """Pagefind's program, each of whose runs is counted."""

    def __init__(self, folder: Path) -> None:
        self._runs = folder / "runs"
        self.program = folder / "counted"
        self.program.write_text(f'#!/bin/sh\necho >>{self._runs}; exec {program()} "$@"\n', "utf-8")
        self.program.chmod(0o755)

    @property
    def runs(self) -> int:
        return len(self._runs.read_bytes()) if self._runs.exists() else 0


@pytest.fixture
def counted(tmp_path: Path) -> Counted:
    return Counted(tmp_path)


def indexed(site: Path) -> dict[str, bytes]:
    return {name: data for name, data in files_of(site).items() if name.startswith("pagefind/")}


def write(site: Path, pages: dict[str, dict[str, str]]) -> None:
    """A site of these pages and no index, as each build begins."""
    shutil.rmtree(site, ignore_errors=True)
    for name, words in pages.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(WHOLE.format(**words), "utf-8")


@pytest.mark.B2
@pytest.mark.parametrize(
    ("edit", "runs"),
    [
        ({}, 1),
        ({"headline": "Other news"}, 1),
        ({"related": '<img src="letter.png" alt="">A letter'}, 1),
        ({"words": "Call at once."}, 2),
        ({"words": '<em id="second">Call</em> back.'}, 2),
        ({"title": "Two calls"}, 2),
        ({"date": "May 2"}, 2),
        ({"kind": "Book"}, 2),
        ({"lang": "pl"}, 2),
    ],
)
def test_an_index_is_made_anew_only_when_a_word_in_it_changes(
    tmp_path: Path, counted: Counted, edit: dict[str, str], runs: int
) -> None:
    site, cache = tmp_path / "site", tmp_path / "cache"
    pages = {"2026/a.html": FIRST, "2026/b.html": {**FIRST, "title": "A letter"}}
    write(site, pages)
    assert index(site, counted.program, cache) == ""
    write(site, {**pages, "2026/a.html": {**FIRST, **edit}})
    assert index(site, counted.program, cache) == ""
    assert counted.runs == runs
    grown = indexed(site)
    shutil.rmtree(site / "pagefind")
    index(site)
    assert indexed(site) == grown


def test_a_page_that_is_added_moved_or_gone_makes_another_index(
    tmp_path: Path, counted: Counted
) -> None:
    site, cache = tmp_path / "site", tmp_path / "cache"
    for n, names in enumerate((["a.html"], ["a.html", "b.html"], ["c.html", "b.html"], ["b.html"])):
        write(site, dict.fromkeys(names, FIRST))
        assert index(site, counted.program, cache) == ""
        assert counted.runs == n + 1
        assert {found["url"] for found in fragments(site)} == {f"/{name}" for name in names}


def test_the_last_two_indexes_are_kept(tmp_path: Path, counted: Counted) -> None:
    site, cache = tmp_path / "site", tmp_path / "cache"
    for words, runs in [("one", 1), ("two", 2), ("one", 2), ("three", 3), ("one", 3), ("two", 4)]:
        write(site, {"a.html": {**FIRST, "words": words}})
        index(site, counted.program, cache)
        assert counted.runs == runs, words
        assert len([path for path in cache.iterdir() if path.is_dir()]) <= 2


def test_a_run_that_failed_is_not_kept(tmp_path: Path, counted: Counted) -> None:
    site, cache, failing = tmp_path / "site", tmp_path / "cache", tmp_path / "failing"
    failing.write_text("#!/bin/sh\nexit 3\n", "utf-8")
    failing.chmod(0o755)
    write(site, {"a.html": FIRST})
    assert index(site, failing, cache) == "exit code 3"
    assert not indexed(site)
    assert index(site, counted.program, cache) == ""
    assert (counted.runs, len(fragments(site))) == (1, 1)


@pytest.mark.B5
def test_a_cache_that_is_damaged_or_no_folder_costs_time_alone(
    tmp_path: Path, counted: Counted
) -> None:
    site, cache = tmp_path / "site", tmp_path / "cache"
    write(site, {"a.html": FIRST})
    (cache / ".new" / "pagefind").mkdir(parents=True)
    (cache / "pages").write_bytes(b"torn")
    assert index(site, counted.program, cache) == ""
    made = indexed(site)
    shutil.rmtree(cache)
    cache.write_text("a file", "utf-8")
    write(site, {"a.html": FIRST})
    assert index(site, counted.program, cache) == ""
    assert indexed(site) == made != {}


JUDGED = Path(__file__).parent


def test_the_judged_queries_are_many_and_name_texts_that_there_are() -> None:
    """benchmarks/search.py runs them."""
    yaml = YAML(typ="safe")
    documents = yaml.load(JUDGED / "judged_documents.yaml")
    queries = yaml.load(JUDGED / "judged_queries.yaml")
    known = {one["slug"] for one in documents}
    content = ROOT / "content"
    known |= {re.sub(r"^\d{4}-\d\d-\d\d-", "", path.stem) for path in content.rglob("*.md")}
    partners = yaml.load(ROOT / "feeds.yaml")["partners"]
    known |= {f"partner:{one['id']}" for one in partners}
    named = set()
    for query in queries:
        first = query.get("first", ())
        named |= {*query.get("five", ()), *([first] if isinstance(first, str) else first)}
        assert query.keys() & {"first", "five", "none"}, query
    assert named - known == set()
    assert len(queries) >= 60
