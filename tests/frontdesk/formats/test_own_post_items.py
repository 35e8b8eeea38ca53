"""The HTML of own posts as feed readers need it (F1)."""

from __future__ import annotations

import pytest

from frontdesk.formats.own_post_items import html_for_feed

PAGE = "https://me.example/2026/11/post.html"


@pytest.mark.F1
@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="#fn:1">1</a>', f'<a href="{PAGE}#fn:1">1</a>'),
        ('<a class="x" href="#a">1</a>', f'<a class="x" href="{PAGE}#a">1</a>'),
        ('<img src="/a desk.png">', '<img src="/a%20desk.png">'),
        ('<a href="/a b c.html">x</a>', '<a href="/a%20b%20c.html">x</a>'),
        ('<img alt="A desk" src="/x.png" fetchpriority="high">', '<img alt="A desk" src="/x.png">'),
        ('<picture><source srcset="x.avif"><img src="x.png"></picture>', '<img src="x.png">'),
    ],
)
def test_addresses_and_pictures_are_made_ready_for_feed_readers(html: str, expected: str) -> None:
    assert html_for_feed(html, PAGE) == expected


@pytest.mark.F1
@pytest.mark.parametrize(
    "text",
    [
        '<code>href="#x"</code>',
        '<code>&lt;a href="#x"&gt;</code>',
        '<code>src="a desk.png"</code>',
        '<pre>&lt;img src="a desk.png" fetchpriority="high"&gt;</pre>',
        '<p>Write href="#top", then src="my file.png".</p>',
        '<p>1 < 2, href="#x" and 2 > 1</p>',
        '<img alt="src=&quot;a desk.png&quot; href=&quot;#x&quot;" src="/x.png">',
    ],
)
def test_code_that_a_post_shows_stays_as_typed(text: str) -> None:
    assert html_for_feed(text, PAGE) == text
    led = html_for_feed(f'{text}<a href="#x">x</a>{text}', PAGE)
    assert led == f'{text}<a href="{PAGE}#x">x</a>{text}'
