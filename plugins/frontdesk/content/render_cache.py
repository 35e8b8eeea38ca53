"""A text in, what was made of it in an earlier build out. The file may be deleted at any time.

Most texts are the same as in the last build, and turning Markdown into HTML is two thirds of a build.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unicodedata import unidata_version

CACHE_FILE = "texts.sqlite"
SPARE_ENTRIES = 1000
"""Entries kept beyond four times those of the last run, for drafts that return and other branches."""

MOST_UNWRITTEN = 1000
"""New results that are held in memory before they are written."""
_MOST_BYTES = 1_000_000
"""A larger one is written at once."""

_LARGE = frozenset({"text", "related"})
"""Kinds whose results are too large to lie in memory all at once."""
_MANY = 20
"""Once so many results of any other kind are asked for, all of it are read, in a fraction of the time that
it takes to ask for each."""

_OF_PROGRAM = 8
"""Bytes at the beginning of a name that tell by what a result was made: those of an older program, or of
other options, are never read."""

_PLUGINS = Path(__file__).resolve().parents[2]


def cache_for(settings: Mapping[str, Any]) -> RenderCache:
    """The cache for a project's settings: one in each process, and a fork goes on with its parent's."""
    return _shared(str(settings["CACHE_PATH"]), repr(settings["MARKDOWN"]))


@cache
def _shared(folder: str, options: str) -> RenderCache:
    return RenderCache(Path(folder), fingerprint(options))


def fingerprint(options: str, code: Path = _PLUGINS) -> str:
    """Of all that decides what is made of a text besides the text: the options of Markdown, the libraries,
    Python's tables of letters, and our own code below a folder, which is read once in each process."""
    whole = hashlib.sha256(f"{options} {unidata_version}".encode())
    for name in ("markdown", "nh3", "pygments"):
        whole.update(version(name).encode())
    whole.update(_digest_of(os.getpid(), code))
    return whole.hexdigest()


@cache
def _digest_of(process: int, code: Path) -> bytes:  # noqa: ARG001 - a fork may be of another time
    whole = hashlib.sha256()
    for path in sorted(code.rglob("*.py")):
        whole.update(path.read_bytes())
    return whole.digest()


def has_marker(settings: Mapping[str, Any], mark: str) -> bool:
    """Whether a step that is done once is done."""
    return Path(settings["CACHE_PATH"], mark).is_file()


def set_marker(settings: Mapping[str, Any], mark: str) -> None:
    """Note that a step is done. If the file cannot be written, the step is done again next time."""
    with contextlib.suppress(OSError):
        path = Path(settings["CACHE_PATH"], mark)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


