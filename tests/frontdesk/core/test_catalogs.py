"""The words of the interface: a catalogue in, texts of its language out, and what it lacks (R8)."""

from __future__ import annotations

import pytest

from frontdesk.core.catalogs import read_translations, text_direction
from frontdesk.core.errors import CatalogError
from frontdesk.core.language_tags import lookup_language
from frontdesk.core.po_catalogs import compile_catalog
from frontdesk.core.translations import english

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

"""
POLISH = (
    HEADER
    + """msgid "Archives of %(site)s"
msgstr "Archiwum bloga %(site)s"

msgctxt "several"
msgid "Series"
msgstr "Cykle"

msgctxt "one"
msgid "Series"
msgstr "Cykl"

msgid "%(num)s post"
msgid_plural "%(num)s posts"
msgstr[0] "%(num)s wpis"
msgstr[1] "%(num)s wpisy"
msgstr[2] "%(num)s wpisów"

msgid "Empty"
msgstr ""

#, fuzzy
msgid "Doubtful"
msgstr "Wątpliwe"

msgid "%(num)s half"
msgid_plural "%(num)s halves"
msgstr[0] "%(num)s połowa"
msgstr[1] ""
msgstr[2] ""
"""
).encode()
COMPILED = compile_catalog(POLISH, "pl")


def test_a_text_is_in_the_language_with_its_values():
    words = read_translations(COMPILED, "pl", "pl")
    assert words.gettext("Archives of %(site)s", site="50%") == "Archiwum bloga 50%"
    assert words.pgettext("several", "Series") == "Cykle"
    assert words.pgettext("one", "Series") == "Cykl"
    assert words.missing == ()


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0 wpisów"),
        (1, "1 wpis"),
        (2, "2 wpisy"),
        (5, "5 wpisów"),
        (12, "12 wpisów"),
        (22, "22 wpisy"),
    ],
)
def test_a_number_has_its_form(n, said):
    words = read_translations(COMPILED, "pl", "pl")
    assert words.ngettext("%(num)s post", "%(num)s posts", n) == said


def test_what_is_unknown_empty_or_fuzzy_stays_in_english_and_is_named_once():
    words = read_translations(COMPILED, "pl", "pl")
    for _ in range(2):
        assert words.gettext("Unknown %(thing)s", thing="word") == "Unknown word"
        assert words.gettext("Empty") == "Empty"
        assert words.gettext("Doubtful") == "Doubtful"
        assert words.ngettext("%(num)s half", "%(num)s halves", 2) == "2 halves"
        assert words.pgettext("month", "May") == "May"
        assert (
            words.translations.npgettext("x", "%(num)s leaf", "%(num)s leaves", 2)
            == "%(num)s leaves"
        )
    assert words.missing == (
        *("%(num)s half", "%(num)s leaf", "Doubtful", "Empty", "May", "Unknown %(thing)s"),
    )


def test_without_a_catalogue_every_text_stands_as_it_is_in_the_program():
    words = english()
    assert words.gettext("A %(b)s", b="c") == "A c"
    assert words.ngettext("%(num)s post", "%(num)s posts", 1) == "1 post"
    assert words.ngettext("%(num)s post", "%(num)s posts", 3) == "3 posts"
    assert (words.language, words.locale) == ("en", "en")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("pl", "pl"),
        ("pl-PL", "pl"),
        ("en_GB", "en"),
        ("pt-BR", "pt-BR"),
        ("pt", None),
        ("x", None),
        ("", None),
    ],
)
def test_a_catalogue_serves_a_language_and_its_regions(tag, language):
    assert lookup_language(tag, {"en", "pl", "pt-BR"}) == language


@pytest.mark.parametrize(("tag", "locale"), [("pl", "pl"), ("en-GB", "en-GB"), ("pl-XX", "pl")])
def test_dates_are_those_of_the_region_where_it_is_known(tag, locale):
    assert read_translations(COMPILED, tag[:2], tag).locale == locale


@pytest.mark.parametrize("data", [b"", bytes(len(COMPILED)), COMPILED[:20], COMPILED[:-40]])
def test_a_compiled_catalogue_that_is_damaged_is_no_catalogue(data):
    with pytest.raises(CatalogError):
        read_translations(data, "pl", "pl")


@pytest.mark.parametrize(
    ("tag", "way"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("ks-Deva", "ltr"),
        ("xx", "ltr"),
        ("", "ltr"),
    ],
)
def test_a_language_is_written_its_way(tag: str, way: str) -> None:
    assert text_direction(tag) == way
