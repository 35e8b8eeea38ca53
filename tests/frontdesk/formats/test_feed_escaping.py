"""What was plain text with us is plain text to a reader of RSS, too (F8)."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree as ET

import feedparser
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.build.audit.feeds import check_feed
from frontdesk.formats.atom import atom
from frontdesk.formats.feed_escaping import (
    ascii_uri,
    drop_invalid_xml,
    escape_ambiguous,
    escape_html,
    person_name,
)
from frontdesk.formats.feed_model import Feed, Item, Source
from frontdesk.formats.json_feed import json_feed
from frontdesk.formats.rss import rss

WHEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"


def feed_of(text: str) -> Feed:
    """A feed with one text in every place for plain text."""
    source = Source(
        id="urn:x", title=text, updated=WHEN, feed="https://b.example/feed", rights=text
    )
    item = Item(
        id="urn:1", title=text, link="https://a.example/", published=WHEN, updated=WHEN,
        summary=text, author=text, tags=(text,), rights=text, source=source,
    )  # fmt: skip
    return Feed(
        id="urn:0", title=text, subtitle=text, address="https://me.example/feeds/all",
        home="https://me.example/", language="en", author=text, born=WHEN, items=(item,),
    )  # fmt: skip


def rendered(html: str) -> str:
    """What somebody sees for whom the text is HTML; fails where the text became an element or comment."""
    whole = html5lib.parseFragment(html)
    assert list(whole) == []
    return whole.text or ""


def texts_of_rss(text: str) -> list[str]:
    """All that is plain text with us, as a reader gets it from the XML."""
    channel = ET.fromstring(rss(feed_of(text))).find("channel")
    assert channel is not None
    in_item = ("title", "description", "category", "source", f"{DC}creator", f"{DC}rights")
    places = ["title", "description", *(f"item/{name}" for name in in_item)]
    return [channel.findtext(place, "") for place in places]


HOSTILE = [
    "Text: <img src=x onerror=alert(2)>",
    "What <title> means",
    "<!-- words",
    "</title><script>alert(1)</script>",
    "<?php words",
    "R&amp;D",
    "a &copy b",
    "one&copy2=x &notit; &AMPLE",
    "&#60;b&#62; &#x3c; &#60b",
    "&lt;b&gt;",
    "<b>",
    "&\x00lt;b> <\x08script>",
    "&amp;amp;lt;",
]
HARMLESS = [
    "AT&T",
    "5 < 6",
    "R&D",
    "Q&A;",
    "a & b",
    "& &; &1 && &",
    "1 <2> 3",
    "Tom & <3",
    "“x” > y",
]


@pytest.mark.F8
@pytest.mark.parametrize("text", HOSTILE + HARMLESS)
def test_a_reader_that_takes_everything_as_html_shows_the_text_as_it_was(text: str) -> None:
    assert {rendered(one) for one in texts_of_rss(text)} == {drop_invalid_xml(text)}


@pytest.mark.F8
@pytest.mark.parametrize("text", HARMLESS)
def test_a_reader_that_takes_titles_as_text_sees_no_escapes(text: str) -> None:
    title, description, *in_item = texts_of_rss(text)
    assert {title, description, in_item[0], *in_item[2:]} == {text}


@pytest.mark.F8
@given(st.text(st.characters() | st.sampled_from("&<>#;/!?xlgtampcoy3 ")))
def test_whatever_a_text_holds_it_stays_that_text(text: str) -> None:
    for escaped in (escape_html(text), escape_ambiguous(text)):
        # Of carriage returns HTML, like XML, makes line ends.
        assert rendered(escaped) == drop_invalid_xml(text).replace("\r\n", "\n").replace("\r", "\n")
    assert escape_ambiguous("") == ""


@pytest.mark.F8
@given(st.text("ab &<>#;/!lgtmpcoy3\"'", min_size=1).map(str.strip).filter(bool))
def test_feedparser_finds_no_markup_in_what_was_plain_text(text: str) -> None:
    for writer in (rss, atom):
        found = feedparser.parse(BytesIO(writer(feed_of(text))))
        assert not found.bozo
        (entry,) = found.entries
        for detail in (entry.title_detail, entry.summary_detail, found.feed.title_detail):
            words = rendered(detail.value) if "html" in detail.type else detail.value
            assert "".join(words.split()) == "".join(text.split())


@pytest.mark.F8
def test_a_whole_text_is_html_and_stays_as_it_is() -> None:
    feed = feed_of("x")
    item = Item(
        id="urn:1",
        title="x",
        link=None,
        published=WHEN,
        updated=WHEN,
        content="<p>A &amp; <b>b</b></p>",
    )
    fields = {name: getattr(feed, name) for name in feed.__struct_fields__}
    found = feedparser.parse(BytesIO(rss(Feed(**fields | {"items": (item,)}))))
    assert found.entries[0].content[0].value == "<p>A &amp; <b>b</b></p>"


@pytest.mark.F3
def test_what_looks_like_markup_is_written_with_numbers() -> None:
    """By these the W3C's validator tells a text from HTML that lost its way."""
    feed = feed_of("&copy <b> & 1 < 2")
    assert b"<title>&#x26;copy &#x3C;b> &#x26; 1 &#x3C; 2</title>" in atom(feed).replace(
        b"&gt;", b">"
    )
    assert b"<title>&#x26;amp;copy &#x26;lt;b> &#x26; 1 &#x3C; 2</title>" in rss(feed).replace(
        b"&gt;", b">"
    )
    assert b"<title>R &amp; D, 1 &lt; 2</title>" in rss(feed_of("R & D, 1 < 2"))


