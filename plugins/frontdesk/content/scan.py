"""The content folder in, its files out, read. No other module of this package reads content."""

from __future__ import annotations

import hashlib
import io
import os
import re
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatch, translate
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, msgpack
from PIL import Image, UnidentifiedImageError

from frontdesk.core.problems import Problem
from frontdesk.core.settings import Settings
from frontdesk.formats.active_content_check import CHECKED_EXTENSIONS, static_file_problems
from frontdesk.formats.metadata_removal.file_types import HEAD_BYTES, RefusedFileError
from frontdesk.formats.metadata_removal.file_types import detect_file_type as what_is
from frontdesk.formats.metadata_removal.strip_metadata import publishing_problem

from .content_paths import (
    BOXES_FOLDER,
    COMMENTS_FOLDER,
    IMAGE_EXTENSIONS,
    REDIRECTS_FILE,
    is_in_folders,
    is_markdown_file,
    kind_of_path,
)
from .model import StaticFile
from .permalinks import static_output_path
from .render_cache import RenderCache

TROUBLE = "trouble"
"""The kind under which a RenderCache keeps why a file cannot be published."""
MAX_INSPECTED_BYTES = 50_000_000
"""Bytes of a drawing, style sheet or HTML file; larger ones are not inspected."""


class ContentScan(Struct, frozen=True):
    """The files of a content folder, by path below it.

    Attributes:
        texts: the paths of posts, pages and resources.
        comments: the bytes of every comment.
        files: everything else.
        redirects: the bytes of `redirects.txt`, empty if there is none.
        boxes: the bytes of every box of the sidebar.
        problems: one for each file that could not be read.
    """

    texts: tuple[str, ...]
    comments: tuple[tuple[str, bytes], ...]
    files: tuple[StaticFile, ...]
    problems: tuple[Problem, ...]
    redirects: bytes = b""
    boxes: tuple[tuple[str, bytes], ...] = ()


def scan_content(
    folder: Path,
    rules: Settings,
    parts: Collection[str] = (),
    cache: RenderCache | None = None,
    digest_of: Callable[[str], bytes] | None = None,
) -> ContentScan:
    """Read a content folder, or folders and files in it, in the order of their paths.

    Args:
        parts: folders or files below it; if there are none, all of it.
        cache: of what was found in files; without one, their content is not inspected.
        digest_of: gives the SHA-256 of the file at a path below the folder; None to read each.
    """
    texts, comments, boxes, files, problems = [], [], [], [], []
    redirects = b""
    names = (name for part in parts or ("",) for name in _names(folder, part, rules))
    for name in sorted(names, key=lambda name: name.split("/")):
        if not _is_text(name):
            message = "this file's name is not in UTF-8; type it again"
            problems.append(Problem(_shown(name), 0, message, "error"))
            continue
        try:
            if kind_of_path(name, rules) and is_markdown_file(name):
                texts.append(name)
            elif is_in_folders(name, (COMMENTS_FOLDER,)) and is_markdown_file(name):
                comments.append((name, text_bytes(folder, name)))
            elif is_in_folders(name, (BOXES_FOLDER,)) and is_markdown_file(name):
                boxes.append((name, text_bytes(folder, name)))
            elif name == REDIRECTS_FILE:
                redirects = text_bytes(folder, name)
            else:
                files.append(_file(folder / name, name, rules, cache, digest_of))
        except OSError as error:
            problems.append(unreadable_file(name, error))
    return ContentScan(
        tuple(texts), tuple(comments), tuple(files), tuple(problems), redirects, tuple(boxes)
    )


def text_bytes(folder: Path, path: str) -> bytes:
    """The bytes of a text.

    Raises:
        OSError: it cannot be read.
    """
    with open(f"{folder}/{path}", "rb") as file:  # noqa: PTH123 - of ten thousand, Paths take a while
        return file.read()


