"""The content folder on disk: what lies in it, read. The only place of this package that reads content."""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection, Iterator
from fnmatch import fnmatch
from pathlib import Path

from msgspec import Struct
from PIL import Image, UnidentifiedImageError

from .addresses import kind_of, lies_in
from .model import COMMENTS, ENDING, PICTURES, REDIRECTS, File, Problem, Rules

FAR_TOO_MANY = (1_000_000, 1_000_000)
"""Pixels of a picture so large that the library does not open it."""


class Shelf(Struct, frozen=True):
    """What lies in a content folder, by path below it.

    Attributes:
        texts: the bytes of every post and page.
        comments: the bytes of every comment.
        files: everything else.
        redirects: the bytes of `redirects.txt`, empty where there is none.
        problems: what could not be read.
    """

    texts: tuple[tuple[str, bytes], ...]
    comments: tuple[tuple[str, bytes], ...]
    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    redirects: bytes = b""


def read_shelf(folder: Path, rules: Rules, parts: Collection[str] = ()) -> Shelf:
    """Read a content folder, or folders and files in it, in the order of their paths."""
    texts, comments, files, problems = [], [], [], []
    redirects = b""
    for path in sorted(path for part in parts or ("",) for path in _paths(folder, part, rules)):
        name = path.relative_to(folder).as_posix()
        if not _is_text(name):
            message = "the letters of this file's name are not UTF-8; type its name anew"
            problems.append(Problem(_shown(name), 0, message, "error"))
            continue
        try:
            if kind_of(name, rules) and path.suffix == ENDING:
                texts.append((name, path.read_bytes()))
            elif lies_in(name, (COMMENTS,)) and path.suffix == ENDING:
                comments.append((name, path.read_bytes()))
            elif name == REDIRECTS:
                redirects = path.read_bytes()
            else:
                files.append(_file(path, name))
        except OSError as error:
            message = f"this cannot be read ({error.strerror}); look at its owner and permissions"
            problems.append(Problem(name, 0, message, "error"))
    return Shelf(tuple(texts), tuple(comments), tuple(files), tuple(problems), redirects)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(name: str) -> str:
    return os.fsencode(name).decode(errors="replace")


def _paths(folder: Path, part: str, rules: Rules) -> Iterator[Path]:
    """Every file but for those that the build ignores too."""
    whole = folder / part
    if any(_is_ignored(name, rules) for name in whole.relative_to(folder).parts):
        return
    if whole.is_file():
        yield whole
    for parent, folders, names in os.walk(whole, followlinks=True):
        folders[:] = [one for one in folders if not _is_ignored(one, rules)]
        yield from (Path(parent, name) for name in names if not _is_ignored(name, rules))


def _is_ignored(name: str, rules: Rules) -> bool:
    return any(fnmatch(name, pattern) for pattern in rules.ignore_files)


def _file(path: Path, name: str) -> File:
    size = path.stat().st_size
    if path.suffix.lower() not in PICTURES or path.suffix.lower() == ".svg":
        return File(name, size)
    found = _pixels(path)
    return File(name, size, found, is_broken=found is None)


def _pixels(path: Path) -> tuple[int, int] | None:
    """Width and height; None for what is no picture. Only the head of the file is read."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(path) as picture:
            return picture.size
    except Image.DecompressionBombError:
        return FAR_TOO_MANY
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None
