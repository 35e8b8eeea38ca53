"""The door between refresh and build: a folder of JSON files ↔ values. The only file I/O of both.

    partners/ID.json               one PartnerState each
    editions/KIND/PERIOD.json      one Edition each, written once
    pictures/ID/NAME.json          one Copy each; NAME is made of what it is a copy of
    pictures/ID/NAME.webp          what such a copy names; NAME is made of its bytes
    refresh.json                   the report of the last refresh
    erased.json                    what keeps erased words from coming back: digests alone (E7)
    lists.json                     which partners the lists had that were used with this store

Each file is written whole to a temporary one, synced and renamed, so that a reader meets the old
file or the new one (B5). A damaged file is set aside under its name with `.damaged` behind it.
The store is data and no cache: `first_seen` exists nowhere else. Each file says which version of this
program's shapes it has. An older one is brought up to date as it is read, and written anew by the first
refresh; a newer one is refused, so that no older program undoes what it does not know of (B10).
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from glob import escape
from pathlib import Path
from typing import TypeVar, get_args

import msgspec
from filelock import Timeout
from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.atomic import replace_file
from frontdesk.core.errors import StoreBusy, StoreError
from frontdesk.core.periods import PeriodKind, is_period_name
from frontdesk.core.shared_lock import shared_lock

from .model.digest import Edition
from .model.report import RefreshReport
from .model.state import ErasureRecord, ImageCopy, ListSnapshots, PartnerFetchState, PartnerState

VERSION = 3
"""2 has an envelope; 3 has a record of what was erased, which older programs would not heed."""
_ENVELOPED = 2
LISTS_FILE = "lists.json"
"""Only refreshes read it, and each writes it."""
_FOLDERS = ("partners", "editions", "pictures")
_KINDS = get_args(PeriodKind)
_Value = TypeVar("_Value", bound=Struct)


class _Envelope(Struct):
    version: int = 1
    value: msgspec.Raw = msgspec.Raw()


def _from_version_1(old: object) -> object:
    """Version 1 had no envelope; `gone` was a field of its own, and `ttl_minutes` one of the facts."""
    if not isinstance(old, dict):
        return old
    new = {name: value for name, value in old.items() if name not in {"version", "gone"}}
    if old.get("gone"):
        new["trouble"] = "gone"
    facts = old.get("facts")
    if isinstance(facts, dict) and "ttl_minutes" in facts:
        new["facts"] = {**facts, "quiet_times": {"ttl_minutes": facts["ttl_minutes"]}}
    return new


def _belongs(value: Struct, path: Path) -> bool:
    """Whether a file says what its name says; else what belongs there would overwrite it one day."""
    match value:
        case PartnerState(id=id_) | PartnerFetchState(id=id_):
            return path.stem == id_
        case Edition(kind=kind, period=period):
            return (path.parent.name, path.stem) == (kind, period) and is_period_name(kind, period)
        case ImageCopy(partner=partner, file=file):
            ours = file is None or re.fullmatch(r"[0-9a-f]{32}\.webp", file)
            return (path.parent.name, path.stem) == (partner, _copy_name(value)) and bool(ours)
        case _:
            return True


def _copy_name(copy: ImageCopy) -> str:
    return _name(f"{copy.picture.kind} {copy.picture.address}".encode())


def _name(content: bytes) -> str:
    """32 characters, the same for the same bytes and no others."""
    return hashlib.sha256(content).hexdigest()[:32]


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
        self.notices: list[str] = []

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
            raise self._unusable(error) from error
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # it goes with this process, if not before
                lock.release()

    def states(self) -> dict[str, PartnerState]:
        """Every readable state, by partner id."""
        read = (self._read(path, PartnerState) for path in self._files("partners/*.json"))
        return {state.id: state for state in read if state is not None}

    def fetch_states(self) -> dict[str, PartnerFetchState]:
        """The same without the words of entries, which are most of a state."""
        read = (self._read(path, PartnerFetchState) for path in self._files("partners/*.json"))
        return {visit.id: visit for visit in read if visit is not None}

    def state(self, id_: str) -> PartnerState | None:
        """One partner's state; None where there is none that can be read."""
        read = (self._read(path, PartnerState) for path in self._files(f"partners/{id_}.json"))
        return next(read, None)

    def edition(self, kind: str, period: str) -> Edition | None:
        """One closed edition; None where there is none that can be read."""
        files = self._files(f"editions/{kind}/{period}.json")
        return next((self._read(path, Edition) for path in files), None)

    def editions(self) -> tuple[Edition, ...]:
        """Every closed edition, oldest first."""
        read = (
            self._read(path, Edition)
            for kind in _KINDS
            for path in self._files(f"editions/{kind}/*.json")
        )
        return tuple(sorted((e for e in read if e is not None), key=lambda e: (e.ends, e.kind)))

    def copies(self) -> tuple[ImageCopy, ...]:
        """The record of every picture that was asked for, without those whose file is missing."""
        read = (self._read(path, ImageCopy) for path in self._files("pictures/*/*.json"))
        return tuple(
            copy
            for copy in read
            if copy and (copy.file is None or self._picture_path(copy, copy.file).is_file())
        )

    def copies_of(self, id_: str) -> tuple[ImageCopy, ...]:
        """The records of one partner's pictures."""
        read = (
            self._read(path, ImageCopy) for path in self._files(f"pictures/{escape(id_)}/*.json")
        )
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
            raise self._unusable(error) from error
        if copy.file == f"{_name(data)}.webp":
            return data
        self.notices.append(f"{copy.file} in the store is damaged and was left out")
        return None

    def last_refresh(self) -> RefreshReport | None:
        read = (self._read(path, RefreshReport) for path in self._files("refresh.json"))
        return next(read, None)

    def erased(self) -> ErasureRecord:
        """What was erased, by digests; an empty record where there is none."""
        read = (self._read(path, ErasureRecord) for path in self._files("erased.json"))
        return next(read, None) or ErasureRecord()

    def list_snapshots(self) -> ListSnapshots:
        """What the last refresh saw of each list that is used with this store."""
        read = (self._read(path, ListSnapshots) for path in self._files(LISTS_FILE))
        return next(read, None) or ListSnapshots()

    def save_erased(self, erased: ErasureRecord) -> None:
        self._write(self.folder / "erased.json", erased)

    def save_list_snapshots(self, listings: ListSnapshots) -> None:
        self._write(self.folder / LISTS_FILE, listings)

    def state_ids(self) -> list[str]:
        """The partner ids of all state files, readable or not."""
        return [path.stem for path in self._files("partners/*.json")]

    def partner_ids(self) -> frozenset[str]:
        """The ids of all partners of which there are words, damaged ones and closed editions included."""
        states = {path.name.partition(".json")[0] for path in self._files("partners/*.json*")}
        pictured = {path.parent.name for path in self._files("pictures/*/*")}
        parts = [part for edition in self.editions() for part in edition.parts]
        told = {one.partner for part in parts for one in part.also}
        return frozenset({*states, *pictured, *told, *(part.partner for part in parts)})

    def save_state(self, state: PartnerState) -> None:
        self._write(self.folder / "partners" / f"{state.id}.json", state)

    def save_edition(self, edition: Edition) -> None:
        self._write(self.folder / "editions" / edition.kind / f"{edition.period}.json", edition)

    def save_copy(self, copy: ImageCopy, data: bytes | None = None) -> None:
        """
        Args:
            data: a WebP that takes the place of the file that the copy had.
        """
        if data is not None:
            file = f"{_name(data)}.webp"
            self._write_bytes(self._picture_path(copy, file), data)
            copy = replace(copy, file=file)
        self._write(self.folder / "pictures" / copy.partner / f"{_copy_name(copy)}.json", copy)

    def prune_copies(self, copies: Iterable[ImageCopy]) -> None:
        """Remove every picture but these; files that were set aside stay. Under the lock only."""
        kept = {(c.partner, name) for c in copies for name in (f"{_copy_name(c)}.json", c.file)}
        self._remove(
            path
            for path in self._files("pictures/*/*")
            if (path.parent.name, path.name) not in kept and ".damaged" not in path.name
        )

    def remove_partner(self, id_: str) -> None:
        """Remove a partner's state and pictures, damaged ones too. Under the lock only."""
        self._remove(
            self._files(f"partners/{escape(id_)}.json*") + self._files(f"pictures/{escape(id_)}/*")
        )

    def remove_copy(self, copy: ImageCopy) -> None:
        """Remove a picture and its record. Under the lock only."""
        folder = self.folder / "pictures" / copy.partner
        shared = any(c != copy and c.file == copy.file for c in self.copies_of(copy.partner))
        names = [f"{_copy_name(copy)}.json", *([copy.file] if copy.file and not shared else ())]
        self._remove([folder / name for name in names])

    def remove_strays(self) -> None:
        """Take away every file that was set aside, or that is none of ours, such as a copy by hand: nobody
        can tell what it holds. Under the lock only."""
        ours = {path for path, _ in self._data()} | set(self._files("pictures/*/*.webp"))
        found = [path for name in _FOLDERS for path in self._files(f"{name}/**/*")]
        strays = [path for path in found if path not in ours and not path.is_dir()]
        strays += self._files("lists.json.damaged*") + self._files("refresh.json.damaged*")
        self._remove(strays)
        if strays:
            files = "1 damaged or strange file" if len(strays) == 1 else f"{len(strays)} such files"
            self.notices.append(f"{files} deleted, for words that are erased may stand there")

    def remove_leftovers(self) -> None:
        """Remove the temporary files and folders of runs that were killed. Under the lock only."""
        self._remove(path for path in self._files("**/.*.new") if path.is_file())
        for path in self._files(".*/"):
            shutil.rmtree(path, ignore_errors=True)

    def lost(self) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        """The partners, and the editions as (kind, period), of which only a damaged file is left."""
        aside = [
            (path, path.name.partition(".json")[0])
            for pattern in ("partners/*.damaged*", "editions/*/*.damaged*")
            for path in self._files(pattern)
        ]
        lost = [(p, stem) for p, stem in aside if not p.with_name(f"{stem}.json").exists()]
        return (
            frozenset(stem for path, stem in lost if path.parent.name == "partners"),
            frozenset(
                (path.parent.name, stem) for path, stem in lost if path.parent.name in _KINDS
            ),
        )

    def save_report(self, report: RefreshReport) -> None:
        self._write(self.folder / "refresh.json", report)

    def damaged(self) -> list[Path]:
        """Every file that cannot be read."""
        pictures = self._files("pictures/*/*.webp")
        return [
            *(path for path, kind in self._data() if self._decoded(path, kind) is None),
            *(path for path in pictures if path.stem != _name(self._bytes(path))),
        ]

    def _data(self) -> list[tuple[Path, type[Struct]]]:
        """Every file but the pictures, and what it holds."""
        kinds: tuple[tuple[str, type[Struct]], ...] = (
            ("partners/*.json", PartnerState),
            *((f"editions/{kind}/*.json", Edition) for kind in _KINDS),
            ("pictures/*/*.json", ImageCopy),
            ("refresh.json", RefreshReport),
            ("erased.json", ErasureRecord),
            (LISTS_FILE, ListSnapshots),
        )
        return [(path, kind) for pattern, kind in kinds for path in self._files(pattern)]

    def migrate(self) -> None:
        """Rewrite every file of an older version. Under the lock only, after set_aside_damaged."""
        newest = f'{{\n "version": {VERSION},'.encode()
        for path, kind in self._data():
            if self._bytes(path, len(newest)) != newest:
                value = self._read(path, kind)
                if value is not None:
                    self._write(path, value)

    def set_aside_damaged(self) -> None:
        """Rename every file that cannot be read, so that nothing overwrites it. Under the lock only."""
        for path in self.damaged():
            aside = path.with_name(f"{path.name}.damaged")
            count = 1
            try:
                while aside.exists():
                    count += 1
                    aside = path.with_name(f"{path.name}.damaged-{count}")
                path.rename(aside)
            except OSError as error:
                raise self._unusable(error) from error
            self.notices.append(f"{path.name} is damaged; it was kept as {aside.name}")

    # --- files ----------------------------------------------------------------------------------

    def _picture_path(self, copy: ImageCopy, file: str) -> Path:
        return self.folder / "pictures" / copy.partner / file

    def _files(self, pattern: str) -> list[Path]:
        try:
            return sorted(self.folder.glob(pattern))
        except OSError as error:
            raise self._unusable(error) from error

    def _read(self, path: Path, kind: type[_Value]) -> _Value | None:
        value = self._decoded(path, kind)
        if value is None:
            self.notices.append(f"{path.name} in the store is damaged and was left out")
        return value

    def _decoded(self, path: Path, kind: type[_Value]) -> _Value | None:
        try:
            data = self._bytes(path)
            envelope = msgspec.json.decode(data, type=_Envelope)
            if envelope.version > VERSION:
                raise StoreError(
                    f"{path} was written by a newer version of this program; update the program"
                )
            if envelope.version >= _ENVELOPED:
                value = msgspec.json.decode(envelope.value, type=kind)
            else:
                value = msgspec.convert(_from_version_1(msgspec.json.decode(data)), kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        return value if _belongs(value, path) else None

    def _remove(self, paths: Iterable[Path]) -> None:
        for path in paths:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise self._unusable(error) from error

    def _write(self, path: Path, value: Struct) -> None:
        whole = _Envelope(version=VERSION, value=msgspec.Raw(msgspec.json.encode(value)))
        text = msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
        self._write_bytes(path, text)

    def _bytes(self, path: Path, most: int = -1) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(most)
        except OSError as error:
            raise self._unusable(error) from error

    def _write_bytes(self, path: Path, data: bytes) -> None:
        try:
            replace_file(path, data)
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> StoreError:
        return StoreError(
            f"the store in {self.folder} cannot be used ({error.strerror or error}); "
            "look at the folder's owner, its permissions and the free space"
        )
