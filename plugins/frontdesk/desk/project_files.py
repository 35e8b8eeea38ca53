"""A file of the project by its path in it; read, and written where it is still what was read (K4, K5).

This is the desk's only way to files.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from frontdesk.core.atomic import create_file, replace_file
from frontdesk.core.errors import FrontDeskError

ABSENT = "absent"
"""The version of a file that is not there."""

_WRITING = threading.Lock()


class FileChanged(Exception):
    """The file is not what was read any more: somebody else has written it. Nothing was written."""


class ProjectFiles:
    """The files below one folder, without those that a link leads to.

    Args:
        root: the folder of the project.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none.

        Raises:
            FrontDeskError: it lies outside the project, or cannot be read.
        """
        path = self.path(name)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FrontDeskError(f"{name} cannot be read ({error.strerror})") from None

    def write(self, name: str, data: bytes, read: bytes | None) -> None:
        """Replace a file, whole or not at all, if it is what was read before; its mode stays.

        Args:
            read: what `read` returned when the change was made of it.

        Raises:
            FileChanged: it is not that any more.
            FrontDeskError: it lies outside the project, or cannot be written.
        """
        with _WRITING:
            path = self.path(name)
            if self.read(name) != read:
                raise FileChanged
            try:
                if read is None:
                    create_file(path, data)
                else:
                    replace_file(path, data)
            except FileExistsError:
                raise FileChanged from None
            except OSError as error:
                raise FrontDeskError(f"{name} cannot be written ({error.strerror})") from None

    def change(self, name: str, change: Callable[[str], str]) -> None:
        """Write a text anew, made of what it is at this moment; so what others wrote meanwhile stays.

        Args:
            change: makes the new text of the old one, which is empty where there is no file.

        Raises:
            FileChanged: it was changed within this moment.
            FrontDeskError: it is not UTF-8, or `write` refuses it.
        """
        read = self.read(name)
        try:
            old = (read or b"").decode()
        except UnicodeDecodeError:
            raise FrontDeskError(f"{name} is not UTF-8; save it as UTF-8, then try again") from None
        new = change(old).encode()
        if new != (read or b""):
            self.write(name, new, read)

    def path(self, name: str) -> Path:
        """Where a file lies.

        Raises:
            FrontDeskError: outside the project, or behind a symbolic link.
        """
        pure = PurePosixPath(name)
        is_plain = not pure.is_absolute() and pure.parts and ".." not in pure.parts
        if not is_plain or "\0" in name or "\\" in name:
            raise FrontDeskError("there is no such file in this project")
        path = self.root.joinpath(*pure.parts)
        if path.resolve() != path:
            raise FrontDeskError(
                f"{name} is a symbolic link, or lies behind one; the desk leaves what lies elsewhere alone"
            )
        return path


def version(data: bytes | None) -> str:
    """What a form keeps of a file, to tell later whether it has changed."""
    return ABSENT if data is None else hashlib.sha256(data).hexdigest()
