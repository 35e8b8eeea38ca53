"""What the search finds in; the files of its index out (R13).

What was made of each text is kept between builds. An edit costs the words that the text gained or lost, and
the files that hold them. The files are the same as those of an index from nothing (S2).
"""

from __future__ import annotations

import contextlib
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import msgspec

from frontdesk.site.search_documents import SearchDocument

from .documents import Numbered, document_files, document_terms, number_documents
from .shards import (
    decode_places,
    encode_places,
    groups_of,
    level_of,
    shard_files,
)

FOLDER = "search"
_WEIGHTS = 64
_MANY = 200
"""With more changed texts, all known terms are loaded at once."""
_TABLES = (
    "made_by (digest BLOB)",
    "texts (number INTEGER PRIMARY KEY, digest BLOB, words INTEGER)",
    "terms_of_texts (number INTEGER PRIMARY KEY, terms BLOB)",
    "terms (id INTEGER PRIMARY KEY, term TEXT UNIQUE)",
    "groups (name TEXT PRIMARY KEY, wide TEXT, size INTEGER, places BLOB)",
    "files (name TEXT PRIMARY KEY, part TEXT, data BLOB)",
)


def index_files(
    documents: Iterable[SearchDocument], cache_file: Path, made_by: str
) -> dict[str, bytes]:
    """The files of the index by their paths below the root of the site; none if there is nothing to find.

    Args:
        cache_file: what is kept between builds; one that is damaged or cannot be written costs time alone.
        made_by: a digest of our code and of what decides how a text becomes plain words.
    """
    numbered = number_documents(documents)
    if not numbered:
        return {}
    made = f"{made_by} {version('PyStemmer')}".encode()
    try:
        return _updated(cache_file, made, numbered)
    except (sqlite3.Error, OSError, *_DAMAGED) as error:
        if not _is_damage(
            error
        ):  # another build is at work with it, another user's, or a full disk
            return _updated(None, made, numbered)
    try:
        cache_file.unlink()
        return _updated(cache_file, made, numbered)
    except (sqlite3.Error, OSError):
        return _updated(None, made, numbered)


_DAMAGED = (msgspec.DecodeError, KeyError, ValueError, TypeError)
"""What follows where rows are missing or not what they were."""
_NO_DAMAGE = ("BUSY", "LOCKED", "READONLY", "FULL", "CANTOPEN", "IOERR", "PERM", "AUTH")


def _is_damage(error: Exception) -> bool:
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "")
        return not name.removeprefix("SQLITE_").startswith(_NO_DAMAGE)
    return not isinstance(error, OSError)


def _updated(file: Path | None, made_by: bytes, numbered: Numbered) -> dict[str, bytes]:
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(file or ":memory:", isolation_level=None)) as rows:
        rows.execute("BEGIN IMMEDIATE")
        kept = _KeptIndex(rows, made_by)
        kept.update(numbered)
        words = kept.files()
        shards = [name for name in words if "." not in name]
        others = document_files(numbered, kept.lengths(), shards)
        rows.execute("COMMIT")
    return {
        **{f"{FOLDER}/w{name}.json": data for name, data in words.items()},
        **{f"{FOLDER}/{name}.json": data for name, data in others.items()},
    }


