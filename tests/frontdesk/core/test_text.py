"""Characters that nobody sees, characters in two halves, and accents."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.text import (
    clean_line,
    clean_unescaped,
    count_words,
    fold_accents,
    join_surrogate_references,
    keep_words_whole,
    strip_invisible,
)
from frontdesk.formats.sanitizer import html_to_text
from frontdesk.net.model import Fetched
from partner_blogs.model.feed import ParsedFeed
from partner_blogs.refresh.parse_feedparser import parse_feed


@pytest.mark.E5
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("&#55356;&#57225;", "&#127881;"),
        ("&#xD83C;&#xDF89;", "&#127881;"),
        ("&#xd83c;&#57225; x", "&#127881; x"),
        ("&#57225;&#55356;", "&#57225;&#55356;"),
        ("&#65;&#66;", "&#65;&#66;"),
    ],
)
def test_two_references_for_one_sign_are_one(typed: str, meant: str) -> None:
    assert join_surrogate_references(typed) == meant


@pytest.mark.E5
def test_a_sign_in_two_halves_is_shown() -> None:
    assert html_to_text("Party &#55356;&#57225; time") == "Party 🎉 time"
    feed = (
        "<rss version='2.0'><channel><title>T</title><item><title>Party &#55356;&#57225; time</title>"
        "<link>https://a.example/1</link></item></channel></rss>"
    )
    found = parse_feed(
        Fetched(body=feed.encode(), content_type=None, address="https://a.example/feed")
    )
    assert isinstance(found, ParsedFeed)
    title = found.entries[0].title
    assert title
    assert html_to_text(title.value) == "Party 🎉 time"


@pytest.mark.E6
@pytest.mark.parametrize("sign", ["\x00", "\x7f", "\u061c", "\u200b", "\u202e", "\ufeff", "\ufffa"])
def test_a_character_that_nobody_sees_goes_from_every_text(sign: str) -> None:
    assert strip_invisible(f"o{sign}ne") == clean_unescaped(f"o{sign}ne") == "one"


def test_a_soft_hyphen_is_kept_only_in_a_text_of_ours() -> None:
    assert strip_invisible("break\xadable") == "breakable"
    assert clean_unescaped("break\xadable") == "break\xadable"


def test_every_line_break_becomes_a_space_on_one_line() -> None:
    assert clean_line(" a\nb\u2028c\x85d\u2029e\t") == "a b c d e"


def test_two_halves_of_a_character_are_joined_and_a_lone_one_is_replaced() -> None:
    assert clean_unescaped("\ud83c\udf89 \ud83c") == "🎉 \ufffd"


def test_accents_and_case_are_folded_and_other_alphabets_stay() -> None:
    assert fold_accents("Żółw Ærø") == "zolw aero"
    assert fold_accents("Ёлка") == "елка"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("– & …", 0),
        ("It’s a well-known fact: 2 and 2", 7),
        ("日本語の本", 2.5),
        ("Tea is 茶の湯。", 3.5),
    ],
)
def test_words_are_counted_and_letters_of_scripts_without_spaces_are_half_of_one(
    text: str, words: float
) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("E-mail and <b>e-mails</b>", ["E-mail", "e-mails"]),
        ("<p>a T-shirt, X-ray; e-mailu</p>", ["T-shirt", "X-ray", "e-mailu"]),
        ('well-known, state-of-a-thing, 4-fold <a href="/x/e-mail">on</a>', []),
        ("<code>e-mail</code> <pre>e-mail</pre> me@e-mail.example", []),
        ("un e-mail, l’e-mail", ["e-mail", "e-mail"]),
        ("<code>x</code> e-mail -", ["e-mail"]),
        ("", []),
    ],
)
def test_a_word_with_a_hyphen_after_one_letter_is_kept_whole(text: str, kept: list[str]) -> None:
    made = keep_words_whole(text)
    assert re.findall(r'<span class="whole">(.*?)</span>', made) == kept
    assert re.sub(r'<span class="whole">(.*?)</span>', r"\1", made) == text


@given(st.text(st.sampled_from("ab \t\xa0\u3000\u200b\xad\x85\x00é")))
def test_a_line_that_is_clean_already_comes_out_as_of_any_other_text(text: str) -> None:
    assert clean_line(text) == clean_line(f"{text}\n")
