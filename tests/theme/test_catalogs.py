"""The catalogues that come with the theme have a word for everything that templates and rooms say (R8)."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from tests.partner_blogs.make import FEED, NOW, partner, state
from tools.catalogs import THEME, extracted, main, text_of, untranslated

from frontdesk.core.po_catalogs import parse_po
from partner_blogs.health import partner_health

SHIPPED = {path.stem: parse_po(path.read_bytes(), path.stem) for path in THEME.glob("words/*.po")}
BOTH = pytest.mark.parametrize("language", sorted(SHIPPED))
MARKUP = re.compile(r"<[^>]*>")
said = cache(extracted)
HOLE = re.compile(r"%\(\w+\)s|\{\w+\}")


def texts(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {(one.context, text_of(one)) for one in catalogue if one.id}


@pytest.mark.R8
def test_english_and_polish_are_shipped():
    assert {"en", "pl"} <= set(SHIPPED)


@pytest.mark.R8
@BOTH
def test_a_catalogue_has_what_is_said_and_nothing_else(language):
    assert len(texts(said())) > 300
    assert texts(SHIPPED[language]) == texts(said())
    assert not SHIPPED[language].obsolete


@pytest.mark.R8
@BOTH
def test_no_text_is_untranslated_or_doubtful(language):
    assert [text_of(one) for one in untranslated(SHIPPED[language])] == []


def test_the_reasons_that_a_template_asks_for_are_those_that_a_partner_stands_with():
    asked = (
        partner_health(partner(), None, NOW),
        partner_health(partner(feed=f"{FEED}2"), state(), NOW),
    )
    assert {one.state for one in asked} == {"waiting"}
    assert {(None, one.reason) for one in asked} <= texts(said())


@BOTH
def test_words_have_the_values_and_the_markup_of_their_text(language):
    """A form for one thing alone may leave its number out."""
    for one in SHIPPED[language]:
        forms = [one.string] if isinstance(one.string, str) else one.string
        for form in forms if one.id else ():
            assert Counter(MARKUP.findall(form)) == Counter(MARKUP.findall(text_of(one))), form
            assert set(HOLE.findall(form)) == set(HOLE.findall(text_of(one))), form


@BOTH
def test_words_can_stand_in_an_attribute_and_hold_no_stray_sign(language):
    """Quotation marks are those of print, and a percent sign would be taken for the place of a value."""
    for one in SHIPPED[language]:
        forms = [one.string] if isinstance(one.string, str) else one.string
        for form in forms if one.id else ():
            plain = HOLE.sub("", MARKUP.sub("", form))
            assert not set(plain) & set("\"'%<>"), form


def test_english_says_what_the_program_says_until_somebody_changes_it():
    for one in SHIPPED["en"]:
        assert one.string == one.id or not one.id


def test_what_is_new_gets_its_place_and_what_nobody_says_goes(tmp_path, capsys):
    words, page = tmp_path / "words", tmp_path / "templates" / "page.html"
    words.mkdir()
    page.parent.mkdir()
    page.write_text('{{ _("Shown") }} {{ ngettext("%(num)s leaf", "%(num)s leaves", 2) }}', "utf-8")
    (words / "pl.po").write_text('msgid "Gone"\nmsgstr "Nie ma"\n\nmsgid "Shown"\nmsgstr "Jest"\n')
    assert main(["--theme", str(tmp_path), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "  %(num)s leaf\n" in said.partition("pl.po: ")[2]
    assert "  Shown\n" not in said
    assert "0 untranslated" in said.partition("pl.po: ")[0]
    polish, leaf = (words / "pl.po").read_text("utf-8"), 'msgid_plural "%(num)s leaves"\n'
    assert 'msgid "Shown"\nmsgstr "Jest"\n' in polish
    assert f'{leaf}msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n' in polish
    assert "Gone" not in polish
    english = (words / "en.po").read_text("utf-8")
    assert f'{leaf}msgstr[0] "%(num)s leaf"\nmsgstr[1] "%(num)s leaves"\n' in english


def test_a_language_that_nobody_knows_is_refused(tmp_path, capsys):
    assert main(["--theme", str(tmp_path), "--lang", "xx"]) == 1
    assert "xx.po: " in capsys.readouterr().err
