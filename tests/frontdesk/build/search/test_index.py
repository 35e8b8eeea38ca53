"""Documents in, an index out, which the script of the page searches."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.frontdesk.build.search.judged import (
    answers,
    document,
    documents,
    faults,
    index_files,
    queries,
)
from tests.whole_sites.building import ROOT

from frontdesk.site.search_documents import SearchDocument

pytestmark = [pytest.mark.R4, pytest.mark.R13]

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="there is no Node.js")
TABLES = ("documents", "terms", "groups", "files")
DAY = datetime(2026, 11, 5, tzinfo=UTC)


def files_of(found: Iterable[SearchDocument], cache: Path) -> dict[str, bytes]:
    return index_files(found, cache, "this test")


def written(found: Iterable[SearchDocument], folder: Path) -> Path:
    for name, data in files_of(found, folder / "cache.sqlite").items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / "search"


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The answer to each of the judged queries."""
    found = list(documents())
    index = written(found, tmp_path_factory.mktemp("judged"))
    texts = {one.url: one.text() for one in found}
    asked = [query["q"] for query in queries()]
    return dict(zip(asked, answers(index, asked, texts), strict=True))


def test_the_judged_queries_are_many_and_name_texts_that_there_are() -> None:
    known = {one.url for one in documents()}
    named = set()
    for query in queries():
        first = query.get("first", ())
        named |= {*query.get("five", ()), *([first] if isinstance(first, str) else first)}
        assert query.keys() & {"first", "five", "none", "some"}, query
    assert named - known == set()
    assert len(queries()) >= 60


@needs_node
def test_every_judged_query_finds_what_it_should(judged: Mapping[str, dict[str, Any]]) -> None:
    wrong = {}
    for query in queries():
        answer = judged[query["q"]]
        wrong[query["q"]] = faults(query, answer["urls"], [*answer["meant"].values()])
    assert {q: found for q, found in wrong.items() if found} == {}


@needs_node
def test_excerpts_mark_the_words_that_were_found(judged: Mapping[str, dict[str, Any]]) -> None:
    def marked(query: str) -> set[str]:
        (first, *_) = judged[query]["excerpts"]
        return {piece["text"] for piece in first if piece["marked"]}

    assert marked("barrier bell") == {"barrier", "bell"}
    assert marked("fakturę") == {"faktura"}
    assert marked("财务部门") == {"财务部门"}
    (first, *_) = judged["snag list"]["excerpts"]
    whole = "".join(piece["text"] for piece in first)
    assert whole.startswith("A sample partner in which an architect lists")


@needs_node
def test_kinds_and_years_are_counted_and_chosen(tmp_path: Path) -> None:
    found = [
        *(
            document(f"p{n}", f"A call {n}", "", date=DAY - timedelta(days=300 * n))
            for n in range(3)
        ),
        document("b", "The Call", "", kind="book"),
    ]
    index = written(found, tmp_path)
    asked = [
        "call",
        {"q": "call", "filter": {"kind": "book"}},
        {"q": "call", "filter": {"year": 2025}},
    ]
    every, books, of_year = answers(index, asked, {})
    assert every["kinds"] == {"post": 3, "book": 1}
    assert every["years"] == {"2026": 2, "2025": 1, "0": 1}
    assert books["urls"] == ["b"]
    assert books["kinds"] == every["kinds"]
    assert of_year["urls"] == ["p2"]


@needs_node
def test_names_that_javascript_knows_are_words_like_others(tmp_path: Path) -> None:
    words = "constructor __proto__ toString hasOwnProperty"
    index = written([document("a", "<img src=x onerror=alert(1)>", words)], tmp_path)
    for answer in answers(index, [*words.split(), "onerror", "<script>"], {}):
        assert answer["urls"] == ([] if answer["q"] == "<script>" else ["a"]), answer["q"]


@needs_node
def test_a_large_index_is_in_small_files_and_finds_each_word(tmp_path: Path) -> None:
    """Also the first and the last word of a file, and words that stand in most texts."""
    numbers = range(400)
    found = [
        document(
            f"p{n}",
            f"Title {n}",
            " ".join(f"often w{n % 7} {a}{b}{n:03} z{n}" for a in "kmpsv" for b in "aeiouy"),
            date=DAY - timedelta(days=n),
        )
        for n in numbers
    ]
    index = written(found, tmp_path)
    sizes = [path.stat().st_size for path in index.glob("w*.json")]
    assert len(sizes) > 20
    assert max(sizes) < 30_000
    asked = [f"{a}{b}{n:03}" for a in "kmpsv" for b in "aeiouy" for n in (0, 1, 200, 398, 399)]
    for answer in answers(index, asked, {}):
        assert answer["urls"] == [f"p{int(answer['q'][2:])}"], answer["q"]
    (often,) = answers(index, ["often"], {})
    assert often["count"] == len(numbers)


@needs_node
def test_a_phrase_is_found_in_a_page_that_ranks_low(tmp_path: Path) -> None:
    words = {f"p{n}": "Over a hand, note of. " * 5 for n in range(80)}
    words["last"] = "Here is a hand over of note. " + "Other words follow. " * 200
    index = written((document(url, url, text) for url, text in words.items()), tmp_path)
    plain, phrase, none = answers(
        index, ["hand over of note", '"hand over of note"', '"note of hand"'], words
    )
    assert plain["count"] == 81
    assert "last" not in plain["urls"]
    assert phrase["urls"] == ["last"]
    assert none["urls"] == []


