"""DEFAULT_LANG and the theme's catalogs in; the setting WORDS, and translations in templates, out.

Templates have `_`, `ngettext` and the tag `trans`, by Jinja's own extension, and the filter `lang`. At the
end, missing translations are reported.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import signals

from frontdesk.core.errors import CatalogError
from frontdesk.core.language_tags import lookup_language
from frontdesk.core.po_catalogs import EXTENSION, read_translations, text_direction
from frontdesk.core.translations import Translations, english

FOLDER = "words"
"""Below the theme's folder: another theme has other texts."""

_log = logging.getLogger(__name__)


def register() -> None:
    signals.initialized.connect(_read)
    signals.generator_init.connect(_add_to_templates)
    signals.finalized.connect(warn_of_missing_words)


def _read(pelican: Any) -> None:
    settings = pelican.settings
    folder = Path(settings["THEME"], FOLDER)
    settings["WORDS"] = theme_words(folder, settings["DEFAULT_LANG"])


def theme_words(folder: Path, tag: str) -> Translations:
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
    path = catalog_file(folder.parent, found)
    if not path.is_file():
        return english()
    try:
        return read_translations(path.read_bytes(), found, tag)
    except CatalogError as error:
        _log.error("%s, %s", _shown(path), error)
        return english()


def catalog_file(theme: Path | str, language: str) -> Path:
    return Path(theme, FOLDER, f"{language}{EXTENSION}")


def _add_to_templates(generator: Any) -> None:
    words: Translations = generator.settings["WORDS"]
    generator.env.install_gettext_translations(words.translations, newstyle=True)
    page: str = generator.settings["DEFAULT_LANG"]

    def lang(tag: str | None, around: str = page) -> str:
        """The attributes of an element in another language than that around it: `lang`, and `dir` where the
        direction differs."""
        if not tag or tag.casefold() == around.casefold():
            return ""
        said = Markup(' lang="{}"').format(tag)
        turns = text_direction(tag) != text_direction(around)
        return said + Markup(' dir="{}"').format(text_direction(tag)) if turns else said

    generator.env.filters["lang"] = lang
    # Imported templates do not have the context of the page.
    generator.env.globals["PAGE_LANG"] = page


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
