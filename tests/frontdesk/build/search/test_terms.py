"""Words as the index knows them."""

from __future__ import annotations

import pytest

from frontdesk.build.search.terms import count_terms, fold

pytestmark = pytest.mark.R13


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Żółw", "zolw"),
        ("Straße", "strasse"),
        ("SMØRREBRØD", "smorrebrod"),
        ("Ærø", "aero"),
        ("Ελλάς", "ελλασ"),
        ("がく", "がく"),
        ("한국", "한국"),
        ("ﬁne", "fine"),
        ("Plain", "plain"),
    ],
)
def test_a_word_is_folded(word: str, expected: str) -> None:
    assert fold(word) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Complaints, complaint!", "en", {"complaints complaint": 1, "complaint complaint": 1}),
        ("e-mail", "en", {"e e": 1, "mail mail": 1, "email email": 1}),
        ("the client’s", "en", {"the the": 1, "client client": 1}),
        ("faktury", "pl", {"faktury faktur": 1}),
        ("学会倾听", "zh", {"学会 学会": 1, "会倾 会倾": 1, "倾听 倾听": 1, "听 听": 1}),
        ("iPhoneを買う", "ja", {"iphone iphone": 1, "を買 を買": 1, "買う 買う": 1, "う う": 1}),
        ("klingonska ord", "xx", {"klingonska klingonska": 1, "ord ord": 1}),
        ("… — !", "en", {}),
    ],
)
def test_a_text_is_split_into_terms(text: str, language: str, expected: dict[str, int]) -> None:
    assert count_terms(text, language) == expected
