"""The settings file of another generator in, what an import needs of it out. It is never run."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from frontdesk.core.yaml_reader import foreign_values

from ..model import SourceKind, TermKind
from .export_files import ExportFiles
from .xml_entries import ExportError

_HUGO_NAMES = ("hugo.toml", "config.toml", "hugo.yaml", "config.yaml", "hugo.yml", "config.yml")
_HUGO = (*_HUGO_NAMES, *(f"config/_default/{name}" for name in _HUGO_NAMES))
_HUGO_PART = re.compile(r"(permalinks|languages)(?:\.(\w+))?\.(?:toml|ya?ml)")
"""A file that has one table of the settings."""
_ELEVENTY = (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs")


class Defaults(Struct, frozen=True):
    """Fields that texts have without saying so.

    Attributes:
        path: where these texts lie; empty for everywhere.
        kind: post, page, or the folder of a collection; empty for all.
        values: a text, or several, by the name of the field.
    """

    path: str
    kind: str
    values: Mapping[str, str | tuple[str, ...]]


class SiteSettings(Struct, frozen=True, kw_only=True):
    """What decides where texts lie and which addresses they have.

    Attributes:
        content: the folder of texts, below the folder of the site; empty if that is the same.
        post_pattern, page_pattern: of addresses, in the words of the generator.
        post_lang_pattern, page_lang_pattern: likewise, of texts in another language than the site's.
        section_patterns: of addresses, by the folder of a text below `content`.
        included: folders of Jekyll of which it makes pages although their names begin with _.
        defaults: the first of them count least.
        term_patterns: of the pages of categories, tags and authors, with `{slug}`.
        languages: of a site in several, as names of files say them.
        language_folders: of Hugo, the folder of the texts in a language → the language.
        post_paths, page_paths: folders of posts and pages below `content`; no folder of posts means all.
        name_pattern: what the name of a file says, as groups of a regular expression.
        slug_of_title: a slug is made from the title, not from the file's name.
        folder_is_category: the folder of a post is its category.
        unread: settings that decide addresses and are made by a program, which is not run.
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
    post_lang_pattern: str = ""
    page_lang_pattern: str = ""
    section_patterns: Mapping[str, str] = {}
    included: tuple[str, ...] = ()
    defaults: tuple[Defaults, ...] = ()
    term_patterns: Mapping[TermKind, str] = {}
    post_paths: tuple[str, ...] = ()
    page_paths: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    language_folders: Mapping[str, str] = {}
    name_pattern: str = ""
    default_category: str = ""
    slug_of_title: bool = True
    folder_is_category: bool = True
    has_ugly_urls: bool = False
    unread: tuple[str, ...] = ()


def defaults_for(path: str, kind: str, site: SiteSettings) -> Mapping[str, str | tuple[str, ...]]:
    """The fields that a text has by the settings of its site.

    Args:
        kind: post or page.
    """
    found: dict[str, str | tuple[str, ...]] = {}
    for one in site.defaults:
        is_there = not one.path or path == one.path or path.startswith(f"{one.path}/")
        if is_there and one.kind in {"", kind, path.partition("/")[0]}:
            found |= one.values
    return found


def _plain_values(given: Any) -> dict[str, str | tuple[str, ...]]:
    """Values as a header says them; those that are tables are left out."""
    found: dict[str, str | tuple[str, ...]] = {}
    for name, value in given.items() if isinstance(given, dict) else ():
        if isinstance(value, list | tuple):
            found[_field_name(name)] = tuple(map(str, value))
        elif value is not None and not isinstance(value, dict):
            found[_field_name(name)] = str(value).lower() if isinstance(value, bool) else str(value)
    return found


def _field_name(name: Any) -> str:
    return str(name).lower().replace("-", "_")


def read_site_settings(files: ExportFiles) -> SiteSettings | None:
    """The settings of a folder; None where it is of no generator that is known here."""
    names = set(files.names)
    if "pelicanconf.py" in names:
        return _pelican(files)
    if "_config.yml" in names or any(name.startswith("_posts/") for name in names):
        return _jekyll(files)
    if names & set(_ELEVENTY):
        return _eleventy(files)
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