def read_texts(folder: Path, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The path and bytes of each text that can be read."""
    for path in paths:
        with suppress(OSError):
            yield path, text_bytes(folder, path)


def unreadable_file(path: str, error: OSError) -> Problem:
    message = f"this cannot be read ({error.strerror}); look at its owner and permissions"
    return Problem(path, 0, message, "error")


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(name: str) -> str:
    return os.fsencode(name).decode(errors="replace")


def template_names(settings: Mapping[str, Any], project: Path) -> tuple[str, ...]:
    """The names that the field Template can have, without `.html`.

    Args:
        project: the folder that relative paths in the settings start from.
    """
    theme = project / str(settings.get("THEME", "theme")) / "templates"
    folders = (
        theme,
        *(project / str(one) for one in settings.get("THEME_TEMPLATES_OVERRIDES") or ()),
    )
    found = {
        path.relative_to(folder).with_suffix("").as_posix()
        for folder in folders
        for path in folder.rglob("*.html")
    }
    return tuple(sorted(found))


def _names(folder: Path, part: str, rules: Settings) -> Iterator[str]:
    """Every file that the build does not ignore (IGNORE_FILES), by its path below the content folder."""
    whole = folder / part
    if any(_is_ignored(name, rules) for name in whole.relative_to(folder).parts):
        return
    if whole.is_file():
        yield whole.relative_to(folder).as_posix()
    for parent, folders, names in os.walk(whole, followlinks=True):
        folders[:] = [one for one in folders if not _is_ignored(one, rules)]
        below = Path(parent).relative_to(folder).as_posix()
        before = "" if below == "." else f"{below}/"
        yield from (f"{before}{name}" for name in names if not _is_ignored(name, rules))


def _is_ignored(name: str, rules: Settings) -> bool:
    return bool(_ignored(*rules.ignore_files).fullmatch(name))


@cache
def _ignored(*patterns: str) -> re.Pattern[str]:
    """What matches any of these; nothing where there are none."""
    return re.compile("|".join(map(translate, patterns)) or "(?!)")


def _file(
    path: Path,
    name: str,
    rules: Settings,
    cache: RenderCache | None,
    digest_of: Callable[[str], bytes] | None,
) -> StaticFile:
    size, ending = path.stat().st_size, path.suffix.lower()
    is_picture = ending in IMAGE_EXTENSIONS
    faults = _faults(path, name, size, rules)
    if cache is None or not (is_picture or _may_tell(path)):
        return StaticFile(name, size, faults=faults)
    # A folder of photographs is not read to see that none has changed.
    known = digest_of(name) if digest_of else hashlib.sha256(path.read_bytes()).digest()
    mark = f"{ending if is_picture else ''} {known.hex()}"

    def trouble(_: str) -> bytes:
        return publishing_problem(path.read_bytes(), ending, IMAGE_EXTENSIONS).encode()

    def pixels(_: str) -> bytes:
        return msgpack.encode(_pixels(path.read_bytes()))

    found = cache.get_or_make(TROUBLE, mark, trouble)
    is_shown = is_picture and not found
    measured = _decode(cache.get_or_make(_PIXELS, mark, pixels)) if is_shown else None
    return StaticFile(name, size, measured, found.decode(), faults)


_PIXELS = "pixels"
_decode = msgpack.Decoder(tuple[int, int] | None).decode


def _faults(path: Path, name: str, size: int, rules: Settings) -> tuple[str, ...]:
    """Messages about active content in a file that is published unchanged."""
    place = static_output_path(name, rules) or (name if path.suffix.lower() == ".svg" else None)
    is_theirs = place is None or any(fnmatch(place, one) for one in rules.audit_leaves_out)
    if is_theirs or path.suffix.lower() not in CHECKED_EXTENSIONS or size > MAX_INSPECTED_BYTES:
        return ()
    return tuple(static_file_problems(name, path.read_bytes(), rules.site_address))


def _may_tell(path: Path) -> bool:
    """Whether its first bytes are those of a format that can hold metadata."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    try:
        return what_is(head) is not None
    except RefusedFileError:
        return True


def _pixels(data: bytes) -> tuple[int, int] | None:
    """Width and height, from the head of the file; None for a drawing."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None
