"""The bytes of a gettext .po catalog in, Translations out; and which way a language is written. Pure.

A catalog is read as it is, so nothing has to be compiled after a change.
"""

from __future__ import annotations

from gettext import GNUTranslations
from io import BytesIO, StringIO

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from .errors import CatalogError
from .translations import MissingTexts, Translations

EXTENSION = ".po"


def read_translations(data: bytes, language: str, tag: str) -> Translations:
    """The translations of a catalog. Empty and fuzzy ones count as missing.

    Args:
        language: of the catalog.
        tag: the language of the site, such as en-GB, which decides how dates are written.

    Raises:
        CatalogError: the file cannot be read.
    """
    catalog = parse_po(data, language)
    for message in list(catalog):
        if message.id and not is_translated(message):
            catalog.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    translations, lacking = GNUTranslations(compiled), MissingTexts()
    translations.add_fallback(lacking)
    return Translations(language, tag if _locale(tag) else language, translations, lacking)


def parse_po(data: bytes, language: str) -> Catalog:
    """The messages of a catalog.

    Raises:
        CatalogError: the file cannot be read.
    """
    try:
        return read_po(
            StringIO(data.decode()), locale=language.replace("-", "_"), abort_invalid=True
        )
    except PoFileError as error:
        raise CatalogError(
            f"line {error.lineno + 1}: cannot read {error.line.strip()!r}; a line begins with msgid, "
            "msgstr, msgctxt, # or a quotation mark"
        ) from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CatalogError(f"line {line}: this is not UTF-8; save the file as UTF-8") from None


def is_translated(message: Message) -> bool:
    """Whether a message is translated in all its forms, and not fuzzy."""
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(forms) and not message.fuzzy


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
