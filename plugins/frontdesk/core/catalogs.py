"""A compiled gettext catalog in, Translations out; and which way a language is written. Pure."""

from __future__ import annotations

import struct
from gettext import GNUTranslations
from io import BytesIO

from babel import Locale, UnknownLocaleError

from .errors import CatalogError
from .translations import MissingTexts, Translations

EXTENSION = ".po"
"""Of a catalog's file, as translators write it."""


def read_translations(compiled: bytes, language: str, tag: str) -> Translations:
    """The translations of a catalog.

    Args:
        compiled: what `po_catalogs` made of the catalog.
        language: of the catalog.
        tag: the language of the site, such as en-GB, which decides how dates are written.

    Raises:
        CatalogError: the bytes are damaged.
    """
    try:
        translations, lacking = GNUTranslations(BytesIO(compiled)), MissingTexts()
    except (OSError, ValueError, struct.error):
        raise CatalogError("the compiled catalog is damaged") from None
    translations.add_fallback(lacking)
    return Translations(language, tag if _locale(tag) else language, translations, lacking)


def text_direction(tag: str) -> str:
    """The direction in which a language is written, for the attribute `dir`: rtl or ltr; ltr if it is
    unknown."""
    locale = _locale(tag)
    return locale.text_direction if locale else "ltr"


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
