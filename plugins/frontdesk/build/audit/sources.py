"""A fault of a built page in; the text and line in content/ that it comes from, out (A11).

The line is found where the text contains the fault literally. The texts are read again, and only when the
audit found an error."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from frontdesk.content.content_paths import COMMENTS_FOLDER, comment_key, kind_of_path
from frontdesk.content.front_matter import split_document
from frontdesk.content.metadata import read_head
from frontdesk.content.permalinks import permalink
from frontdesk.content.scan import read_texts, scan_content
from frontdesk.core.settings import settings_from
from frontdesk.core.urls import file_for_url

from .pages import Fault


class SourceLocation(NamedTuple):
    """A file, by its path below the content folder; line 0 stands for the whole file."""

    path: str
    line: int = 0


class SourceFinder:
    """Finds where faults come from.

    Args:
        folder: the content folder; if it does not exist, nothing is found.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self._folder = folder
        self._texts: dict[str, str] = {}
        self._pages: dict[str, str] = {}
        self._files: tuple[str, ...] = ()
        self._rules = settings_from(settings)
        if folder.is_dir():
            self._read()

    def _read(self) -> None:
        scan = scan_content(self._folder, self._rules)
        self._files = tuple(file.path for file in scan.files)
        for path, data in read_texts(self._folder, scan.texts):
            self._texts[path] = data.decode(errors="replace")
            header, _ = split_document(data)
            kind = kind_of_path(path, self._rules) or "post"
            head, _ = read_head(header, path, kind, self._rules)
            if url := permalink(head, kind, self._rules):
                self._pages.setdefault(file_for_url(url), path)
        self._texts |= {path: data.decode(errors="replace") for path, data in scan.comments}

    def find(self, fault: Fault, site: Path) -> SourceLocation | None:
        """The source of a fault; None where it is in no text, such as a fault of the theme.

        Args:
            site: the folder of the finished site.
        """
        if not fault.file.endswith(".html"):
            return self._file_of(site / fault.file)
        own = self._pages.get(fault.file)
        near = [own, *self._comments_of(own)] if own else []
        for path in (*near, *(path for path in self._texts if path not in near)):
            if line := _line_with(self._texts[path], fault.excerpt):
                return SourceLocation(path, line)
        return SourceLocation(own) if own else None

    def _comments_of(self, path: str) -> Iterable[str]:
        folder = f"{COMMENTS_FOLDER}/{comment_key(path, self._rules)}/"
        return [one for one in self._texts if one.startswith(folder)]

    def _file_of(self, published: Path) -> SourceLocation | None:
        """The file that was published unchanged, perhaps under another name."""
        data = published.read_bytes()
        for path in self._files:
            file = self._folder / path
            is_alike = path.endswith(published.suffix) and file.stat().st_size == len(data)
            if is_alike and file.read_bytes() == data:
                return SourceLocation(path)
        return None


def _line_with(text: str, excerpt: str) -> int:
    """The first line that has this in it, from 1; 0 where none has."""
    if not excerpt:
        return 0
    wanted = excerpt.casefold()
    for n, row in enumerate(text.split("\n"), start=1):
        if wanted in row.casefold() or wanted in html.unescape(row).casefold():
            return n
    return 0
