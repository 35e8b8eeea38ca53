"""Words as the index knows them."""

from __future__ import annotations

from collections import Counter

import pytest

from frontdesk.build.search.terms import Analyzer, count_words, fold, spaced

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
        ("the client’s", "en", {"the the": 1, "client client": 1, "clients client": 1}),
        ("O'Brien", "en", {"brien brien": 1, "obrien obrien": 1}),
        ("C++ and C#", "en", {"c c": 2, "c++ c++": 1, "c# c#": 1, "and and": 1}),
        ("6,400", "en", {"6 6": 1, "400 400": 1, "6400 6400": 1}),
        ("1,5 and 12,3456", "xx", {"1 1": 1, "5 5": 1, "and and": 1, "12 12": 1, "3456 3456": 1}),
        (
            "[non]billable",
            "xx",
            {"non non": 1, "billable billable": 1, "nonbillable nonbillable": 1},
        ),
        ("snake_case", "xx", {"snake snake": 1, "case case": 1}),
        ("faktury", "pl", {"faktury faktur": 1}),
        ("学会倾听", "zh", {"学会 学会": 1, "会倾 会倾": 1, "倾听 倾听": 1, "听 听": 1}),
        ("iPhoneを買う", "ja", {"iphone iphone": 1, "を買 を買": 1, "買う 買う": 1, "う う": 1}),
        ("klingonska ord", "xx", {"klingonska klingonska": 1, "ord ord": 1}),
        ("… — !", "en", {}),
    ],
)
def test_a_text_is_split_into_terms(text: str, language: str, expected: dict[str, int]) -> None:
    found: Counter[str] = Counter()
    for word, count in count_words(text).items():
        for term in Analyzer(language).terms(word):
            found[term] += count
    assert found == expected


def test_a_title_is_spaced_at_capitals_within_words() -> None:
    assert spaced("LawFirmBlogging by McKay, iPhone") == "Law Firm Blogging by McKay, iPhone"
