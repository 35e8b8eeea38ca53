"""A file, folder or zip in; the files of an export in it, by name, out."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from .xml_entries import ExportError

_PIECE = 1 << 18
_NO_EXPORT = {"node_modules", "__pycache__"}
MAX_FILE = 200 * 1024 * 1024
"""Bytes of a file that is read as a whole."""


class ExportFiles:
    """The files of an export. Names have slashes, and no file lies outside.

    Args:
        place: a file, a folder or a zip.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._zip: zipfile.ZipFile | None = None
        try:
            self._names = self._listed()
        except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
            raise ExportError(
                f"{place} cannot be read ({error}); name an export or its folder"
            ) from None

    @property
    def names(self) -> Sequence[str]:
        """All files, in order."""
        return self._names

    @property
    def place(self) -> Path:
        return self._place

    @property
    def is_folder(self) -> bool:
        return self._place.is_dir()

    def _listed(self) -> tuple[str, ...]:
        if self._place.is_dir():
            found = (one for one in self._place.rglob("*") if one.is_file())
            names = (one.relative_to(self._place) for one in found)
            return tuple(sorted(
                one.as_posix() for one in names
                if not any(part.startswith(".") or part in _NO_EXPORT for part in one.parts[:-1])
            ))  # fmt: skip
        if zipfile.is_zipfile(self._place):
            self._zip = zipfile.ZipFile(self._place)
            listed = (one.filename for one in self._zip.infolist() if not one.is_dir())
            return tuple(sorted(one for one in listed if ".." not in PurePosixPath(one).parts))
        self._place.stat()
        return (self._place.name,)

    def open(self, name: str) -> IO[bytes]:
        """A file, unpacked if it is a gz.

        Raises:
            ExportError: it cannot be read.
        """
        try:
            if self._zip:
                file: IO[bytes] = self._zip.open(name)
            else:
                file = (self._place / name if self._place.is_dir() else self._place).open("rb")
            if name.endswith(".gz"):
                return gzip.GzipFile(fileobj=file)  # type: ignore[return-value]
        except (OSError, KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
            raise ExportError(f"{name} cannot be read ({error})") from None
        return file

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a file, piece by piece. A packed file that is damaged ends there."""
        with self.open(name) as file:
            while True:
                try:
                    data = file.read(_PIECE)
                except (
                    OSError,
                    EOFError,
                    zipfile.BadZipFile,
                    ValueError,
                    RuntimeError,
                    zlib.error,
                ):
                    return
                if not data:
                    return
                yield data

    def head(self, name: str, size: int = 4096) -> bytes:
        """The first bytes of a file; none where it cannot be read."""
        try:
            return next(self.pieces(name), b"")[:size]
        except ExportError:
            return b""

    def read(self, name: str) -> bytes:
        """A whole file.

        Raises:
            ExportError: it cannot be read, or is larger than MAX_FILE.
        """
        data = bytearray()
        for piece in self.pieces(name):
            data += piece
            if len(data) > MAX_FILE:
                raise ExportError(f"{name} is larger than {MAX_FILE >> 20} MB")
        return bytes(data)
