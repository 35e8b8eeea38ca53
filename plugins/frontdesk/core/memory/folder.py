"""A folder beside the store ↔ a `Memory` and the bytes of sources (B9). The only reader and writer of both.

    memory.json           the Memory of the last publish
    sources/NAME          the last good source of a text, under a digest of its bytes
    pings.json            what hubs were told of the feeds (F7); no input of a build
    .next.json            the staged memory, which becomes memory.json when its site is in place
    .lock

Files are replaced whole. A damaged memory.json is renamed to memory.json.damaged and kept until the publish
after the next, pings.json likewise; a damaged source is written again (B5).

A publish changes two things, the site and its memory, and may be killed between them. So it first stages
the memory in `.next.json` with the fingerprint of its site, then puts the site in place, then commits the
memory. The next program that finds a staged memory commits it if that site is in place, else drops it. So
the memory is never ahead of the site.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
from filelock import FileLock, Timeout
from msgspec import Struct

from ..atomic import replace_file, replace_files
from ..errors import StoreError
from ..shared_lock import shared_lock
from .changes import differs_in_time_only, merge_memories, merge_pings
from .model import Memory, Pings

VERSION = 1
MEMORY_FILE, STAGED_FILE, SOURCES_FOLDER = "memory.json", ".next.json", "sources"
PINGS_FILE, PINGS_LOCK = "pings.json", ".pings.lock"
"""Of the command `ping`. No build reads them."""
LOCK_SECONDS = 30
MANY_SOURCES = 50
"""From so many new sources on, one sync of all disks is faster than one for each file."""
_NAME = re.compile(r"[0-9a-f]{32}")
_Value = TypeVar("_Value", Memory, Pings)


class _Envelope(Struct, omit_defaults=True):
    """A file: its format version and value.

    Attributes:
        mark: of a staged memory: the path of the file that tells which site is in place.
        fingerprint: of a staged memory: the content of that file once its site is in place.
    """

    version: int
    value: msgspec.Raw
    mark: str = ""
    fingerprint: str = ""


def memory_folder(store: Path) -> Path:
    """The folder of a site's memory, beside its store."""
    return store.parent / "site"


def source_name(source: bytes) -> str:
    """The name of a source: a digest of its bytes, 32 hexadecimal digits."""
    return hashlib.sha256(source).hexdigest()[:32]


def last_good_sources(folder: MemoryFolder, memory: Memory | None) -> Callable[[str], bytes | None]:
    """A function from the path of a text to its last good source; it returns None if there is no readable
    one."""

    def last_good(path: str) -> bytes | None:
        name = memory.sources.get(path) if memory else None
        return folder.source(name) if name else None

    return last_good


