"""The address of a picture in, its file out: from the folders of an export, or from the text itself."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from frontdesk.content.content_paths import UNSCALED_EXTENSIONS, is_markdown_file
from frontdesk.core.slugs import slugify
from frontdesk.core.urls import host_name, is_web_url
from frontdesk.formats.metadata_removal.file_types import RefusedFileError, detect_file_type
from frontdesk.formats.metadata_removal.strip_metadata import publishing_problem

from ..markup.picture_addresses import SIZE_AT_END, addresses_of, is_at_google
from ..readers.export_files import ExportFiles
from ..readers.xml_entries import ExportError

_ENDINGS = {
    "jpeg": ".jpg",
    "png": ".png",
    "gif": ".gif",
    "webp": ".webp",
    "avif": ".avif",
    "svg": ".svg",
}
_NO_FILES = {"", ".html", ".htm", ".py", ".php", ".js", ".rst"}


class Pictures:
    """Finds pictures, and keeps each once.

    Args:
        exports: folders and archives that may hold them.
        hosts: those of the blog; a picture of another is not taken for one of the same name.
        max_bytes: of a picture, as the setting IMAGE_BYTES has it.
        downloaded: the bytes of a picture by its address, of those that were fetched.
        earlier: the path of a picture by its address, of those that an earlier import wrote and that are
            still there.

    Attributes:
        files: path below the content folder → a function that gives its bytes.
        found: address → path, of all pictures that have an address.
        missing: pictures that were asked for and are not to be had: address → all its addresses.
    """

    def __init__(
        self,
        exports: Iterable[ExportFiles],
        hosts: Collection[str],
        max_bytes: int,
        downloaded: Callable[[str], bytes | None] = lambda _: None,
        earlier: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self._earlier = earlier
        self._max_bytes = max_bytes
        self._hosts = hosts
        self._files: dict[str, tuple[ExportFiles, str]] = {}
        self._downloaded = downloaded
        self._by_name: defaultdict[str, list[tuple[ExportFiles, str]]] = defaultdict(list)
        for export in exports:
            for name in export.names:
                for one in (name, name.partition("/")[2]):
                    self._files.setdefault(one, (export, name))
                if PurePosixPath(name).suffix.lower() not in _NO_FILES:
                    self._by_name[PurePosixPath(name).name.casefold()].append((export, name))
        self.files: dict[str, Callable[[], bytes]] = {}
        self.missing: dict[str, tuple[str, ...]] = {}
        self.refused: dict[str, str] = {}
        self.found: dict[str, str] = {}
        self._known: dict[str, str | None] = {}
        self._by_digest: dict[str, str] = {}

    def find(self, address: str, year: str, smaller: str = "") -> str | None:
        """The path of a picture below the content folder; None where it is not to be had."""
        if address not in self._known:
            found = self._look(address, year, smaller) or self._earlier(address)
            self._known[address] = found
            if found is None and not address.startswith("data:"):
                self.missing[address] = addresses_of(address, smaller)
            elif found and is_web_url(address):
                self.found[address] = found
        return self._known[address]

    def file(self, path: str) -> str | None:
        """The path of another file of the export, such as a PDF; None where there is none."""
        found = self._files.get(path) or self._files.get(f"static/{path}")
        return self._keep_file(path, *found) if found else None

    def file_at(self, address: str) -> str | None:
        """The same by the old address of a file."""
        name = PurePosixPath(unquote(_path(address))).name.casefold()
        for export, path in self._in_folders(address) if name else ():
            if kept := self._keep_file(
                path.partition("wp-content/uploads/")[2] or path, export, path
            ):
                return kept
        return None

    def _keep_file(self, path: str, export: ExportFiles, name: str) -> str | None:
        ending = PurePosixPath(path).suffix.lower()
        if is_markdown_file(path) or ending in {*_NO_FILES, *_SUFFIXES}:
            return None
        folder = "" if path.startswith("files/") else "files/"
        made = f"{folder}{path}"
        if made not in self.files:
            try:
                trouble = publishing_problem(export.read(name), ending)
            except ExportError as error:
                trouble = str(error)
            if trouble:
                self.refused[name] = trouble
                return None
        self.files.setdefault(made, _reader(export, name))
        return made

    def _look(self, address: str, year: str, smaller: str) -> str | None:
        if address.startswith("data:"):
            data = _data(address)
            return self._keep(data, "picture", year, lambda: data) if data else None
        addresses = addresses_of(address, smaller)
        for one in addresses:
            for export, name in self._in_folders(one):
                if PurePosixPath(name).suffix.lower() not in _SUFFIXES:
                    continue
                try:
                    data = export.read(name)
                except ExportError:
                    continue
                if path := self._keep(data, name, year, _reader(export, name)):
                    return path
        for one in addresses:
            if fetched := self._downloaded(one):
                return self._keep(fetched, _name_of(one), year, partial(self._fetched, one))
        return None

    def _fetched(self, address: str) -> bytes:
        return self._downloaded(address) or b""

    def _in_folders(self, address: str) -> list[tuple[ExportFiles, str]]:
        """Files of the same name, those in the same folders first."""
        path = PurePosixPath(SIZE_AT_END.sub("", unquote(_path(address))))
        found = self._by_name.get(path.name.casefold(), [])
        if not found:
            found = self._by_name.get(path.name.replace("+", " ").casefold(), [])
        here = [part.casefold() for part in path.parts[:-1]]

        def shared(one: tuple[ExportFiles, str]) -> int:
            there = [part.casefold() for part in PurePosixPath(one[1]).parts[:-1]]
            count = 0
            while count < min(len(here), len(there)) and here[-1 - count] == there[-1 - count]:
                count += 1
            return count

        host = host_name(address)
        is_own = not host or host in self._hosts or is_at_google(address)
        return sorted((one for one in found if is_own or shared(one)), key=shared, reverse=True)

    def _keep(self, data: bytes, name: str, year: str, read: Callable[[], bytes]) -> str | None:
        try:
            kind = detect_file_type(data)
        except RefusedFileError as error:
            self.refused[name] = str(error)
            return None
        ending = _ENDINGS.get(str(kind))
        if ending is None:
            return None
        if trouble := publishing_problem(data, ending):
            self.refused[name] = trouble
            return None
        most = self._max_bytes // (10 if ending in UNSCALED_EXTENSIONS else 1)
        if len(data) > most:
            self.refused[name] = f"is larger than {most / 1_000_000:g} MB"
            return None
        digest = hashlib.sha256(data).hexdigest()[:8]
        stem = slugify(PurePosixPath(unquote(name)).stem)[:60] or "picture"
        path = self._by_digest.setdefault(digest, f"images/{year}/{stem}-{digest}{ending}")
        self.files.setdefault(path, read)
        return path


_SUFFIXES_WORDS = ".jpg .jpeg .png .gif .webp .avif .svg .jpe .jfif"
_SUFFIXES = _SUFFIXES_WORDS.split()


def _reader(export: ExportFiles, name: str) -> Callable[[], bytes]:
    return lambda: export.read(name)


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _name_of(address: str) -> str:
    return PurePosixPath(_path(address)).name


def _data(address: str) -> bytes:
    """The bytes of a data: address (RFC 2397)."""
    head, _, rest = address.removeprefix("data:").partition(",")
    try:
        if head.rstrip().endswith(";base64"):
            return base64.b64decode(re.sub(r"\s", "", unquote(rest)), validate=False)
        return unquote_to_bytes(rest)
    except (binascii.Error, ValueError):
        return b""
