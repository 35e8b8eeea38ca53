"""What a text is looked through for first is in every phrase that it stands for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner_blogs.refresh.boilerplate_phrases import (
    APPEARED,
    APPEARED_HINTS,
    HEAD,
    HEAD_HINT,
    TAILS,
    TAILS_HINT,
)

pytestmark = pytest.mark.E5


@pytest.mark.parametrize("tail", TAILS)
@given(st.data())
def test_a_sentence_at_the_end_has_a_hint(tail: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(tail), fullmatch=True))
    assert re.search(TAILS_HINT, f"{text} "), text


@given(st.from_regex(re.compile(HEAD, re.IGNORECASE), fullmatch=True))
def test_what_stands_before_a_text_has_a_hint(text: str) -> None:
    assert re.search(HEAD_HINT, text, re.IGNORECASE), text


@pytest.mark.parametrize(("begins", "whole"), APPEARED)
@given(st.data())
def test_where_a_post_appeared_first_is_told_with_a_hint(
    begins: str, whole: str, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(re.compile(whole), fullmatch=True))
    assert any(hint in text for hint in APPEARED_HINTS), text