def _words(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


# --- Pelican --------------------------------------------------------------------------------------


_OF_ADDRESSES = (
    *("SITEURL", "TIMEZONE", "DEFAULT_LANG", "PATH", "PAGE_PATHS", "SLUGIFY_SOURCE"),
    *("ARTICLE_URL", "ARTICLE_LANG_URL", "PAGE_URL", "PAGE_LANG_URL", "FILENAME_METADATA"),
    *(
        "USE_FOLDER_AS_CATEGORY",
        "CATEGORY_URL",
        "TAG_URL",
        "AUTHOR_URL",
        "DEFAULT_METADATA",
    ),
)
_OF_SLUGS = ("SLUG_REGEX_SUBSTITUTIONS", "SLUG_SUBSTITUTIONS")


def _pelican(files: ExportFiles) -> SiteSettings:
    found: dict[str, Any] = {}
    for name in ("pelicanconf.py", "publishconf.py"):
        if name in files.names:
            literal_settings(_source(files, name), found)
    content = str(PurePosixPath(str(found.get("PATH") or "content")))
    content = content if _folder(files, content) else _folder(files, "content")

    def text(name: str, default: str = "") -> str:
        value = found.get(name, default)
        return value if isinstance(value, str) else default

    def paths(name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = found.get(name)
        return tuple(map(str, value)) if isinstance(value, list | tuple) else default

    unread = [name for name in _OF_ADDRESSES if found.get(name, ()) is None]
    unread += [name for name in _OF_SLUGS if name in found]
    return SiteSettings(
        kind="pelican",
        content=content,
        name=text("SITENAME"),
        description=text("SITESUBTITLE"),
        address=text("SITEURL"),
        language=text("DEFAULT_LANG", "en"),
        timezone=text("TIMEZONE"),
        post_pattern=text("ARTICLE_URL", "{slug}.html"),
        page_pattern=text("PAGE_URL", "pages/{slug}.html"),
        post_lang_pattern=text("ARTICLE_LANG_URL", "{slug}-{lang}.html"),
        page_lang_pattern=text("PAGE_LANG_URL", "pages/{slug}-{lang}.html"),
        term_patterns={
            "category": text("CATEGORY_URL", "category/{slug}.html"),
            "tag": text("TAG_URL", "tag/{slug}.html"),
            "author": text("AUTHOR_URL", "author/{slug}.html"),
        },
        post_paths=tuple(filter(None, paths("ARTICLE_PATHS", ()))),
        page_paths=paths("PAGE_PATHS", ("pages",)),
        name_pattern=text("FILENAME_METADATA"),
        default_category=text("DEFAULT_CATEGORY"),
        slug_of_title=text("SLUGIFY_SOURCE", "title") == "title",
        folder_is_category=found.get("USE_FOLDER_AS_CATEGORY", True) is not False,
        defaults=(Defaults("", "", _plain_values(_as_dict(found.get("DEFAULT_METADATA")))),),
        unread=tuple(dict.fromkeys(unread)),
    )


def _as_dict(given: Any) -> Any:
    """Old settings have pairs in the place of a table."""
    try:
        return dict(given) if isinstance(given, list | tuple) else given
    except (TypeError, ValueError):
        return {}


def literal_settings(source: str, found: dict[str, Any]) -> None:
    """Add the settings of a Python file that are plain values, or such put together with `+`. Nothing is
    run: of what only a program could tell, the name is added with None."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in tree.body:
        if not isinstance(node, ast.Assign) and not (
            isinstance(node, ast.AnnAssign) and node.value
        ):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Name) and node.value:
                try:
                    found[target.id] = _value(node.value, found)
                except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError, KeyError):
                    found[target.id] = None


def _value(node: ast.expr, found: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _value(node.left, found), _value(node.right, found)
        if isinstance(left, str) and isinstance(right, str):
            return left + right
        raise ValueError
    if isinstance(node, ast.Name):
        return found[node.id]
    return ast.literal_eval(node)


# --- Jekyll ---------------------------------------------------------------------------------------


def _jekyll(files: ExportFiles) -> SiteSettings:
    found = foreign_values(_source(files, "_config.yml")) if "_config.yml" in files.names else {}
    included = found.get("include")
    return SiteSettings(
        kind="jekyll",
        name=_words(found, "title"),
        description=_words(found, "description"),
        address=_words(found, "url") + _words(found, "baseurl"),
        language=_words(found, "lang"),
        timezone=_words(found, "timezone"),
        post_pattern=_words(found, "permalink") or "date",
        section_patterns=dict(_collections(found.get("collections"))),
        included=tuple(map(str, included)) if isinstance(included, list) else (),
        defaults=tuple(
            sorted(_jekyll_defaults(found.get("defaults")), key=lambda one: len(one.path))
        ),
    )


def _collections(given: Any) -> Iterator[tuple[str, str]]:
    """The folder and the pattern of each collection that has pages."""
    for name, value in given.items() if isinstance(given, dict) else ():
        if isinstance(value, dict) and value.get("output") and name not in {"posts", "drafts"}:
            yield f"_{name}", _words(value, "permalink") or "/:collection/:path.html"


def _jekyll_defaults(given: Any) -> Iterator[Defaults]:
    for one in given if isinstance(given, list) else ():
        scope = one.get("scope") if isinstance(one, dict) else None
        if isinstance(scope, dict):
            kind = _words(scope, "type")
            of = {"posts": "post", "pages": "page", "drafts": "_drafts"}
            path = _words(scope, "path").strip("/").removesuffix("/*").removesuffix("/**")
            yield Defaults(
                path, of.get(kind, kind and f"_{kind}"), _plain_values(one.get("values"))
            )


# --- Hugo -----------------------------------------------------------------------------------------


def _hugo(files: ExportFiles, name: str) -> SiteSettings:
    found = {key.lower(): value for key, value in _values(files, name).items()}
    for other in files.names:
        folder, _, part = other.rpartition("/")
        if folder == "config/_default" and (named := _HUGO_PART.fullmatch(part)):
            values = _values(files, other)
            found.setdefault(named[1], {named[2]: values} if named[2] else values)
    languages = found.get("languages")
    return SiteSettings(
        kind="hugo",
        content=_words(found, "contentdir") or "content",
        name=_words(found, "title"),
        address=_words(found, "baseurl"),
        language=_words(found, "defaultcontentlanguage") or _words(found, "languagecode") or "en",
        timezone=_words(found, "timezone"),
        section_patterns=dict(_hugo_patterns(found.get("permalinks"))),
        term_patterns={"category": "categories/{slug}/", "tag": "tags/{slug}/"},
        languages=tuple(map(str, languages)) if isinstance(languages, dict) else (),
        language_folders=dict(_folders_of_languages(languages)),
        has_ugly_urls=found.get("uglyurls") is True,
    )


def _folders_of_languages(languages: Any) -> Iterator[tuple[str, str]]:
    for name, values in languages.items() if isinstance(languages, dict) else ():
        for key, value in values.items() if isinstance(values, dict) else ():
            if str(key).lower() == "contentdir" and isinstance(value, str):
                yield value.strip("./"), str(name)


def _values(files: ExportFiles, name: str) -> Mapping[str, Any]:
    """What a file in TOML or YAML says; nothing where it cannot be read."""
    text = _source(files, name)
    if not name.endswith(".toml"):
        return foreign_values(text)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _hugo_patterns(found: Any) -> Iterator[tuple[str, str]]:
    """Patterns of sections: as a table of their own, or below `page`."""
    for name, value in found.items() if isinstance(found, dict) else ():
        if isinstance(value, str):
            yield str(name), value
        elif name == "page":
            yield from _hugo_patterns(value)


# --- Eleventy -------------------------------------------------------------------------------------


_OF_SITE = re.compile(
    r"""["']?\b(url|title|description|language|lang)["']?\s*:\s*["']([^"'\n]*)["']"""
)
_INPUT = re.compile(r"""\binput["']?\s*:\s*["']\.?/?([^"'\n]*?)/?["']""")
_PERMALINK = re.compile(r"""["']?\bpermalink["']?\s*:\s*["']([^"'\n]+)["']""")


def _eleventy(files: ExportFiles) -> SiteSettings:
    """What its files in JavaScript say in so many words; they are not run."""
    config = next(name for name in _ELEVENTY if name in files.names)
    told = _INPUT.search(_source(files, config))
    content = told[1] if told else ("src" if _folder(files, "src") else "")
    content = content if _folder(files, content) else ""
    data = [
        name for name in files.names
        if re.search(r"(?:^|/)_data/(?:metadata|site)\.(?:js|cjs|mjs|json)$", name)
    ]  # fmt: skip
    found: dict[str, str] = {}
    for name in data:
        for key, value in _OF_SITE.findall(_source(files, name)):
            found.setdefault(key, value)
    patterns: dict[str, str] = {}
    for name in files.names:
        folder, stem = (
            PurePosixPath(name).parent.as_posix(),
            PurePosixPath(name).name.partition(".")[0],
        )
        inside = folder.removeprefix(content).strip("/")
        is_data = re.search(r"(?:\.11tydata)?\.(?:json|js|cjs|mjs)$", name)
        is_of_folder = is_data and stem == PurePosixPath(folder).name
        if is_of_folder and (given := _PERMALINK.search(_source(files, name))):
            patterns[inside] = given[1]
    return SiteSettings(
        kind="eleventy",
        content=content,
        name=found.get("title", ""),
        description=found.get("description", ""),
        address=found.get("url", ""),
        language=found.get("language", "") or found.get("lang", ""),
        section_patterns=patterns,
        term_patterns={"tag": "tags/{slug}/"},
    )