class MemoryFolder:
    """The memory of one site.

    Attributes:
        notices: what was found damaged so far, one line each.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notices: list[str] = []

    def read(self) -> Memory | None:
        """The memory of the site that is in place; None if nothing was published yet. Changes no file.

        Raises:
            StoreError: it cannot be read, or a newer version of this program wrote it.
        """
        staged = self._decoded(self.folder / STAGED_FILE)
        if staged and _is_in_place(staged[0]):
            return staged[1]
        path = self.folder / MEMORY_FILE
        found = self._decoded(path)
        if found is None and self._bytes(path) is not None:
            self.notices.append(f"{path.name} in the site's memory is damaged and was left out")
        return found and found[1]

    def source(self, name: str) -> bytes | None:
        """The bytes of a source; None if it is missing or damaged."""
        data = self._bytes(self.folder / SOURCES_FOLDER / name)
        if data is None or source_name(data) == name:
            return data
        self.notices.append(
            f"{SOURCES_FOLDER}/{name} in the site's memory is damaged and was left out"
        )
        return None

    def stage(self, memory: Memory, sources: Iterable[bytes], mark: Path, fingerprint: str) -> None:
        """Write the memory that becomes valid when its site is in place.

        Args:
            sources: the bytes of all sources that the memory names.
            mark: the file that tells which site is in place.
            fingerprint: the content of that file once the site is in place.

        Raises:
            StoreError: it cannot be written; then nothing has changed.
        """
        with self._locked():
            self._keep_sources(sources)
            envelope = _envelope(memory, mark=str(mark), fingerprint=fingerprint)
            self._write(self.folder / STAGED_FILE, envelope)

    def keep(self, memory: Memory) -> None:
        """Write the memory of a site that is in place, without sources: for sites whose builds replace no
        folder.

        Raises:
            StoreError: as `read`, or it cannot be written.
        """
        with self._locked():
            self._set_damage_aside()
            if not differs_in_time_only(self.read(), memory):
                self._write(self.folder / MEMORY_FILE, _envelope(memory))

    def commit_staged(self) -> None:
        """Commit the staged memory if its site is in place, else drop it. Sources that the memory does not
        name are removed, and a damaged memory is set aside.

        Raises:
            StoreError: as `read`, or it cannot be written.
        """
        if not self.folder.is_dir():
            return
        with self._locked():
            self._set_damage_aside()
            if not (self.folder / STAGED_FILE).exists():
                return
            staged, now = (self._decoded(self.folder / name) for name in (STAGED_FILE, MEMORY_FILE))
            if staged and _is_in_place(staged[0]):
                if now:
                    self._forget_damaged()
                if not differs_in_time_only(now and now[1], staged[1]):
                    self._write(self.folder / MEMORY_FILE, _envelope(staged[1]))
                    now = staged
            if now:
                self._forget_sources(set(now[1].sources.values()))
            (self.folder / STAGED_FILE).unlink()

    def merge_from(self, other: MemoryFolder) -> None:
        """Merge the memory of another machine into this one (B6); the other stays as it is."""
        if (pings := other.read_pings()) != Pings():
            self.save_pings(merge_pings(self.read_pings(), pings))
        theirs = other.read()
        if theirs is None:
            return
        with self._locked():
            self._set_damage_aside()
            ours = self.read()
            both = merge_memories(ours, theirs) if ours else theirs
            found = (other.source(name) or self.source(name) for name in both.sources.values())
            self._keep_sources(data for data in found if data is not None)
            if both != ours:
                self._write(self.folder / MEMORY_FILE, _envelope(both))
                (self.folder / STAGED_FILE).unlink(missing_ok=True)
            self._forget_sources(set(both.sources.values()))

    # --- what hubs were told --------------------------------------------------------------------

    @contextlib.contextmanager
    def pinging(self) -> Iterator[None]:
        """Be the only one who tells hubs of this site.

        Raises:
            StoreError: another process does, or the folder cannot be used.
        """
        lock = self._lock(PINGS_LOCK, 0, "another process tells the hubs of this site; try again")
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                lock.release()

    def read_pings(self) -> Pings:
        """What hubs were told; nothing where the file is damaged, which is noted.

        Raises:
            StoreError: as `read`.
        """
        path = self.folder / PINGS_FILE
        found = self._decoded_as(path, Pings)
        if found is None and self._bytes(path) is not None:
            self.notices.append(f"{path.name} in the site's memory is damaged and was left out")
        return found[1] if found else Pings()

    def save_pings(self, pings: Pings) -> None:
        """Keep what hubs were told. A damaged file is set aside.

        Raises:
            StoreError: it cannot be written.
        """
        with self._locked():
            path = self.folder / PINGS_FILE
            self._set_aside_unless(self._decoded_as(path, Pings), path)
            self._write(path, _envelope(pings))

    # --- files ----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        busy = f"another build is at work on the site's memory in {self.folder}; try again"
        lock = self._lock(".lock", LOCK_SECONDS, busy)
        try:
            yield
        except OSError as error:
            raise self._unusable(error) from error
        finally:
            with contextlib.suppress(OSError):  # released when this process ends, at the latest
                lock.release()

    def _lock(self, name: str, wait_seconds: float, busy: str) -> FileLock:
        """A lock that is taken, else a StoreError, which is `busy` where another process has it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = shared_lock(self.folder / name, wait_seconds)
            lock.acquire()
        except Timeout:
            raise StoreError(busy) from None
        except OSError as error:
            raise self._unusable(error) from error
        return lock

    def _decoded(self, path: Path) -> tuple[_Envelope, Memory] | None:
        """None if the file is missing or damaged."""
        found = self._decoded_as(path, Memory)
        is_whole = found and all(_NAME.fullmatch(name) for name in found[1].sources.values())
        return found if is_whole else None

    def _decoded_as(self, path: Path, kind: type[_Value]) -> tuple[_Envelope, _Value] | None:
        data = self._bytes(path)
        if data is None:
            return None
        try:
            envelope = msgspec.json.decode(data, type=_Envelope)
            if envelope.version > VERSION:
                raise StoreError(
                    f"{path} was written by a newer version of this program; update the program"
                )
            value = msgspec.json.decode(envelope.value, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        return (envelope, value) if envelope.version == VERSION else None

    def _keep_sources(self, sources: Iterable[bytes]) -> None:
        folder = self.folder / SOURCES_FOLDER
        named = ((source_name(data), data) for data in sources)
        new = {name: data for name, data in named if not _has(folder / name, data)}
        if len(new) < MANY_SOURCES:
            for name, data in new.items():
                replace_file(folder / name, data)
            return
        replace_files(folder, new)

    def _forget_sources(self, kept: set[str]) -> None:
        """Also removes what a killed publish left."""
        for path in self.folder.glob(f"{SOURCES_FOLDER}/*"):
            if path.name not in kept:
                path.unlink()

    def _set_damage_aside(self) -> None:
        path = self.folder / MEMORY_FILE
        self._set_aside_unless(self._decoded(path), path)

    def _set_aside_unless(self, whole: object, path: Path) -> None:
        if path.exists() and not whole:
            aside = path.with_name(f"{path.name}.damaged")
            path.replace(aside)
            self.notices.append(f"{path.name} is damaged; it was kept as {aside.name}")

    def _forget_damaged(self) -> None:
        """Removes what was set aside before the last publish, because it may have words withdrawn since."""
        for path in self.folder.glob("*.damaged*"):
            path.unlink()

    def _write(self, path: Path, envelope: _Envelope) -> None:
        text = msgspec.json.format(msgspec.json.encode(envelope), indent=1)
        replace_file(path, text + b"\n")

    def _bytes(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> StoreError:
        return StoreError(
            f"the site's memory in {self.folder} cannot be used ({error.strerror or error}); look at "
            "the folder's owner, its permissions and the free space"
        )


def _envelope(memory: Memory | Pings, mark: str = "", fingerprint: str = "") -> _Envelope:
    value = msgspec.Raw(msgspec.json.encode(memory))
    return _Envelope(version=VERSION, value=value, mark=mark, fingerprint=fingerprint)


def _has(path: Path, data: bytes) -> bool:
    """Whether the file has these bytes."""
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return False


def _is_in_place(staged: _Envelope) -> bool:
    """Whether the site of a staged memory is in place."""
    try:
        there = Path(staged.mark).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return False
    return bool(staged.fingerprint) and there == staged.fingerprint
