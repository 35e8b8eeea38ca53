"""Update the catalogues of theme/words/ with all texts of the interface, and list what is untranslated.

make words               every language
make words lang=de       a new language too

A text that templates and modules no longer use is removed, and a new one is added. In en.po its translation
is the text itself; in any other catalogue it is left empty for a translator.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from frontdesk.core.atomic import replace_file
from frontdesk.core.catalogs import EXTENSION
from frontdesk.core.command_line import escape_unencodable_output
from frontdesk.core.errors import CatalogError
from frontdesk.core.po_catalogs import is_translated, parse_po

ROOT = Path(__file__).resolve().parents[1]
THEME = ROOT / "theme"
AS_BUILT = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
"""How Jinja reads templates, so that a text is found as it is asked for."""
HEADER = """\
# The words of the interface. docs/languages.md says how to change one, and how to add a language.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
SHOWN = 20
"""So many untranslated texts are printed; the file has all of them."""
WIDTH = 10_000
"""Of a line: a text stays on one line, so that a search finds it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0, or 1 where a catalogue cannot be read or written."""
    escape_unencodable_output()
    options = _parser().parse_args(arguments)
    folder: Path = options.theme / "words"
    languages = {path.stem for path in folder.glob(f"*{EXTENSION}")} | {
        *filter(None, [options.lang])
    }
    try:
        catalogues = {language: _read(folder, language) for language in sorted(languages)}
    except CatalogError as error:
        print(error, file=sys.stderr)
        return 1
    said = extracted(options.theme)
    for language, catalogue in catalogues.items():
        _update(catalogue, language, said)
        try:
            replace_file(folder / f"{language}{EXTENSION}", written(catalogue, language))
        except OSError as error:
            print(f"{folder} cannot be written ({error.strerror})", file=sys.stderr)
            return 1
        missing = list(untranslated(catalogue))
        print(f"{language}{EXTENSION}: {len(catalogue)} texts, {len(missing)} untranslated")
        for message in missing[:SHOWN]:
            print(f"  {text_of(message)}")
        if len(missing) > SHOWN:
            print(f"  and {len(missing) - SHOWN} more")
    return 0


def _read(folder: Path, language: str) -> Catalog:
    path = folder / f"{language}{EXTENSION}"
    try:
        Locale.parse(language, sep="-")
        return parse_po(path.read_bytes() if path.is_file() else b"", language)
    except (CatalogError, UnknownLocaleError, ValueError) as error:
        raise CatalogError(f"{path}: {error}") from None


def extracted(theme: Path = THEME) -> Catalog:
    """All texts of templates and modules, in the order of the files."""
    said = Catalog(charset="utf-8")
    for folder, files, reader, options in (
        (theme / "templates", "**.html", "jinja2", AS_BUILT),
        (ROOT / "plugins", "**.py", "python", {}),
    ):
        found = extract_from_dir(folder, [(files, reader)], {files: options})
        for name, _, text, comments, context in sorted(found, key=lambda one: one[:2]):
            where = [(f"{folder.name}/{name}", 0)]
            said.add(text, locations=where, auto_comments=comments, context=context)
    return said


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id and not is_translated(message))


def text_of(message: Message) -> str:
    """The English text; of several forms, the first."""
    return message.id if isinstance(message.id, str) else message.id[0]


def _update(catalogue: Catalog, language: str, said: Catalog) -> None:
    catalogue.update(deepcopy(said), no_fuzzy_matching=True)
    if language == "en":
        for message in untranslated(catalogue):
            message.string = message.id


def written(catalogue: Catalog, language: str) -> bytes:
    """The whole file. It holds no time and no name, so the same texts give the same bytes."""
    text = BytesIO()
    write_po(text, catalogue, width=WIDTH, omit_header=True, ignore_obsolete=True)
    return (
        HEADER.format(language=language, plurals=catalogue.plural_forms).encode() + text.getvalue()
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Update the catalogues with the texts of templates and modules."
    )
    parser.add_argument("--theme", type=Path, default=THEME, metavar="DIR")
    parser.add_argument("--lang", metavar="TAG", help="a new language, such as de")
    return parser


if __name__ == "__main__":
    sys.exit(main())