class _KeptIndex:
    """The terms of an index and where they stand, in SQLite: by text, by the group of words that a term is
    in, and as the files that are made of them."""

    def __init__(self, rows: sqlite3.Connection, made_by: bytes) -> None:
        self._rows = rows
        with contextlib.suppress(sqlite3.OperationalError):  # it is new
            if rows.execute("SELECT digest FROM made_by").fetchone() == (made_by,):
                return
        for table in _TABLES:
            rows.execute(f"DROP TABLE IF EXISTS {table.partition(' ')[0]}")
            rows.execute(f"CREATE TABLE {table}")
        rows.execute("INSERT INTO made_by VALUES (?)", (made_by,))

    def update(self, numbered: Numbered) -> None:
        """Make it the index of these documents."""
        known = dict(self._rows.execute("SELECT number, digest FROM texts"))
        changed = {n: one for n, one in numbered.items() if known.get(n) != one.digest}
        gone = known.keys() - numbered.keys()
        if not changed and not gone:
            return
        level = self._level()
        by_group: dict[tuple[str, str], dict[str, array[int]]] = defaultdict(dict)
        for term, places in self._changed_places(changed, gone):
            by_group[groups_of(term)][term] = places
        for (wide, narrow), changes in by_group.items():
            self._update_group(wide, narrow, changes)
        now = self._level()
        parts = {_part(now, *groups) for groups in by_group}
        if level != now:
            self._rows.execute("DELETE FROM files")
            groups = self._rows.execute("SELECT wide, name FROM groups").fetchall()
            parts = {_part(now, *one) for one in groups}
        for part in parts:
            self._write_files(now, part)

    def lengths(self) -> dict[int, int]:
        """The number of words of each text."""
        return dict(self._rows.execute("SELECT number, words FROM texts"))

    def files(self) -> dict[str, bytes]:
        """All files of words, by name."""
        return dict(self._rows.execute("SELECT name, data FROM files"))

    def _changed_places(
        self, changed: Numbered, gone: Iterable[int]
    ) -> Iterator[tuple[str, array[int]]]:
        """Each term that has another weight in some texts, with those texts and the new weights."""
        ids = _TermIds(self._rows, load_all=len(changed) > _MANY)
        changes: dict[int, array[int]] = defaultdict(lambda: array("q"))
        for number in sorted({*changed, *gone}):
            query = "SELECT terms FROM terms_of_texts WHERE number = ?"
            row = self._rows.execute(query, (number,)).fetchone()
            before, after = _weights(row[0] if row else b""), dict[int, int]()
            if document := changed.get(number):
                weights, words = document_terms(document)
                after = {ids.of(term): how for term, how in weights.items()}
                packed = array("q", (one * _WEIGHTS + how for one, how in after.items()))
                query = "INSERT OR REPLACE INTO texts VALUES (?, ?, ?)"
                self._rows.execute(query, (number, document.digest, words))
                query = "INSERT OR REPLACE INTO terms_of_texts VALUES (?, ?)"
                self._rows.execute(query, (number, packed.tobytes()))
            else:
                self._rows.execute("DELETE FROM texts WHERE number = ?", (number,))
                self._rows.execute("DELETE FROM terms_of_texts WHERE number = ?", (number,))
            for one in {**before, **after}:
                how = after.get(one, 0)
                if before.get(one, 0) != how:
                    changes[one].append(number * _WEIGHTS + how)
        ids.save()
        return ((ids.term(one), places) for one, places in changes.items())

    def _update_group(self, wide: str, narrow: str, changes: Mapping[str, Iterable[int]]) -> None:
        query = "SELECT places FROM groups WHERE name = ?"
        row = self._rows.execute(query, (narrow,)).fetchone()
        places = _decode(row[0]) if row else {}
        for term, new in changes.items():
            found = (divmod(one, _WEIGHTS) for one in new)
            if term in places:
                weights = dict(decode_places(places.pop(term)))
                weights.update(found)
                found = (one for one in sorted(weights.items()) if one[1])
            if text := encode_places(found):
                places[term] = text
        if places:
            size = sum(len(term) + len(text) for term, text in places.items())
            values = (narrow, wide, size, msgspec.msgpack.encode(places))
            self._rows.execute("INSERT OR REPLACE INTO groups VALUES (?, ?, ?, ?)", values)
        else:
            self._rows.execute("DELETE FROM groups WHERE name = ?", (narrow,))

    def _level(self) -> int:
        return level_of(self._rows.execute("SELECT total(size) FROM groups").fetchone()[0])

    def _write_files(self, level: int, part: str) -> None:
        """Make the files of the words that are put together."""
        where = ("? = ''", "wide = ?", "name = ?")[level]
        query = f"SELECT places FROM groups WHERE {where}"  # noqa: S608 - one of three
        places: dict[str, str] = {}
        for (packed,) in self._rows.execute(query, (part,)):
            places |= _decode(packed)
        self._rows.execute("DELETE FROM files WHERE part = ?", (part,))
        if places:
            files = ((name, part, data) for name, data in shard_files(places).items())
            self._rows.executemany("INSERT INTO files VALUES (?, ?, ?)", files)


def _part(level: int, wide: str, narrow: str) -> str:
    """What is put together with a group of words."""
    return ("", wide, narrow)[level]


def _decode(packed: bytes) -> dict[str, str]:
    return msgspec.msgpack.decode(packed, type=dict[str, str])


class _TermIds:
    """A number for each term, which is kept for as long as the index is.

    Args:
        load_all: whether to load all that are known, and not each when it is asked for.
    """

    def __init__(self, rows: sqlite3.Connection, *, load_all: bool) -> None:
        self._rows = rows
        self._ids: dict[str, int] = {}
        self._new: list[tuple[int, str]] = []
        self._has_all = load_all
        if load_all:
            self._ids.update(rows.execute("SELECT term, id FROM terms"))
        self._terms = {one: term for term, one in self._ids.items()}
        self._next = (rows.execute("SELECT max(id) FROM terms").fetchone()[0] or 0) + 1

    def of(self, term: str) -> int:
        found = self._ids.get(term)
        if found is None and not self._has_all:
            row = self._rows.execute("SELECT id FROM terms WHERE term = ?", (term,)).fetchone()
            found = row and row[0]
        if found is None:
            found, self._next = self._next, self._next + 1
            self._new.append((found, term))
        self._ids[term] = found
        self._terms[found] = term
        return found

    def term(self, number: int) -> str:
        found = self._terms.get(number)
        if found is None:
            query = "SELECT term FROM terms WHERE id = ?"
            found = str(self._rows.execute(query, (number,)).fetchone()[0])
        return found

    def save(self) -> None:
        self._rows.executemany("INSERT INTO terms VALUES (?, ?)", self._new)


def _weights(packed: bytes) -> dict[int, int]:
    """The weight of each term of a text, by the number of the term."""
    numbers = array("q")
    numbers.frombytes(packed)
    return dict(divmod(one, _WEIGHTS) for one in numbers)
