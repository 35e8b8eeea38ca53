from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from frontdesk.build.web_font import UnreadableFont, WebFont, font_css, web_font

pytestmark = pytest.mark.T1

LITERATA = Path(__file__).parents[3] / "theme/fonts/literata-semibold.ttf"


@pytest.fixture(scope="module")
def data() -> bytes:
    return LITERATA.read_bytes()


def test_a_font_has_the_letters_of_latin_languages_and_is_the_same_each_time(data: bytes) -> None:
    made = web_font(data, "pl")
    assert made == web_font(data, "en")
    letters = TTFont(BytesIO(made.data)).getBestCmap()
    assert {*map(ord, "Zażółć gęślą jaźń, Straße - “Qué?”…")} <= letters.keys()
    assert ord("\u0416") not in letters
    assert 0.4 < made.width < 0.6


@pytest.mark.parametrize("junk", [b"", b"no font", b"wOF2" + bytes(80)])
def test_what_is_no_font_is_told(junk: bytes) -> None:
    with pytest.raises(UnreadableFont, match="is no font that can be read"):
        web_font(junk, "en")


def test_the_faces_of_before_are_made_as_wide_and_high() -> None:
    style = font_css("../fonts/display.woff2", WebFont(b"", 0.5209 / 2, 1.2, 0.3))
    assert (
        'local("Georgia-Bold"); size-adjust: 50.0%; ascent-override: 240.0%; descent-override: 60.0%;'
        in style
    )
    assert style.count("@font-face") == 4
