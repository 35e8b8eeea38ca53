"""What was probably meant: fields and words that are nearly known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.suggestions import closest_match, likely_typos


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("tgas", "tags"), ("titel", "title"), ("DATE", "date"), ("satus", "status"), ("mood", None)],
)
def test_a_field_that_was_mistyped_is_known_again(typed: str, meant: str | None) -> None:
    assert closest_match(typed, ("title", "date", "tags", "status", "summary")) == meant


@pytest.mark.A2
@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"fees": 3, "Fees": 1}, {"Fees": "fees"}),
        ({"e-mail": 3, "email": 2, "E-Mail": 1}, {"email": "e-mail", "E-Mail": "e-mail"}),
        ({"call": 2, "calls": 9}, {"call": "calls"}),
        ({"company": 1, "companies": 2}, {"company": "companies"}),
        ({"promises": 4, "promsies": 1}, {"promsies": "promises"}),
        ({"promises": 4, "promise": 1}, {"promise": "promises"}),
        ({"Reputacja": 2, "Reputácja": 1}, {"Reputácja": "Reputacja"}),
        ({"promises": 4, "premises": 2}, {}),
        ({"fee": 4, "free": 1}, {}),
        ({"firm": 4, "form": 1}, {}),
        ({"notes": 4, "nots": 1}, {"nots": "notes"}),
        ({"business": 4, "busines": 1}, {"busines": "business"}),
        ({"law": 1, "sales": 1}, {}),
        ({"first": 1, "firsts": 1}, {"firsts": "first"}),
        ({"日本語": 2, "日本": 1}, {}),
    ],
)
def test_a_word_is_suspected_where_another_is_known_better(
    counts: dict[str, int], found: dict[str, str]
) -> None:
    assert likely_typos(counts) == found


@given(st.dictionaries(st.text("abcs-E ", min_size=1, max_size=7), st.integers(1, 3), max_size=12))
def test_no_word_leads_to_one_that_is_used_less_or_is_suspected_itself_for_its_case(
    counts: dict[str, int],
) -> None:
    for word, known in likely_typos(counts).items():
        assert word != known
        assert counts[known] >= counts[word]
