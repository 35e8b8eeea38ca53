"""The checks of feeds find what is wrong, so that their silence means something."""

from __future__ import annotations

import json

import pytest
from tests.frontdesk.formats.test_feeds import FEED

from frontdesk.build.audit.feeds import check_feed
from frontdesk.formats.atom import atom
from frontdesk.formats.json_feed import json_feed
from frontdesk.formats.opml import Outline, opml
from frontdesk.formats.rss import rss

LIST = opml(
    "Blogs",
    "Us",
    (
        Outline(title="A", feed="https://a.example/feed", topic="Retail"),
        Outline(title="B", home="https://b.example/"),
        Outline(title="C"),
    ),
)
GOOD = {".atom.xml": atom(FEED), ".rss.xml": rss(FEED), ".json": json_feed(FEED), ".opml": LIST}


def found(ending: str, data: bytes) -> list[str]:
    return check_feed(f"all{ending}", data, f"https://me.example/feeds/all{ending}")


@pytest.mark.F3
@pytest.mark.parametrize("ending", GOOD)
def test_what_our_writers_write_is_faultless(ending):
    assert found(ending, GOOD[ending]) == []


@pytest.mark.parametrize("ending", [".atom.xml", ".rss.xml", ".json"])
def test_a_feed_that_lies_elsewhere_is_found(ending):
    other = f"https://me.example/elsewhere{ending}"
    assert check_feed(f"all{ending}", GOOD[ending], other) == ["does not name its own address"]


@pytest.mark.F3
@pytest.mark.parametrize(
    ("ending", "good", "bad"),
    [
        (".atom.xml", "<id>urn:uuid:243d4b7a-f5a6-4ae8-adba-68ab0291c894</id>", ""),
        (".atom.xml", "<id>urn:uuid:243d4b7a-f5a6-4ae8-adba-68ab0291c894</id>", "<id>1</id>"),
        (
            ".atom.xml",
            "<id>urn:uuid:243d4b7a-f5a6-4ae8-adba-68ab0291c894</id>",
            "<id>tag:me.example,2026:posts/1</id>",
        ),
        (".atom.xml", "<updated>2026-11-21T08:00:00Z</updated>", "<updated>21 Nov</updated>"),
        (".atom.xml", "<published>2026-11-20T09:30:00Z</published>", "<published>x</published>"),
        (".atom.xml", "<updated>2026-11-20T09:30:00Z", "<updated>2026-11-21T08:00:00.0Z"),
        (".atom.xml", ' xml:lang="en"', ""),
        (".atom.xml", ' xml:lang="en"', ' xml:lang="jp"'),
        (".atom.xml", "<id>tag:me.example,2026:posts/1", "<id>tag:Me.example,1:posts/1"),
        (".atom.xml", "<id>tag:me.example,2026:posts/1", "<id>urn:posts"),
        (".atom.xml", "<id>tag:me.example,2026:posts/1", "<id>https://me.example/ż"),
        (".atom.xml", "<id>https://b.example/</id>", "<id>urn:uuid:17</id>"),
        (".atom.xml", "<title>Theirs</title>", "<title />"),
        (".atom.xml", "<title>Theirs</title>", "<title>A &lt;/b&gt;</title>"),
        (".atom.xml", "<title>Theirs</title>", "<title>A &amp;copy 2026</title>"),
        (".atom.xml", "<title>Theirs</title>", "<title>caf\ufffd</title>"),
        (".atom.xml", "<title>Theirs</title>", "<headline>Theirs</headline><title>Theirs</title>"),
        (".atom.xml", "<summary>Their words.</summary>\n  <content>Their words.</content>", ""),
        (".atom.xml", "<name>Bob</name>", "<name>Bob &lt;bob@b.example&gt;</name>"),
        (
            ".atom.xml",
            'rel="alternate" href="https://me.example/1',
            'rel="seen" href="https://me.example/1',
        ),
        (".atom.xml", 'me.example/1.html" type="text/html"', 'me.example/1.html" type="html"'),
        (".atom.xml", "https://me.example/1.html", "https://me.example/ż.html"),
        (".atom.xml", "</feed>", "<subtitle>Late</subtitle></feed>"),
        (".atom.xml", "&lt;p&gt;Whole", "&lt;p style='color:red'&gt;Whole"),
        (".atom.xml", "&lt;p&gt;Whole", "&lt;p aria-label='x'&gt;Whole"),
        (".atom.xml", "<name>Bob</name>", ""),
        (".atom.xml", "<name>Bob</name>", "<name />"),
        (".atom.xml", '<category term="x" />', "<category />"),
        (".atom.xml", 'href="https://me.example/1.html"', 'href="1.html"'),
        (".atom.xml", "&lt;p&gt;Whole", '&lt;a href="1.html"&gt;Whole'),
        (".atom.xml", "&lt;p&gt;Whole", "&lt;script&gt;Whole"),
        (".atom.xml", "<feed ", "<feeed "),
        (".rss.xml", ' isPermaLink="false">urn', ">urn"),
        (
            ".rss.xml",
            "urn:uuid:243d4b7a-f5a6-4ae8-adba-68ab0291c894",
            "tag:me.example,2026:posts/1",
        ),
        (".rss.xml", "Fri, 20 Nov 2026 09:30:00 +0000", "2026-11-20"),
        (".rss.xml", "Fri, 20 Nov 2026 09:30:00 +0000", "Thu, 20 Nov 2026 09:30:00 +0000"),
        (".rss.xml", "Fri, 20 Nov 2026 09:30:00 +0000", "Fri, 20 Nov 2026 15:15:00 +0545"),
        (".rss.xml", "<language>en</language>", ""),
        (".rss.xml", "<language>en</language>", "<language>cz</language>"),
        (".rss.xml", "<title>Theirs</title>", "<title>Th&lt;i&gt;irs</title>"),
        (".rss.xml", "<title>Theirs</title>", "<title>&amp;lt;i&amp;gt;</title>"),
        (".rss.xml", "<title>Theirs</title>", "<title> </title>"),
        (".rss.xml", "<category>x</category>", "<category />"),
        (".rss.xml", "<description>A &#x26;lt; B</description>", ""),
        (".rss.xml", "<description>Their words.", "<description>&lt;script&gt;x&lt;/script&gt;"),
        (".rss.xml", "<description>Their words.", '<description>&lt;img src="x.png"&gt;'),
        (".rss.xml", "</channel>", "<ttl>60</ttl></channel>"),
        (
            ".rss.xml",
            "<item>",
            "<item><enclosure url='https://me.example/x.mp3' type='audio/mpeg'/>",
        ),
        (".rss.xml", "<item>", "<item><enclosure url='/x.mp3' length='1' type='audio/mpeg'/>"),
        (
            ".rss.xml",
            "<item>",
            "<item><enclosure url='https://me.example/x.mp3' length='1' type='x'/>",
        ),
        (".rss.xml", "<item>", "<item><name>x</name>"),
        (".rss.xml", "<dc:creator>Bob</dc:creator>", "<author>Bob</author>"),
        (".rss.xml", 'url="https://b.example/feed?a=1&amp;b=2"', 'url="feed.xml"'),
        (".rss.xml", 'version="2.0"', 'version="0.91"'),
        (".opml", 'type="rss"', 'type="atom"'),
        (".opml", ' type="rss"', ""),
        (".opml", ' type="link"', ""),
        (".opml", ' xmlUrl="https://a.example/feed"', ""),
        (".opml", ' xmlUrl="https://a.example/feed"', ' xmlUrl="https://a.example/f" htmlUrl="/"'),
        (".opml", 'text="A" title="A"', 'text="A"'),
        (".opml", 'text="A" title="A"', 'text="&lt;script&gt;" title="A"'),
        (".opml", 'text="A" title="A"', 'text="A" title="A" language="jp"'),
        (".opml", ' url="https://b.example/"', ' url="b.html"'),
        (".opml", 'text="C" title="C"', 'title="C"'),
        (".opml", 'category="/Retail"', 'category="Retail"'),
        (".opml", "<title>Blogs</title>", ""),
    ],
)
def test_a_fault_is_found(ending, good, bad):
    text = GOOD[ending].decode()
    assert good in text
    assert found(ending, text.replace(good, bad).encode())


