"""A file's path below the content folder in, what it says about the file out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from frontdesk.core.settings import Settings

from .model import Kind

MARKDOWN_EXTENSION = ".md"
"""The extension of new texts."""
MARKDOWN_EXTENSIONS = tuple(
    variant(extension)
    for extension in (MARKDOWN_EXTENSION, ".markdown", ".mkd", ".mdown")
    for variant in (str.lower, str.upper, lambda one: f".{one[1:].capitalize()}")
)
"""All that are read as Markdown, with their spellings in capitals."""
IMAGE_EXTENSIONS = (
    *(".jpg", ".jpeg", ".jfif", ".jpe", ".pjpeg", ".pjp"),
    *(".png", ".apng", ".gif", ".webp", ".avif", ".svg"),
)
"""Pictures that every browser shows, in lower case."""
UNSCALED_EXTENSIONS = (".svg", ".gif")
"""Pictures of which no smaller copies are made, so readers wait for all their bytes."""
COMMENTS_FOLDER = "comments"
"""The folder below the content folder that holds readers' comments, in one folder for each post."""
BOXES_FOLDER = "boxes"
"""The folder below the content folder that holds the owner's boxes for the sidebar."""
REDIRECTS_FILE = "redirects.txt"
"""The file of the content folder that lists redirects."""

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(.+))?")


def kind_of_path(path: str, rules: Settings) -> Kind | None:
    """Whether a file lies where posts, pages or resources are read; None elsewhere."""
    if is_in_folders(path, rules.article_paths):
        return "post"
    if is_in_folders(path, rules.resource_paths):
        return "resource"
    return "page" if is_in_folders(path, rules.page_paths) else None


def is_in_folders(path: str, folders: Iterable[str]) -> bool:
    """Whether a file lies in one of these folders, at any depth."""
    return any(path.startswith(f"{folder}/") for folder in folders)


def is_markdown_file(path: str) -> bool:
    """Whether a file is Markdown, by its name."""
    return path.endswith(MARKDOWN_EXTENSIONS)


def without_extension(path: str) -> str:
    """The path without the extension of a Markdown file; any other path as it is."""
    return path.rpartition(".")[0] if is_markdown_file(path) else path


def split_dated_name(path: str) -> tuple[str | None, str]:
    """The date at the start of a file's name, as it was typed, and the rest of the name.

    `posts/2026-11-10-fees.md` gives `("2026-11-10", "fees")`, `pages/about.md` gives `(None, "about")`.
    """
    stem = without_extension(path.rpartition("/")[2])
    match = _DATED.fullmatch(stem)
    return (match[1], match[2] or stem) if match else (None, stem)


def comment_key(path: str, rules: Settings) -> str:
    """The name of a post's folder of comments: `2026-11-10-fees` for `posts/2026-11-10-fees.md`."""
    folder = next((one for one in rules.article_paths if path.startswith(f"{one}/")), "")
    return without_extension(path.removeprefix(f"{folder}/"))
