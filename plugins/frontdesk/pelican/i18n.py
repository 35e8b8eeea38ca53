"""DEFAULT_LANG and the theme's catalogs in; the setting WORDS, and translations in templates, out.

A catalog is compiled when it has changed, and kept in `words/` below CACHE_PATH. Templates have `_`,
`ngettext` and the tag `trans`, by Jinja's own extension, and the filter `lang`. At the end, missing
translations are reported.
"""

from __future__ import annotations

import logging
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from pelican import signals

from frontdesk.build.file_cache import FileCache
from frontdesk.core.catalogs import EXTENSION, read_translations
from frontdesk.core.errors import CatalogError
from frontdesk.core.hashing import digest
from frontdesk.core.language_tags import lookup_language
from frontdesk.core.translations import Translations, english
from frontdesk.formats.page_filters import language_filter

FOLDER = "words"
"""Below the theme's folder: another theme has other texts. Below CACHE_PATH it has compiled catalogs."""
RECIPE = "1"
"""Raised whenever `po_catalogs.compile_catalog` makes something else of the same file."""

_log = logging.getLogger(__name__)


def register() -> None:
    signals.initialized.connect(_read)
    signals.generator_init.connect(_add_to_templates)
    signals.finalized.connect(warn_of_missing_words)
    signals.finalized.connect(_prune)


def _read(pelican: Any) -> None:
    settings = pelican.settings
    settings["WORDS"] = theme_words(settings["THEME"], settings["DEFAULT_LANG"], _cache(settings))


def _cache(settings: Any) -> FileCache:
    return FileCache(Path(settings["CACHE_PATH"], FOLDER), settings["BUILD_TIME"])


def _prune(pelican: Any) -> None:
    _cache(pelican.settings).prune()


def theme_words(theme: Path | str, tag: str, cache: FileCache) -> Translations:
    """The texts of a theme in the language of the site; in English where there are none.

    Args:
        theme: its folder.
        tag: the language of the site.
        cache: of compiled catalogs.
    """
    folder = Path(theme, FOLDER)
    languages = sorted(path.stem for path in folder.glob(f"*{EXTENSION}"))
    found = lookup_language(tag, languages)
    if found is None:
        _log.warning(
            "DEFAULT_LANG is '%s', but %s has only %s: the texts of the theme are in English "
            "(docs/languages.md says how to add a language)",
            tag,
            _shown(folder),
            ", ".join(languages) or "no language",
        )
        found = tag = "en"
    path = catalog_file(theme, found)
    if not path.is_file():
        return english()
    try:
        return _translations(path.read_bytes(), found, tag, cache)
    except CatalogError as error:
        _log.error("%s, %s", _shown(path), error)
        return english()


def _translations(data: bytes, language: str, tag: str, cache: FileCache) -> Translations:
    name = digest(RECIPE, version("babel"), language, data)
    (compiled,) = cache.get_or_make(
        [(name, data)], lambda wanted: [_compiled(one, language) for one in wanted]
    )
    try:
        return read_translations(compiled, language, tag)
    except CatalogError:  # a file of the cache is damaged
        return read_translations(_compiled(data, language), language, tag)


def _compiled(data: bytes, language: str) -> bytes:
    from frontdesk.core.po_catalogs import compile_catalog  # noqa: PLC0415 - loads Babel's reader

    return compile_catalog(data, language)


def catalog_file(theme: Path | str, language: str) -> Path:
    return Path(theme, FOLDER, f"{language}{EXTENSION}")


def _add_to_templates(generator: Any) -> None:
    words: Translations = generator.settings["WORDS"]
    generator.env.install_gettext_translations(words.translations, newstyle=True)
    look_up_once(generator.env)
    page: str = generator.settings["DEFAULT_LANG"]
    generator.env.filters["lang"] = language_filter(page)
    # Imported templates do not have the context of the page.
    generator.env.globals["PAGE_LANG"] = page


def look_up_once(env: Environment) -> None:
    """Let `_` look up each text without values once. A page asks for some thirty; by Jinja's own `_` each
    takes three times as long.

    Args:
        env: with its translations.
    """
    look_up: Any = env.globals["_"]
    known: dict[str, Any] = {}

    @pass_context
    def text_of(context: Context, text: str, /, **values: Any) -> Any:
        if values or not context.eval_ctx.autoescape:
            return look_up(context, text, **values)
        if text not in known:
            known[text] = look_up(context, text)
        return known[text]

    env.globals["_"] = text_of


def warn_of_missing_words(pelican: Any) -> None:
    words: Translations = pelican.settings["WORDS"]
    path = catalog_file(pelican.settings["THEME"], words.language)
    for text in words.missing:
        _log.warning(
            "%s has no words for “%s”, so pages have them in English; `make words` adds the place "
            "to write them",
            _shown(path),
            text,
        )


def _shown(path: Path) -> str:
    return os.path.relpath(path)
