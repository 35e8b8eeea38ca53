"""One feed in three formats says the same thing in each (F1, F2, F4)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.formats.atom import atom
from frontdesk.formats.feed_model import Feed, Item, Source
from frontdesk.formats.json_feed import json_feed
from frontdesk.formats.rss import rss
from frontdesk.net.model import Fetched
from partner_blogs.model.feed import ParsedFeed
from partner_blogs.refresh.parse_feedparser import parse_feed

WHEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
OWN = Item(
    id="tag:me.example,2026:posts/1",
    title="Fish & <chips>",
    link="https://me.example/1.html",
    published=WHEN,
    updated=LATER,
    author="Ann",
    summary="A < B",
    content="<p>Whole &amp; <b>bold</b> ]]></p>",
    tags=("x", "y & z"),
    language="en",
)
THEIRS = Item(
    id="urn:uuid:243d4b7a-f5a6-4ae8-adba-68ab0291c894",
    title="Theirs",
    link=None,
    published=WHEN,
    updated=WHEN,
    author="Bob",
    summary="Their words.",
    language="pl",
    rights="CC BY",
    source=Source(
        id="https://b.example/",
        title="Bob & Co",
        updated=WHEN,
        home="https://b.example/",
        feed="https://b.example/feed?a=1&b=2",
    ),
)
FEED = Feed(
    id="tag:me.example,2026:feeds/all",
    title="Me: everything & more",
    subtitle="Words",
    address="https://me.example/feeds/all",
    home="https://me.example/",
    language="en",
    author="The Editor",
    born=datetime(2026, 1, 1, tzinfo=UTC),
    items=(OWN, THEIRS),
)


def read(document: bytes) -> Any:
    found = feedparser.parse(BytesIO(document), sanitize_html=False)
    assert not found.bozo
    return found


@pytest.mark.F1
@pytest.mark.parametrize(("writer", "version"), [(atom, "atom10"), (rss, "rss20")])
def test_feedparser_reads_the_same_out_of_atom_and_rss(writer: Any, version: str) -> None:
    found = read(writer(FEED))
    assert found.version == version
    assert (found.feed.title, found.feed.link) == ("Me: everything & more", "https://me.example/")
    assert (found.feed.subtitle, found.feed.language) == ("Words", "en")
    own, theirs = found.entries
    assert (own.id, own.link) == (OWN.id, OWN.link)
    assert own.title == ("Fish & &lt;chips>" if writer is rss else "Fish & <chips>")
    assert own.content[0].value == OWN.content
    assert [tag.term for tag in own.tags] == ["x", "y & z"]
    assert own.author == "Ann"
    assert tuple(own.published_parsed)[:5] == (2026, 11, 20, 9, 30)
    assert (theirs.id, theirs.summary, theirs.author) == (
        "urn:uuid:243d4b7a-f5a6-4ae8-adba-68ab0291c894",
        "Their words.",
        "Bob",
    )
    assert theirs.source.title == "Bob & Co"


def test_an_rss_guid_is_no_address_and_a_source_names_its_feed() -> None:
    text = rss(FEED).decode()
    assert text.count('<guid isPermaLink="false">') == 2
    assert '<source url="https://b.example/feed?a=1&amp;b=2">Bob &amp; Co</source>' in text
    assert "<lastBuildDate>Sat, 21 Nov 2026 08:00:00 +0000</lastBuildDate>" in text
    assert 'rel="self" href="https://me.example/feeds/all.rss.xml"' in text


HUBS = ("https://hub.example/?a=1&b=2", "https://other.example/")


def test_every_format_names_the_hubs_that_pass_its_news_on() -> None:
    """WebSub 4: an address of the feed itself, and one link a hub."""
    feed = Feed(**as_fields(FEED, hubs=HUBS))
    for writer in (atom, rss):
        links = read(writer(feed)).feed.links
        assert [link.href for link in links if link.rel == "hub"] == list(HUBS)
        assert len([link for link in links if link.rel == "self"]) == 1
    whole = json.loads(json_feed(feed))
    assert whole["hubs"] == [{"type": "WebSub", "url": hub} for hub in HUBS]


def test_nothing_is_said_of_hubs_where_there_is_none() -> None:
    for writer in (atom, rss, json_feed):
        assert b"hub" not in writer(FEED)


def test_a_feed_names_its_style_before_its_first_element() -> None:
    feed = Feed(**as_fields(FEED, stylesheet='https://me.example/feed.css?a=1&b="2"'))
    for writer in (atom, rss):
        lines = writer(feed).split(b"\n")
        assert lines[1].startswith(b'<?xml-stylesheet type="text/css" href=')
        assert read(writer(feed)).feed.title == FEED.title
        assert b"xml-stylesheet" not in writer(FEED)


def test_a_source_without_a_feed_is_left_out_of_rss() -> None:
    nameless = Source(id="urn:x", title="T", updated=WHEN)
    item = Item(id="urn:1", title="T", link=None, published=WHEN, updated=WHEN, source=nameless)
    assert b"<source" not in rss(Feed(**as_fields(FEED, items=(item,))))


def as_fields(feed: Feed, **changed: Any) -> dict[str, Any]:
    return {name: getattr(feed, name) for name in feed.__struct_fields__} | changed


@pytest.mark.F1
def test_a_json_feed_has_what_its_specification_asks_for() -> None:
    feed = json.loads(json_feed(FEED))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://me.example/feeds/all.json"
    own, theirs = feed["items"]
    assert own["content_html"] == OWN.content
    assert own["summary"] == "A < B"
    assert (own["date_published"], own["date_modified"]) == (
        "2026-11-20T09:30:00Z", "2026-11-21T08:00:00Z",
    )  # fmt: skip
    assert "url" not in theirs
    assert theirs["content_text"] == "Their words."
    assert theirs["_source"]["feed_url"] == "https://b.example/feed?a=1&b=2"
    assert all("content_html" in item or "content_text" in item for item in feed["items"])


def test_our_own_reader_takes_back_what_the_json_writer_gives() -> None:
    parsed = parse_feed(
        Fetched(body=json_feed(FEED), content_type=None, address="https://me.example/x")
    )
    assert isinstance(parsed, ParsedFeed)
    assert [(e.id, e.author, e.published, e.tags) for e in parsed.entries] == [
        (OWN.id, "Ann", WHEN, OWN.tags), (THEIRS.id, "Bob", WHEN, ()),
    ]  # fmt: skip


TEXTS = st.text(st.characters(), min_size=1, max_size=40)


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_gives_a_document_that_can_be_read(title: str, summary: str, tag: str) -> None:
    item = Item(
        id="urn:1", title=title, link="https://a.example/", published=WHEN, updated=WHEN,
        summary=summary, content=summary, author=title, tags=(tag,),
    )  # fmt: skip
    feed = Feed(**as_fields(FEED, items=(item,), title=title, subtitle=summary))
    for writer in (atom, rss):
        assert len(read(writer(feed)).entries) == 1
    assert len(json.loads(json_feed(feed))["items"]) == 1


@pytest.mark.F8
def test_feeds_carry_the_pictures_that_a_site_has() -> None:
    icon, logo = "https://me.example/icon.svg", "https://me.example/ż/logo.png"
    feed = Feed(**as_fields(FEED, icon=icon, logo=logo, title="Me & <b>"))
    found = read(atom(feed)).feed
    assert (found.icon, found.logo) == (icon, "https://me.example/%C5%BC/logo.png")
    image = read(rss(feed)).feed.image
    assert (image.href, image.link) == ("https://me.example/%C5%BC/logo.png", FEED.home)
    channel = ET.fromstring(rss(feed)).find("channel")
    assert channel is not None
    assert channel.findtext("image/title") == channel.findtext("title") == "Me & &lt;b>"
    whole = json.loads(json_feed(feed))
    assert (whole["favicon"], whole["icon"]) == (icon, "https://me.example/%C5%BC/logo.png")


@pytest.mark.F8
@pytest.mark.parametrize(
    ("icon", "logo", "image"),
    [
        (None, None, None),
        ("/i.svg", None, None),
        ("/i.svg", "/l.webp", None),
        ("/i.png", "/l.svg", "/i.png"),
        ("/i.ico", "/l.JPG", "/l.JPG"),
    ],
)
def test_an_image_of_rss_is_of_a_kind_that_it_allows(icon: Any, logo: Any, image: Any) -> None:
    found = read(rss(Feed(**as_fields(FEED, icon=icon, logo=logo)))).feed
    assert (found.image.href if "image" in found else None) == image


@pytest.mark.F4
def test_what_xml_cannot_hold_is_not_in_the_json_either() -> None:
    dirty = "a\x00\x08\x1b\ud800\uffff\x9bb"
    item = Item(
        id=dirty, title=dirty, link=None, published=WHEN, updated=WHEN, content=dirty, tags=(dirty,)
    )
    feed = json.loads(json_feed(Feed(**as_fields(FEED, title=dirty, items=(item,)))))
    (entry,) = feed["items"]
    assert {feed["title"], entry["id"], entry["title"], entry["content_html"], *entry["tags"]} == {
        "ab"
    }
