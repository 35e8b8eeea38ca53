"""Files of an import in; all of them in the content folder out, or none of them changed for now.

They are written to a folder beside the posts and moved when all are there. A run that was stopped while it
moved is finished by the next one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from frontdesk.content.content_paths import REDIRECTS_FILE
from frontdesk.core.atomic import replace_file

from .state import STATE_FILE, State, digest_of, read_state, write_state

FOLDER = ".import-unfinished"
"""Below the content folder; the build passes over names that begin with a dot."""


class Staging:
    """A folder for the files of one import.

    Args:
        content: the content folder.
        var: where the state of imports is kept.
    """

    def __init__(self, content: Path, var: Path) -> None:
        self._content = content
        self._var = var
        self._folder = content / FOLDER
        self._count = 0
        self._made: set[Path] = set()

    def finish_earlier(self) -> bool:
        """Move the files of a run that was stopped; throw away what was not complete.

        Returns:
            Whether there were any to move.
        """
        if not self._folder.exists():
            return False
        complete = (self._folder / STATE_FILE).exists()
        if complete:
            self.commit(read_state(self._folder))
        shutil.rmtree(self._folder, ignore_errors=True)
        return complete

    def add(self, path: str, data: bytes) -> None:
        """Write a file, not yet in its place; of redirects.txt, the lines to add."""
        place = self._folder / "files" / path
        if place.parent not in self._made:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(place.parent)
        place.write_bytes(data)
        self._count += 1

    def complete(self, state: State) -> None:
        """All files are there: from now on a run that is stopped is finished by the next one."""
        if self._count:
            os.sync()
            write_state(self._folder, state)
            self.commit(state)
            shutil.rmtree(self._folder, ignore_errors=True)
        else:
            write_state(self._var, state)

    def commit(self, state: State) -> None:
        """Move each file to its place, then the state. What a person has changed meanwhile stays."""
        root = self._folder / "files"
        before = {
            entry.file: entry.written
            for source in read_state(self._var).sources.values()
            for entry in source.entries.values()
        }
        if root.exists():
            self._move(root, self._content, before)
        write_state(self._var, state)

    def _move(self, folder: Path, there: Path, before: Mapping[str, str]) -> None:
        """Move what a folder holds; a folder that is new as a whole."""
        for place in sorted(folder.iterdir()):
            target = there / place.name
            name = target.relative_to(self._content).as_posix()
            if name == REDIRECTS_FILE:
                replace_file(target, _with_lines(target, place.read_bytes()))
                place.unlink()
            elif not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                place.replace(target)
            elif place.is_dir():
                self._move(place, target, before)
            elif digest_of(target.read_bytes()) in {
                before.get(name), digest_of(place.read_bytes())
            }:  # fmt: skip
                place.replace(target)

    def discard_incomplete(self) -> None:
        """Throw away what was written, unless all of it is there and only has to be moved."""
        if not (self._folder / STATE_FILE).exists():
            shutil.rmtree(self._folder, ignore_errors=True)


def _with_lines(file: Path, lines: bytes) -> bytes:
    """What a file has, and the lines that it does not have yet."""
    there = file.read_bytes() if file.exists() else b""
    known = {line.strip() for line in there.splitlines()}
    new = b"".join(line for line in lines.splitlines(keepends=True) if line.strip() not in known)
    gap = b"" if not there or there.endswith(b"\n") else b"\n"
    return there + (gap + new if new else b"")


def write_report(var: Path, name: str, text: str) -> Path:
    """Write a report beside the state."""
    replace_file(var / name, text.encode())
    return var / name
