"""What takes long to draw, kept between builds: one file a picture, by a name that says what is in it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

KEPT = timedelta(days=30)
"""After so long unused a file goes. The preview, with its drafts, and the site use the same cache."""

_Wanted = TypeVar("_Wanted")


def digest(*parts: bytes | str) -> str:
    """Of all parts together, so that each difference makes another one; 64 digits."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(b"%d:" % len(data) + data)
    return whole.hexdigest()


class Cache:
    """A folder of bytes by name.

    Args:
        now: marks what is used.
    """

    def __init__(self, folder: Path, now: datetime) -> None:
        self._folder = folder
        self._now = now

    def drawn(
        self,
        wanted: Sequence[tuple[str, _Wanted]],
        draw: Callable[[list[_Wanted]], Sequence[bytes]],
    ) -> list[bytes]:
        """The bytes of each, all that are missing drawn at once.

        Args:
            wanted: the name of each, and what `draw` is to be asked for.
        """
        found = {name: data for name, _ in wanted if (data := self._read(name)) is not None}
        missing = {name: one for name, one in wanted if name not in found}
        if missing:
            for name, drawn in zip(missing, draw([*missing.values()]), strict=True):
                self._write(name, drawn)
                found[name] = drawn
        return [found[name] for name, _ in wanted]

    def prune(self) -> None:
        """Take away what no build has used for long."""
        oldest = (self._now - KEPT).timestamp()
        for path in self._folder.glob("*"):
            with suppress(OSError):  # another build was faster, or another user's
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _read(self, name: str) -> bytes | None:
        path = self._folder / name
        try:
            data = path.read_bytes()
        except OSError:  # another user's, too: it is drawn again
            return None
        with suppress(OSError):
            self._mark(path)
        return data

    def _write(self, name: str, data: bytes) -> None:
        """Whole or not at all, also where two builds are at work; what cannot be kept is drawn anew."""
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
