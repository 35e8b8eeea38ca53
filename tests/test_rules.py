"""Each rule of docs/rules.md is held by a test that bears its mark."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from tests.conftest import RULES

CODES = re.findall(r"^\| ([A-Z]\d+) \|", RULES.read_text("utf-8"), re.MULTILINE)


def marks(path: Path) -> list[str]:
    """The marks of the tests in a file; one on a whole file counts for it once."""
    tree = ast.parse(path.read_text("utf-8"))
    tests = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    borne = [mark for test in tests for mark in test.decorator_list]
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            borne += node.value.elts if isinstance(node.value, ast.List) else [node.value]
    written = (ast.unparse(mark) for mark in borne)
    return [mark.removeprefix("pytest.mark.") for mark in written if "pytest.mark." in mark]


@cache
def held() -> Counter[str]:
    tests = Path(__file__).parent.rglob("test_*.py")
    return Counter(mark for path in tests for mark in marks(path))


@pytest.mark.parametrize("code", CODES)
def test_a_rule_is_held_by_a_test_that_bears_its_mark(code: str) -> None:
    assert held()[code]


def test_a_rule_has_one_line() -> None:
    assert len(CODES) == len(set(CODES)) > 40
