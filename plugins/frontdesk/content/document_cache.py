"""Texts of the content folder in, their documents out: each is read once, by any number of processes, and
kept between runs.

A document and its words are two records: a check, or the plan of a site, needs no HTML.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import UTC, timedelta, timezone
from itertools import islice
from os import cpu_count
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.errors import ContentError
from frontdesk.core.problems import Problem
from frontdesk.core.settings import Settings
from frontdesk.core.shared_work import copying_context, leave_ctrl_c

from .content_paths import kind_of_path
from .date_parser import in_timezone
from .document import read_document
from .markdown_analysis import MarkdownReader
from .model import Document, DocumentText
from .render_cache import RenderCache
from .resource_types import Event, localize_event
from .scan import text_bytes, unreadable_file

MIN_PARALLEL_TEXTS = 400
"""With at least so many new texts, more processes save time (benchmarks/check.py)."""
_CHUNK = 50
"""Texts that a process of the pool reads at a time."""
_DOCUMENT, _TEXT = "document", "text"
"""The kinds of records in a RenderCache."""
SETTINGS = (
    *("article_paths", "page_paths", "resource_paths", "static_paths", "article_url", "page_url"),
    *("resource_url", "default_category", "default_lang", "author", "series", "timezone"),
    *("markdown", "more_fields", "site_address", "templates"),
)
"""The settings that decide what a document says."""


class _Record(Struct, frozen=True, array_like=True):
    """A document as it is kept.

    Attributes:
        offset: the seconds from UTC of the zone that was typed after its date, which MessagePack forgets.
    """

    document: Document
    offset: float | None = None


class PackedDocument(NamedTuple):
    """A document that was read, as its two records."""

    path: str
    digest: str
    document: bytes
    text: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode_record = msgspec.msgpack.Decoder(_Record).decode
_decode_text = msgspec.msgpack.Decoder(DocumentText).decode


class DocumentReader:
    """Reads texts, or finds what was read before.

    Args:
        cache: of what was read in earlier runs.
        digest_of: gives the SHA-256 of the file at a path below the folder; None to read each.
    """

    def __init__(
        self,
        folder: Path,
        rules: Settings,
        cache: RenderCache,
        digest_of: Callable[[str], bytes] | None = None,
    ) -> None:
        self._folder = folder
        self._digest_of = digest_of or self._read_digest
        self._rules = rules
        self._cache = cache
        self._settings = hashlib.sha256(
            repr([getattr(rules, name) for name in SETTINGS]).encode()
        ).hexdigest()
        self._bodies: MarkdownReader | None = None

    def read(self, path: str, data: bytes) -> Document:
        """The document of a text.

        Args:
            path: of the file, below the content folder.
            data: its bytes.
        """
        found = self._known(path, hashlib.sha256(data).hexdigest())
        return found or self._keep(self.read_anew(path, data))

    def read_files(self, paths: Iterable[str]) -> Iterator[Document | Problem]:
        """The documents of many files, and a problem for each that cannot be read, in any order. From
        MIN_PARALLEL_TEXTS new ones on, all cores read them."""
        new: list[str] = []
        for path in paths:
            try:
                digest = self._digest_of(path).hex()
            except OSError as error:
                yield unreadable_file(path, error)
                continue
            if known := self._known(path, digest):
                yield known
            else:
                new.append(path)
        for made in (
            map(self.read_anew_or_tell, new)
            if len(new) < MIN_PARALLEL_TEXTS
            else _read_in_processes(self._folder, self._rules, new)
        ):
            yield made if isinstance(made, Problem) else self._keep(made)

    def text(self, document: Document) -> DocumentText:
        """The words of a document.

        Raises:
            ContentError: its file has changed since it was read, and the cache was lost meanwhile.
        """
        with suppress(msgspec.DecodeError, TypeError):
            found = self._cache.get(_TEXT, self._key(document.path, document.digest))
            return _decode_text(found)  # type: ignore[arg-type]
        with suppress(OSError):
            data = text_bytes(self._folder, document.path)
            if hashlib.sha256(data).hexdigest() == document.digest:
                made = self.read_anew(document.path, data)
                self._keep(made)
                return _decode_text(made.text)
        raise ContentError(f"{document.path} has changed while it was read; try again")

    def source(self, document: Document) -> str:
        """What the words of a document follow from: its file, its path and the settings."""
        return self._key(document.path, document.digest)

    def find_result(self, what: str, document: Document, options: str) -> bytes | None:
        """What was made of the words of a document in an earlier run.

        Args:
            what: the kind of result.
            options: what else decides it.
        """
        return self._cache.get(what, f"{options} {self._key(document.path, document.digest)}")

    def keep_result(self, what: str, document: Document, options: str, made: bytes) -> None:
        """Keep what `find_result` is to find in later runs."""
        self._cache.put(what, f"{options} {self._key(document.path, document.digest)}", made)

    def read_anew(self, path: str, data: bytes) -> PackedDocument:
        """The document of a text, read again."""
        if self._bodies is None:
            self._bodies = MarkdownReader(self._rules.markdown, self._rules.site_address)
        kind = kind_of_path(path, self._rules) or "page"
        document, text = read_document(path, data, kind, self._rules, self._bodies)
        return PackedDocument(path, document.digest, _packed(document), _encode(text))

    def read_anew_or_tell(self, path: str) -> PackedDocument | Problem:
        """The same for a file, or why it cannot be read."""
        try:
            return self.read_anew(path, text_bytes(self._folder, path))
        except OSError as error:
            return unreadable_file(path, error)

    def _read_digest(self, path: str) -> bytes:
        return hashlib.sha256(text_bytes(self._folder, path)).digest()

    def _known(self, path: str, digest: str) -> Document | None:
        key = self._key(path, digest)
        with suppress(msgspec.DecodeError, TypeError):
            found = self._unpacked(self._cache.get(_DOCUMENT, key))
            self._cache.use(_TEXT, key)
            return found
        return None

    def _keep(self, made: PackedDocument) -> Document:
        key = self._key(made.path, made.digest)
        self._cache.put(_DOCUMENT, key, made.document)
        self._cache.put(_TEXT, key, made.text)
        return self._unpacked(made.document)

    def _key(self, path: str, digest: str) -> str:
        return f"{self._settings} {digest} {path}"

    def _unpacked(self, packed: bytes | None) -> Document:
        """A document as it was read, with the zones of its times.

        Raises:
            TypeError: there is none.
            msgspec.DecodeError: it is damaged.
        """
        record = _decode_record(packed)  # type: ignore[arg-type]
        head, zone = record.document.head, self._rules.timezone
        changed: dict[str, Any] = {
            name: in_timezone(zone, moment)
            for name in _TIMES
            if (moment := getattr(head, name)) is not None
        }
        if head.written and record.offset is not None:
            typed = timezone(timedelta(seconds=record.offset)) if record.offset else UTC
            changed["written"] = head.written.astimezone(typed)
        if head.draft_signals:
            changed["draft_signals"] = tuple(
                replace(signal, day=in_timezone(zone, signal.day)) if signal.day else signal
                for signal in head.draft_signals
            )
        if head.thing:
            changed["thing"] = localize_event(head.thing)
        return (
            replace(record.document, head=replace(head, **changed)) if changed else record.document
        )


_TIMES = ("date", "modified", "not_before", "not_after")
"""The times of a head that are in the time zone of the site."""


def _packed(document: Document) -> bytes:
    head = document.head
    if isinstance(event := head.thing, Event):
        start, end = (one and one.replace(tzinfo=None) for one in (event.start, event.end))
        head = replace(head, thing=replace(event, start=start, end=end))
    offset = head.written.utcoffset() if head.written else None
    seconds = None if offset is None else offset.total_seconds()
    return _encode(_Record(replace(document, head=head), seconds))


class DocumentSources(Mapping[str, bytes]):
    """The bytes of each document's file by its path, read when they are asked for.

    Args:
        others: the bytes of other files.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        reader: DocumentReader,
        others: Mapping[str, bytes] = {},
    ) -> None:
        self._documents = documents
        self._reader = reader
        self._others = others

    def __getitem__(self, path: str) -> bytes:
        document = self._documents.get(path)
        return self._reader.text(document).source if document else self._others[path]

    def __iter__(self) -> Iterator[str]:
        return iter((*self._documents, *self._others))

    def __len__(self) -> int:
        return len(self._documents) + len(self._others)


# --- processes ------------------------------------------------------------------------------------


def _read_in_processes(
    folder: Path, rules: Settings, paths: Sequence[str]
) -> Iterator[PackedDocument | Problem]:
    """Only a few chunks are under way at a time, so that what was read does not pile up."""
    chunks = iter([paths[n : n + _CHUNK] for n in range(0, len(paths), _CHUNK)])
    with ProcessPoolExecutor(None, copying_context(), _set_up, (folder, rules)) as pool:
        running = deque(pool.submit(_read_there, chunk) for chunk in islice(chunks, _UNDER_WAY))
        while running:
            made = running.popleft().result()
            running += (pool.submit(_read_there, chunk) for chunk in islice(chunks, 1))
            yield from made


_UNDER_WAY = 3 * (cpu_count() or 1)
_there: list[DocumentReader] = []


def _set_up(folder: Path, rules: Settings) -> None:
    leave_ctrl_c()
    _there.append(DocumentReader(folder, rules, RenderCache()))


def _read_there(paths: Sequence[str]) -> list[PackedDocument | Problem]:
    return [_there[-1].read_anew_or_tell(path) for path in paths]
