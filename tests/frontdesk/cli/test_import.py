"""The command import, as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.frontdesk.importers.test_import_run import EXPORTS

from frontdesk.cli import main


def typed(tmp_path: Path, *arguments: str) -> int:
    settings = tmp_path / "pelicanconf.py"
    settings.write_text("SITENAME = 'A site'\n", "utf-8")
    return main(["import", *arguments, "--settings", str(settings)])


@pytest.mark.A6
def test_it_writes_texts_and_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(tmp_path, str(EXPORTS / "blogger.xml")) == 0
    said = capsys.readouterr().out
    assert "4 posts, 1 page, 2 comments" in said
    assert (tmp_path / "content/posts/2012-01-05-q.md").exists()
    assert (
        (tmp_path / "var/import/REPORT.md").read_text("utf-8").startswith("# Import from Blogger\n")
    )


def test_a_trial_writes_the_report_alone(tmp_path: Path) -> None:
    assert typed(tmp_path, str(EXPORTS / "wordpress.xml"), "--dry-run") == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["pelicanconf.py", "var"]


def test_what_is_no_export_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.xml").write_text("<feed/>", "utf-8")
    assert typed(tmp_path, str(tmp_path / "notes.xml")) == 1
    assert "is no export that is known here" in capsys.readouterr().err
    assert typed(tmp_path, str(tmp_path / "nothing.xml")) == 1
    assert "there is no" in capsys.readouterr().err


def test_a_site_is_not_imported_into_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(tmp_path, str(tmp_path)) == 1
    assert "copy the old blog elsewhere" in capsys.readouterr().err
    assert typed(tmp_path, "") == 1
    assert "make import FROM=blog.xml" in capsys.readouterr().err


def test_pictures_of_a_blog_without_an_address_need_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(tmp_path, str(EXPORTS / "ghost.json")) == 0
    assert "whose address is not known; name it with ADDRESS=https://…" in capsys.readouterr().out
    assert typed(tmp_path, str(EXPORTS / "ghost.json"), "--address", "https://old.example/") == 0
    assert "Pictures that lie elsewhere: old.example (1)." in capsys.readouterr().out
    text = (tmp_path / "content/posts/2021-02-03-a-ghost.md").read_text("utf-8")
    assert "[X](https://old.example/content/images/x.png)" in text
    assert typed(tmp_path, str(EXPORTS / "ghost.json"), "--address", "old") == 1
    assert "'old' is no address of a blog" in capsys.readouterr().err


def test_nobody_is_asked_where_nobody_sits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(tmp_path, str(EXPORTS / "blogger.xml"), "--pictures", "ask") == 0
    said = capsys.readouterr().out
    assert "Pictures that lie elsewhere: 1.bp.blogspot.com (1)." in said
    assert "To fetch them, import again with PICTURES=yes." in said


def test_an_entry_that_cannot_be_read_is_exit_code_one(tmp_path: Path) -> None:
    whole = (EXPORTS / "blogger.xml").read_text("utf-8")
    (tmp_path / "cut.xml").write_text(whole[: len(whole) // 2], "utf-8")
    assert typed(tmp_path, str(tmp_path / "cut.xml")) == 1
    assert (tmp_path / "content/posts/2012-01-05-q.md").exists()
