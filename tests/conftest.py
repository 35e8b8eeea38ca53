"""Hypothesis without its deadline, which a busy machine misses, and with the same examples every time.
A mark for each rule: `pytest -m P1` runs the tests that hold P1. The longest of a rehearsal come first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ours", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("thorough", settings.get_profile("ours"), max_examples=400)
settings.load_profile("ours")

TESTS = Path(__file__).resolve().parent
RULES = TESTS.parent / "docs" / "rules.md"


def pytest_configure(config: pytest.Config) -> None:
    """The marks are those of docs/rules.md and no others: a strict pytest knows none but these."""
    for code, says in re.findall(
        r"^\| ([A-Z]\d+) \| (.*) \|$", RULES.read_text("utf-8"), re.MULTILINE
    ):
        config.addinivalue_line("markers", f"{code}: {says}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that take minutes come first, then those of whole sites, or one core waits at the end."""
    longest = {
        item.path
        for item in items
        for mark in item.iter_markers("rehearsal")
        if mark.kwargs.get("first")
    }
    whole = (TESTS / "whole_sites", TESTS / "ops")
    items.sort(key=lambda item: (item.path not in longest, item.path.parent not in whole))
