"""What was made of a text, kept between builds; and whatever becomes of the file, a build goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from frontdesk.content import render_cache
from frontdesk.content.render_cache import CACHE_FILE, RenderCache, fingerprint
from frontdesk.core.shared_work import SharedWork


@pytest.fixture
def made() -> list[str]:
    """The texts of which something was made anew."""
    return []


@pytest.fixture
def make(made: list[str]) -> Callable[[str], bytes]:
    def make(text: str) -> bytes:
        made.append(text)
        return text.upper().encode()

    return make


def test_what_was_made_once_is_found_by_the_next_run(
    tmp_path: Path, made: list[str], make: Callable[[str], bytes]
) -> None:
    for _ in range(2):
        cache = RenderCache(tmp_path, "as ever")
        assert cache.get_or_make("html", "text", make) == b"TEXT"
        cache.save()
    assert made == ["text"]


@pytest.mark.parametrize(
    ("what", "text", "made_by"),
    [("body", "text", "as ever"), ("html", "other", "as ever"), ("html", "text", "an update")],
)
def test_another_text_kind_or_program_makes_it_anew(
    tmp_path: Path, make: Callable[[str], bytes], what: str, text: str, made_by: str
) -> None:
    cache = RenderCache(tmp_path, "as ever")
    cache.get_or_make("html", "text", make)
    cache.save()
    assert RenderCache(tmp_path, made_by).get(what, text) is None


def test_a_damaged_file_is_begun_anew(tmp_path: Path, make: Callable[[str], bytes]) -> None:
    (tmp_path / CACHE_FILE).write_bytes(b"no database at all" * 100)
    cache = RenderCache(tmp_path, "x")
    assert cache.get_or_make("html", "text", make) == b"TEXT"
    cache.save()
    assert RenderCache(tmp_path, "x").get("html", "text") == b"TEXT"


def test_where_no_file_can_be_everything_is_made_anew(
    tmp_path: Path, made: list[str], make: Callable[[str], bytes]
) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    for folder in (tmp_path / "taken", None):
        cache = RenderCache(folder, "x")
        assert cache.get_or_make("html", "text", make) == b"TEXT"
        cache.save()
    assert made == ["text", "text"]


def test_what_this_run_has_written_is_found_as_what_another_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_cache, "MOST_UNWRITTEN", 20)
    texts = [f"text {n}" for n in range(100)]
    before = RenderCache(tmp_path, "as ever")
    for text in texts[:50]:
        before.put("html", text, b"before")
    before.save()

    cache = RenderCache(tmp_path, "as ever")
    assert [cache.get("html", text) for text in texts] == [b"before"] * 50 + [None] * 50
    for text in texts[50:]:
        cache.put("html", text, b"now")
    assert [cache.get("html", text) for text in texts] == [b"before"] * 50 + [b"now"] * 50
    cache.save()
    assert [cache.get("html", text) for text in texts] == [b"before"] * 50 + [b"now"] * 50


def test_what_is_of_no_use_any_more_goes_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[str], bytes]
) -> None:
    monkeypatch.setattr(render_cache, "SPARE_ENTRIES", 3)
    for n in range(20):
        cache = RenderCache(tmp_path, "x")
        cache.get_or_make("html", "lasting", make)
        cache.get_or_make("html", f"passing {n}", make)
        cache.save()
    last = RenderCache(tmp_path, "x")
    assert last.get("html", "lasting")
    assert last.get("html", "passing 0") is None


def test_a_change_of_our_own_code_makes_everything_anew(tmp_path: Path) -> None:
    made = set()
    for code in ("one", "two"):
        (tmp_path / code).mkdir()
        (tmp_path / code / "reader.py").write_text(code)
        made |= {fingerprint(options, tmp_path / code) for options in ("options", "others")}
    assert len(made) == 4
    (tmp_path / "one").rename(tmp_path / "moved")
    assert fingerprint("options", tmp_path / "moved") in made


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # test runners have threads
@pytest.mark.parametrize("kind", ["text", "html"])  # read one by one, and all at once
def test_a_copy_of_the_process_reads_by_a_connection_of_its_own(
    tmp_path: Path, kind: str, make: Callable[[str], bytes]
) -> None:
    cache = RenderCache(tmp_path, "as ever")
    texts = [f"text {n}" for n in range(60)]
    for text in texts:
        cache.get_or_make(kind, text, make)
    cache.save()

    found = list(SharedWork(texts, lambda text: cache.get(kind, text), copies=2).finish())

    assert dict(found) == {text: text.upper().encode() for text in texts}
    cache.get_or_make(kind, "new", make)
    cache.save()
    assert RenderCache(tmp_path, "as ever").get(kind, "new") == b"NEW"
