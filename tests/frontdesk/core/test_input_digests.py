"""Digests of what pages are made from: the same for the same values, in every process, and for no others."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from frontdesk.core.input_digests import InputDigests, UnknownInputError

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.binary()
    | st.datetimes()
    | st.dates()
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


class Post(Struct, frozen=True):
    title: str
    tags: tuple[str, ...] = ()


class Words:
    def __init__(self, summary: str, html: str) -> None:
        self.summary, self.html = summary, html

    def input_values(self) -> tuple[str, ...]:
        return (self.summary,)

    def text_values(self) -> tuple[str, ...]:
        return self.summary, self.html


def digest(value: Any, *, with_texts: bool = False) -> bytes:
    return InputDigests().of(value, with_texts=with_texts)


@given(VALUES, VALUES)
def test_two_values_have_one_digest_if_they_are_written_alike(one: Any, other: Any) -> None:
    assert (digest(one) == digest(other)) == (repr(one) == repr(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, "1"),
        (1, True),
        (0, None),
        (("ab", "c"), ("a", "bc")),
        ((), {}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (Post("a"), Post("a", ("x",))),
        (date(2026, 5, 1), datetime(2026, 5, 1, tzinfo=UTC)),
        (
            datetime(2026, 5, 1, 12, tzinfo=UTC),
            datetime(2026, 5, 1, 14, tzinfo=timezone(timedelta(hours=2))),
        ),
    ],
)
def test_what_a_page_shows_otherwise_has_another_digest(one: Any, other: Any) -> None:
    assert digest(one) != digest(other)


def test_only_a_page_that_prints_texts_depends_on_them() -> None:
    one, other = Words("short", "long"), Words("short", "longer")
    assert digest((one,)) == digest((other,))
    assert digest((one,), with_texts=True) != digest((other,), with_texts=True)


def test_the_digest_of_what_many_pages_have_is_made_once() -> None:
    asked = []

    class Counted(Words):
        def input_values(self) -> Any:
            asked.append(self)
            return super().input_values()

    words, digests = Counted("short", "long"), InputDigests()
    lists = [(words,), {"article": words}, (words, words)]
    assert len({digests.of(one) for one in lists}) == 3
    assert asked == [words]


def test_of_a_value_of_one_page_nothing_is_kept() -> None:
    class Page(Struct, weakref=True):
        words: str

    digests = InputDigests()
    alone, shared = Page("alone"), Page("shared")
    digests.packed(alone)
    digests.packed(shared, of_many=True)
    left = weakref.ref(alone), weakref.ref(shared)
    del alone, shared
    gc.collect()
    assert [one() is None for one in left] == [True, False]


@pytest.mark.parametrize("value", [object(), print, iter(()), (1, [object()])])
def test_a_value_that_cannot_be_compared_is_refused(value: Any) -> None:
    with pytest.raises(UnknownInputError):
        digest(value)


def test_another_process_finds_the_same() -> None:
    code = (
        "from frontdesk.core.input_digests import InputDigests;"
        "print(InputDigests().of({'a': (1, frozenset({'x', 'y', 'z'}), None)}).hex())"
    )
    command = [sys.executable, "-c", code]
    one, other = (subprocess.check_output(command) for _ in range(2))
    assert one == other
