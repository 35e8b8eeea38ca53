"""python -m frontdesk check and new: what is printed where, and the exit codes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.frontdesk.content.project import ROOT, write

from frontdesk.cli import main

NOW = ("--now", "2026-11-22T12:00Z")
GOOD = "Title: A\nDate: 2026-11-01\n\nWords.\n"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "content", {"posts/a.md": GOOD})
    return tmp_path / "content"


Capture = pytest.CaptureFixture[str]


@pytest.mark.A2
def test_a_good_folder_is_said_to_be_so(content: Path, capsys: Capture) -> None:
    assert main(["check", "content", *NOW]) == 0
    assert capsys.readouterr().out == "content: 1 post, 0 pages; no problems.\n"


@pytest.mark.A2
def test_a_mistake_is_exit_code_one_and_a_note_is_not(content: Path, capsys: Capture) -> None:
    write(content, {"posts/b.md": "Date: 2026-12-24\n\nWords.\n"})
    assert main(["check", "content", *NOW]) == 0
    assert capsys.readouterr().out.count(": info: ") == 2
    write(content, {"posts/c.md": "Title: C\nStatsu: x\nDate: 2026-11-02\n\nWords.\n"})
    assert main(["check", "content", *NOW]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[2] == "content/posts/c.md:2: error: unknown field 'Statsu' (did you mean 'Status'?)"
    assert said[-1] == "content: 3 posts, 0 pages; 1 error, 2 info."


@pytest.mark.A11
def test_a_warning_stops_only_whoever_wants_to_be_strict(content: Path, capsys: Capture) -> None:
    write(content, {"posts/b.md": "Title: B\nDate: 2026-11-02\n\n<p style=x>Words.</p>\n"})
    assert main(["check", "content", *NOW]) == 0
    assert capsys.readouterr().out.count(": warning: ") == 1
    assert main(["check", "content", "--strict", *NOW]) == 1
    assert main(["check", "content", "--strict", "--summary", "summary.md", *NOW]) == 1
    write(content, {"posts/b.md": "Date: 2026-12-24\n\nWords.\n"})
    assert main(["check", "content", "--strict", *NOW]) == 0


@pytest.mark.A2
def test_the_check_says_what_an_error_and_a_warning_mean(content: Path, capsys: Capture) -> None:
    write(content, {"posts/c.md": "Title: C\nTgas: x\nDate: 2026-11-02\n\nWords.\n"})
    assert main(["check", "content", *NOW]) == 0
    *_, meaning, last = capsys.readouterr().out.splitlines()
    assert "published all the same" in meaning
    assert last.endswith("1 warning.")
    write(content, {"posts/c.md": "Title: C\nDate: soon\n\nWords.\n"})
    assert main(["check", "content", *NOW]) == 1
    said = capsys.readouterr().out
    assert "content/posts/c.md: until it is mended, it is not published" in said
    assert "published all the same" not in said


def test_a_summary_is_written_beside(content: Path, capsys: Capture) -> None:
    write(content, {"posts/c.md": "Title: C\nDate: soon\n\nWords.\n"})
    assert main(["check", "content", "--summary", "summary.md", *NOW]) == 1
    text = Path("summary.md").read_text("utf-8")
    assert "- **line 2:** error: 'soon' is not a date; write it as 2026-11-22 08:30\n" in text
    assert main(["check", "content", "--summary", "no/such/folder.md", *NOW]) == 1
    assert "no/such/folder.md cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("folder", "says"),
    [
        ("elsewhere", "there is no folder elsewhere; name the one that holds the posts"),
        ("content/posts", "content/posts has no posts/ or pages/ in it; name the folder that has"),
    ],
)
def test_a_folder_that_is_none_is_told(
    content: Path, capsys: Capture, folder: str, says: str
) -> None:
    assert main(["check", folder]) == 1
    assert capsys.readouterr().err == f"{says}\n"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("SERIES = {'Friday debrief': 'Freitag'}", "'Freitag' is no weekday for 'Friday debrief'"),
        ("IMAGE_BYTES = 'many'", "Expected `int`, got `str` - at `$.image_bytes`"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(
    content: Path, capsys: Capture, settings: str, says: str
) -> None:
    Path("conf.py").write_text(settings, encoding="utf-8")
    assert main(["check", "--settings", "conf.py"]) == 1
    assert says in capsys.readouterr().err
    assert main(["check", "--settings", "gone.py"]) == 1
    assert "name the settings with --settings" in capsys.readouterr().err


@pytest.mark.A4
def test_a_new_post_is_written_and_its_path_told(content: Path, capsys: Capture) -> None:
    assert main(["new", "Zażółć: gęślą", "--content", "content", *NOW]) == 0
    said = capsys.readouterr()
    path = said.out.strip()
    assert path == "content/posts/2026-11-22-zazolc-gesla.md"
    assert said.err == "It is a draft: to publish it, take the line 'Status: draft' out.\n"
    text = Path(path).read_text("utf-8")
    assert text.startswith(
        "---\nTitle: 'Zażółć: gęślą'\nDate: 2026-11-22 12:00+00:00\nId: urn:uuid:"
    )
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
        pass


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


def test_whoever_reads_along_may_stop(content: Path) -> None:
    command = f"{sys.executable} -m frontdesk check content | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""


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
