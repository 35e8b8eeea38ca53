"""A document that was kept is the one that was read; and nothing is read or loaded without need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.frontdesk.content.constructs import texts
from tests.frontdesk.content.faults import FAULTS
from tests.frontdesk.content.project import ROOT, RULES, write

from frontdesk.content import document_cache
from frontdesk.content.content_paths import kind_of_path
from frontdesk.content.document import read_document
from frontdesk.content.document_cache import SETTINGS, DocumentReader, DocumentSources
from frontdesk.content.markdown_analysis import MarkdownReader
from frontdesk.content.model import Document
from frontdesk.content.render_cache import RenderCache
from frontdesk.core.errors import ContentError
from frontdesk.core.problems import Problem
from frontdesk.core.settings import Settings

BODIES = MarkdownReader(RULES.markdown)
POST = "posts/2026-11-02-x.md"
OWN = {
    path.relative_to(ROOT / "content").as_posix(): path.read_bytes()
    for path in sorted((ROOT / "content").rglob("*.md"))
}
EVENT = (
    "Title: T\nType: event\nDate: 2026-11-22\nStart: {}\nEnd: 2027-03-28 12:00\nTimezone: {}\n"
    "Topic: x\nCost: free\nPlace: x\nSummary: x\n\nWords.\n"
)
TIMES = {
    "posts/a.md": "Title: A\nDate: 2026-11-02 08:30 +05:30\nUpdated: 2026-11-03 09:00 Z\n\nW.\n",
    "posts/b.md": "Title: B\nDate: 1900-01-01\nExpires: 2027-10-31 02:30\npublishdate: 2026-12-01\n\nW.\n",
    "posts/c.md": "Title: C\nDate: 2026-10-25 02:30 +01:00\nModified: 2026-10-25 02:30 +02:00\n\nW.\n",
    "resources/gap.md": EVENT.format("2027-03-28 02:30", "Europe/Warsaw"),
    "resources/autumn.md": EVENT.format("2026-10-25 02:30", "Europe/Warsaw"),
    "resources/none.md": EVENT.format("2027-01-20 09:30", ""),
    "resources/wrong.md": EVENT.format("2027-01-20 09:30", "Europe/Warszawa"),
}


def read(path: str, data: bytes, rules: Settings = RULES) -> Document:
    kind = kind_of_path(path, rules) or "page"
    return read_document(path, data, kind, rules, BODIES)[0]


def kept(path: str, data: bytes, rules: Settings = RULES) -> Document:
    reader = DocumentReader(Path(), rules, RenderCache())
    reader.read(path, data)
    return reader.read(path, data)


def zones(document: Document) -> list[tuple[str, str | None]]:
    """Every time in a document, as it prints."""
    head = document.head
    things = [getattr(head.thing, name, None) for name in ("start", "end")]
    days = [signal.day for signal in head.draft_signals]
    own = [head.date, head.modified, head.written, head.not_before, head.not_after]
    return [(f"{one}", one.tzname()) for one in (*own, *days, *things) if one]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Warsaw", "America/New_York", "Asia/Kolkata"])
@pytest.mark.parametrize("path", TIMES)
def test_the_times_of_a_document_keep_their_zones(path: str, zone: str) -> None:
    rules, data = replace(RULES, timezone=zone), TIMES[path].encode()
    one, other = read(path, data, rules), kept(path, data, rules)
    assert zones(one) == zones(other) != []
    assert one == other


@pytest.mark.parametrize("path", OWN)
def test_a_text_of_the_shipped_site_is_kept_as_it_was_read(path: str) -> None:
    one, other = read(path, OWN[path]), kept(path, OWN[path])
    assert one == other
    assert zones(one) == zones(other)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_text_with_a_fault_is_kept_as_it_was_read(fault: Any) -> None:
    data = fault.text if isinstance(fault.text, bytes) else fault.text.encode()
    assert read(fault.path, data) == kept(fault.path, data)


@given(st.text(max_size=60), texts())
def test_any_text_is_kept_as_it_was_read(head: str, text: str) -> None:
    data = f"Title: {head}\n\n{text}".encode(errors="replace")
    assert read(POST, data) == kept(POST, data)
    words = DocumentReader(Path(), RULES, RenderCache())
    assert words.text(words.read(POST, data)) == read_document(POST, data, "post", RULES, BODIES)[1]


class _Watched:
    """Settings that note which of them are read."""

    def __init__(self, rules: Settings) -> None:
        self._rules = rules
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self._rules, name)


def test_every_setting_that_changes_a_document_is_part_of_its_name() -> None:
    watched = _Watched(RULES)
    faults = {fault.path: fault.text for fault in FAULTS}
    for path, text in {**faults, **TIMES, **OWN}.items():
        data = text if isinstance(text, bytes) else text.encode()
        read(path, data, watched)  # type: ignore[arg-type]
    assert watched.read <= {*SETTINGS}


@pytest.mark.parametrize("name", SETTINGS)
def test_another_setting_is_another_document(name: str, tmp_path: Path) -> None:
    cache = RenderCache(tmp_path)
    write(tmp_path, {POST: "Title: X\n\nWords.\n"})
    list(DocumentReader(tmp_path, RULES, cache).read_files([POST]))
    same = DocumentReader(tmp_path, RULES, cache)
    changed = DocumentReader(
        tmp_path, msgspec.structs.replace(RULES, **{name: ("another",)}), cache
    )
    assert reads(same, {POST: b"Title: X\n\nWords.\n"}) == []
    assert reads(changed, {POST: b"Title: X\n\nWords.\n"}) == [POST]


def reads(reader: DocumentReader, files: Mapping[str, bytes]) -> list[str]:
    """The texts that are read anew."""
    found: list[str] = []

    def read_anew(path: str, _: bytes) -> Any:
        found.append(path)
        raise OSError

    reader.read_anew = read_anew  # type: ignore[method-assign]
    for path, data in files.items():
        try:
            reader.read(path, data)
        except OSError:
            continue
    return found


def test_the_next_run_reads_only_what_is_new(tmp_path: Path) -> None:
    files = {f"posts/2026-11-{n:02}-x.md": f"Title: {n}\n\nWords.\n" for n in range(1, 9)}
    write(tmp_path, files)
    cache = RenderCache(tmp_path / "cache", "x")
    first = list(DocumentReader(tmp_path, RULES, cache).read_files(files))
    cache.save()
    again = DocumentReader(tmp_path, RULES, RenderCache(tmp_path / "cache", "x"))
    assert list(again.read_files(files)) == first
    changed = {path: text.encode() for path, text in files.items()} | {POST: b"Title: New\n\nW.\n"}
    assert reads(again, changed) == [POST]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    (found,) = DocumentReader(tmp_path, RULES, RenderCache()).read_files([POST])
    assert isinstance(found, Problem)
    assert (found.path, found.severity) == (POST, "error")


def test_the_words_are_read_again_where_the_cache_was_lost(tmp_path: Path) -> None:
    write(tmp_path, {POST: "Title: X\n\nWords.\n"})
    (document,) = DocumentReader(tmp_path, RULES, RenderCache()).read_files([POST])
    assert isinstance(document, Document)
    other = DocumentReader(tmp_path, RULES, RenderCache())
    assert other.text(document).html == "<p>Words.</p>"
    write(tmp_path, {POST: "Title: X\n\nOther words.\n"})
    with pytest.raises(ContentError, match="has changed"):
        DocumentReader(tmp_path, RULES, RenderCache()).text(document)


def test_a_text_that_was_saved_after_it_was_read_keeps_the_words_that_were_read(
    tmp_path: Path,
) -> None:
    write(tmp_path, {POST: "Title: X\n\nWords.\n"})
    reader = DocumentReader(tmp_path, RULES, RenderCache(tmp_path / "cache"))
    (document,) = reader.read_files([POST])
    assert isinstance(document, Document)
    write(tmp_path, {POST: "Title: X\n\nOther words.\n"})
    sources = DocumentSources({POST: document}, reader, {"comments/x/a.md": b"Hello"})
    assert dict(sources) == {
        POST: b"Title: X\n\nWords.\n",
        "comments/x/a.md": b"Hello",
    }
    assert reader.text(document).html == "<p>Words.</p>"


def test_a_damaged_record_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"Title: X\n\nWords.\n"
    cache = RenderCache()
    reader = DocumentReader(tmp_path, RULES, cache)
    document = reader.read(POST, data)
    get = cache.get
    monkeypatch.setattr(cache, "get", lambda what, text: (get(what, text) or b"")[:9])
    assert reader.read(POST, data) == document


def test_many_texts_are_read_by_several_processes_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"posts/2026-11-{n:02}-x.md": f"Title: {n}\n\nWords.\n" for n in range(1, 29)}
    write(tmp_path, files)
    gone = "posts/2026-11-30-gone.md"
    alone = list(DocumentReader(tmp_path, RULES, RenderCache()).read_files(files))
    monkeypatch.setattr(document_cache, "MIN_PARALLEL_TEXTS", 2)
    together = list(DocumentReader(tmp_path, RULES, RenderCache()).read_files(files))
    assert together == alone
    assert (
        len(list(DocumentReader(tmp_path, RULES, RenderCache()).read_files([*files, gone]))) == 29
    )
