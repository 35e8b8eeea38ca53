"""The settings file of another generator in, what an import needs of it out. It is never run."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from frontdesk.core.yaml_reader import foreign_values

from ..model import SourceKind
from .export_files import ExportFiles
from .xml_entries import ExportError

_HUGO = ("hugo.toml", "config.toml", "hugo.yaml", "config.yaml", "hugo.yml", "config.yml")
_ELEVENTY = (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs")


class SiteSettings(Struct, frozen=True, kw_only=True):
    """What decides where texts lie and which addresses they have.

    Attributes:
        content: the folder of texts, below the folder of the site; empty if that is the same.
        post_pattern, page_pattern: of addresses, in the words of the generator.
        section_patterns: of addresses, by the first folder of a text below `content`.
        slug_of_title: a slug is made from the title, not from the file's name.
        folder_is_category: the folder of a post is its category.
    """

    kind: SourceKind
    content: str = ""
    name: str = ""
    description: str = ""
    address: str = ""
    language: str = ""
    timezone: str = ""
    post_pattern: str = ""
    page_pattern: str = ""
    section_patterns: Mapping[str, str] = {}
    page_paths: tuple[str, ...] = ()
    slug_of_title: bool = True
    folder_is_category: bool = True


def read_site_settings(files: ExportFiles) -> SiteSettings | None:
    """The settings of a folder; None where it is of no generator that is known here."""
    names = {name for name in files.names if "/" not in name}
    if "pelicanconf.py" in names:
        return _pelican(files)
    if "_config.yml" in names or any(name.startswith("_posts/") for name in files.names):
        return _jekyll(files, names)
    if names & set(_ELEVENTY):
        return SiteSettings(kind="eleventy", content=_folder(files, "content", "src"))
    hugo = next((one for one in _HUGO if one in names), "")
    if hugo and _folder(files, "content"):
        return _hugo(files, hugo)
    return None


def _folder(files: ExportFiles, *names: str) -> str:
    return next((one for one in names if any(f.startswith(f"{one}/") for f in files.names)), "")


def _source(files: ExportFiles, name: str) -> str:
    try:
        return files.read(name).decode("utf-8-sig", "replace")
    except ExportError:
        return ""


def _pelican(files: ExportFiles) -> SiteSettings:
    found: dict[str, Any] = {}
    for name in ("pelicanconf.py", "publishconf.py"):
        if name in files.names:
            found |= literal_settings(_source(files, name))
    content = str(PurePosixPath(str(found.get("PATH", "content"))))
    content = content if _folder(files, content) else _folder(files, "content")

    def text(name: str, default: str = "") -> str:
        value = found.get(name, default)
        return value if isinstance(value, str) else default

    pages = found.get("PAGE_PATHS", ["pages"])
    return SiteSettings(
        kind="pelican",
        content=content,
        name=text("SITENAME"),
        description=text("SITESUBTITLE"),
        address=text("SITEURL"),
        language=text("DEFAULT_LANG"),
        timezone=text("TIMEZONE"),
        post_pattern=_without_index(text("ARTICLE_URL", "{slug}.html")),
        page_pattern=_without_index(text("PAGE_URL", "pages/{slug}.html")),
        page_paths=tuple(map(str, pages)) if isinstance(pages, list | tuple) else ("pages",),
        slug_of_title=text("SLUGIFY_SOURCE", "title") == "title",
        folder_is_category=found.get("USE_FOLDER_AS_CATEGORY", True) is True,
    )


def _without_index(pattern: str) -> str:
    return pattern.removesuffix("index.html")


def literal_settings(source: str) -> dict[str, Any]:
    """The settings of a Python file that are plain values. Nothing is run."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Any] = {}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(node, ast.Assign):
                try:
                    found[target.id] = ast.literal_eval(node.value)
                except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                    found.pop(target.id, None)
    return found


def _words(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _jekyll(files: ExportFiles, names: set[str]) -> SiteSettings:
    found = foreign_values(_source(files, "_config.yml")) if "_config.yml" in names else {}
    return SiteSettings(
        kind="jekyll",
        name=_words(found, "title"),
        description=_words(found, "description"),
        address=_words(found, "url") + _words(found, "baseurl"),
        language=_words(found, "lang"),
        timezone=_words(found, "timezone"),
        post_pattern=_words(found, "permalink") or "date",
    )


def _hugo(files: ExportFiles, name: str) -> SiteSettings:
    text = _source(files, name)
    found: Mapping[str, Any] = {}
    if name.endswith(".toml"):
        with suppress(tomllib.TOMLDecodeError, RecursionError):
            found = tomllib.loads(text)
    else:
        found = foreign_values(text)
    found = {key.lower(): value for key, value in found.items()}
    links = found.get("permalinks")
    patterns = links if isinstance(links, dict) else {}
    pages = patterns.get("page")
    patterns = pages if isinstance(pages, dict) else patterns
    return SiteSettings(
        kind="hugo",
        content="content",
        name=_words(found, "title"),
        address=_words(found, "baseurl"),
        language=_words(found, "languagecode"),
        timezone=_words(found, "timezone"),
        section_patterns={str(one): it for one, it in patterns.items() if isinstance(it, str)},
    )
