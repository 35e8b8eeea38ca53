from __future__ import annotations

import pytest

from frontdesk.formats.plain_text import plain_text


@pytest.mark.D9
@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One &amp; <b>two</b>\n three</p><p>Four</p>", "One & two three\n\nFour"),
        (
            "<h2>A</h2>\n<p><a href='https://a.example/'>B</a><br>c</p>",
            "A\n\nB <https://a.example/>\nc",
        ),
        ("<a href='https://a.example/'>https://a.example/</a>", "https://a.example/"),
        ("<section><article><p>a</p></article></section><ul><li>b<li>c</ul>", "a\n\nb\nc"),
        ("<a>none</a></a> &lt;x>", "none <x>"),
        ("", ""),
    ],
)
def test_blocks_are_paragraphs_and_links_have_their_address(markup: str, text: str) -> None:
    assert plain_text(markup) == text
