from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.colours import (
    DARK_PAPER,
    LIGHT_PAPER,
    MIN_CONTRAST,
    accent_tones,
    contrast,
)
from frontdesk.core.errors import SettingsError

pytestmark = pytest.mark.T1


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [("#000000", "#ffffff", 21.0), ("#fff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.478)],
)
def test_the_contrast_is_that_of_wcag(one: str, other: str, found: float) -> None:
    assert contrast(one, other) == pytest.approx(found, abs=0.001)


@given(st.integers(0, 0xFFFFFF))
def test_words_in_an_accent_can_be_read_on_light_and_on_dark_pages(number: int) -> None:
    colour = f"#{number:06x}"
    try:
        tones = accent_tones(colour)
    except SettingsError as error:
        assert contrast(colour, LIGHT_PAPER) < MIN_CONTRAST
        tones = accent_tones(str(error).partition("write '")[2][:7])
    assert contrast(tones.light, LIGHT_PAPER) >= MIN_CONTRAST
    assert contrast(tones.dark, DARK_PAPER) >= MIN_CONTRAST


@pytest.mark.parametrize("text", ["red", "#12", "17594a", "#12345g"])
def test_what_is_no_colour_is_told(text: str) -> None:
    with pytest.raises(SettingsError, match="such as '#17594a'"):
        accent_tones(text)
