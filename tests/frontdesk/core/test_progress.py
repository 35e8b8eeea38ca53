"""What long work shows on a terminal and in a log (O5): the commands run at the end of a real pty."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.partner_blogs.refresh.server import Server, reply, silent

ROOT = Path(__file__).resolve().parents[3]
NOW = ("--now", "2026-11-22T12:00:00+00:00")
FEED = (
    "<rss version='2.0'><channel><title>Desk</title><item><guid isPermaLink='false'>1</guid>"
    "<title>One</title></item></channel></rss>"
)
ODD = (
    "[red]Red[/red] [/] :smile: %s",
    '"\\e[2J\\e]0;title\\a\\x9b31mLoud\\r\\u202e"',
    "A long name " * 30,
)
LIST = "partners:\n" + "".join(
    f"  - id: p{n}\n    name: {name}\n    feed: {n}.xml\n"
    for n, name in enumerate([*(f"'{ODD[0]}'", ODD[1], ODD[2]), "Lost"])
)
LINES = [
    "  [red]Red[/red] [/] :smile: %s: 1 entry read",
    "  [2J]0;title31mLoud: 1 entry read",
    f"  {ODD[2]}".rstrip() + ": 1 entry read",
    "  Lost: there is no file 3.xml beside feeds.yaml",
]
LAST = "Partners: 4 asked, 0 kept from before, 1 failed; 0 more are links only."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "feeds.yaml").write_text(LIST, encoding="utf-8")
    for n in range(3):
        (tmp_path / f"{n}.xml").write_text(FEED, encoding="utf-8")
    return tmp_path


def environment(**more: str) -> dict[str, str]:
    ours = {"PYTHONPATH": str(ROOT / "plugins"), "TERM": "xterm-256color", "COLUMNS": "80"}
    theirs = {"NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
    return {k: v for k, v in os.environ.items() if k not in theirs} | ours | more


def command(folder: Path, *arguments: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "partner_blogs",
        *arguments,
        "--feeds",
        str(folder / "feeds.yaml"),
    ]


def on_a_terminal(
    folder: Path,
    *arguments: str,
    look: Callable[[subprocess.Popen[bytes], str], None] = lambda *_: None,
    **more: str,
) -> tuple[int, str]:
    """The exit code, and every character that came; `look` sees what came so far, piece by piece."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(ours, (24, 80))
    with subprocess.Popen(
        command(folder, *arguments),
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        came = b""
        with contextlib.suppress(OSError):  # Linux says so when the other end is closed
            while piece := os.read(ours, 65536):
                came += piece
                look(running, came.decode(errors="replace"))
        os.close(ours)
        return running.wait(timeout=20), came.decode()


def screen(came: str) -> list[str]:
    """What stands on the terminal in the end, of any height and width."""
    lines, row, column = [""], 0, 0
    for piece in re.findall(r"\x1b\[\??[\d;]*[A-Za-z]|[\r\n]|[^\x1b\r\n]+|\x1b", came):
        if piece == "\r":
            column = 0
        elif piece == "\n":
            row += 1
            lines += [""] if row == len(lines) else []
        elif piece == "\x1b[2K":
            lines[row] = ""
        elif up := re.fullmatch(r"\x1b\[(\d+)A", piece):
            row -= int(up[1])
        elif not re.fullmatch(r"\x1b\[(\?25[lh]|[\d;]*m)", piece):
            assert piece.isprintable(), f"{piece!r} did not come from us"
            lines[row] = (
                lines[row][:column].ljust(column) + piece + lines[row][column + len(piece) :]
            )
            column += len(piece)
    return lines


def has_its_cursor(came: str) -> bool:
    return came.rfind("\x1b[?25h") >= came.rfind("\x1b[?25l")


@pytest.mark.O5
def test_a_terminal_sees_a_bar_with_counts_and_then_the_lines_alone(folder: Path) -> None:
    code, came = on_a_terminal(folder, "refresh", *NOW)
    assert code == 0
    assert "4/4" in came
    assert "━" in came
    assert screen(came) == [*LINES, LAST, ""]
    assert has_its_cursor(came)


@pytest.mark.O5
def test_a_log_has_the_same_lines_and_nothing_else(folder: Path) -> None:
    done = subprocess.run(
        command(folder, "refresh", *NOW),
        env=environment(),
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert (done.stdout.splitlines(), done.stderr) == ([*LINES, LAST], "")


@pytest.mark.parametrize("terminal", ["dumb", "unknown", ""])
def test_a_terminal_that_cannot_move_its_cursor_gets_plain_lines(
    folder: Path, terminal: str
) -> None:
    _, came = on_a_terminal(folder, "refresh", *NOW, TERM=terminal)
    assert came.splitlines() == [*LINES, LAST]


def test_a_bar_without_colour_where_none_is_wanted(folder: Path) -> None:
    colours = re.compile(r"\x1b\[[\d;]*(?:3[0-8]|4[0-8]|9\d|10\d)[\d;]*m")
    assert colours.search(on_a_terminal(folder, "refresh", *NOW)[1])
    _, came = on_a_terminal(folder, "refresh", *NOW, "--force", NO_COLOR="1")
    assert "4/4" in came
    assert not colours.search(came)


def test_quiet_tells_of_trouble_only(folder: Path) -> None:
    _, came = on_a_terminal(folder, "refresh", "--quiet", *NOW)
    assert came.splitlines() == [LINES[3], LAST]
    (folder / "3.xml").write_text(FEED, encoding="utf-8")
    assert on_a_terminal(folder, "refresh", "--quiet", *NOW) == (0, "")


def test_where_nobody_is_due_there_is_no_bar(folder: Path) -> None:
    (folder / "feeds.yaml").write_text("partners: []", encoding="utf-8")
    _, came = on_a_terminal(folder, "refresh", *NOW)
    assert "━" not in came
    assert len(screen(came)) == 2


def test_ctrl_c_leaves_the_lines_that_came_and_the_cursor(folder: Path) -> None:
    stopped = list[int]()

    def stop(running: subprocess.Popen[bytes], came: str) -> None:
        if server.seen and "4/5" in came and not stopped:
            stopped.append(running.pid)
            running.send_signal(signal.SIGINT)

    with Server(answers={"/slow": silent}) as server:
        slow = f"  - id: slow\n    name: Slow\n    feed: {server.url('/slow')}\n"
        (folder / "feeds.yaml").write_text(LIST + slow, encoding="utf-8")
        code, came = on_a_terminal(folder, "refresh", *NOW, "--allow-private-addresses", look=stop)
    assert code == 130
    assert screen(came) == [*LINES, "Stopped. Every feed that was read so far is stored.", ""]
    assert has_its_cursor(came)


def test_check_and_discover_show_the_bar_too(folder: Path) -> None:
    code, came = on_a_terminal(folder, "check", "--online")
    assert code == 1  # 3.xml is not there
    assert "━" not in came
    (folder / "3.xml").write_text(FEED.replace("One", "Two"), encoding="utf-8")
    _, came = on_a_terminal(folder, "check", "--online")
    assert "4/4" in came
    assert screen(came)[0] == "[red]Red[/red] [/] :smile: %s, line 4: 0.xml"
    with Server(answers={"/feed": reply(FEED.encode())}) as server:
        private = ("--allow-private-addresses", server.url())
        code, came = on_a_terminal(folder, "discover", *private)
    assert code == 0
    assert "1/1" in came
    assert screen(came)[:2] == [server.url(), "  RSS 2.0, Desk"]
    assert has_its_cursor(came)


def test_what_draws_the_bar_is_loaded_on_a_terminal_only(folder: Path) -> None:
    code = (
        "import sys; from partner_blogs.__main__ import main; main(sys.argv[1:]);"
        "print('rich' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command(folder, "refresh", *NOW)[3:]],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert done.stderr == "False\n"
