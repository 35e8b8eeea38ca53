"""The files of a built site."""

from __future__ import annotations

from pathlib import Path

from frontdesk.build.site_files import file_names


def test_all_files_are_named_in_the_order_of_their_folders(tmp_path: Path) -> None:
    names = ["a/index.html", "a/z.html", "a-b.html", ".well-known/x", "index.html"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "empty").mkdir()
    assert file_names(tmp_path) == [
        ".well-known/x",
        "a/index.html",
        "a/z.html",
        "a-b.html",
        "index.html",
    ]


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert file_names(tmp_path / "absent") == []
