"""The files of a store: read and written whole, looked through, set aside (B5). What they mean is for
`store`.

A file that was found whole is known by its size and time in `.checked`, so that a refresh reads again
only what has changed since. That file is no data: without it, all others are read once.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from frontdesk.core.atomic import replace_each, replace_file
from frontdesk.core.errors import StoreError

from .model.digest import EditionFacts

VERSION = 4
"""2 has an envelope; 3 has a record of what was erased, which older programs would not heed; 4 has older
entries in parts."""
_ENVELOPED = 2
_CHECKED = ".checked"
_Value = TypeVar("_Value")

Stat = tuple[int, int, int]
"""Size, time in nanoseconds and number of a file."""


class _Envelope(Struct):
    version: int = 1
    value: msgspec.Raw = msgspec.Raw()


class _Checked(Struct, array_like=True):
    """What was found whole.

    Attributes:
        version: of this program's shapes.
        erased: what of the record of what was erased is true for all these files.
        files: by their path below the store.
        editions: what is known of each file of an edition.
    """

    version: int = VERSION
    erased: str = ""
    files: dict[str, Stat] = {}
    editions: dict[str, EditionFacts] = {}


def name_of(content: bytes) -> str:
    """32 characters, the same for the same bytes and no others."""
    return hashlib.sha256(content).hexdigest()[:32]


def _seal(form: str, data: bytes) -> bytes:
    return f"{form} {name_of(data)}".encode()


class StoreFiles:
    """The files below one folder.

    Attributes:
        notices: what was found damaged so far, in plain lines.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notices: list[str] = []
        self._known: _Checked | None = None
        self._on_disk = b""

    # --- what was found whole -------------------------------------------------------------------

    @property
    def checked(self) -> _Checked:
        if self._known is None:
            self._known = _Checked()
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                self._on_disk = (self.folder / _CHECKED).read_bytes()
                found = msgspec.msgpack.decode(self._on_disk, type=_Checked)
                if found.version == VERSION:
                    self._known = found
        return self._known

    def keep_checked(self) -> None:
        """Keep what was found whole for the next run. Under the lock only. A full disk is no error."""
        checked = self.checked
        there = {self.name(path) for path in self.walk()}
        for name in [name for name in checked.files if name not in there]:
            del checked.files[name]
            checked.editions.pop(name, None)
        data = msgspec.msgpack.encode(checked)
        if data != self._on_disk:
            with contextlib.suppress(OSError):
                replace_file(self.folder / _CHECKED, data)

    def is_checked(self, path: Path) -> bool:
        """Whether a file is as it was when it was found whole."""
        known = self.checked.files.get(self.name(path))
        return known is not None and known == self.stat(path)

    def note_whole(self, path: Path) -> None:
        """Files in the folder itself are few, and change with each refresh: they are always read."""
        if path.parent != self.folder and (stat := self.stat(path)):
            self.checked.files[self.name(path)] = stat

    def name(self, path: Path) -> str:
        """Below the folder of the store."""
        return os.fspath(path)[len(os.fspath(self.folder)) + 1 :]

    @staticmethod
    def stat(path: Path) -> Stat | None:
        """What changes with a file; None where there is none."""
        try:
            found = path.stat()
        except OSError:
            return None
        return found.st_size, found.st_mtime_ns, found.st_ino

    # --- what is there --------------------------------------------------------------------------

    def listed(self, *folders: str, ending: str = ".json") -> list[Path]:
        """The files of a folder in the order of their names; no hidden ones."""
        folder = self.folder.joinpath(*folders)
        try:
            with os.scandir(folder) as found:
                names = sorted(one.name for one in found)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self.unusable(error) from error
        return [folder / name for name in names if name.endswith(ending) and name[0] != "."]

    def folders(self, *folders: str) -> list[Path]:
        """The folders in a folder; no hidden ones."""
        return [path for path in self.listed(*folders, ending="") if path.is_dir()]

    def walk(self, *folders: str) -> Iterator[Path]:
        """Every file below a folder, hidden ones too."""

        def fail(error: OSError) -> None:
            if not isinstance(error, FileNotFoundError):
                raise self.unusable(error) from error

        for folder, _, names in os.walk(self.folder.joinpath(*folders), onerror=fail):
            yield from (Path(folder, name) for name in sorted(names))

    # --- files that are made of others ----------------------------------------------------------

    def sealed(self, name: str, form: str, kind: type[_Value]) -> _Value | None:
        """What a file says that is no data; None where it is not whole, or of another form."""
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            head, _, data = (self.folder / name).read_bytes().partition(b"\n")
            if head == _seal(form, data):
                return msgspec.msgpack.decode(data, type=kind)
        return None

    def write_sealed(self, name: str, form: str, value: object) -> None:
        """Write such a file. A full disk is no error."""
        data = msgspec.msgpack.encode(value)
        with contextlib.suppress(OSError):
            replace_file(self.folder / name, _seal(form, data) + b"\n" + data)

    # --- one file -------------------------------------------------------------------------------

    def read(self, path: Path, kind: type[_Value]) -> _Value | None:
        """What a file says; None, and a notice, where that cannot be read."""
        value = self.decoded(path, kind)
        if value is None:
            self.tell_damaged(path)
        return value

    def tell_damaged(self, path: Path) -> None:
        self.notices.append(f"{path.name} in the store is damaged and was left out")

    def decoded(self, path: Path, kind: type[_Value]) -> _Value | None:
        """What a file says; None where that cannot be read.

        Raises:
            StoreError: it was written by a newer version, or the disk fails.
        """
        return self.parsed(path, self.read_bytes(path), kind)

    def parsed(self, path: Path, data: bytes, kind: type[_Value]) -> _Value | None:
        try:
            envelope = msgspec.json.decode(data, type=_Envelope)
            if envelope.version > VERSION:
                raise StoreError(
                    f"{path} was written by a newer version of this program; update the program"
                )
            if envelope.version >= _ENVELOPED:
                return msgspec.json.decode(envelope.value, type=kind)
            return msgspec.convert(_from_version_1(msgspec.json.decode(data)), kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None

    def is_newest_version(self, path: Path) -> bool:
        beginnings = tuple(f'{{{gap}"version":'.encode() for gap in ("\n ", ""))
        data = self.read_bytes(path, 32)
        rest = next((data[len(one) :] for one in beginnings if data.startswith(one)), b"")
        return rest.partition(b",")[0].strip() == b"%d" % VERSION

    def write(self, path: Path, value: Struct) -> None:
        self.write_each([(path, value)])

    def write_each(self, values: Sequence[tuple[Path, Struct]]) -> None:
        """Write several files, which a disk syncs together."""
        try:
            replace_each((path, _file_bytes(value)) for path, value in values)
        except OSError as error:
            raise self.unusable(error) from error
        for path, _ in values:
            self.note_whole(path)

    def read_bytes(self, path: Path, most: int = -1) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(most)
        except OSError as error:
            raise self.unusable(error) from error

    def write_bytes(self, path: Path, data: bytes) -> None:
        try:
            replace_file(path, data)
        except OSError as error:
            raise self.unusable(error) from error

    def remove(self, paths: Iterable[Path]) -> None:
        for path in paths:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise self.unusable(error) from error

    def set_aside(self, path: Path) -> None:
        """Rename a damaged file, so that nothing overwrites it."""
        aside = path.with_name(f"{path.name}.damaged")
        count = 1
        try:
            while aside.exists():
                count += 1
                aside = path.with_name(f"{path.name}.damaged-{count}")
            path.rename(aside)
        except OSError as error:
            raise self.unusable(error) from error
        self.notices.append(f"{path.name} is damaged; it was kept as {aside.name}")

    def unusable(self, error: OSError) -> StoreError:
        return StoreError(
            f"the store in {self.folder} cannot be used ({error.strerror or error}); "
            "look at the folder's owner, its permissions and the free space"
        )


def _file_bytes(value: Struct) -> bytes:
    whole = _Envelope(version=VERSION, value=msgspec.Raw(msgspec.json.encode(value)))
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def part_bytes(entries: Iterable[Struct]) -> bytes:
    """The bytes of a part: an entry a line."""
    lines = b",\n".join(map(msgspec.json.encode, entries))
    return b'{"version":%d,"value":[\n%b\n]}\n' % (VERSION, lines)


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
