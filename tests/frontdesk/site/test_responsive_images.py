"""The tags of pictures in a text, and nothing else of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.site.responsive_images import WebImage, responsive_images

pytestmark = pytest.mark.A7

ONE = WebImage(
    "images/one-960.jpg", 1200, 800, (("images/one-480.webp", 480), ("images/one.webp", 1200))
)
SMALL = WebImage("images/s.png", 300, 100, (("images/s.webp", 300),))
LINES = WebImage("images/l.svg", 640, 370)
ENDLESS = WebImage("images/e.svg", None, None)
KNOWN = {
    "one.jpg": ONE,
    "{static}/images/one.jpg": ONE,
    "s.png": SMALL,
    "l.svg": LINES,
    "e.svg": ENDLESS,
}

SIZES = 'sizes="(min-width: 41rem) 38rem, calc(100vw - 2.5rem)"'
SET = "../images/one-480.webp 480w, ../images/one.webp 1200w"
SOURCE = f'<source srcset="{SET}" {SIZES} type="image/webp">'
FIRST = 'fetchpriority="high"'
L_SIZE = 'width="640" height="370"'
SMALL_IMAGE = f'<img src="../images/s.png" alt="A" width="300" height="100" {FIRST} title="T">'
SMALL_ONE = f'<picture><source srcset="../images/s.webp" type="image/webp">{SMALL_IMAGE}</picture>'
CAPTION = "<figcaption>T</figcaption>"
LATER = 'loading="lazy" decoding="async"'


def made(html: str) -> str:
    return responsive_images(html, "..", KNOWN.get)


def one(alt: str, when: str, size: str = 'width="1200" height="800"') -> str:
    image = f'<img src="../images/one-960.jpg" alt="{alt}" {size} {when}>'
    return f"<picture>{SOURCE}{image}</picture>"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('<p><img alt="A" src="one.jpg"></p>', f"<p>{one('A', FIRST)}</p>"),
        (
            '<p>x <img alt="A" src="{static}/images/one.jpg"> <img alt="B" src="one.jpg" /></p>',
            f"<p>x {one('A', FIRST)} {one('B', LATER)}</p>",
        ),
        (
            '<p><img alt="A" src="one.jpg" title="Ours &amp; &lt;theirs&gt;"></p>',
            f"<figure>{one('A', FIRST)}<figcaption>Ours &amp; &lt;theirs&gt;</figcaption></figure>",
        ),
        (
            '<p>x <img alt="A" src="s.png" title="T"></p>',
            f"<p>x {SMALL_ONE}</p>",
        ),
        (
            '<p><img src="l.svg" alt="A > B" class="wide" style=""></p>',
            f'<p><img src="../images/l.svg" alt="A &gt; B" {L_SIZE} {FIRST} class="wide" style=""></p>',
        ),
        ("<p><img src='e.svg' alt=''></p>", f'<p><img src="../images/e.svg" alt="" {FIRST}></p>'),
        (
            '<p><a href="{static}/images/one.jpg"><img alt="A" src="one.jpg" title="T"></a></p>',
            f'<figure><a href="../images/one.webp">{one("A", FIRST)}</a>{CAPTION}</figure>',
        ),
        (
            '<video poster="{attach}s.png"></video><a href="{static}/s.pdf">',
            '<video poster="{attach}s.png"></video><a href="{static}/s.pdf">',
        ),
        (
            "<a href='{static}/images/one.jpg'>A</a><object data='{static}/images/one.jpg'></object>",
            "<a href='../images/one.webp'>A</a><object data='../images/one.webp'></object>",
        ),
        (
            '<img src="one.jpg" srcset="x 2x" loading="eager" alt="A" width="2000" height="7">',
            one("A", FIRST),
        ),
    ],
)
def test_a_picture_is_put_in_place(typed: str, printed: str) -> None:
    assert made(typed) == printed


def test_a_width_that_an_author_wrote_makes_a_picture_smaller() -> None:
    html = made('<img src="one.jpg" alt="A" width="300">')
    assert 'width="300" height="200"' in html
    assert 'sizes="300px"' in html


@pytest.mark.parametrize(
    "typed",
    [
        '<p><img alt="A" src="https://elsewhere.example/one.jpg"></p>',
        '<p><img alt="A" src="gone.jpg" title="T"></p>',
        "<pre><code>&lt;img src=&quot;one.jpg&quot;&gt;</code></pre>",
        '<p><img alt="never closed" src="one.jpg</p>',
        "<imgs src='one.jpg'>",
    ],
)
def test_whatever_is_no_picture_of_ours_stays_as_it_was_typed(typed: str) -> None:
    assert made(typed) == typed


@given(
    st.lists(
        st.sampled_from(
            ["<img ", "src='one.jpg'", 'alt="', ">", "<p>", "</p>", "<a>", " ", '"', "x"]
        )
    )
)
def test_a_tangle_of_tags_is_never_an_error(parts: list[str]) -> None:
    html = "".join(parts)
    assert "<img" in html or made(html) == html
