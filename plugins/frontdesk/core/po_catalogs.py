"""The bytes of a catalogue in, Words out; and which catalogue serves a language. Pure.

A catalogue is a .po file of gettext. It is read as it is: nothing has to be compiled after a change.
"""

from __future__ import annotations

from collections.abc import Collection
from gettext import GNUTranslations
from io import BytesIO, StringIO

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from .errors import CatalogError
from .translations import Lacking, Words

ENDING = ".po"


def serving(tag: str, languages: Collection[str]) -> str | None:
    """Of these languages, the one of a tag: pl for pl-PL; None where there is none."""
    parts = tag.replace("_", "-").split("-")
    tags = ("-".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((one for one in tags if one in languages), None)


def read_words(data: bytes, language: str, tag: str) -> Words:
    """The words of a catalogue. What is empty in it, or marked as fuzzy, is missing.

    Args:
        tag: the language that was asked for, such as en-GB: dates are written as there.

    Raises:
        CatalogError: where the file cannot be read.
    """
    catalogue = read_catalogue(data, language)
    for message in list(catalogue):
        if message.id and not is_whole(message):
            catalogue.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations, lacking = GNUTranslations(compiled), Lacking()
    translations.add_fallback(lacking)
    return Words(language, tag if _locale(tag) else language, translations, lacking)


def read_catalogue(data: bytes, language: str) -> Catalog:
    """The texts of a catalogue.

    Raises:
        CatalogError: where the file cannot be read.
    """
    try:
        return read_po(
            StringIO(data.decode()), locale=language.replace("-", "_"), abort_invalid=True
        )
    except PoFileError as error:
        raise CatalogError(
            f"line {error.lineno + 1}: nobody can read {error.line.strip()!r}; a line begins with msgid, "
            "msgstr, msgctxt, # or a quotation mark"
        ) from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CatalogError(f"line {line}: this is not UTF-8; save the file as UTF-8") from None


def is_whole(message: Message) -> bool:
    """Whether a text has its words in all forms."""
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(forms) and not message.fuzzy


def direction(tag: str) -> str:
    """Which way a language is written: rtl or ltr, as HTML calls them; ltr for one that nobody knows."""
    locale = _locale(tag)
    return locale.text_direction if locale else "ltr"


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
