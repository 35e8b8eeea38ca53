"""The address of a picture in, its file out: from the folders of an export, or from the text itself."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from frontdesk.content.content_paths import is_markdown_file
from frontdesk.core.slugs import slugify
from frontdesk.core.urls import host_name
from frontdesk.formats.metadata_removal.file_types import RefusedFileError, detect_file_type
from frontdesk.formats.metadata_removal.strip_metadata import publishing_problem

from ..readers.export_files import ExportFiles
from ..readers.xml_entries import ExportError

MAX_PICTURE = 10 * 1000 * 1000
"""Bytes of a picture, as the setting IMAGE_BYTES has it."""
_ENDINGS = {
    "jpeg": ".jpg",
    "png": ".png",
    "gif": ".gif",
    "webp": ".webp",
    "avif": ".avif",
    "svg": ".svg",
}
_NO_FILES = {"", ".html", ".htm", ".py", ".php", ".js", ".rst"}
_SIZE = re.compile(r"/(?:s\d+(?:-[a-z0-9-]+)?|w\d+-h\d+(?:-[a-z0-9-]+)?)/(?=[^/]+$)")
_SIZE_AT_END = re.compile(r"=(?:s\d+|w\d+(?:-h\d+)?|h\d+)(?:-[a-z0-9-]+)*$")
_WP_SIZE = re.compile(r"-\d+x\d+(?=\.\w+$)")
_MEDIUM_SIZE = re.compile(r"https?://cdn-images-\d\.medium\.com/(?:max|fit/\w+)/\d+(?:/\d+)?/(.+)")
_SUBSTACK_COPY = re.compile(
    r"https?://(?:cdn\.)?substack(?:cdn)?\.com/image/fetch/[^/]*/(https?%3A%2F%2F.+)"
)
_GOOGLE = re.compile(r"//(?:[\w-]+\.)*(?:blogspot\.com|googleusercontent\.com|ggpht\.com)/")


def larger_forms(address: str) -> Iterator[str]:
    """The addresses under which a picture may be had, the largest first."""
    if _GOOGLE.search(address):
        yield _SIZE_AT_END.sub("=s0", _SIZE.sub("/s1600/", address))
    elif "/wp-content/uploads/" in address:
        yield _WP_SIZE.sub("", address.partition("?")[0])
    elif found := _MEDIUM_SIZE.match(address):
        yield f"https://miro.medium.com/{found[1]}"
    elif found := _SUBSTACK_COPY.match(address):
        yield unquote(found[1])
    yield address
    if "//substack-post-media.s3." in address:
        yield f"https://substackcdn.com/image/fetch/f_auto,q_auto:good/{quote(address, safe='')}"


def addresses_of(address: str, smaller: str = "") -> tuple[str, ...]:
    """All addresses of a picture, the best first."""
    return tuple(dict.fromkeys([*larger_forms(address), *larger_forms(smaller or address)]))


class Pictures:
    """Finds pictures, and keeps each once.

    Args:
        exports: folders and archives that may hold them.
        hosts: those of the blog; a picture of another is not taken for one of the same name.
        downloaded: the bytes of a picture by its address, of those that were fetched.
        year_of: used in the names of files.

    Attributes:
        files: path below the content folder → a function that gives its bytes.
        missing: pictures that were asked for and are not to be had: address → all its addresses.
    """

    def __init__(
        self,
        exports: Iterable[ExportFiles],
        hosts: Collection[str],
        folder: str = "images",
        downloaded: Callable[[str], bytes | None] = lambda _: None,
    ) -> None:
        self._folder = folder
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
        self._known: dict[str, str | None] = {}
        self._by_digest: dict[str, str] = {}

    def find(self, address: str, year: str, smaller: str = "") -> str | None:
        """The path of a picture below the content folder; None where it is not to be had."""
        if address not in self._known:
            found = self._look(address, year, smaller)
            self._known[address] = found
            if found is None and not address.startswith("data:"):
                self.missing[address] = addresses_of(address, smaller)
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
        path = PurePosixPath(_SIZE_AT_END.sub("", unquote(_path(address))))
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
        is_own = not host or host in self._hosts or _GOOGLE.search(address)
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
        if len(data) > (MAX_PICTURE if ending not in {".gif", ".svg"} else MAX_PICTURE // 10):
            self.refused[name] = f"is larger than {MAX_PICTURE // 1_000_000} MB"
            return None
        digest = hashlib.sha256(data).hexdigest()[:8]
        stem = slugify(PurePosixPath(unquote(name)).stem)[:60] or "picture"
        path = self._by_digest.setdefault(digest, f"{self._folder}/{year}/{stem}-{digest}{ending}")
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
