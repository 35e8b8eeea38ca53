"""Which tags of a language may be printed."""

from __future__ import annotations

import pytest

from frontdesk.core.language_tags import known_language_tag


@pytest.mark.F3
@pytest.mark.parametrize("tag", ["en", "EN", "en-GB", "pl", "zh-Hant-TW", "gsw", "fil-PH", "iw"])
def test_a_language_that_somebody_speaks_is_known(tag: str) -> None:
    assert known_language_tag(tag) == tag


@pytest.mark.F3
@pytest.mark.parametrize("tag", ["jp", "cz", "gr-GR", "xx", "english", "en_GB", "e", "", None])
def test_a_country_a_word_or_nothing_is_no_language(tag: str | None) -> None:
    assert known_language_tag(tag) is None
