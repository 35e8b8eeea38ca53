"""The texts of the project in; each as the desk reads it, and the report of a check of them all, out (K4).

They are read in the thread that answers requests for texts, and in no other: their cache is a database.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from frontdesk.content.content_paths import is_markdown_file, kind_of_path
from frontdesk.content.decode import decode_text
from frontdesk.content.document import read_document
from frontdesk.content.lint.run import CheckReport, check
from frontdesk.content.markdown_analysis import MarkdownReader
from frontdesk.content.model import Document, DocumentText
from frontdesk.content.render_cache import RenderCache, cache_for
from frontdesk.content.scan import template_names
from frontdesk.core.errors import FrontDeskError
from frontdesk.core.settings import Settings, settings_from

from .project_files import ProjectFiles


class Texts(NamedTuple):
    """The texts of a project, and how they are read.

    Attributes:
        content: the name of their folder within the project.
    """

    files: ProjectFiles
    settings: Mapping[str, Any]
    rules: Settings
    content: str
    cache: RenderCache
    bodies: MarkdownReader
    zone: ZoneInfo

    @property
    def folder(self) -> Path:
        return self.files.root / self.content

    def read(self, path: str, source: str) -> tuple[Document, DocumentText]:
        """The document that a text would be at a path below the content folder."""
        kind = kind_of_path(path, self.rules) or "post"
        return read_document(path, source.encode(), kind, self.rules, self.bodies)

    def stored(self, path: str) -> tuple[str, bytes] | None:
        """The name of a text within the project, and its bytes; None where there is none at this path."""
        name = f"{self.content}/{path}"
        is_text = is_markdown_file(path) and kind_of_path(path, self.rules) is not None
        read = self.files.read(name) if is_text else None
        return None if read is None else (name, read)


def texts_of(files: ProjectFiles, settings: Mapping[str, Any]) -> Texts:
    """The texts of a project with these settings."""
    templates = template_names(settings, files.root)
    rules = replace(settings_from(settings), templates=templates)
    cache = cache_for({**settings, "CACHE_PATH": files.root / settings["CACHE_PATH"]})
    bodies = MarkdownReader(rules.markdown, rules.site_address)
    return Texts(files, settings, rules, settings["PATH"], cache, bodies, ZoneInfo(rules.timezone))


def source_of(read: bytes) -> str:
    """The text of a file.

    Raises:
        FrontDeskError: it is not UTF-8.
    """
    try:
        return read.decode()
    except UnicodeDecodeError:
        said = decode_text(read)[1]
        raise FrontDeskError(said[0].message if said else "this file is not UTF-8") from None


_Stats = tuple[str, int, int, int]


class _Kept(NamedTuple):
    rules: Settings
    files: frozenset[_Stats]
    at: datetime
    report: CheckReport

    def is_good(self, texts: Texts, files: frozenset[_Stats], now: datetime) -> bool:
        day, today = (one.astimezone(texts.zone).date() for one in (self.at, now))
        return (
            (self.rules, self.files, day) == (texts.rules, files, today)
            and self.at <= now
            and not any(self.at < one <= now for one in self.report.instants)
        )


class KeptReport:
    """The report of the last check of all texts. It is kept until a file of the content folder, a setting
    or the day changes, or the time of a text comes."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def of(self, texts: Texts, now: datetime) -> CheckReport:
        """The report as it is now."""
        files = frozenset(_stats(str(texts.folder)))
        kept = self._kept
        if kept is None or not kept.is_good(texts, files, now):
            report = check(texts.folder, texts.rules, now, texts.cache)
            kept = self._kept = _Kept(texts.rules, files, now, report)
        return kept.report


def _stats(folder: str) -> Iterator[_Stats]:
    """Path, size in bytes, time in nanoseconds and inode of each file below a folder."""
    for parent, _, names in os.walk(folder, followlinks=True):
        for name in names:
            path = f"{parent}/{name}"
            try:
                found = os.stat(path)  # noqa: PTH116 - of ten thousand, Paths take a while
            except OSError:
                continue
            yield path, found.st_size, found.st_mtime_ns, found.st_ino
