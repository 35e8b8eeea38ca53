"""A file's name in, what it says out: whether the file is a text, and its date. Pure."""

from __future__ import annotations

import re

from .model import MARKDOWN_EXTENSIONS

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(.+))?")


def split_dated_name(path: str) -> tuple[str | None, str]:
    """The date in front of a file's name, as it was typed, and the rest of the name."""
    stem = without_extension(path.rpartition("/")[2])
    match = _DATED.fullmatch(stem)
    return (match[1], match[2] or stem) if match else (None, stem)


def is_markdown_file(path: str) -> bool:
    """Whether a file is Markdown, by its name."""
    return path.endswith(MARKDOWN_EXTENSIONS)


def without_extension(path: str) -> str:
    return path.rpartition(".")[0] if is_markdown_file(path) else path
