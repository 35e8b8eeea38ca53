"""What the search finds in; the files of its index out (R13).

What was made of each text is kept between builds. An edit costs the words that the text gained or lost, and
the files that hold them. The files are the same as those of an index from nothing (S2).
"""

from __future__ import annotations

import contextlib
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import msgspec

from frontdesk.site.search_documents import SearchDocument

from .documents import Numbered, chunk_file, chunk_of, first_file, number_documents
from .shards import (
    IN_KEYWORDS,
    IN_TITLE,
    MAX_COUNT,
    WEIGHTS,
    decode_postings,
    encode_postings,
    ending_files,
    groups_of,
    level_of,
    shard_files,
)
from .terms import Analyzer, count_words, spaced

FOLDER = "search"
SHORTEST_MISTYPED = 4
"""Letters from which on a word is looked for by its end."""
_MANY = 200
"""With more changed texts, all known terms are loaded at once."""
_TABLES = (
    "made_by (digest BLOB)",
    "documents (number INTEGER PRIMARY KEY, digest BLOB, words INTEGER, terms BLOB)",
    "terms (id INTEGER PRIMARY KEY, term TEXT UNIQUE)",
    "groups (kind TEXT, name TEXT, wide TEXT, size INTEGER, data BLOB, PRIMARY KEY (kind, name))",
    "files (name TEXT PRIMARY KEY, made_of TEXT, digest BLOB, data BLOB)",
    "files_made_of ON files (made_of)",
)


class IndexFile(NamedTuple):
    """A file of an index.

    Attributes:
        path: below the root of the site.
        digest: of its bytes.
        data: its bytes, read from the cache.
    """

    path: str
    digest: bytes
    data: Callable[[], bytes]


def write_index(
    documents: Iterable[SearchDocument],
    cache_file: Path,
    made_by: str,
    write: Callable[[IndexFile], None],
) -> bool:
    """Write the files of the index; False if there is nothing to find, and no file.

    Args:
        cache_file: what is kept between builds; one that is damaged or cannot be written costs time alone.
        made_by: a digest of our code and of what decides how a text becomes plain words.
        write: is asked for each file; where the cache turns out to be damaged, for all once more.
    """
    numbered = number_documents(documents)
    if not numbered:
        return False
    made = f"{made_by} {version('PyStemmer')}".encode()
    try:
        _update(cache_file, made, numbered, write)
    except (sqlite3.Error, OSError, *_DAMAGED) as error:
        try:
            if not _is_damage(error):
                raise
            cache_file.unlink()
            _update(cache_file, made, numbered, write)
        except (sqlite3.Error, OSError):
            # Another build is at work with it, or another user's, or the disk is full.
            _update(None, made, numbered, write)
    return True


_DAMAGED = (msgspec.DecodeError, KeyError, ValueError, TypeError)
"""What follows where rows are missing or not what they were."""
_NO_DAMAGE = ("BUSY", "LOCKED", "READONLY", "FULL", "CANTOPEN", "IOERR", "PERM", "AUTH")


def _is_damage(error: Exception) -> bool:
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "")
        return not name.removeprefix("SQLITE_").startswith(_NO_DAMAGE)
    return not isinstance(error, OSError)


def _update(
    file: Path | None, made_by: bytes, numbered: Numbered, write: Callable[[IndexFile], None]
) -> None:
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(file or ":memory:", isolation_level=None)) as rows:
        rows.execute("BEGIN IMMEDIATE")
        kept = _KeptIndex(rows, made_by)
        kept.update(numbered)
        for one in kept.files(numbered):
            write(one)
        rows.execute("COMMIT")