def test_nothing_to_find_is_no_index(tmp_path: Path) -> None:
    assert files_of([], tmp_path / "cache.sqlite") == {}
    assert not list(tmp_path.iterdir())


WORDS = st.lists(
    st.sampled_from(
        ["call", "calls", "Łódź", "straße", "e-mail", "倾听", "don’t", "LawFirm", "C++", "6,400"]
    ),
    max_size=6,
)
SITES = st.lists(
    st.dictionaries(
        st.integers(0, 9), st.tuples(st.integers(0, 2), st.sampled_from(["pl", "en"]), WORDS)
    ),
    min_size=2,
    max_size=5,
)


@pytest.mark.S2
@settings(max_examples=25)
@given(SITES)
def test_an_index_that_grew_is_one_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, sites: list[dict[int, tuple[int, str, list[str]]]]
) -> None:
    folder = tmp_path_factory.mktemp("grown")
    for n, site in enumerate(sites):
        found = [
            document(
                f"p{name}",
                " ".join(words[:2]),
                " ".join(words),
                language=language,
                date=DAY + timedelta(days=day) if day else None,
            )
            for name, (day, language, words) in site.items()
        ]
        grown = files_of(found, folder / "grown.sqlite")
        assert grown == files_of(found[::-1], folder / f"{n}.sqlite")


@pytest.mark.S2
def test_an_index_that_becomes_large_or_small_is_one_from_nothing(tmp_path: Path) -> None:
    def texts(count: int) -> list[SearchDocument]:
        words = " ".join(f"{a}{b}{n}" for n in range(count) for a in "kmps" for b in "aeiou")
        return [document(f"p{n}", f"Title {n}", words, date=DAY + timedelta(n)) for n in range(2)]

    for n, count in enumerate((1, 60, 1200, 60, 1)):
        grown = files_of(texts(count), tmp_path / "grown.sqlite")
        assert grown == files_of(texts(count), tmp_path / f"{n}.sqlite")


def test_an_edit_changes_only_the_files_of_its_words(tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    words = " ".join(f"{a}{b}{n:03}" for n in range(150) for a in "kmpsv" for b in "aeiouy")
    found = [document(f"p{n}", f"Title {n}", words, date=DAY + timedelta(n)) for n in range(70)]
    before = files_of(found, cache)
    found[50] = document("p50", "Title 50", f"{words} kangaroo", date=DAY + timedelta(50))
    after = files_of(found, cache)
    changed = {name for name, data in after.items() if before.get(name) != data}
    assert len(changed) <= 3
    assert all(re.match(r"search/(wk|e|index)", name) for name in changed)


@pytest.mark.B5
def test_a_cache_that_is_damaged_or_no_file_costs_time_alone(tmp_path: Path) -> None:
    found = [document("a", "A call", "Some words")]
    cache = tmp_path / "cache.sqlite"
    made = files_of(found, cache)
    cache.write_bytes(b"torn" * 2000)
    assert files_of(found, cache) == made
    assert files_of(found, cache) == made
    found.append(document("b", "Another call", "Other words"))
    made = files_of(found, tmp_path / "another.sqlite")
    for table in ("terms", "documents", "groups"):
        with sqlite3.connect(cache) as rows:
            rows.execute(f"DELETE FROM {table}")
        assert files_of(found, cache) == made
    folder = tmp_path / "folder"
    folder.mkdir()
    assert files_of(found, folder) == made
    assert files_of(found, ROOT / "README.md" / "cache.sqlite") == made


def test_words_that_no_text_has_any_more_are_not_kept(tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    for n in range(20):
        files_of([document("a", "A call", f"Words w{n} of v{n} the day")], cache)
    files_of([document("a", "A call", "Words of today")], tmp_path / "fresh.sqlite")
    files_of([document("a", "A call", "Words of today")], cache)
    counts = []
    for name in ("cache", "fresh"):
        with closing(sqlite3.connect(tmp_path / f"{name}.sqlite")) as rows:
            counts.append(
                [rows.execute(f"SELECT count(*) FROM {one}").fetchone() for one in TABLES]
            )
    assert counts[0] == counts[1]


def test_another_program_makes_the_index_anew(tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    index_files([document("a", "A call", "Old words")], cache, "one")
    calls = []
    found = document("a", "A call", "Old words")
    fields = {name: getattr(found, name) for name in found.__struct_fields__}
    spied = SearchDocument(**{**fields, "text": lambda: str(calls.append("read") or "New words")})
    index_files([spied], cache, "one")
    assert calls == []
    made = index_files([spied], cache, "two")
    assert calls == ["read"]
    assert any(b'"new"' in data for data in made.values())


@pytest.mark.B6
def test_a_cache_that_another_build_uses_stays_as_it_is(tmp_path: Path) -> None:
    found = [document("a", "A call", "Some words")]
    cache = tmp_path / "cache.sqlite"
    made = files_of(found, cache)
    number = cache.stat().st_ino
    with closing(sqlite3.connect(cache, isolation_level=None)) as rows:
        rows.execute("BEGIN EXCLUSIVE")
        assert files_of([*found, document("b", "B", "")], cache).keys() >= made.keys()
        rows.execute("COMMIT")
    assert cache.stat().st_ino == number
    assert files_of(found, cache) == made
