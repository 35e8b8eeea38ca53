"""What a page tells search engines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.site.indexing import NOINDEX, Indexing, indexing

pytestmark = [pytest.mark.R7, pytest.mark.R9]

HERE = "https://site.example/a.html"
ELSEWHERE = "https://else.example/a.html"


@pytest.mark.parametrize(
    ("told", "expected", "is_listed"),
    [
        (indexing(HERE), Indexing(HERE, "", HERE), True),
        (indexing(HERE, is_indexed=False), Indexing(HERE, NOINDEX, HERE), False),
        (indexing(HERE, original=ELSEWHERE), Indexing(HERE, "", ELSEWHERE), False),
        (
            indexing(HERE, is_indexed=False, original=ELSEWHERE),
            Indexing(HERE, "", ELSEWHERE),
            False,
        ),
        (indexing("", is_indexed=False), Indexing("", NOINDEX, ""), False),
    ],
)
def test_each_kind_of_page(told: Indexing, expected: Indexing, is_listed: bool) -> None:
    assert told == expected
    assert told.is_listed is is_listed


@given(st.sampled_from([HERE, ""]), st.booleans(), st.sampled_from(["", HERE, ELSEWHERE]))
def test_no_page_is_left_out_and_names_another_at_once(
    address: str, is_indexed: bool, original: str
) -> None:
    told = indexing(address, is_indexed=is_indexed, original=original)
    assert not told.robots or told.canonical == address
