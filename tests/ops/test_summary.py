"""tools/ops/summary.py: what the page of a workflow shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.ops.runner import read
from tools.ops.summary import LINES, summary

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.O2


def test_a_row_for_each_step_with_its_last_words() -> None:
    lines = list(
        summary([("Tests", "success", "...\n== 980 passed ==\n\n"), ("Code", "skipped", "")])
    )
    assert lines[2:] == ["| Tests | ok | `== 980 passed ==` |", "| Code | skipped |  |"]


def test_a_failed_step_shows_the_end_of_its_log() -> None:
    log = "\n".join(f"line {n}" for n in range(100))
    lines = list(summary([("Tests", "failure", log)]))
    assert lines[2] == "| Tests | **failed** | `line 99` |"
    assert lines[4:7] == ["### Tests", "", "```text"]
    assert lines[7:-1] == [f"line {n}" for n in range(100 - LINES, 100)]


def test_what_a_stranger_proposed_stays_words() -> None:
    log = "a | b\n````\n<img src=x> `|` \\"
    lines = list(summary([("Tests", "failure", log)]))
    assert "<" not in lines[2]
    assert lines[2].count("|") == 4
    assert (lines[6], lines[-1]) == ("`````text", "`````")


@pytest.mark.parametrize(("job", "rows"), [("check", 4), ("code", 2)])
def test_it_reads_the_steps_as_the_workflow_writes_them(
    tmp_path: Path, job: str, rows: int
) -> None:
    steps = read("check")["jobs"][job]["steps"]
    (step,) = (step for step in steps if step["name"] == "Summary")
    table = step["env"]["OUTCOMES"]
    first = table.split()[0]
    for each in steps:
        table = table.replace(f"${{{{ steps.{each.get('id')}.outcome }}}}", "success")
    (tmp_path / first).write_text("\x1b[32m37 partners, no mistakes.\x1b[0m\n")
    done = subprocess.run(
        [sys.executable, ROOT / "tools/ops/summary.py"],
        input=table, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.count("| ok |") == rows
    assert "| ok | `37 partners, no mistakes.` |" in done.stdout
    logs = {line.split()[0] for line in table.splitlines()}
    assert logs == {
        word for each in steps for word in each.get("run", "").split() if word.endswith(".log")
    }
