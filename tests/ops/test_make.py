"""The front door passes on what a command says, and adds nothing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    assert (ROOT / ".venv/site.stamp").exists(), "make has not made .venv; use make test"
    command = ["make", "--no-print-directory", "-C", str(ROOT), *arguments]
    clean = {**os.environ, "MAKEFLAGS": "", "MAKELEVEL": "", "MFLAGS": ""}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=clean)


@pytest.mark.A2
@pytest.mark.parametrize("goal", ["refresh", "status", "site", "new"])
def test_make_adds_no_error_of_its_own_below_a_plain_message(goal: str, tmp_path: Path) -> None:
    done = make(goal, "FEEDS=no-such.yaml", f"STORE={tmp_path}", f"OUTPUT={tmp_path / 'output'}")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "***" not in done.stderr
    assert "Error" not in done.stderr


def test_make_that_only_prints_runs_nothing(tmp_path: Path) -> None:
    done = make("-n", "refresh", "FEEDS=no-such.yaml", f"STORE={tmp_path}")
    assert (done.returncode, done.stderr) == (0, "")
    assert "-m partner_blogs refresh --feeds no-such.yaml" in done.stdout


def test_a_command_that_goes_well_is_exit_code_zero() -> None:
    done = make("help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "make site" in done.stdout
