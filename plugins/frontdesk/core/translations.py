"""A text of the interface in English in, the same in the reader's language out. Pure.

The English text is the key, so code and templates stay readable. A value in it is written `%(name)s`. A
`Translations` is made once for a build, by `po_catalogs`.
"""

from __future__ import annotations

from gettext import NullTranslations


class MissingTexts(NullTranslations):
    """The fallback of a catalog: returns the English text and records it as missing."""

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


class Translations:
    """The texts of the interface in one language.

    Attributes:
        language: the language of the catalog: en, pl.
        locale: the locale for dates and names of languages: pl, or en-GB.
        translations: for Jinja's i18n extension.
    """

    def __init__(
        self, language: str, locale: str, translations: NullTranslations, lacking: MissingTexts
    ) -> None:
        self.language = language
        self.locale = locale
        self.translations = translations
        self._lacking = lacking

    @property
    def missing(self) -> tuple[str, ...]:
        """The English texts that were asked for and are not in the catalog."""
        return tuple(sorted(self._lacking.texts))

    def gettext(self, text: str, **values: object) -> str:
        return self.translations.gettext(text) % values

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        """The form for a number, which is written `%(num)s` in the text."""
        return self.translations.ngettext(one, many, n) % {"num": n, **values}

    def pgettext(self, context: str, text: str, **values: object) -> str:
        """The translation of a text that has several meanings in English, by its context."""
        return self.translations.pgettext(context, text) % values


def english(locale: str = "en") -> Translations:
    """Every text as it is in the program, without a catalog; with the dates of a locale such as en-GB."""
    return Translations("en", locale, NullTranslations(), MissingTexts())
