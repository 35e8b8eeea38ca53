"""The door to the site's memory: a folder beside the store ↔ a `Memory` and the bytes of sources (B9).

    memory.json           the Memory of the last publish
    sources/NAME          the last good source of a text; NAME is made of its bytes
    .next.json            what is to become memory.json as soon as its site is in place
    .lock

Each file is written whole to a temporary one, synced and renamed. A damaged memory.json is set aside as
memory.json.damaged until the publish after the next; a damaged source is written anew (B5).

A publish changes two things, the site and its memory, and may be killed between them. So it writes
`.next.json` first, with the fingerprint of its site, then puts the site in place, and then takes the new
memory over. Whoever comes next and finds a `.next.json` takes it over if that very site is in place, and
else forgets it. So the memory is never ahead of the site.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout
from msgspec import Struct

from ..atomic import replace_file, replace_files
from ..errors import StoreError
from .changes import joined, same_knowledge
from .model import Memory

VERSION = 1
FILE, NEXT, SOURCES = "memory.json", ".next.json", "sources"
LOCK_SECONDS = 30
MANY = 50
"""New sources from which on one call syncs the whole disk, which is faster than to sync each file."""
_NAME = re.compile(r"[0-9a-f]{32}")


class _Envelope(Struct, omit_defaults=True):
    """What a file says beside its value.

    Attributes:
        mark: of a memory that waits for its site: the file that says which site is in place.
        fingerprint: what that file holds as soon as it is.
    """

    version: int
    value: msgspec.Raw
    mark: str = ""
    fingerprint: str = ""


def memory_folder(store: Path) -> Path:
    """Where the memory of a site lies: beside its store."""
    return store.parent / "site"


def name_of(source: bytes) -> str:
    """The name of a source: 32 hexadecimal digits, the same for the same bytes and no others."""
    return hashlib.sha256(source).hexdigest()[:32]


def sources_of(folder: MemoryFolder, memory: Memory | None) -> Callable[[str], bytes | None]:
    """Finds the last good source of a text by its path; None where there is none that can be read."""

    def last_good(path: str) -> bytes | None:
        name = memory.sources.get(path) if memory else None
        return folder.source(name) if name else None

    return last_good


class MemoryFolder:
    """The memory of one site.

    Attributes:
        notices: what was found damaged so far, in plain lines.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notices: list[str] = []

    def read(self) -> Memory | None:
        """What the publish knew whose site is in place; None where nothing was published yet. Changes
        nothing.

        Raises:
            StoreError: where it cannot be read, or a newer version of this program wrote it.
        """
        waiting = self._decoded(self.folder / NEXT)
        if waiting and _is_in_place(waiting[0]):
            return waiting[1]
        path = self.folder / FILE
        found = self._decoded(path)
        if found is None and self._bytes(path) is not None:
            self.notices.append(f"{path.name} in the site's memory is damaged and was left out")
        return found and found[1]

    def source(self, name: str) -> bytes | None:
        """The bytes of a source; None where there are none that can be read."""
        data = self._bytes(self.folder / SOURCES / name)
        if data is None or name_of(data) == name:
            return data
        self.notices.append(f"{SOURCES}/{name} in the site's memory is damaged and was left out")
        return None

    def propose(
        self, memory: Memory, sources: Iterable[bytes], mark: Path, fingerprint: str
    ) -> None:
        """Write what is to be the memory as soon as its site is in place.

        Args:
            sources: the bytes of everything that the memory names.
            mark: the file that tells which site is in place.
            fingerprint: what it will hold then.

        Raises:
            StoreError: where it cannot be written; then all is as it was.
        """
        with self._locked():
            self._keep_sources({name_of(data): data for data in sources})
            envelope = _envelope(memory, mark=str(mark), fingerprint=fingerprint)
            self._write(self.folder / NEXT, envelope)

    def settle(self) -> None:
        """Take over what waits, if its site is in place; else forget it. Then nothing is left that no text
        of the site was made of. What is damaged is set aside.

        Raises:
            StoreError: as `read`, or where it cannot be written.
        """
        if not self.folder.is_dir():
            return
        with self._locked():
            self._set_damage_aside()
            if not (self.folder / NEXT).exists():
                return
            waiting, now = (self._decoded(self.folder / name) for name in (NEXT, FILE))
            if waiting and _is_in_place(waiting[0]):
                if now:
                    self._forget_damaged()
                if not same_knowledge(now and now[1], waiting[1]):
                    self._write(self.folder / FILE, _envelope(waiting[1]))
                    now = waiting
            if now:
                self._forget_sources(set(now[1].sources.values()))
            (self.folder / NEXT).unlink()

    def join(self, other: MemoryFolder) -> None:
        """Take in what another machine's memory knows (B6); it is left as it is."""
        theirs = other.read()
        if theirs is None:
            return
        with self._locked():
            self._set_damage_aside()
            ours = self.read()
            both = joined(ours, theirs) if ours else theirs
            found = (other.source(name) or self.source(name) for name in both.sources.values())
            self._keep_sources({name_of(data): data for data in found if data is not None})
            if both != ours:
                self._write(self.folder / FILE, _envelope(both))
                (self.folder / NEXT).unlink(missing_ok=True)
            self._forget_sources(set(both.sources.values()))

    # --- files ----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / ".lock", timeout=LOCK_SECONDS, mode=0o666)
            lock.acquire()
        except Timeout:
            raise StoreError(
                f"another build is at work on the site's memory in {self.folder}; try again"
            ) from None
        except OSError as error:
            raise self._unusable(error) from error
        try:
            yield
        except OSError as error:
            raise self._unusable(error) from error
        finally:
            with contextlib.suppress(OSError):  # it goes with this process, if not before
                lock.release()

    def _decoded(self, path: Path) -> tuple[_Envelope, Memory] | None:
        """None where there is no such file, or a damaged one."""
        data = self._bytes(path)
        if data is None:
            return None
        try:
            envelope = msgspec.json.decode(data, type=_Envelope)
            if envelope.version > VERSION:
                raise StoreError(
                    f"{path} was written by a newer version of this program; update the program"
                )
            memory = msgspec.json.decode(envelope.value, type=Memory)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        is_whole = all(_NAME.fullmatch(name) for name in memory.sources.values())
        return (envelope, memory) if is_whole and envelope.version == VERSION else None

    def _keep_sources(self, sources: Mapping[str, bytes]) -> None:
        folder = self.folder / SOURCES
        new = {name: data for name, data in sources.items() if not _has(folder / name, data)}
        if len(new) < MANY:
            for name, data in new.items():
                replace_file(folder / name, data)
            return
        replace_files(folder, new)

    def _forget_sources(self, kept: set[str]) -> None:
        """What a killed publish left goes too."""
        for path in self.folder.glob(f"{SOURCES}/*"):
            if path.name not in kept:
                path.unlink()

    def _set_damage_aside(self) -> None:
        path = self.folder / FILE
        if path.exists() and self._decoded(path) is None:
            aside = path.with_name(f"{path.name}.damaged")
            path.replace(aside)
            self.notices.append(f"{path.name} is damaged; it was kept as {aside.name}")

    def _forget_damaged(self) -> None:
        """What was set aside before the last publish may have words that were taken back since."""
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


def _envelope(memory: Memory, mark: str = "", fingerprint: str = "") -> _Envelope:
    value = msgspec.Raw(msgspec.json.encode(memory))
    return _Envelope(version=VERSION, value=value, mark=mark, fingerprint=fingerprint)


def _has(path: Path, data: bytes) -> bool:
    """Whether a source is there and whole."""
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return False


def _is_in_place(waiting: _Envelope) -> bool:
    """Whether the site of a memory that waits is the one that is in place."""
    try:
        there = Path(waiting.mark).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return False
    return bool(waiting.fingerprint) and there == waiting.fingerprint