class RenderCache:
    """Results by kind and text. Each kind has a table of its own, so that small results lie together.

    Args:
        folder: of the file; with None, or if it cannot be written, nothing outlasts the run.
        made_by: a digest of what else a result depends on.
    """

    def __init__(self, folder: Path | None = None, made_by: str = "") -> None:
        self._file = folder and folder / CACHE_FILE
        self._made_by = hashlib.sha256(made_by.encode()).digest()[:_OF_PROGRAM]
        self._new: dict[str, dict[bytes, bytes]] = defaultdict(dict)
        self._used: dict[str, set[bytes]] = defaultdict(set)
        self._asked: Counter[str] = Counter()
        self._read: dict[str, dict[bytes, bytes]] = {}
        self._in_use: set[str] = set()
        self._connection = self._open()
        self._process = os.getpid()
        self._inherited: sqlite3.Connection | None = None

    @property
    def _rows(self) -> sqlite3.Connection | None:
        """The file, opened by this process: SQLite allows no connection that a fork has inherited, not even
        to be closed."""
        if self._process != os.getpid():
            self._inherited, self._process = self._connection, os.getpid()
            self._connection = self._open()
        return self._connection

    def get_or_make(self, what: str, text: str, make: Callable[[str], bytes]) -> bytes:
        """The result for a text: kept from before, or made now and kept.

        Args:
            what: the kind of result, because a text can have several.
        """
        found = self.get(what, text)
        if found is None:
            found = make(text)
            self.put(what, text, found)
        return found

    def get(self, what: str, text: str) -> bytes | None:
        name = self._name(text)
        found = self._new[what].get(name)
        if found is None and self._rows:
            found = self._old(what, name)
        if found is not None:
            self._used[what].add(name)
        return found

    def put(self, what: str, text: str, made: bytes) -> None:
        name = self._name(text)
        self._new[what][name] = made
        self._used[what].add(name)
        if len(self._new[what]) >= MOST_UNWRITTEN or len(made) >= _MOST_BYTES:
            self._write()

    def use(self, what: str, text: str) -> None:
        """Say that a result is still of use, without asking for it."""
        self._used[what].add(self._name(text))

    def save(self) -> None:
        """Write new entries, delete unused ones, and hold none in memory. A full disk is no error: the next
        build takes longer."""
        self._write()
        self._read.clear()
        self._asked.clear()
        if not (connection := self._rows):
            return
        for what, used in self._used.items():
            with contextlib.suppress(sqlite3.Error), connection as rows:
                (count,) = rows.execute(f"SELECT count(*) FROM {what}").fetchone()  # noqa: S608
                if count > 4 * len(used) + SPARE_ENTRIES:
                    names = rows.execute(f"SELECT name FROM {what}").fetchall()  # noqa: S608
                    unused = [(name,) for (name,) in names if name not in used]
                    rows.executemany(f"DELETE FROM {what} WHERE name = ?", unused)  # noqa: S608

    def _old(self, what: str, name: bytes) -> bytes | None:
        """A result in the file: of an earlier run, or written by this one."""
        if what not in _LARGE:
            self._asked[what] += 1
            if what not in self._read and self._asked[what] > _MANY:
                self._read_all(what)
            self._in_use.add(what)
            if what in self._read and (name in self._read[what] or name not in self._used[what]):
                return self._read[what].get(name)
        return next(self._select(what, "WHERE name = ?", name), (name, None))[1]

    def _read_all(self, what: str) -> None:
        """Hold all results of a kind in memory, and no others that nobody asked for since the last time."""
        self._read = {kind: them for kind, them in self._read.items() if kind in self._in_use}
        self._in_use.clear()
        ours = "WHERE substr(name, 1, ?) = ?"
        self._read[what] = dict(self._select(what, ours, _OF_PROGRAM, self._made_by))

    def _select(self, what: str, where: str, *values: bytes | int) -> Iterator[tuple[bytes, bytes]]:
        rows = self._rows
        assert rows  # noqa: S101 - the caller has looked
        with contextlib.suppress(sqlite3.Error):
            yield from rows.execute(f"SELECT name, bytes FROM {what} {where}", values)  # noqa: S608

    def _write(self) -> None:
        if not (connection := self._rows):
            return
        with contextlib.suppress(sqlite3.Error):
            with connection as rows:
                for what, made in self._new.items():
                    rows.execute(
                        f"CREATE TABLE IF NOT EXISTS {what} (name BLOB PRIMARY KEY, bytes BLOB)"
                    )
                    rows.executemany(
                        f"INSERT OR REPLACE INTO {what} VALUES (?, ?)",  # noqa: S608
                        made.items(),
                    )
            self._new.clear()

    def _name(self, text: str) -> bytes:
        return self._made_by + hashlib.sha256(text.encode()).digest()

    def _open(self) -> sqlite3.Connection | None:
        if self._file is None:
            return None
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _opened(self._file)
            except sqlite3.Error:
                self._file.unlink()  # it is damaged
                with contextlib.suppress(sqlite3.Error):
                    return _opened(self._file)
        return None


def _opened(file: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(file, timeout=1)
    try:
        rows.execute("PRAGMA schema_version")  # an error if this is no database
    except sqlite3.Error:
        rows.close()
        raise
    with contextlib.suppress(sqlite3.Error):
        rows.execute("DROP TABLE IF EXISTS made")  # of version 0.2.0
    return rows
