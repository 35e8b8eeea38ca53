"""How places are written, and words put in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.build.search.shards import (
    beginning,
    decode_places,
    encode_places,
    groups_of,
    weight,
)

pytestmark = pytest.mark.R13

PLACES = st.dictionaries(st.integers(0, 10**7), st.integers(0, 63)).map(
    lambda found: sorted(found.items())
)


@given(PLACES)
def test_places_are_read_as_they_were_written(places: list[tuple[int, int]]) -> None:
    text = encode_places(places)
    assert [tuple(place) for place in decode_places(text)] == places
    assert text.isascii()


@given(st.lists(st.text("abcz09łżü倾听𠀀я", min_size=1, max_size=5), min_size=3))
def test_words_of_one_group_stand_together_in_the_order(words: list[str]) -> None:
    """So a browser finds the file of a word by its place among the names of all files."""
    for kind in (0, 1):
        groups = [groups_of(f"{word} x")[kind] for word in sorted(words, key=beginning)]
        runs = [one for n, one in enumerate(groups) if n == 0 or groups[n - 1] != one]
        assert len(runs) == len(set(runs))


def test_a_weight_says_where_a_word_stands_and_how_often() -> None:
    assert weight(3, in_title=True, is_keyword=False) == 35
    assert weight(99, in_title=False, is_keyword=True) == 31
