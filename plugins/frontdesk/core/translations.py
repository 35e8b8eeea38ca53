"""A text in English in, the same in the reader's language out. Pure; made once for a build, by `catalogue`.

The English text is the key, so that rooms and templates can be read. A value stands in it as `%(name)s`.
"""

from __future__ import annotations

from gettext import NullTranslations


class Lacking(NullTranslations):
    """Stands behind a catalogue: gives the English text back, and remembers that it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()

    def gettext(self, message: str) -> str:
        self.texts.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.texts.add(msgid1)
        return super().ngettext(msgid1, msgid2, n)

    def pgettext(self, context: str, message: str) -> str:
        self.texts.add(message)
        return super().pgettext(context, message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        self.texts.add(msgid1)
        return super().npgettext(context, msgid1, msgid2, n)


class Words:
    """The interface in one language.

    Attributes:
        language: of the catalogue: en, pl.
        locale: by which dates and names of languages are written: pl, or en-GB.
        translations: what Jinja asks.
    """

    def __init__(
        self, language: str, locale: str, translations: NullTranslations, lacking: Lacking
    ) -> None:
        self.language = language
        self.locale = locale
        self.translations = translations
        self._lacking = lacking

    @property
    def missing(self) -> tuple[str, ...]:
        """What was asked for and is not in the catalogue, in English."""
        return tuple(sorted(self._lacking.texts))

    def gettext(self, text: str, **values: object) -> str:
        return self.translations.gettext(text) % values

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        """The form that goes with a number, which stands in it as `%(num)s`."""
        return self.translations.ngettext(one, many, n) % {"num": n, **values}

    def pgettext(self, context: str, text: str, **values: object) -> str:
        """Of a text that means two things in English, the one that is meant here."""
        return self.translations.pgettext(context, text) % values


def english() -> Words:
    """Without a catalogue, every text as it stands in the program."""
    return Words("en", "en", NullTranslations(), Lacking())
