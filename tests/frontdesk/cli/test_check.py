"""python -m frontdesk check: what is printed where, and the exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.frontdesk.cli.conftest import NOW
from tests.frontdesk.content.project import write

from frontdesk.cli import main

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
    assert "Warnings stop nothing" in meaning
    assert last.endswith("1 warning.")
    write(content, {"posts/c.md": "Title: C\nDate: soon\n\nWords.\n"})
    assert main(["check", "content", *NOW]) == 1
    said = capsys.readouterr().out
    assert "content/posts/c.md: until you fix it, it is not published" in said
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
        ("SERIES = {'Friday debrief': 'Freitag'}", "one of 'Monday', 'Tuesday'"),
        ("IMAGE_BYTES = 'many'", "conf.py: IMAGE_BYTES is 'many'; write a whole number"),
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


def test_whoever_reads_along_may_stop(content: Path) -> None:
    command = f"{sys.executable} -m frontdesk check content | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""
