"""The benchmarks measure what they say, on posts that are fair to all."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from benchmarks.posts import as_hugos, as_ours, edited, post, posts, write_picture
from benchmarks.watch import Failure, measure
from tests.frontdesk.content.project import ROOT, problems

CASES = {
    *("from nothing", "nothing changed", "one body edited", "one post added"),
    *("new headlines on every page", "make site, nothing due"),
}
CHILD = """
import subprocess, sys
subprocess.run([sys.executable, "-c", "print(len(b'x' * 100_000_000))"], check=True)
"""
TIMEOUT_SECONDS = 60


def test_every_post_has_an_address_and_no_mistake(tmp_path: Path) -> None:
    made = list(posts(200))
    assert len({one.page for one in made}) == 200
    assert (made[0].date.year, made[-1].date.year) == (2011, 2025)
    write_picture(tmp_path / "images")
    files = {f"posts/{one.file}": as_ours(one) for one in (*made, post(200, 200))}
    assert [one for one in problems(tmp_path, files) if one.severity != "info"] == []


def test_hugo_has_the_same_words() -> None:
    for one in posts(50):
        ours, hugos = as_ours(one), as_hugos(one)
        assert ours.rpartition("\n\n## ")[2] == hugos.rpartition("\n\n## ")[2]
        assert ours.count("{filename}") == hugos.count("relref") == len(one.links)


def test_an_edit_brings_a_new_word_tag_and_title() -> None:
    before = post(3, 9)
    assert post(3, 9) == before
    after = edited(before, "reprise")
    assert after.page == before.page
    assert after.title != before.title
    assert after.tags == (*before.tags, "tag-reprise")
    assert after.body.count("reprise") == 1


def test_the_processes_that_a_command_starts_are_measured_too(tmp_path: Path) -> None:
    command = (sys.executable, "-c", CHILD)
    cost = measure(command, tmp_path, {}, tmp_path / "log", TIMEOUT_SECONDS)
    assert cost.highest_bytes > 100_000_000
    assert cost.cpu_seconds > 0
    small = measure(("/bin/true",), tmp_path, {}, tmp_path / "log", TIMEOUT_SECONDS)
    assert small.highest_bytes < 30_000_000


def test_a_command_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    command = ("/bin/sh", "-c", "sleep 600 & echo so; exit 3")
    with pytest.raises(Failure, match=r"exit code 3(?s:.*)so$"):
        measure(command, tmp_path, {}, tmp_path / "log", TIMEOUT_SECONDS)


def test_nothing_goes_on_when_a_measurement_is_stopped(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(600)")
    arguments = (command, tmp_path, {}, tmp_path / "log", TIMEOUT_SECONDS)
    program = f"""
import signal, sys
from pathlib import PosixPath
from benchmarks.watch import measure
signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
measure(*{arguments!r})
"""
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) as process:
        while not (tmp_path / "log").exists() or not (tmp_path / "log").read_text():
            time.sleep(0.01)
        process.terminate()
    for _ in range(500):  # what was killed may take a moment to go
        if not runs_in(tmp_path):
            return
        time.sleep(0.01)
    pytest.fail("it still runs")


def runs_in(folder: Path) -> bool:
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if link.readlink() == folder:
                return True
    return False


@pytest.mark.rehearsal
def test_every_case_of_a_build_is_measured_once(tmp_path: Path) -> None:
    found = tmp_path / "found.json"
    command = ["build.py", "--posts", "6", "--quick", "--peers", "none", "--json", str(found)]
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT / "benchmarks",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    runs = [(run["program"], run["case"]) for run in json.loads(found.read_text())["runs"]]
    assert sorted(runs) == sorted((kind, case) for kind in ("plain", "all") for case in CASES)
    assert all(f"| {case} |" in done.stdout for case in CASES)
