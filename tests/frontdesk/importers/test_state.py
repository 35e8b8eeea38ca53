"""An import that is repeated writes nothing twice, and never over what a person wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frontdesk.importers.imports import files, take

_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
_HTML = st.lists(
    st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<br>", "One", " two ", "&amp;", "# ", "<ul><li>", "Status: x"])
    | _WORDS,
    max_size=6,
).map("".join)  # fmt: skip
_POSTS = st.lists(
    st.fixed_dictionaries({
        "id": st.sampled_from("abcdefgh"),
        "title": _WORDS,
        "slug": st.sampled_from(["one", "two", "Three", "tag", "feeds", ""]),
        "html": _HTML,
        "type": st.sampled_from(["post", "page"]),
        "status": st.sampled_from(["published", "draft"]),
        "published_at": st.sampled_from(["2020-01-02T03:04:05.000Z", "2031-01-01T00:00:00Z", "", "x"]),
    }),
    min_size=1, max_size=6,
)  # fmt: skip


def export(posts: list[Mapping[str, str]], folder: Path) -> Path:
    place = folder / "ghost.json"
    place.write_text(json.dumps({"db": [{"data": {"posts": posts}}]}), "utf-8")
    return place


@given(posts=_POSTS)
def test_a_second_run_writes_nothing(
    posts: list[Mapping[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("twice")
    place = export(posts, folder)
    take(place, folder)
    before = files(folder)
    assert not take(place, folder).written
    assert files(folder) == before


@given(posts=_POSTS, newer=_POSTS, data=st.data())
def test_an_edited_file_is_never_touched(
    posts: list[Mapping[str, str]],
    newer: list[Mapping[str, str]],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    take(export(posts, folder), folder)
    written = sorted(name for name in files(folder) if name.endswith(".md"))
    edited = data.draw(st.sets(st.sampled_from(written))) if written else set()
    deleted = data.draw(st.sets(st.sampled_from(sorted(edited)))) if edited else set()
    for name in edited:
        (folder / "content" / name).write_text("Title: Mine\nDate: 2020-01-01\n\nMine.\n", "utf-8")
    for name in deleted:
        (folder / "content" / name).unlink()
    take(export(newer, folder), folder)
    after = files(folder)
    assert all("Mine." in after[name] for name in edited - deleted)
    assert deleted.isdisjoint(after)
