"""The bytes of a gettext .po catalog in; its messages, or the catalog compiled, out. Pure."""

from __future__ import annotations

from io import BytesIO, StringIO

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from .errors import CatalogError


def compile_catalog(data: bytes, language: str) -> bytes:
    """The translations in the form .mo, which `catalogs` reads. Empty and fuzzy ones are left out.

    Raises:
        CatalogError: the file cannot be read.
    """
    catalog = parse_po(data, language)
    for message in list(catalog):
        if message.id and not is_translated(message):
            catalog.delete(message.id, message.context)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


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
