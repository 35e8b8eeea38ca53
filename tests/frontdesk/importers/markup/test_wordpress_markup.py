"""The text of WordPress posts as HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.importers.markup.wordpress_markup import wordpress_html
from frontdesk.importers.model import Attachment

FILES = {
    number: Attachment(
        number=number, address=f"https://a.example/{number}.jpg", caption=f"No. {number}"
    )
    for number in ("1", "3")
}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("a<!--more-->b", "<p>a</p>\n<p>b</p>"),
        ('[sourcecode language="php"]a &lt;?[/sourcecode]', '<pre data-lang="php">a &lt;?</pre>'),
        ("[[gallery]]", "<p>[gallery]</p>"),
        ("[mystery x=1]", "<p>[mystery x=1]</p>"),
        ("[contact-form-7 id=1]x", "<p>x</p>"),
        ("a $latex x^2$ b", "<p>a $latex x^2$ b</p>"),
    ],
)
def test_html_is_what_readers_got(text: str, html: str) -> None:
    assert wordpress_html(text, {}).html == html


def test_a_gallery_has_its_pictures_in_order() -> None:
    html = wordpress_html('[gallery ids="3,1"]', FILES).html
    assert html.index("3.jpg") < html.index("1.jpg")
    assert "No. 3" in html


def test_a_gallery_without_numbers_has_those_of_its_post() -> None:
    assert "1.jpg" in wordpress_html("[gallery]", FILES, [FILES["1"]]).html


def test_a_caption_goes_with_its_picture() -> None:
    html = wordpress_html('[caption id="a" width="9"]<img src="u.jpg"/> Words[/caption]', {}).html
    assert '<img src="u.jpg"/>' in html
    assert "Words" in html.partition("<figcaption>")[2]


def test_what_is_not_known_is_told() -> None:
    remarks = wordpress_html("[mystery x=1][/mystery]", {}).remarks
    assert {one.kind for one in remarks} == {"shortcode"}


_PIECES = st.sampled_from(
    [
        "[caption]",
        "[/caption]",
        "[gallery]",
        "[code]",
        "[/code]",
        "<!--wp:code-->",
        "<!--more-->",
        "<pre>",
        "</pre>",
        "$latex",
        "$",
        "[[x]]",
        "[embed]",
        "<div>",
    ]
) | st.text(max_size=6)


@given(st.lists(_PIECES, max_size=12).map("\n".join))
def test_no_text_ends_it(text: str) -> None:
    assert isinstance(wordpress_html(text, FILES).html, str)


def test_a_sound_may_be_named_without_an_attribute() -> None:
    html = wordpress_html("[audio https://a.example/s.mp3|titles=x]", {}).html
    assert '<audio src="https://a.example/s.mp3">' in html
