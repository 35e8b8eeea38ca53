"""The door between refresh and build: a folder of JSON files ↔ values. The only file I/O of both.

    partners/ID.json               one PartnerRecord each: the newest entries, and the names of older parts
    tries.json                     how it went with partners whose last answer brought no entries
    older/ID/NAME.json             such a part, which never changes; NAME is made of its bytes
    older/ID/marks                 by what the entries of the parts are found; made of them, and no data
    editions/KIND/PERIOD.json      one Edition each, written once
    pictures/ID/NAME.json          one Copy each; NAME is made of what it is a copy of
    pictures/ID/NAME.webp          what such a copy names; NAME is made of its bytes
    refresh.json                   the report of the last refresh
    erased.json                    what keeps erased words from coming back: digests alone (E7)
    lists.json                     which partners the lists had that were used with this store

Each file is written whole to a temporary one, synced and renamed, so that a reader meets the old
file or the new one (B5). The parts of a partner are written before the file that names them, and those
that it names no more stay until the next refresh: a build may be reading them. A damaged file is set aside
under its name with `.damaged` behind it. The store is data and no cache: `first_seen` exists nowhere else.
Each file says which version of this program's shapes it has. An older one is brought up to date as it is
read, and written anew by the first refresh; a newer one is refused, so that no older program undoes what it
does not know of (B10).
"""

from __future__ import annotations

import contextlib
import re
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from glob import escape
from pathlib import Path
from typing import Any, TypeVar, get_args, overload

import msgspec
from filelock import Timeout
from msgspec import Struct
from msgspec.structs import asdict, replace

from frontdesk.core.errors import StoreBusy
from frontdesk.core.periods import PeriodKind, is_period_name
from frontdesk.core.shared_lock import shared_lock
from frontdesk.core.timestamps import Instant

from .entry_dates import candidate_time, newest_first_key
from .entry_parts import (
    Marks,
    Part,
    PartMarks,
    PartReader,
    StoredEntries,
    cut,
    marks_of,
    part_of,
)
from .model.digest import Edition, EditionFacts
from .model.report import RefreshReport
from .model.state import (
    Arrival,
    Entry,
    ErasureRecord,
    FetchState,
    ImageCopy,
    LaterTries,
    LaterTry,
    ListSnapshots,
    PartFacts,
    PartnerFetchState,
    PartnerRecord,
    PartnerState,
)
from .recorded_editions import RecordedEditions, edition_facts
from .store_files import Stat, StoreFiles, name_of, part_bytes

TRIES_FILE = "tries.json"
LISTS_FILE = "lists.json"
"""Only refreshes read it, and each writes it."""
CHECKED_FILE = ".checked"
"""The same; no data."""
RUNS_FILE = ".runs"
"""The same: numbers that stand for words of texts, which tell whether two are one (D6)."""
_FOLDERS = ("partners", "older", "editions", "pictures")
_KINDS: tuple[PeriodKind, ...] = get_args(PeriodKind)
_MARKS = "marks"
_SEAL = 32
"""Bytes before the marks, made of them."""
_Value = TypeVar("_Value", bound=Struct)
_Record = TypeVar("_Record", bound=FetchState)


class _Arrival(Struct, frozen=True, gc=False):
    """What is read of an entry to know when it came in."""

    arrival: Arrival
    first_seen: Instant
    date: Instant | None = None


class _Visit(FetchState, frozen=True, kw_only=True):
    """A partner's file of which no words are read."""

    entries: tuple[_Arrival, ...] = ()
    parts: tuple[PartFacts, ...] = ()


def _fetch_fields(state: FetchState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in FetchState.__struct_fields__}


def _belongs(value: Struct, path: Path) -> bool:
    """Whether a file says what its name says; else what belongs there would overwrite it one day."""
    match value:
        case FetchState(id=id_):
            return path.stem == id_
        case Edition(kind=kind, period=period):
            return (path.parent.name, path.stem) == (kind, period) and is_period_name(kind, period)
        case ImageCopy(partner=partner, file=file):
            ours = file is None or re.fullmatch(r"[0-9a-f]{32}\.webp", file)
            return (path.parent.name, path.stem) == (partner, _copy_name(value)) and bool(ours)
        case _:
            return True


