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
    later.use(["c", "none"], by="site")
    later.prune()
    assert _names(tmp_path) == {"a", "b", "c"}
    FileCache(tmp_path, NOW + timedelta(days=31)).prune()
    assert _names(tmp_path) == {"b", "c"}


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def test_use_is_noted_once_a_day_for_each_site(tmp_path: Path) -> None:
    def use(by: str, **after: int) -> float:
        FileCache(tmp_path, NOW + timedelta(**after)).use(["a"], by=by)
        return (tmp_path / "a").stat().st_mtime - NOW.timestamp()

    list(FileCache(tmp_path, NOW).get_or_make([("a", 1)], lambda n: [b"x" for _ in n]))
    assert [use("site", hours=hour) for hour in (1, 24, 25)] == [3600, 3600, 25 * 3600]
    assert use("preview", hours=30) == 30 * 3600
    assert use("site", hours=2) == 2 * 3600  # the clock was set back


def test_a_cache_that_is_not_there_is_empty(tmp_path: Path) -> None:
    FileCache(tmp_path / "none", NOW).prune()