PICTURE = (
    "<image><url>https://me.example/a.png</url><title>Me: everything &amp; more</title>"
    "<link>https://me.example/</link></image>"
)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("/a.png", "/a.svg"),
        ("<title>Me: everything &amp; more</title>", "<title>Us</title>"),
        ("<link>https://me.example/</link>", ""),
        ("</image>", "<width>500</width></image>"),
    ],
)
def test_a_fault_of_the_image_of_a_channel_is_found(good, bad):
    whole = GOOD[".rss.xml"].decode().replace("<item>", f"{PICTURE}<item>", 1)
    assert found(".rss.xml", whole.encode()) == []
    assert good in PICTURE
    assert found(".rss.xml", whole.replace(PICTURE, PICTURE.replace(good, bad)).encode())


def test_a_list_of_nobody_is_found():
    assert found(".opml", opml("Blogs", "Us", ())) == ["has no outline"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", None),
        ("id", 7),
        ("url", "1.html"),
        ("date_published", "yesterday"),
        ("language", "jp"),
        ("attachments", [{"url": "/x.mp3", "mime_type": "audio/mpeg"}]),
        ("attachments", [{"url": "https://me.example/x.mp3", "mime_type": "audio"}]),
        ("content_html", ""),
        ("content_html", None),
        ("content_html", '<img src="x.png">'),
        ("author", {"name": "Ann"}),
        ("authors", [{}]),
        ("tags", [1]),
    ],
)
def test_a_fault_of_an_item_is_found(name, value):
    feed = json.loads(GOOD[".json"])
    feed["items"][0][name] = value
    assert found(".json", json.dumps(feed).encode())