def _fetch_state(visit: _Visit, newest: FetchState) -> PartnerFetchState:
    arrivals = (*map(candidate_time, visit.entries), *(part.first_arrival for part in visit.parts))
    return PartnerFetchState(
        **_fetch_fields(newest),
        told_until=visit.last_try,
        has_entries=bool(visit.entries or visit.parts),
        first_arrival=min(filter(None, arrivals), default=None),
    )


def _copy_name(copy: ImageCopy) -> str:
    return name_of(f"{copy.picture.kind} {copy.picture.address}".encode())


def default_store_folder(feeds: Path) -> Path:
    """The store's folder where none is named: beside feeds.yaml."""
    return feeds.parent / "var" / "partner_blogs"


class Store:
    """One store in one folder.

    Attributes:
        notices: what was found damaged so far, in plain lines.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = StoreFiles(folder)
        self.notices = self._files.notices
        self._tries_lock = threading.Lock()
        self._tries_known: tuple[Stat | None, dict[str, LaterTry]] = (None, {})
        self._outdated_tries: set[str] = set()

    @contextlib.contextmanager
    def locked(self, wait_seconds: float = 10) -> Iterator[None]:
        """Hold the store for writing; a second refresh waits, then is told (B6).

        Raises:
            StoreBusy: after `wait_seconds`.
            StoreError: where the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = shared_lock(self.folder / ".lock", wait_seconds)
            lock.acquire()
        except Timeout:
            raise StoreBusy(
                f"another refresh is at work in {self.folder}; let it finish, then try again"
            ) from None
        except OSError as error:
            raise self._files.unusable(error) from error
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # it goes with this process, if not before
                lock.release()

    # --- partners -------------------------------------------------------------------------------

    def states(self) -> dict[str, PartnerState]:
        """Every readable state, by partner id. Older entries are read when they are asked for."""
        read = map(self._state, self._files.listed("partners"))
        return {state.id: state for state in read if state is not None}

    def fetch_states(self) -> dict[str, PartnerFetchState]:
        """The same without entries, which are most of a state."""
        read = (self._read(path, _Visit) for path in self._files.listed("partners"))
        return {
            visit.id: _fetch_state(visit, self._newest(visit))
            for visit in read
            if visit is not None
        }

    def state(self, id_: str) -> PartnerState | None:
        """One partner's state; None where there is none that can be read."""
        path = self._state_path(id_)
        return self._state(path) if self._is_there(path) else None

    def _state(self, path: Path) -> PartnerState | None:
        record = self._read(path, PartnerRecord)
        if record is None:
            return None
        record = self._newest(record)
        fields = {name: value for name, value in asdict(record).items() if name != "parts"}
        return PartnerState(**fields | {"entries": self._entries(record)})

    def _entries(self, record: PartnerRecord) -> StoredEntries:
        head = [part_of(record.entries)] if record.entries else []
        reader = PartReader(
            lambda part: self._part(record.id, part) or (),
            lambda: self._marks(record.id),
        )
        return StoredEntries([*head, *map(Part, record.parts)], reader)

    def _part(self, id_: str, part: PartFacts) -> tuple[Entry, ...] | None:
        path = self._part_path(id_, part)
        found = self._part_entries(path) if self._is_there(path) else None
        if found is None:
            self._files.tell_damaged(path)
        return found

    def _part_path(self, id_: str, part: PartFacts) -> Path:
        return self.folder / "older" / id_ / f"{part.name}.json"

    def _part_entries(self, path: Path) -> tuple[Entry, ...] | None:
        """The entries of a part; None where it is not whole."""
        data = self._files.read_bytes(path)
        if path.stem != name_of(data):
            return None
        return self._files.parsed(path, data, tuple[Entry, ...])

    def state_ids(self) -> list[str]:
        """The partner ids of all state files, readable or not."""
        return [path.stem for path in self._files.listed("partners")]

    def save_state(self, state: PartnerState) -> None:
        self.save_states([state])

    def save_states(self, states: Iterable[PartnerState]) -> None:
        """Their parts first: until the file that names them is there, a state is as it was."""
        self._save_records([self._with_saved_parts(state) for state in states])

    def _with_saved_parts(self, state: PartnerState) -> PartnerRecord:
        found = state.entries
        entries = found if isinstance(found, StoredEntries) else cut(found)
        head: tuple[Entry, ...] = ()
        older = entries.parts
        if older and older[0].held is not None and not older[0].facts.name:
            head, older = older[0].held, older[1:]
        parts = tuple(self._saved_part(state.id, part) for part in older)
        if any(not part.facts.name for part in older):
            self._save_marks(state.id, entries, older, parts)
        return PartnerRecord(**_fetch_fields(state), entries=head, parts=parts)

    def _save_records(self, records: Sequence[PartnerRecord]) -> None:
        with self._tries_lock:
            known = self._tries()
            same = {r.id for r in records if r.id in known and known[r.id].told_until == r.last_try}
            self._forget_tries(same)
            self._outdated_tries |= {record.id for record in records} & known.keys()
        self._files.write_each([(self._state_path(record.id), record) for record in records])

    # --- how it went ----------------------------------------------------------------------------

    def save_fetch_states(self, states: Iterable[PartnerFetchState]) -> None:
        """Save how it went where no entries came, made of what `fetch_states` said. All lies in one file: a
        thousand partners cost no more than one. Under the lock only."""
        states = tuple(states)
        new = [one for one in states if not self._is_there(self._state_path(one.id))]
        self._save_records([PartnerRecord(**_fetch_fields(one)) for one in new])
        with self._tries_lock:
            later = {
                one.id: LaterTry(**_fetch_fields(one), told_until=one.told_until)
                for one in states
                if one not in new
            }
            self._save_tries({**self._tries(), **later})
            self._outdated_tries -= later.keys()

    def _newest(self, record: _Record) -> _Record:
        """The record with what was heard since it was written."""
        later = self._tries().get(record.id)
        if later is None or later.told_until != record.last_try:
            return record
        return replace(record, **_fetch_fields(later))

    def _tries(self) -> dict[str, LaterTry]:
        stat = self._files.stat(self.folder / TRIES_FILE)
        if stat != self._tries_known[0]:
            found = self._read_one(TRIES_FILE, LaterTries) or LaterTries()
            self._tries_known = stat, {one.id: one for one in found.tries}
        return self._tries_known[1]

    def _save_tries(self, tries: Mapping[str, LaterTry]) -> None:
        path = self.folder / TRIES_FILE
        if tries:
            self._files.write(path, LaterTries(tuple(tries[id_] for id_ in sorted(tries))))
        else:
            self._files.remove([path])

    def _forget_tries(self, ids: Collection[str]) -> None:
        known = self._tries()
        if not known.keys().isdisjoint(ids):
            self._save_tries({id_: one for id_, one in known.items() if id_ not in ids})

    def _state_path(self, id_: str) -> Path:
        return self.folder / "partners" / f"{id_}.json"

    def _saved_part(self, id_: str, part: Part) -> PartFacts:
        if part.facts.name or not part.held:
            return part.facts
        data = part_bytes(part.held)
        facts = replace(part.facts, name=name_of(data))
        path = self._part_path(id_, facts)
        self._files.write_bytes(path, data)
        self._files.note_whole(path)
        return facts

    def _marks(self, id_: str) -> Marks:
        """By part. Of a part that is not among them, nothing is known."""
        path = self.folder / "older" / id_ / _MARKS
        try:
            sealed = path.read_bytes()
            seal, data = sealed[:_SEAL], sealed[_SEAL:]
            if seal == name_of(data).encode():
                return msgspec.msgpack.decode(data, type=dict[str, PartMarks])
        except (OSError, msgspec.MsgspecError):
            pass
        return {}

    def _save_marks(
        self,
        id_: str,
        entries: StoredEntries,
        older: Sequence[Part],
        parts: Sequence[PartFacts],
    ) -> None:
        known = entries.reader.marks()
        marks = {
            facts.name: known.get(facts.name) or marks_of(entries.of_part(part), id_)
            for part, facts in zip(older, parts, strict=True)
        }
        path = self.folder / "older" / id_ / _MARKS
        data = msgspec.msgpack.encode(marks)
        self._files.write_bytes(path, name_of(data).encode() + data)

    def remove_partner(self, id_: str) -> None:
        """Remove a partner's state and pictures, damaged ones too. Under the lock only."""
        self._forget_tries({id_})
        self._files.remove(self._files.walk("older", id_))
        self._files.remove(self._matching(f"partners/{escape(id_)}.json*"))
        self._files.remove(self._files.listed("pictures", id_, ending=""))

    def partner_ids(self) -> frozenset[str]:
        """The ids of all partners of which there are words, damaged ones and closed editions included."""
        states = {
            path.name.partition(".json")[0] for path in self._files.listed("partners", ending="")
        }
        folders = (*self._files.folders("pictures"), *self._files.folders("older"))
        kept = {path.name for path in folders if any(self._files.walk(self._files.name(path)))}
        told = set[str]()
        for edition in self.editions():
            for part in edition.parts:
                told |= {part.partner, *(one.partner for one in part.also)}
            for linked in edition.most_linked:
                told |= {*filter(None, [linked.partner]), *(one.partner for one in linked.votes)}
        return frozenset({*states, *self._tries(), *kept, *told})

    # --- editions -------------------------------------------------------------------------------

    def edition(self, kind: str, period: str) -> Edition | None:
        """One closed edition; None where there is none that can be read."""
        path = self.folder / "editions" / kind / f"{period}.json"
        return self._read(path, Edition) if self._is_there(path) else None

    def editions(self) -> RecordedEditions:
        """Every closed edition, oldest first. An edition is read when it is asked for."""
        facts = filter(None, map(self._facts, self._edition_paths()))
        return RecordedEditions(facts, lambda one: self.edition(one.kind, one.period))

    def _edition_paths(self) -> list[Path]:
        return [path for kind in _KINDS for path in self._files.listed("editions", kind)]

    def _facts(self, path: Path) -> EditionFacts | None:
        name = self._files.name(path)
        known = self._files.checked.editions.get(name)
        if known is not None and self._files.is_checked(path):
            return known
        edition = self._read(path, Edition)
        return edition_facts(edition) if edition else None

    def save_edition(self, edition: Edition) -> None:
        path = self.folder / "editions" / edition.kind / f"{edition.period}.json"
        self._files.write(path, edition)
        self._files.checked.editions[self._files.name(path)] = edition_facts(edition)

    # --- pictures -------------------------------------------------------------------------------

    def copies(self) -> tuple[ImageCopy, ...]:
        """The record of every picture that was asked for, without those whose file is missing."""
        folders = self._files.folders("pictures")
        paths = (path for one in folders for path in self._files.listed("pictures", one.name))
        read = (self._read(path, ImageCopy) for path in paths)
        return tuple(
            copy
            for copy in read
            if copy and (copy.file is None or self._is_there(self._picture_path(copy, copy.file)))
        )

    def copies_of(self, id_: str) -> tuple[ImageCopy, ...]:
        """The records of one partner's pictures."""
        read = (self._read(path, ImageCopy) for path in self._files.listed("pictures", id_))
        return tuple(copy for copy in read if copy)

    def picture(self, copy: ImageCopy) -> bytes | None:
        """The bytes of a copy; None where there are none that can be read."""
        if copy.file is None:
            return None
        try:
            data = self._picture_path(copy, copy.file).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._files.unusable(error) from error
        if copy.file == f"{name_of(data)}.webp":
            return data
        self._files.tell_damaged(Path(copy.file))
        return None

    def save_copy(self, copy: ImageCopy, data: bytes | None = None) -> None:
        """
        Args:
            data: a WebP that takes the place of the file that the copy had.
        """
        if data is not None:
            file = f"{name_of(data)}.webp"
            self._files.write_bytes(self._picture_path(copy, file), data)
            copy = replace(copy, file=file)
        self._files.write(
            self.folder / "pictures" / copy.partner / f"{_copy_name(copy)}.json", copy
        )

    def prune_copies(self, copies: Iterable[ImageCopy]) -> None:
        """Remove every picture but these; files that were set aside stay. Under the lock only."""
        kept = {(c.partner, name) for c in copies for name in (f"{_copy_name(c)}.json", c.file)}
        self._files.remove(
            path
            for folder in self._files.folders("pictures")
            for path in self._files.listed("pictures", folder.name, ending="")
            if (folder.name, path.name) not in kept and ".damaged" not in path.name
        )

    def remove_copy(self, copy: ImageCopy) -> None:
        """Remove a picture and its record. Under the lock only."""
        folder = self.folder / "pictures" / copy.partner
        shared = any(c != copy and c.file == copy.file for c in self.copies_of(copy.partner))
        names = [f"{_copy_name(copy)}.json", *([copy.file] if copy.file and not shared else ())]
        self._files.remove([folder / name for name in names])

    def _picture_path(self, copy: ImageCopy, file: str) -> Path:
        return self.folder / "pictures" / copy.partner / file

    # --- reports and records --------------------------------------------------------------------

    def last_refresh(self) -> RefreshReport | None:
        return self._read_one("refresh.json", RefreshReport)

    def save_report(self, report: RefreshReport) -> None:
        self._files.write(self.folder / "refresh.json", report)

    def erased(self) -> ErasureRecord:
        """What was erased, by digests; an empty record where there is none."""
        return self._read_one("erased.json", ErasureRecord) or ErasureRecord()

    def save_erased(self, erased: ErasureRecord) -> None:
        self._files.write(self.folder / "erased.json", erased)

    def list_snapshots(self) -> ListSnapshots:
        """What the last refresh saw of each list that is used with this store."""
        return self._read_one(LISTS_FILE, ListSnapshots) or ListSnapshots()

    def save_list_snapshots(self, listings: ListSnapshots) -> None:
        self._files.write(self.folder / LISTS_FILE, listings)

    # --- what was found of texts ----------------------------------------------------------------

    def known_runs(self, form: str) -> dict[bytes, bytes]:
        """What an earlier run found of texts, by their digests; nothing where it is of another form."""
        return self._files.sealed(RUNS_FILE, form, dict[bytes, bytes]) or {}

    def save_known_runs(self, form: str, runs: Mapping[bytes, bytes]) -> None:
        """Keep it for the next run. Under the lock only. It is no data: a full disk is no error."""
        self._files.write_sealed(RUNS_FILE, form, runs)

    # --- care -----------------------------------------------------------------------------------

    def remove_leftovers(self) -> None:
        """Remove what runs that were killed left behind, and the parts that no partner has any more. Under
        the lock only, after set_aside_damaged."""
        files = self._files.walk()
        self._files.remove(
            path for path in files if path.name.startswith(".") and path.name.endswith(".new")
        )
        for path in self._matching(".*/"):
            shutil.rmtree(path, ignore_errors=True)
        self.remove_unused_parts()

    def remove_unused_parts(self) -> None:
        """Remove the parts that no partner has any more. Under the lock only, after set_aside_damaged."""
        for folder in self._files.folders("older"):
            there = self._files.listed("older", folder.name)
            record = self._record(folder.name)
            used = {part.name for part in record.parts} if record else set[str]()
            self._files.remove(path for path in there if path.stem not in used)
            if not used:
                self._files.remove([folder / _MARKS])

    def remove_strays(self) -> None:
        """Take away every file that was set aside, or that is none of ours, such as a copy by hand: nobody
        can tell what it holds. Under the lock only."""
        self.remove_unused_parts()
        (self.folder / RUNS_FILE).unlink(missing_ok=True)
        ours = {path for path, _ in self._data()} | set(self._pictures())
        ours |= {*self._parts(), *(folder / _MARKS for folder in self._files.folders("older"))}
        found = [path for name in _FOLDERS for path in self._files.walk(name)]
        strays = [path for path in found if path not in ours]
        for name in (LISTS_FILE, TRIES_FILE, "refresh.json"):
            strays += self._matching(f"{name}.damaged*")
        self._files.remove(strays)
        if strays:
            files = "1 damaged or strange file" if len(strays) == 1 else f"{len(strays)} such files"
            self.notices.append(f"{files} deleted, for words that are erased may stand there")

    def lost(self) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        """The partners, and the editions as (kind, period), of which only a damaged file is left; of a
        partner also a part."""
        partners = self._lost("partners")
        pieces = {
            folder.name for folder in self._files.folders("older") if self._lost("older", folder)
        }
        editions = {(kind, one) for kind in _KINDS for one in self._lost("editions", kind)}
        return frozenset({*partners, *pieces}), frozenset(editions)

    def _lost(self, *folders: str | Path) -> set[str]:
        aside = self._files.listed(*map(str, folders), ending="")
        stems = {path.name.partition(".json")[0] for path in aside if ".damaged" in path.name}
        return {one for one in stems if not self._is_there(aside[0].with_name(f"{one}.json"))}

    def damaged(self) -> list[Path]:
        """Every file that cannot be read."""
        return [path for path, kind in self._everything() if self._decoded(path, kind) is None]

    def set_aside_damaged(self) -> None:
        """Rename every file that cannot be read, so that nothing overwrites it, and go on with what is left
        of a partner. Files that were found whole and have not changed since are not read again. Under the
        lock only."""
        for path, kind in self._everything():
            if self._files.is_checked(path):
                continue
            if path.parent != self.folder:  # it may hold words that are erased
                self._files.checked.erased = ""
            value = self._decoded(path, kind)
            if value is None:
                self._files.set_aside(path)
                self._go_on_without(path)
            elif self._files.is_newest_version(path):
                self._files.note_whole(path)
                if isinstance(value, Edition):
                    self._files.checked.editions[self._files.name(path)] = edition_facts(value)

    def _go_on_without(self, path: Path) -> None:
        """Of a partner whose newest entries are lost, or a part of whose entries is, the others are kept.
        What it published before was seen, though we no longer know it."""
        if path.parent == self.folder / "partners":
            self._restore_from_parts(path.stem)
        elif path.parent.parent == self.folder / "older":
            record = self._record(path.parent.name)
            if record and any(part.name == path.stem for part in record.parts):
                record = self._newest(record)
                left = tuple(part for part in record.parts if part.name != path.stem)
                until = record.known_until or record.last_success
                self._save_records([replace(record, parts=left, known_until=until)])

    def _restore_from_parts(self, id_: str) -> None:
        paths = self._files.listed("older", id_)
        try:
            paths.sort(key=lambda path: path.stat().st_mtime_ns)
        except OSError as error:
            raise self._files.unusable(error) from error
        read = [found for path in paths if (found := self._part_entries(path))]
        entries = {entry.key: entry for found in read for entry in found}
        if entries:
            until = max(entry.first_seen for entry in entries.values())
            ordered = tuple(sorted(entries.values(), key=newest_first_key))
            self.save_state(PartnerState(id=id_, known_until=until, entries=ordered))

    def migrate(self) -> None:
        """Rewrite every file of an older version. Under the lock only, after set_aside_damaged."""
        for path, kind in self._data():
            if self._files.is_checked(path) or self._files.is_newest_version(path):
                continue
            if kind is PartnerRecord and (state := self._state(path)):
                self.save_state(replace(state, entries=tuple(state.entries)))
            elif kind is Edition and (edition := self._read(path, Edition)):
                self.save_edition(edition)
            elif kind is not PartnerRecord and (value := self._read(path, kind)):
                self._files.write(path, value)

    @property
    def is_erased_by(self) -> str:
        """A digest of what all files are known to be without; empty where that is not known."""
        return self._files.checked.erased

    def note_erased(self, by: str) -> None:
        """Say that no file has any word of what this digest stands for. Under the lock only."""
        self._files.checked.erased = by

    def keep_checked(self) -> None:
        """Keep what is known of the files for the next refresh. Under the lock only."""
        self._forget_tries(self._outdated_tries)
        self._files.keep_checked()

    # --- files ----------------------------------------------------------------------------------

    def _everything(self) -> Iterator[tuple[Path, type[Struct] | None]]:
        """Every file, and what it holds; None for those whose name is made of their bytes."""
        yield from self._data()
        yield from ((path, None) for path in (*self._parts(), *self._pictures()))

    def _data(self) -> list[tuple[Path, type[Struct]]]:
        """Every file that may change, and what it holds."""
        folders = self._files.folders("pictures")
        copies = (path for one in folders for path in self._files.listed("pictures", one.name))
        single: tuple[tuple[str, type[Struct]], ...] = (
            ("refresh.json", RefreshReport),
            ("erased.json", ErasureRecord),
            (LISTS_FILE, ListSnapshots),
            (TRIES_FILE, LaterTries),
        )
        return [
            *((path, PartnerRecord) for path in self._files.listed("partners")),
            *((path, Edition) for path in self._edition_paths()),
            *((path, ImageCopy) for path in copies),
            *(
                (self.folder / name, kind)
                for name, kind in single
                if self._is_there(self.folder / name)
            ),
        ]

    def _matching(self, pattern: str) -> list[Path]:
        """
        Raises:
            StoreError: the disk does not tell.
        """
        try:
            return list(self.folder.glob(pattern))
        except OSError as error:
            raise self._files.unusable(error) from error

    def _is_there(self, path: Path) -> bool:
        """
        Raises:
            StoreError: the disk does not tell.
        """
        try:
            return path.exists()
        except OSError as error:
            raise self._files.unusable(error) from error

    def _parts(self) -> list[Path]:
        folders = self._files.folders("older")
        return [path for one in folders for path in self._files.listed("older", one.name)]

    def _pictures(self) -> list[Path]:
        folders = self._files.folders("pictures")
        return [
            p for one in folders for p in self._files.listed("pictures", one.name, ending=".webp")
        ]

    def _record(self, id_: str) -> PartnerRecord | None:
        path = self._state_path(id_)
        return self._decoded(path, PartnerRecord) if self._is_there(path) else None

    def _read(self, path: Path, kind: type[_Value]) -> _Value | None:
        value = self._files.read(path, kind)
        if value is not None and not _belongs(value, path):
            self._files.tell_damaged(path)
            return None
        return value

    def _read_one(self, name: str, kind: type[_Value]) -> _Value | None:
        return self._read(self.folder / name, kind) if self._is_there(self.folder / name) else None

    @overload
    def _decoded(self, path: Path, kind: type[_Value]) -> _Value | None: ...
    @overload
    def _decoded(self, path: Path, kind: type[Struct] | None) -> object | None: ...
    def _decoded(self, path: Path, kind: type[Struct] | None) -> object | None:
        """What a file holds; None where that cannot be read."""
        if kind is None:
            data = self._files.read_bytes(path)
            return data if path.stem == name_of(data) else None
        value = self._files.decoded(path, kind)
        return value if value is not None and _belongs(value, path) else None