@pytest.mark.F3
@pytest.mark.parametrize(
    ("address", "written"),
    [
        (
            "https://żółw.example/ścieżka?q=ż#é",
            "https://xn--w-uga1v8h.example/%C5%9Bcie%C5%BCka?q=%C5%BC#%C3%A9",
        ),
        ("https://a.example/%C5%BC?a=1&b=%20", "https://a.example/%C5%BC?a=1&b=%20"),
        ("http://[::1]:8000/a[b]", "http://[::1]:8000/a%5Bb%5D"),
        ("https://a.example/a b|c", "https://a.example/a%20b%7Cc"),
    ],
)
def test_addresses_are_written_in_ascii(address: str, written: str) -> None:
    assert ascii_uri(address) == written == ascii_uri(written)


@given(st.text())
def test_whatever_is_given_for_an_address_is_written_in_ascii(address: str) -> None:
    assert ascii_uri(address).isascii()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ann", "Ann"),
        ("Ann Lee <ann@a.example>", "Ann Lee"),
        ("<ann@a.example> Ann", "Ann"),
        ("<ann@a.example>", "ann@a.example"),
        ("Ann <her blog>", "Ann <her blog>"),
    ],
)
def test_no_address_of_a_person_is_passed_on(name: str, written: str) -> None:
    assert person_name(name) == written


@pytest.mark.F3
@pytest.mark.parametrize("blank", ["", " ", "\x00\x08", "\n"])
def test_no_element_is_left_blank(blank: str) -> None:
    item = Item(
        id="urn:1", title=blank, link="https://a.example/", published=WHEN, updated=WHEN,
        content="<p>x</p>", author=blank or None, tags=(blank, "x"),
    )  # fmt: skip
    feed = feed_of("x")
    fields = {name: getattr(feed, name) for name in feed.__struct_fields__}
    whole = Feed(**fields | {"items": (item,), "title": blank, "subtitle": None})
    for writer, ending in ((atom, ".atom.xml"), (rss, ".rss.xml"), (json_feed, ".json")):
        found = check_feed(f"all{ending}", writer(whole), f"https://me.example/feeds/all{ending}")
        assert [fault for fault in found if "empty" in fault or "no name" in fault] == []
        assert b"https://a.example/" in writer(whole)


@pytest.mark.F3
def test_where_a_letter_was_lost_a_validator_finds_no_mistake_of_ours() -> None:
    item = Item(
        id="urn:1",
        title="caf\ufffd",
        link=None,
        published=WHEN,
        updated=WHEN,
        content="<p>\ufffd</p>",
    )
    fields = {name: getattr(feed_of("x"), name) for name in Feed.__struct_fields__}
    for writer in (atom, rss):
        (entry,) = feedparser.parse(BytesIO(writer(Feed(**fields | {"items": (item,)})))).entries
        assert entry.title == "caf?"
        assert "\ufffd" not in entry.content[0].value.replace("&#xFFFD;", "")


@pytest.mark.F3
@given(st.text(st.characters() | st.sampled_from("&<>#;/!?xlgtampcoy3@. "), max_size=40))
def test_whatever_a_text_holds_no_feed_has_a_fault(text: str) -> None:
    fields = {name: getattr(feed_of(text), name) for name in Feed.__struct_fields__}
    item = Item(
        id="urn:isbn:1", title=text, link=text, published=WHEN, updated=WHEN, summary=text or None,
        author=text, tags=(text,), rights=text or None,
        source=Source(id="urn:isbn:2", title=text or "x", updated=WHEN, home=text, rights=text or None),
    )  # fmt: skip
    whole = Feed(**fields | {"items": (item,), "id": "urn:isbn:0"})
    for writer, ending in ((atom, ".atom.xml"), (rss, ".rss.xml")):
        found = check_feed(f"all{ending}", writer(whole), f"https://me.example/feeds/all{ending}")
        told = {fault for fault in found if not fault.startswith("link")}
        assert told <= {
            "an entry has no words but its title",
            "summary is empty",
            "rights is empty",
        }
