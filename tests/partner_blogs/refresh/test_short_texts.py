"""A tag that is spoken of in a title swallows none of its words (E5)."""

from __future__ import annotations

import json
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.net.model import Fetched
from partner_blogs.model.feed import CleanFeed
from partner_blogs.refresh.parse_document import parse_and_clean
from partner_blogs.refresh.short_texts import name_text, title_text

pytestmark = pytest.mark.E5


def read_feed(body: str) -> CleanFeed:
    fetched = Fetched(body=body.encode(), content_type=None, address="https://desk.example/feed")
    found = parse_and_clean(fetched, full=False)
    assert isinstance(found, CleanFeed), found
    return found


def rss(inside: str) -> str:
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<rss version="2.0" {spaces}><channel><title>D</title><item>{inside}</item></channel></rss>'


def atom(inside: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>D</title><entry><id>1</id>'
        f"{inside}</entry></feed>"
    )


SPOKEN_OF = [
    *("What <title> means", "Load <script> late", "What <title> and </title> mean", "Use <style> well"),
    *("The <b> tag", "Why <table> beats <div>", "List<String> in Java", "JSX <App/> tips", "<iframe> dies"),
    *("I <love you", "1<2 and 3>2", "a <!-- b", "<?php echo", "<!doctype html> explained", "the </b> trap"),
    *("<textarea> and <select>", "<plaintext> rest", "<title> matters", "use <svg/> or <script/> now"),
    *("R&D", "R&D; and Q&A", "AT&T & more", "&copyright; is no entity", "see ?a=1&copy=2&lang=3"),
]  # fmt: skip


@pytest.mark.parametrize("title", SPOKEN_OF)
def test_a_title_that_speaks_of_tags_is_whole_in_every_format(title: str) -> None:
    link = "<link>https://desk.example/1</link>"
    for body in (
        rss(f"<title>{escape(title)}</title>{link}"),
        rss(f"<title><![CDATA[{title}]]></title>{link}"),
        rss(f"<title>{escape(title)}</title>{link}<odd>R&D</odd>"),
        atom(f'<title type="html">{escape(title)}</title>'),
        atom(f"<title>{escape(title)}</title>"),
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [{"id": "1", "title": title}],
            }
        ),
    ):
        (entry,) = read_feed(body).entries
        assert entry.title == title, body


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<b>Bold</b> title", "Bold title"),
        ("<b>Bold title", "Bold title"),
        ("Bold title</b>", "Bold title"),
        ("<p>Hello</p>", "Hello"),
        ("a<br>b<br/>c", "a b c"),
        ("<script>alert(1)</script>Hi", "Hi"),
        ("x <!-- c --> y", "x y"),
        ("<title>Hi</title>", "Hi"),
        ("<![CDATA[Hi & bye]]>", "Hi & bye"),
        ("A <i>very</i> <title> thing", "A very <title> thing"),
        ("<img src=x onerror=alert(1)> hi", "hi"),
        ("&copy; 2026 &#8212; &lt;b&gt;", "© 2026 — <b>"),
    ],
)
def test_what_is_markup_in_a_title_is_none_of_its_words(markup: str, words: str) -> None:
    assert title_text(markup) == words
    (entry,) = read_feed(rss(f"<title>{escape(markup)}</title><guid>1</guid>")).entries
    assert entry.title == words


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Tom &amp; Ann", "Tom & Ann"),
        ("Ren&eacute;e", "Renée"),
        ("O&#8217;Neil", "O’Neil"),
        ("R&D", "R&D"),
        ("C++ & C#", "C++ & C#"),
        ("<b>Ann</b>", "Ann"),
        ("Ann <ann@desk.example>", "Ann"),
        ("Ann <https://desk.example/ann>", "Ann"),
        ("a < b", "a < b"),
    ],
)
def test_an_author_and_a_tag_are_read_alike_in_every_format(written: str, name: str) -> None:
    text = escape(written)
    if "@" not in written:
        (entry,) = read_feed(
            rss(f"<guid>1</guid><dc:creator>{text}</dc:creator><category>{text}</category>")
        ).entries
        assert (entry.author, entry.tags) == (name, (name,))
    (entry,) = read_feed(
        atom(f'<author><name>{text}</name></author><category term="{text}"/>')
    ).entries
    assert (entry.author, entry.tags) == (name, (name,))
    item = {"id": "1", "authors": [{"name": written}], "tags": [written]}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item]}
    (entry,) = read_feed(json.dumps(feed)).entries
    assert (entry.author, entry.tags) == (name, (name,))


def test_an_id_stays_as_it_is_written() -> None:
    (entry,) = read_feed(rss("<title>a</title><guid>?a=1&amp;amp;b=2</guid>")).entries
    assert entry.id == "?a=1&amp;b=2"


SOUP = (
    "we",
    "<title>",
    "<script>",
    "<b>",
    "</b>",
    "</title>",
    "<!--",
    "&",
    "&lt;",
    "<",
    ">",
    "<br>",
)
WORDS = st.lists(st.sampled_from(SOUP))


@given(WORDS)
def test_the_last_word_of_a_title_is_never_swallowed(words: list[str]) -> None:
    assert title_text(" ".join([*words, "end"])).endswith("end")


@given(st.text())
def test_a_label_is_one_line(text: str) -> None:
    assert "\n" not in title_text(text) + name_text(text)
