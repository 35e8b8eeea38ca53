"""Sounds and films of our own go with their entries (F8)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frontdesk.formats.test_feeds import FEED, as_fields

from frontdesk.build.audit.feeds import check_feed
from frontdesk.formats.atom import atom
from frontdesk.formats.enclosures import FileHead, find_enclosures
from frontdesk.formats.feed_model import Enclosure, Feed, Item
from frontdesk.formats.json_feed import json_feed
from frontdesk.formats.rss import rss

pytestmark = pytest.mark.F8

SITE = "https://me.example/sub"
MP3, MP4 = b"ID3\x04\x00", b"\x00\x00\x00\x20ftypisom"
FILES = {
    "files/talk.mp3": MP3,
    "files/a talk.mp3": MP3,
    "files/film.mp4": MP4,
    "files/film.webm": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm",
    "files/frame.mp3": b"\xff\xfb\x90\x64",
    "files/wrong.mp3": b"\x00\x00\x00\x20ftypM4A ",
    "files/fee.pdf": b"%PDF",
    "files/nothing.ogg": b"",
}


def measure(path: str) -> FileHead | None:
    return FileHead(len(FILES[path]) + 1000, FILES[path]) if path in FILES else None


def found(html: str) -> list[tuple[str, str, int]]:
    return [
        (one.address.removeprefix(f"{SITE}/"), one.kind, one.length)
        for one in find_enclosures(html, SITE, measure)
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            f'<audio controls src="{SITE}/files/talk.mp3"></audio>',
            [("files/talk.mp3", "audio/mpeg", 1005)],
        ),
        (f'<a href="{SITE}/files/talk.mp3">Listen</a>', [("files/talk.mp3", "audio/mpeg", 1005)]),
        (f'<a href="{SITE}/files/talk%2Emp3">x</a>', [("files/talk%2Emp3", "audio/mpeg", 1005)]),
        (f'<a href="{SITE}/files/talk.%6Dp3">x</a>', [("files/talk.%6Dp3", "audio/mpeg", 1005)]),
        (f'<a href="{SITE}/files/talk&#46;mp3">x</a>', [("files/talk.mp3", "audio/mpeg", 1005)]),
        (f'<a href="{SITE}/files/talk.&#109;p3">x</a>', [("files/talk.mp3", "audio/mpeg", 1005)]),
        (
            f'<a href="{SITE}/files/a%20talk.mp3">x</a>',
            [("files/a%20talk.mp3", "audio/mpeg", 1005)],
        ),
        (f'<video src="{SITE}/files/film.mp4"></video>', [("files/film.mp4", "video/mp4", 1012)]),
        (
            f'<video><source src="{SITE}/files/film.webm"><source src="{SITE}/files/film.mp4"></video>',
            [("files/film.webm", "video/webm", 1012), ("files/film.mp4", "video/mp4", 1012)],
        ),
        (
            f'<audio src="{SITE}/files/film.webm"></audio>',
            [("files/film.webm", "audio/webm", 1012)],
        ),
        (f'<a href="{SITE}/files/wrong.mp3">x</a>', [("files/wrong.mp3", "audio/mp4", 1012)]),
        (f'<a href="{SITE}/files/frame.mp3">x</a>', [("files/frame.mp3", "audio/mpeg", 1004)]),
        (
            f'<audio src="{SITE}/files/nothing.ogg"></audio>',
            [("files/nothing.ogg", "audio/ogg", 1000)],
        ),
        (
            f'<audio src="{SITE}/files/talk.mp3"></audio><a href="{SITE}/files/talk.mp3">again</a>',
            [("files/talk.mp3", "audio/mpeg", 1005)],
        ),
        (f'<a href="{SITE}/files/fee.pdf">x</a>', []),
        (f'<a href="{SITE}/files/gone.mp3">x</a>', []),
        ('<audio src="https://me.example/files/talk.mp3"></audio>', []),
        ('<audio src="https://other.example/files/talk.mp3"></audio><audio></audio>', []),
        (
            f'<picture><source src="{SITE}/files/film.mp4"></picture><img src="{SITE}/files/talk.mp3">',
            [],
        ),
        ("<p>Words", []),
    ],
)
def test_what_a_text_plays_or_leads_to_is_found_with_its_kind_and_length(html, expected):
    assert found(html) == expected


@pytest.mark.parametrize(
    "section",
    [
        *("<![if !vml]>", "<![endif]>", "<![CDATA[x]]>", "<![CDATA[", "<![x", "<![", "<![ ]>"),
        *("<!--[if mso]>x<![endif]-->", "<!x>", "<!DOCTYPE x [", "<![INCLUDE[>", "<?x>"),
    ],
)
def test_no_marked_section_ends_the_reading_of_a_text(section):
    """Word writes them for its own eyes, and browsers take them for comments."""
    link = f'<a href="{SITE}/files/talk.mp3">Listen</a>'
    assert found(f"{link}{section}")
    whole = f'<p>{section}</p>{link}<video src="{SITE}/files/film.mp4"></video>'
    assert found(whole) == [
        ("files/talk.mp3", "audio/mpeg", 1005),
        ("files/film.mp4", "video/mp4", 1012),
    ]


@given(st.text(st.sampled_from("<>/=\"' audiovsrchf:.mp3") | st.characters()))
def test_no_text_is_too_odd_to_be_looked_at(html):
    assert found(html) == []


def test_every_format_encloses_them():
    both = tuple(
        Enclosure(f"{SITE}/files/ż{name}", kind, n)
        for n, (name, kind) in enumerate([(".mp3", "audio/mpeg"), (".webm", "video/webm")], 7)
    )
    when = datetime(2026, 11, 20, tzinfo=UTC)
    item = Item(
        id="urn:isbn:1", title="T", link=f"{SITE}/1", published=when, updated=when, summary="S",
        enclosures=both,
    )  # fmt: skip
    feed = Feed(**as_fields(FEED, items=(item,)))
    for writer, ending in ((atom, ".atom.xml"), (rss, ".rss.xml"), (json_feed, ".json")):
        assert (
            check_feed(f"all{ending}", writer(feed), f"https://me.example/feeds/all{ending}") == []
        )
    links = [
        [(one.href, one.type, one.length) for one in entry.enclosures]
        for writer in (atom, rss)
        for entry in feedparser.parse(BytesIO(writer(feed))).entries
    ]
    first = (f"{SITE}/files/%C5%BC.mp3", "audio/mpeg", "7")
    assert links == [[first, (f"{SITE}/files/%C5%BC.webm", "video/webm", "8")], [first]]
    (entry,) = json.loads(json_feed(feed))["items"]
    assert entry["attachments"][1] == {
        "url": f"{SITE}/files/%C5%BC.webm", "mime_type": "video/webm", "size_in_bytes": 8,
    }  # fmt: skip
