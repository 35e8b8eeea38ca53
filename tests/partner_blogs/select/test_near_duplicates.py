"""Texts that are nearly the same are found, however many there are (D6, E10, S4)."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partner_blogs.select import near_duplicates
from partner_blogs.select.near_duplicates import TextIndex, knowing_runs, word_runs

pytestmark = pytest.mark.D6


def text(name: object, words: int = 40) -> str:
    return " ".join(f"word{n}of{name}" for n in range(words))


def found(texts: TextIndex, wanted: str, **but: str) -> set[int]:
    return set(texts.similar(wanted, **but))


def test_a_text_is_found_among_others_and_not_its_owners_own():
    texts = TextIndex()
    for n, owner in enumerate(("ann", "ben", "cyd")):
        texts.add(owner, n, text(owner))
    assert found(texts, text("ben")) == {1}
    assert found(texts, text("ben"), but_of="ben") == set()
    assert found(texts, text("dan")) == set()


@pytest.mark.parametrize(("shared", "is_found"), [(40, True), (34, True), (28, False), (10, False)])
def test_six_in_ten_of_all_runs_make_two_texts_one(shared, is_found):
    texts = TextIndex()
    texts.add("ann", 0, text("ann"))
    mixed = " ".join([*text("ann").split()[:shared], *text("ben").split()[shared:]])
    assert (found(texts, mixed) == {0}) is is_found


WORDS = st.lists(st.sampled_from([f"word{n}" for n in range(90)]), min_size=70, max_size=70)


@settings(max_examples=150, deadline=None)
@given(WORDS, st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70), st.integers(8, 70))))
def test_what_is_found_is_what_a_plain_comparison_of_all_runs_finds(words, changes):
    """Each text is the first one with a part of it in other words, and cut after some of them."""
    told = [" ".join(words)]
    for begin, end, length in changes[:7]:
        others = [f"{word}x" if begin <= n < end else word for n, word in enumerate(words)]
        told.append(" ".join(others[:length]))
    texts = TextIndex()
    for n, one in enumerate(told):
        texts.add("ann", n, one)
    for one in told:
        assert found(texts, one) == {n for n, other in enumerate(told) if plainly_alike(one, other)}


def plainly_alike(*two: str) -> bool:
    """Whether they have six in ten of all runs of four words in common, and one of the eight least ones."""
    runs = []
    for one in two:
        words = one.split()[:60]
        enough = words if len(words) >= 12 else []
        found = {zlib.crc32(" ".join(enough[n : n + 4]).encode()) for n in range(len(enough) - 3)}
        runs.append(found)
    some, others = runs
    met = set(sorted(some)[:8]) & set(sorted(others)[:8])
    return bool(met) and len(some & others) >= 0.6 * len(some | others)


@pytest.mark.parametrize("words", [0, 1, 11])
def test_a_short_text_is_like_none(words):
    texts = TextIndex()
    texts.add("ann", 0, text("ann", words))
    assert found(texts, text("ann", words)) == set()


def test_a_copy_is_found_where_all_begin_alike_and_few_are_compared(monkeypatch):
    """As many for each text, however many blogs greet in the same words."""
    compared = []
    real = near_duplicates._are_alike
    monkeypatch.setattr(
        near_duplicates, "_are_alike", lambda *two: compared.append(1) or real(*two)
    )
    greeting = "Welcome back to the pages of this house, where we tell what the week has taught us."
    texts = TextIndex()
    for n in range(200):
        told = f"{greeting} {text(n)}"
        assert found(texts, told) == set()
        texts.add(f"blog {n}", n, told)
    assert len(compared) <= 200 * 64
    assert found(texts, f"{greeting} {text(7)}") == {7}


@pytest.mark.S3
@given(st.lists(st.lists(st.sampled_from(["call", "żółw", "日本", "back", "one"]), max_size=30)))
def test_known_runs_find_what_is_found_without_them(rows: list[list[str]]) -> None:
    texts = [" ".join(row) for row in rows]

    def found() -> list[list[int]]:
        index = TextIndex()
        for n, text in enumerate(texts):
            index.add("a", n, text)
        return [list(index.similar(text)) for text in texts]

    plain = found()
    word_runs.cache_clear()
    with knowing_runs() as first:
        assert found() == plain
    assert len(first.asked) == len(set(texts))
    word_runs.cache_clear()
    with knowing_runs(first.asked) as again:
        assert found() == plain
    assert again.asked == first.asked
