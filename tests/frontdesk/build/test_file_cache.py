"""What was drawn once is not drawn again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from frontdesk.build.file_cache import FileCache

pytestmark = pytest.mark.A7

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def test_only_what_is_missing_is_drawn(tmp_path: Path) -> None:
    asked: list[list[int]] = []

    def draw(numbers: list[int]) -> list[bytes]:
        asked.append(numbers)
        return [b"%d" % n for n in numbers]

    def drawn(*wanted: tuple[str, int]) -> list[bytes]:
        return list(FileCache(tmp_path, NOW).get_or_make(wanted, draw))

    assert drawn(("a", 1), ("b", 2), ("a", 1)) == [b"1", b"2", b"1"]
    assert drawn(("b", 2), ("c", 3), ("a", 1)) == [b"2", b"3", b"1"]
    assert drawn(("a", 1), ("b", 2)) == [b"1", b"2"]
    assert asked == [[1, 2], [3]]
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "c"}


def test_each_is_kept_and_given_out_before_the_next_is_drawn(tmp_path: Path) -> None:
    drawn: list[int] = []

    def draw(numbers: list[int]) -> Iterator[bytes]:
        for n in numbers:
            drawn.append(n)
            yield b"%d" % n

    wanted = [(f"{n}", n) for n in range(9)]
    for n, _ in enumerate(FileCache(tmp_path, NOW).get_or_make(wanted, draw)):
        assert drawn == [*range(n + 1)]
        assert len(list(tmp_path.iterdir())) == n + 1


def test_what_cannot_be_kept_is_drawn_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = FileCache(tmp_path / "file" / "cache", NOW)
    wanted = [("a", 1), ("b", 2), ("a", 1)]
    assert list(cache.get_or_make(wanted, lambda n: [b"x" for _ in n])) == [b"x", b"x", b"x"]


def test_what_was_not_used_for_thirty_days_goes(tmp_path: Path) -> None:
    def use(now: datetime, *names: str) -> FileCache:
        cache = FileCache(tmp_path, now)
        list(cache.get_or_make([(name, 1) for name in names], lambda n: [b"x" for _ in n]))
        return cache

    use(NOW, "a", "b", "c")
    later = use(NOW + timedelta(days=29), "b")
    later.use(["c", "none"])
    later.prune()
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "c"}
    FileCache(tmp_path, NOW + timedelta(days=31)).prune()
    assert {path.name for path in tmp_path.iterdir()} == {"b", "c"}


def test_a_cache_that_is_not_there_is_empty(tmp_path: Path) -> None:
    FileCache(tmp_path / "none", NOW).prune()