class _KeptIndex:
    """The terms of an index and their postings, in SQLite: by document, by the group of words that a term
    is in, and as the files that are made of them."""

    def __init__(self, rows: sqlite3.Connection, made_by: bytes) -> None:
        self._rows = rows
        self._postings = _Groups(rows, "w", _files_of_postings)
        self._endings = _Groups(rows, "e", _files_of_endings)
        with contextlib.suppress(sqlite3.OperationalError):  # it is new
            if rows.execute("SELECT digest FROM made_by").fetchone() == (made_by,):
                return
        for table in _TABLES:
            name, _, rest = table.partition(" ")
            kind = "INDEX" if rest.startswith("ON ") else "TABLE"
            rows.execute(f"DROP {kind} IF EXISTS {name}")
            rows.execute(f"CREATE {kind} {table}")
        rows.execute("INSERT INTO made_by VALUES (?)", (made_by,))

    def update(self, numbered: Numbered) -> None:
        """Make it the index of these documents."""
        known = dict(self._rows.execute("SELECT number, digest FROM documents"))
        changed = {n: one for n, one in numbered.items() if known.get(n) != one.digest}
        gone = known.keys() - numbered.keys()
        if not changed and not gone:
            return
        self._update_words(changed, gone, known)
        self._update_chunks(numbered, {*changed, *gone})

    def files(self, numbered: Numbered) -> Iterator[IndexFile]:
        """All files.

        Args:
            numbered: the documents that it was updated to.
        """
        lengths = dict(self._rows.execute("SELECT number, words FROM documents"))
        found = self._rows.execute("SELECT name, digest FROM files").fetchall()
        names = [name for name, _ in found if "." not in name]
        shards, endings = ([name[1:] for name in names if name[0] == kind] for kind in "we")
        first = first_file(numbered, lengths, shards, endings)
        yield IndexFile(f"{FOLDER}/index.json", _digest(first), lambda: first)
        for name, digest in found:
            yield IndexFile(f"{FOLDER}/{name}.json", digest, lambda name=name: self._data(name))  # type: ignore[misc]

    def _data(self, name: str) -> bytes:
        row = self._rows.execute("SELECT data FROM files WHERE name = ?", (name,)).fetchone()
        return bytes(row[0])

    def _update_words(
        self, changed: Numbered, gone: Iterable[int], known: Mapping[int, bytes]
    ) -> None:
        vocabulary = _Vocabulary(self._rows, load_all=len(changed) > _MANY)
        by_group: dict[tuple[str, str], dict[str, array[int]]] = defaultdict(dict)
        for term, postings in self._changed_postings(vocabulary, changed, gone, known):
            by_group[groups_of(term[:2].rstrip(" "))][term] = postings
        spellings: dict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
        with self._postings.update(), self._endings.update():
            for groups, changes in by_group.items():
                for word, is_new in self._update_postings(groups, changes, vocabulary):
                    backwards = word[::-1]
                    spellings[groups_of(backwards[:2])].append((backwards, is_new))
            for groups, words in spellings.items():
                self._update_endings(groups, words)
        vocabulary.save()

    def _changed_postings(
        self,
        vocabulary: _Vocabulary,
        changed: Numbered,
        gone: Iterable[int],
        known: Mapping[int, bytes],
    ) -> Iterator[tuple[str, array[int]]]:
        """Each term that has another weight in some documents, with the new postings of these; one without
        a weight where it is gone."""
        changes: dict[int, array[int]] = defaultdict(lambda: array("I"))
        for number in sorted({*changed, *gone}):
            first = number * WEIGHTS
            before, after = dict[int, int](), dict[int, int]()
            if number in known:
                query = "SELECT terms FROM documents WHERE number = ?"
                before = _unpack(self._rows.execute(query, (number,)).fetchone()[0])
            if document := changed.get(number):
                after, words = _weigh(document, vocabulary)
                packed = array("I", [term * WEIGHTS + weight for term, weight in after.items()])
                query = "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)"
                self._rows.execute(query, (number, document.digest, words, packed.tobytes()))
            else:
                self._rows.execute("DELETE FROM documents WHERE number = ?", (number,))
            new = after.items() - before.items() if before else after.items()
            for term, weight in new:
                changes[term].append(first + weight)
            for term in before.keys() - after.keys():
                changes[term].append(first)
        return ((vocabulary.term(one), postings) for one, postings in changes.items())

    def _update_postings(
        self,
        groups: tuple[str, str],
        changes: Mapping[str, Iterable[int]],
        vocabulary: _Vocabulary,
    ) -> Iterator[tuple[str, bool]]:
        """Each word that may be mistyped: with True if it is new, with False if it is gone."""
        data = self._postings.load(groups)
        postings = _decode(data) if data else {}
        before = _spellings(postings)
        for term, new in changes.items():
            found: Iterable[int] = new
            if term in postings:
                by_document = {one // WEIGHTS: one for one in decode_postings(postings.pop(term))}
                by_document.update((one // WEIGHTS, one) for one in new)
                found = sorted(one for one in by_document.values() if one % WEIGHTS)
            if text := encode_postings(found):
                postings[term] = text
            else:
                vocabulary.forget(term)
        size = sum(len(term) + len(text) for term, text in postings.items())
        self._postings.save(groups, size, msgspec.msgpack.encode(postings) if postings else b"")
        after = _spellings(postings)
        for word in before ^ after:
            yield word, word in after

    def _update_endings(self, groups: tuple[str, str], words: Iterable[tuple[str, bool]]) -> None:
        data = self._endings.load(groups)
        known = set(data.decode().split(" ")) if data else set()
        for word, is_new in words:
            (known.add if is_new else known.discard)(word)
        text = " ".join(sorted(known))
        self._endings.save(groups, len(text), text.encode())

    def _update_chunks(self, numbered: Numbered, changed: Iterable[int]) -> None:
        """Make the files of titles in which something has changed."""
        chunks: dict[str, dict[int, SearchDocument]] = {chunk_of(number): {} for number in changed}
        for number, one in numbered.items():
            if (name := chunk_of(number)) in chunks:
                chunks[name][number] = one
        for name, some in chunks.items():
            _replace_files(self._rows, f"d{name}", {f"d{name}": chunk_file(some)} if some else {})


class _Groups:
    """Words that are put together, of one kind, and the files that are made of them.

    Args:
        kind: the first letter of the names of the files.
        make_files: of the data of groups; the files by the rest of their names.
    """

    def __init__(
        self,
        rows: sqlite3.Connection,
        kind: str,
        make_files: Callable[[Iterable[bytes]], Mapping[str, bytes]],
    ) -> None:
        self._rows, self._kind, self._make_files = rows, kind, make_files
        self._changed: set[tuple[str, str]] = set()

    @contextlib.contextmanager
    def update(self) -> Iterator[None]:
        """Make the files of the groups that are saved meanwhile, at the end."""
        before = self._level()
        yield
        level = self._level()
        groups: Iterable[tuple[str, str]] = self._changed
        if level != before:
            self._rows.execute("DELETE FROM files WHERE substr(name, 1, 1) = ?", (self._kind,))
            query = "SELECT wide, name FROM groups WHERE kind = ?"
            groups = self._rows.execute(query, (self._kind,)).fetchall()
        where = ("? = ''", "wide = ?", "name = ?")[level]
        query = f"SELECT data FROM groups WHERE kind = ? AND {where}"  # noqa: S608 - one of three
        for part in {("", *one)[level] for one in groups}:
            data = [row[0] for row in self._rows.execute(query, (self._kind, part))]
            files = self._make_files(data) if data else {}
            named = {self._kind + name: file for name, file in files.items()}
            _replace_files(self._rows, f"{self._kind} {part}", named)

    def load(self, groups: tuple[str, str]) -> bytes:
        """What is kept of a group, empty if nothing is."""
        query = "SELECT data FROM groups WHERE kind = ? AND name = ?"
        row = self._rows.execute(query, (self._kind, groups[1])).fetchone()
        return row[0] if row else b""

    def save(self, groups: tuple[str, str], size: int, data: bytes) -> None:
        """
        Args:
            size: characters of words and postings.
            data: empty for a group that has no words any more.
        """
        self._changed.add(groups)
        if data:
            values = (self._kind, groups[1], groups[0], size, data)
            self._rows.execute("INSERT OR REPLACE INTO groups VALUES (?, ?, ?, ?, ?)", values)
        else:
            query = "DELETE FROM groups WHERE kind = ? AND name = ?"
            self._rows.execute(query, (self._kind, groups[1]))

    def _level(self) -> int:
        query = "SELECT total(size) FROM groups WHERE kind = ?"
        return level_of(self._rows.execute(query, (self._kind,)).fetchone()[0])


class _Vocabulary:
    """A number for each term that some document has.

    Args:
        load_all: whether to load all that are known, and not each when it is asked for.
    """

    def __init__(self, rows: sqlite3.Connection, *, load_all: bool) -> None:
        self._rows = rows
        self._numbers: dict[str, int] = {}
        self._new: list[tuple[int, str]] = []
        self._has_all = load_all
        if load_all:
            self._numbers.update(rows.execute("SELECT term, id FROM terms"))
        self._terms = {number: term for term, number in self._numbers.items()}
        self._next = (rows.execute("SELECT max(id) FROM terms").fetchone()[0] or 0) + 1
        self._of_words: dict[str, _NumbersOfWords] = {}

    def count(self, text: str, language: str) -> dict[int, int]:
        """The terms of a text, by their numbers, each with how often it stands there."""
        numbers = self._of_words.get(language)
        if numbers is None:
            numbers = self._of_words[language] = _NumbersOfWords(self._number, language)
        counts: dict[int, int] = {}
        for word, count in count_words(text).items():
            for number in numbers[word]:
                counts[number] = counts.get(number, 0) + count
        return counts

    def term(self, number: int) -> str:
        found = self._terms.get(number)
        if found is None:
            query = "SELECT term FROM terms WHERE id = ?"
            found = str(self._rows.execute(query, (number,)).fetchone()[0])
        return found

    def forget(self, term: str) -> None:
        """Say that no document has a term any more."""
        self._rows.execute("DELETE FROM terms WHERE term = ?", (term,))

    def save(self) -> None:
        self._rows.executemany("INSERT INTO terms VALUES (?, ?)", self._new)

    def _number(self, term: str) -> int:
        found = self._numbers.get(term)
        if found is None and not self._has_all:
            row = self._rows.execute("SELECT id FROM terms WHERE term = ?", (term,)).fetchone()
            found = row and row[0]
        if found is None:
            found, self._next = self._next, self._next + 1
            self._new.append((found, term))
        self._numbers[term] = found
        self._terms[found] = term
        return found


class _NumbersOfWords(dict[str, tuple[int, ...]]):
    """The numbers of the terms of each word of a language."""

    def __init__(self, number: Callable[[str], int], language: str) -> None:
        super().__init__()
        self._number = number
        self._analyzer = Analyzer(language)

    def __missing__(self, word: str) -> tuple[int, ...]:
        found = self[word] = tuple(map(self._number, self._analyzer.terms(word)))
        return found


def _weigh(document: SearchDocument, vocabulary: _Vocabulary) -> tuple[dict[int, int], int]:
    """The weight of each term of a document, and the number of words of its text."""
    language = document.language
    counts = vocabulary.count(document.text(), language)
    weights = {term: min(n, MAX_COUNT) for term, n in counts.items()}
    fields = (
        (f"{document.title}\n{spaced(document.title)}", IN_TITLE),
        ("\n".join(document.keywords), IN_KEYWORDS),
    )
    for text, field in fields:
        for term in vocabulary.count(text, language):
            weights[term] = weights.get(term, 0) + field
    return weights, sum(counts.values())


def _spellings(terms: Iterable[str]) -> set[str]:
    """The words and stems of a group that may be mistyped."""
    found = set()
    for term in terms:
        form, _, stem = term.partition(" ")
        found.add(form)
        if stem[:2] == form[:2]:  # else the stem is in another group
            found.add(stem)
    return {word for word in found if len(word) >= SHORTEST_MISTYPED}


def _unpack(packed: bytes) -> dict[int, int]:
    """The weight of each term of a document, by the number of the term."""
    numbers = array("I")
    numbers.frombytes(packed)
    return {one // WEIGHTS: one % WEIGHTS for one in numbers}


def _replace_files(rows: sqlite3.Connection, made_of: str, files: Mapping[str, bytes]) -> None:
    """Keep the files that are made of something, in the place of those before."""
    rows.execute("DELETE FROM files WHERE made_of = ?", (made_of,))
    values = [(name, made_of, _digest(data), data) for name, data in files.items()]
    rows.executemany("INSERT INTO files VALUES (?, ?, ?, ?)", values)


def _files_of_postings(groups: Iterable[bytes]) -> dict[str, bytes]:
    return shard_files({term: text for one in groups for term, text in _decode(one).items()})


def _files_of_endings(groups: Iterable[bytes]) -> dict[str, bytes]:
    return ending_files(b" ".join(groups).decode().split(" "))


def _decode(packed: bytes) -> dict[str, str]:
    return msgspec.msgpack.decode(packed, type=dict[str, str])


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
