"""python -m frontdesk new: what is written where, and the exit codes."""

from __future__ import annotations

import errno
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.frontdesk.cli.conftest import NOW
from tests.frontdesk.content.project import ROOT

from frontdesk.cli import main

Capture = pytest.CaptureFixture[str]


@pytest.mark.A4
def test_a_new_post_is_written_and_its_path_told(content: Path, capsys: Capture) -> None:
    assert main(["new", "Zażółć: gęślą", "--content", "content", *NOW]) == 0
    said = capsys.readouterr()
    path = said.out.strip()
    assert path == "content/posts/2026-11-22-zazolc-gesla.md"
    assert said.err == "It is a draft: to publish it, take the line 'Status: draft' out.\n"
    text = Path(path).read_text("utf-8")
    head = r"---\nTitle: 'Zażółć: gęślą'\nDate: 2026-11-22 \d\d:\d\d[+-]\d\d:\d\d\nId: urn:uuid:"
    assert re.match(head, text)  # the time is that of the project's zone
    assert main(["check", "content", *NOW]) == 0, "nothing in a draft is more than information"
    assert "there is no text" in capsys.readouterr().out
    published = text.replace("Status: draft\n", "")
    Path(path).write_text(published, encoding="utf-8")
    assert main(["check", "content", *NOW]) == 1
    Path(path).write_text(f"{published}Words.\n", encoding="utf-8")
    assert main(["check", "content", *NOW]) == 0


@pytest.mark.A4
@pytest.mark.parametrize("step", ["write", "flush", "fsync", "link"])
def test_a_post_that_cannot_be_written_leaves_no_file(
    content: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """As where the disk is full: neither an empty file nor half of one."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    with monkeypatch.context() as full:
        if step in {"write", "flush"}:
            real = Path.open
            full.setattr(
                Path,
                "open",
                lambda path, mode="r", *more, **named: (
                    _Full(refuse, step) if "w" in mode else real(path, mode, *more, **named)
                ),
            )
        elif step == "fsync":
            full.setattr(os, "fsync", refuse)
        else:
            full.setattr(os, "link", refuse)
            full.setattr(Path, "replace", refuse)
        assert main(["new", "Some words", "--content", "content", *NOW]) == 1
    assert "cannot be written (No space left on device)" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in content.rglob("*") if path.is_file()} == before
    assert main(["new", "Some words", "--content", "content", *NOW]) == 0


class _Full:
    """A file on a full disk."""

    def __init__(self, refuse: Callable[[], None], step: str) -> None:
        self.write = refuse if step == "write" else len
        self.flush = refuse

    def __enter__(self) -> _Full:
        return self

    def __exit__(self, *_: object) -> None:
        self.flush()  # as a file does that is closed


@pytest.mark.A4
def test_where_a_file_cannot_have_two_names_a_post_is_begun_all_the_same(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    command = ["new", "Some words", "--content", "content", *NOW]
    assert main(command) == 0
    text = Path(capsys.readouterr().out.strip()).read_text("utf-8")
    assert main(command) == 1
    assert "is there already, and stays as it is" in capsys.readouterr().err
    assert "Title: Some words" in text


@pytest.mark.A4
@pytest.mark.parametrize("what", ["post", "page", "column"])
def test_a_file_that_is_there_is_never_written_over(
    content: Path, capsys: Capture, what: str
) -> None:
    Path("conf.py").write_text("SERIES = {'Friday debrief': 'Friday'}", encoding="utf-8")
    command = ["new", "One", "--type", what, "--settings", "conf.py", *NOW]
    assert main(command) == 0
    path = Path(capsys.readouterr().out.strip())
    path.write_text("mine", encoding="utf-8")
    assert main(command) == 1
    assert "is there already, and stays as it is" in capsys.readouterr().err
    assert path.read_text("utf-8") == "mine"
    assert main([*command, "--slug", "another"]) == 0


@pytest.mark.A5
def test_every_new_post_has_an_id_of_its_own(content: Path, capsys: Capture) -> None:
    for title in ("One", "Two"):
        main(["new", title, "--content", "content", *NOW])
    texts = [Path(path).read_text("utf-8") for path in capsys.readouterr().out.split()]
    ids = {line for text in texts for line in text.splitlines() if line.startswith("Id: ")}
    assert len(ids) == 2


@pytest.mark.A4
def test_make_passes_a_title_as_it_was_typed(content: Path) -> None:
    assert (ROOT / ".venv/site.stamp").exists(), "make has not made .venv; use make test"
    title = """It's "5 $ more" & `all` #1: łoś"""
    command = [
        "make",
        "--no-print-directory",
        "-C",
        str(ROOT),
        "new",
        f"title={title}",
        f"content={content}",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "MAKEFLAGS": ""}
    )
    assert done.returncode == 0, done.stderr
    path = ROOT / done.stdout.strip()
    assert (
        path.read_text("utf-8").splitlines()[1] == """Title: 'It''s "5 $ more" & `all` #1: łoś'"""
    )
