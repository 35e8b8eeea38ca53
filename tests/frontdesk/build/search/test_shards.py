"""How postings are written, and words put in order."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.build.search.shards import (
    SHARD_CHARS,
    decode_postings,
    encode_postings,
    ending_files,
    groups_of,
    prefix_of,
)

pytestmark = pytest.mark.R13


@given(st.sets(st.integers(0, 10**8)).map(sorted))
def test_postings_are_read_as_they_were_written(postings: list[int]) -> None:
    one_of_each = [*{posting // 64: posting for posting in postings}.values()]
    text = encode_postings(one_of_each)
    assert decode_postings(text) == one_of_each
    assert text.isascii()


@given(st.lists(st.text("abcz09łżü倾听𠀀я", min_size=1, max_size=5), min_size=3))
def test_words_of_one_group_stand_together_in_the_order(words: list[str]) -> None:
    """So a browser finds the file of a word by its place among the names of all files."""
    for kind in (0, 1):
        groups = [groups_of(word[:2])[kind] for word in sorted(words, key=prefix_of)]
        runs = [one for n, one in enumerate(groups) if n == 0 or groups[n - 1] != one]
        assert len(runs) == len(set(runs))


@pytest.mark.parametrize(
    ("word", "prefix"),
    [("umbrella", "umbr"), ("c++", "c-0002b-0002b"), ("c#", "c-00023"), ("żółw", "-0017c-000f3")],
)
def test_a_prefix_is_part_of_an_address(word: str, prefix: str) -> None:
    assert prefix_of(word) == prefix


def test_words_by_their_ends_are_in_files_named_by_the_first_prefix() -> None:
    words = [f"{a}{b}{n:04}" for a in "xyz" for b in "aeiou" for n in range(200)]
    files = ending_files(words)
    assert all(len(data) < SHARD_CHARS + 2 for data in files.values())
    found = {name: json.loads(data).split(" ") for name, data in sorted(files.items())}
    assert [word for some in found.values() for word in some] == words
    assert all(some[0].startswith(name) for name, some in found.items())
