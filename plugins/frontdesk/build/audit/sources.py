"""Where in content/ that stands which the audit refuses: the text, and the line if it is there as it is on
the page. Read anew, and only where something is refused (A11)."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from frontdesk.content.comments import comment_key
from frontdesk.content.decode import split_document
from frontdesk.content.metadata import read_head
from frontdesk.content.model import COMMENTS_FOLDER
from frontdesk.content.permalinks import kind_of_path, permalink
from frontdesk.content.rules import rules_of
from frontdesk.content.scan import scan_content
from frontdesk.core.urls import file_of

from .pages import Fault


class Place(NamedTuple):
    """A file below the content folder; line 0 for the file as a whole."""

    path: str
    line: int = 0


class Sources:
    """The texts of a content folder.

    Args:
        folder: the content folder; where there is none, nothing is found.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self._folder = folder
        self._texts: dict[str, str] = {}
        self._pages: dict[str, str] = {}
        self._files: tuple[str, ...] = ()
        self._rules = rules_of(settings)
        if folder.is_dir():
            self._read()

    def _read(self) -> None:
        scan = scan_content(self._folder, self._rules)
        self._files = tuple(file.path for file in scan.files)
        for path, data in scan.texts:
            self._texts[path] = data.decode(errors="replace")
            header, _ = split_document(data)
            kind = kind_of_path(path, self._rules) or "post"
            head, _ = read_head(header, path, kind, self._rules)
            if url := permalink(head, kind, self._rules):
                self._pages.setdefault(file_of(url), path)
        self._texts |= {path: data.decode(errors="replace") for path, data in scan.comments}

    def place_of(self, fault: Fault, site: Path) -> Place | None:
        """Where a fault comes from; None where it comes from no text, such as one of the theme.

        Args:
            site: the folder of the finished site.
        """
        if not fault.file.endswith(".html"):
            return self._file_of(site / fault.file)
        own = self._pages.get(fault.file)
        near = [own, *self._comments_of(own)] if own else []
        for path in (*near, *(path for path in self._texts if path not in near)):
            if line := _line_with(self._texts[path], fault.seek):
                return Place(path, line)
        return Place(own) if own else None

    def _comments_of(self, path: str) -> Iterable[str]:
        folder = f"{COMMENTS_FOLDER}/{comment_key(path, self._rules)}/"
        return [one for one in self._texts if one.startswith(folder)]

    def _file_of(self, published: Path) -> Place | None:
        """The file that was published as it is, under another name perhaps."""
        data = published.read_bytes()
        for path in self._files:
            file = self._folder / path
            is_alike = path.endswith(published.suffix) and file.stat().st_size == len(data)
            if is_alike and file.read_bytes() == data:
                return Place(path)
        return None


def _line_with(text: str, seek: str) -> int:
    """The first line that has this in it, from 1; 0 where none has."""
    if not seek:
        return 0
    wanted = seek.casefold()
    for n, row in enumerate(text.split("\n"), start=1):
        if wanted in row.casefold() or wanted in html.unescape(row).casefold():
            return n
    return 0
