"""tools/coverage_table.py: lines that tests run, by package."""

from __future__ import annotations

from tools.coverage_table import coverage_table


def test_a_row_for_each_package_and_one_for_all() -> None:
    counts = {
        "plugins/frontdesk/core/urls.py": (10, 9),
        "plugins/frontdesk/core/text.py": (10, 10),
        "plugins/frontdesk/core/memory/__init__.py": (0, 0),
        "tools/catalogs.py": (20, 10),
    }
    files = {
        path: {"summary": {"num_statements": lines, "covered_lines": run}}
        for path, (lines, run) in counts.items()
    }
    assert coverage_table(files) == [
        "| Package | Lines | Run by tests |",
        "|---|---:|---:|",
        "| frontdesk.core | 20 | 95.0 % |",
        "| tools | 20 | 50.0 % |",
        "| all | 40 | 72.5 % |",
    ]
