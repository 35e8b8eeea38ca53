"""What multiprocessing lays into the system's temporary folder is gone after the next run at the latest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.B5,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows lays nothing there"),
]

PROGRAM = """
import multiprocessing, sys, time
from frontdesk.core.process_temp_folder import use_process_temp_folder
if __name__ == "__main__":
    use_process_temp_folder()
    process = multiprocessing.get_context("forkserver").Process(target=print, args=("ready",))
    process.start()
    process.join()
    print("go on", flush=True)
    time.sleep(float(sys.argv[1]))
"""


def run(temporary: Path, seconds: float) -> subprocess.Popen[str]:
    program = temporary.parent / "program.py"
    program.write_text(PROGRAM)
    process = subprocess.Popen(
        [sys.executable, str(program), str(seconds)],
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    with process.stdout as said:
        assert any(line == "go on\n" for line in said)
    return process


def left(temporary: Path) -> list[str]:
    return [path.name for path in temporary.iterdir()]


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "t"
    folder.mkdir()
    return folder


def test_a_process_that_ends_leaves_nothing(temporary: Path) -> None:
    assert run(temporary, 0).wait(30) == 0
    assert left(temporary) == []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_process_left_goes_with_the_next(temporary: Path, how: int) -> None:
    process = run(temporary, 60)
    process.send_signal(how)
    process.wait(30)
    assert len(left(temporary)) == 1
    assert run(temporary, 0).wait(30) == 0
    assert left(temporary) == []


def test_a_process_at_work_keeps_its_folder(temporary: Path) -> None:
    at_work = run(temporary, 60)
    (kept,) = left(temporary)
    assert run(temporary, 0).wait(30) == 0
    assert left(temporary) == [kept]
    at_work.kill()
    at_work.wait(30)


def test_folders_of_others_stay(temporary: Path) -> None:
    (temporary / "pymp-other").mkdir()
    (temporary / "pymp-link").symlink_to(temporary / "pymp-other")
    assert run(temporary, 0).wait(30) == 0
    assert sorted(left(temporary)) == ["pymp-link", "pymp-other"]
