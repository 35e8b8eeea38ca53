"""What was drawn once is not drawn again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from frontdesk.build.file_cache import FileCache, digest

pytestmark = pytest.mark.A7

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def test_only_what_is_missing_is_drawn(tmp_path: Path) -> None:
    asked: list[list[int]] = []

    def draw(numbers: list[int]) -> list[bytes]:
        asked.append(numbers)
        return [b"%d" % n for n in numbers]

    assert FileCache(tmp_path, NOW).get_or_make([("a", 1), ("b", 2)], draw) == [b"1", b"2"]
    assert FileCache(tmp_path, NOW).get_or_make([("b", 2), ("c", 3), ("a", 1)], draw) == [
        b"2",
        b"3",
        b"1",
    ]
    assert FileCache(tmp_path, NOW).get_or_make([("a", 1), ("b", 2)], draw) == [b"1", b"2"]
    assert asked == [[1, 2], [3]]
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "c"}


def test_what_was_not_used_for_thirty_days_goes(tmp_path: Path) -> None:
    FileCache(tmp_path, NOW).get_or_make([("a", 1), ("b", 2)], lambda n: [b"x" for _ in n])
    later = FileCache(tmp_path, NOW + timedelta(days=29))
    later.get_or_make([("b", 2)], lambda n: [b"y" for _ in n])
    later.prune()
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}
    FileCache(tmp_path, NOW + timedelta(days=31)).prune()
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_cache_that_is_not_there_is_empty(tmp_path: Path) -> None:
    FileCache(tmp_path / "none", NOW).prune()


def test_parts_that_run_into_each_other_make_another_digest() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ab", b"c") == digest(b"ab", "c")
