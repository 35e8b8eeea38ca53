"""Coverage data of the test suite in; a Markdown table out: how many lines of each package the suite runs.

python -m tools.coverage_table [--summary FILE]     the data that `make coverage` left
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Show how many lines of each package the suite runs."
    )
    parser.add_argument("--summary", type=Path, metavar="FILE", help="append the table to it")
    options = parser.parse_args()
    command = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", "-"]
    report = json.loads(subprocess.check_output(command))  # noqa: S603 - fixed arguments
    table = "\n".join(coverage_table(report["files"]))
    print(table)
    if options.summary:
        with options.summary.open("a", encoding="utf-8") as file:
            file.write(f"{table}\n")
    return 0


def coverage_table(files: Mapping[str, Any]) -> list[str]:
    """Lines of Markdown: a row for each package, and one for all.

    Args:
        files: path below the project → its entry in the JSON report of coverage.py.
    """
    counts: dict[str, tuple[int, int]] = {}
    for path, entry in files.items():
        folder = PurePosixPath(path).parent.as_posix().removeprefix("plugins/")
        summary = entry["summary"]
        for package in (folder.replace("/", "."), "all"):
            lines, run = counts.get(package, (0, 0))
            counts[package] = lines + summary["num_statements"], run + summary["covered_lines"]
    rows = sorted(counts.items(), key=lambda row: (row[0] == "all", row[0]))
    return [
        "| Package | Lines | Run by tests |",
        "|---|---:|---:|",
        *(
            f"| {package} | {lines} | {100 * run / lines:.1f} % |"
            for package, (lines, run) in rows
            if lines
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
