"""An outline says how long a text takes, and names its parts where there are enough of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from frontdesk.content.model import Section
from frontdesk.content.outline import first_words, picture_addresses, read_outline

WORD = "word "


def heading(n: int) -> str:
    return f'<h2 id="part-{n}">Part {n}</h2>\n<p>Words.</p>\n'


@pytest.mark.parametrize(
    ("html", "minutes"),
    [
        ("", 1),
        ("<p>Six words make no whole minute.</p>", 1),
        (f"<p>{WORD * 299}</p>", 1),
        (f"<p>{WORD * 301}</p>", 2),
        (f"<p>{WORD * 2000}</p>", 10),
        (f'<p title="{WORD * 2000}">Attributes are not read.</p><!-- {WORD * 2000} -->', 1),
        (f'<p><img src="a.png" title="{WORD * 2000}" alt=""></p>', 10),  # a caption
        (f'<p><a href="b"><img src="a.png" title="{WORD * 2000}"></a> </p>', 10),
        (f'<p>Within <img src="a.png" title="{WORD * 2000}"></p>', 1),
        ("<p>" + "client’s well-known don't " * 100 + "</p>", 2),  # three words each time
    ],
)
def test_the_minutes_are_those_of_the_words_that_are_read(html: str, minutes: int) -> None:
    assert read_outline(html).shown(words_a_minute=200, fewest_parts=0).minutes == minutes


def test_nobody_is_told_minutes_or_parts_who_does_not_want_to_know() -> None:
    told = read_outline(heading(1) * 9).shown(words_a_minute=0, fewest_parts=0)
    assert (told.minutes, told.parts) == (0, ())


@pytest.mark.parametrize(("there", "listed"), [(0, 0), (3, 0), (4, 4), (9, 9)])
def test_few_parts_are_not_listed(there: int, listed: int) -> None:
    text = "".join(map(heading, range(there)))
    assert len(read_outline(text).shown(words_a_minute=0, fewest_parts=4).parts) == listed


@pytest.mark.parametrize(
    ("markdown", "part"),
    [
        ("## The *first* hour", Section("the-first-hour", "The first hour")),
        ("## Fees & `terms`", Section("fees-terms", "Fees & terms")),
        ("## A [link](x.html) within", Section("a-link-within", "A link within")),
        ("## Its own { #chosen }", Section("chosen", "Its own")),
        ("## A note[^1]\n\n[^1]: Below.", Section("a-note", "A note")),
        ("## 1 < 2", Section("1-2", "1 < 2")),
    ],
)
def test_a_part_is_named_as_its_heading_reads(markdown: str, part: Section) -> None:
    html = Markdown(extensions=["extra", "toc"], output_format="html").convert(markdown)
    assert read_outline(html).shown(words_a_minute=0, fewest_parts=1).parts == (part,)


def test_only_headings_of_the_second_level_with_an_id_are_parts() -> None:
    html = '<h3 id="a">A</h3><h2>B</h2><h2 id="c"></h2><h2 class="x" id="d">D</h2>'
    assert read_outline(html).shown(words_a_minute=0, fewest_parts=1).parts == (Section("d", "D"),)


@given(st.text(), st.integers(0, 500), st.integers(0, 9))
def test_any_text_has_an_outline(html: str, speed: int, fewest: int) -> None:
    told = read_outline(html).shown(words_a_minute=speed, fewest_parts=fewest)
    assert (told.minutes > 0) == (speed > 0)
    assert not told.parts or len(told.parts) >= fewest > 0


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<h2>One</h2>\n<p>two&nbsp;<em>three</em> four</p>", "One two three four"),
        (
            '<p>One<sup id="fnref:1"><a>1</a></sup> two.</p><div class="footnote">Note</div>',
            "One two.",
        ),
        ("<p>1 2 3 4 5</p>", "1 2 3 4 5"),
        ("<p>1 2 3 4 5 6</p>", "1 2 3 4 5…"),
        ('<p><img src="a.png"></p>', ""),
    ],
)
def test_the_first_words_are_those_without_footnotes(html: str, words: str) -> None:
    assert first_words(html, 5) == words


def test_pictures_are_told_in_their_order_and_as_they_were_typed() -> None:
    html = '<p><img alt=">" src="{static}/b.png"></p><img src="a.png?x&amp;y"><img alt="none">'
    assert picture_addresses(html) == ("{static}/b.png", "a.png?x&y")
