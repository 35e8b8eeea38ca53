"""A name in; bytes that took long to make, kept between builds, out. One file for each name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

DAY = timedelta(days=1)
KEPT = timedelta(days=30)
"""A file that was not used for so long is deleted. The preview and the site share the cache."""

_Wanted = TypeVar("_Wanted")


class FileCache:
    """A folder of files.

    Args:
        now: the time of the build, which becomes the time of each file that is used.
    """

    def __init__(self, folder: Path, now: datetime) -> None:
        self._folder = folder
        self._now = now

    def get_or_make(
        self,
        wanted: Sequence[tuple[str, _Wanted]],
        make: Callable[[list[_Wanted]], Iterable[bytes]],
    ) -> Iterator[bytes]:
        """The bytes for each name, in order. All missing ones are made in one call; each is kept and given
        out before the next is taken from it, so that many files need no more memory than one.

        Args:
            wanted: each name, and the argument for `make`.
        """
        missing = {name: one for name, one in wanted if not os.access(self._folder / name, os.R_OK)}
        made = iter(make([*missing.values()]) if missing else ())
        for name, one in wanted:
            if name in missing:
                del missing[name]
                data = next(made)
                self._write(name, data)
            else:
                kept = self._read(name)
                data = next(iter(make([one]))) if kept is None else kept
            yield data

    def use(self, names: Iterable[str], by: str = "") -> None:
        """Say that files are still of use, without asking for them.

        Args:
            by: a name for who uses them, to note it once a day; empty to note it each time.
        """
        day = self._folder / f".used-by-{by}"
        with suppress(OSError):  # there is none
            if (
                by
                and timedelta()
                <= self._now - datetime.fromtimestamp(day.stat().st_mtime, UTC)
                < DAY
            ):
                return
        for name in names:
            with suppress(OSError):  # there is none
                self._mark(self._folder / name)
        if by:
            self._write(day.name, b"")

    def prune(self) -> None:
        """Delete files that no build has used for KEPT."""
        oldest = (self._now - KEPT).timestamp()
        with suppress(OSError), os.scandir(self._folder) as files:  # none, or of another user
            for file in files:
                with suppress(OSError):  # another build has deleted it, or another user owns it
                    if file.stat().st_mtime < oldest:
                        Path(file).unlink()

    def _read(self, name: str) -> bytes | None:
        path = self._folder / name
        try:
            data = path.read_bytes()
        except OSError:  # another build has just deleted it, or could not keep it: make it again
            return None
        with suppress(OSError):
            self._mark(path)
        return data

    def _write(self, name: str, data: bytes) -> None:
        """Write the whole file or nothing, also while another build runs; a failure is ignored."""
        path = self._folder / name
        beside = path.with_name(f".{name}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(data)
            self._mark(beside)
            beside.replace(path)
        except OSError:
            with suppress(OSError):
                beside.unlink()

    def _mark(self, path: Path) -> None:
        os.utime(path, (self._now.timestamp(), self._now.timestamp()))
