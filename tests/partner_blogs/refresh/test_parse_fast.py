"""The fast way of reading a feed says what feedparser says, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.net.model import Failed
from partner_blogs.model.feed import ParsedFeed, QuietTimes
from partner_blogs.refresh import parse_feedparser as parsing
from partner_blogs.refresh.parse_fast import parse_fast

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "tests" / "feeds").glob("*.xml")) + sorted(
    (ROOT / "samples" / "feeds").glob("*.xml")
)
ADDRESS = "https://desk.example/feed"
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:thr="http://purl.org/syndication/thread/1.0" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd" xmlns:odd="https://odd.example/ns"'
)


def plain(body: bytes, content_type: str | None = None) -> ParsedFeed | None:
    return parse_fast(body, content_type, ADDRESS, QuietTimes(), parsing.MAX_ENTRIES)


def by_feedparser(body: bytes, content_type: str | None = None) -> ParsedFeed | Failed:
    return parsing.parse_by_feedparser(body, content_type, ADDRESS, QuietTimes())


def agrees(body: str, content_type: str | None = None) -> bool:
    """Whether it was plain; fails where the two differ."""
    found = plain(body.encode(), content_type)
    if found is not None:
        assert found == by_feedparser(body.encode(), content_type)
    return found is not None


def rss(channel: str, version: str = "2.0") -> str:
    return f'<rss version="{version}" {SPACES}><channel>{channel}</channel></rss>'


def item(inside: str) -> str:
    return rss(f"<title>Desk</title><item>{inside}</item>")


def atom(inside: str, attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES} {attributes}>{inside}</feed>'


def entry(inside: str) -> str:
    return atom(f"<title>Desk</title><entry>{inside}</entry>")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_whole_feed_is_read_alike(path: Path) -> None:
    found = plain(path.read_bytes())
    assert found is None or found == by_feedparser(path.read_bytes())


@pytest.mark.parametrize("name", ["quiet-counter", "ledger-and-lamp"])
def test_a_feed_as_programs_write_it_is_plain(name: str) -> None:
    assert plain((ROOT / "samples" / "feeds" / f"{name}.xml").read_bytes())


WORDPRESS = rss(
    """<title>Desk</title>
    <atom:link href="https://desk.example/feed/" rel="self" type="application/rss+xml"/><link>https://desk.example</link><description>Notes</description>
    <lastBuildDate>Fri, 20 Nov 2026 08:00:00 +0000</lastBuildDate><language>en-GB</language>
    <image><url>https://desk.example/i.png</url><title>Icon</title><link>https://else.example</link>
    <width>32</width><height>32</height></image><ttl>60</ttl>
    <item><title>One &#8220;call&#8221;</title><link>https://desk.example/1/?a=1</link>
    <comments>https://desk.example/1/#c</comments><dc:creator><![CDATA[Ann]]></dc:creator>
    <pubDate>Thu, 19 Nov 2026 07:00:00 +0100</pubDate><category><![CDATA[Calls]]></category>
    <category>Calls</category><guid isPermaLink="false">https://desk.example/?p=1</guid>
    <description><![CDATA[<p>Short & sweet</p>]]></description>
    <content:encoded><![CDATA[<p>Długi tekst</p>]]></content:encoded>
    <slash:comments>0</slash:comments></item>"""
)
BLOGGER = atom(
    """<id>tag:blogger.com,1999:blog-1</id><updated>2026-11-20T08:00:00.001-08:00</updated>
    <category term="calls"/><title type='text'>Desk</title><subtitle type='html'>Notes</subtitle>
    <link rel='http://schemas.google.com/g/2005#feed' type='application/atom+xml' href='https://desk.example/f'/>
    <link rel='alternate' type='text/html' href='https://desk.example/'/>
    <author><name>Ann</name><uri>https://desk.example/ann</uri><email>noreply@blogger.com</email></author>
    <generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>
    <entry><id>tag:blogger.com,1999:blog-1.post-1</id><published>2026-11-19T07:00:00.000-08:00</published>
    <updated>2026-11-19T07:00:05.123-08:00</updated><category scheme='https://s.example/' term='calls'/>
    <title type='text'>A &lt;b&gt; call</title><content type='html'>&lt;p&gt;Text&lt;/p&gt;</content>
    <link rel='replies' type='text/html' href='https://desk.example/1#c' title='0 Comments'/>
    <link rel='alternate' type='text/html' href='https://desk.example/1.html' title='A call'/>
    <author><name>Ann</name><uri>https://desk.example/ann</uri><email>noreply@blogger.com</email></author>
    <thr:total>0</thr:total><media:thumbnail url='https://desk.example/t.png' width='72' height='72'/>
    </entry>""",
    'xml:lang="en_GB"',
)


@pytest.mark.parametrize("body", [WORDPRESS, BLOGGER], ids=["wordpress", "blogger"])
@pytest.mark.parametrize(
    "content_type", [None, "text/xml", "application/rss+xml; charset=UTF-8", "text/html"]
)
def test_the_great_programs_feeds_are_plain(body: str, content_type: str | None) -> None:
    assert agrees(body, content_type)


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]>' + item("<title>&a;</title>"),
        '<?xml version="1.0" encoding="iso-8859-2"?>' + item("<title>a</title>"),
        item("<title>a</title>").replace("</rss>", ""),
        item("<title>a <b>bold</b> word</title>"),
        item("<title>a</title><title>b</title>"),
        item('<title xml:base="https://other.example/">a</title>'),
        item("<dc:date>2026-11-20</dc:date>"),
        item("<pubDate>20th of November</pubDate>"),
        item("<pubDate>Fri, 31 Feb 2026 08:00:00 GMT</pubDate>"),
        item('<source url="https://x.example/">X</source>'),
        item("<itunes:author>Ann</itunes:author>"),
        item("<author>ann@desk.example (Ann)</author>"),
        item("<link>https://desk.example/?a=1&amp;b;c</link>"),
        item("<odd:title>a</odd:title>"),
        rss("<item/>", version="0.92"),
        rss("<title>a</title></channel><channel><title>b</title>"),
        entry('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a</div></content>'),
        entry('<content type="image/png">aaaa</content>'),
        entry("<source><title>Other</title></source>"),
        entry("<author><name>A</name></author><author><name>B</name></author>"),
        entry("<title>dÃ©j</title>"),
        entry("<issued>2026-11-20T08:00:00Z</issued>"),
        '<feed xmlns="http://purl.org/atom/ns#" version="0.3"><title>a</title></feed>',
        "<rss version='2.0'></rss>",
        "<html><body>no feed</body></html>",
    ],
)  # fmt: skip
def test_whatever_is_not_plain_is_left_to_feedparser(body: str) -> None:
    assert plain(body.encode()) is None


def test_a_charset_of_the_server_is_left_to_feedparser() -> None:
    body = item("<title>a</title>").encode()
    assert plain(body, "text/xml; charset=utf-8")
    assert plain(body, "text/xml; charset=windows-1252") is None


TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([
        "", " ", "a call", "Łódź", "dÃ©jÃ ", "\x93quoted\x94", "&amp;amp;", "&lt;b&gt;bold&lt;/b&gt;",
        "<![CDATA[<p>a</p>]]>", "<![CDATA[]]>", "a<!-- b -->c", "https://desk.example/1",
        "https:///desk.example/1", "https://desk.example/?a=1&amp;b=2;c", "tag:desk.example,2026:1",
        "Fri, 20 Nov 2026 08:00:00 GMT", "20 Nov 2026 08:00 +0530", "2026-11-20T08:00:00.5-01:30",
        "2026-11-20T08:00:00Z", "2026-11-20", "Fri, 20 Nov 2026 24:00:00 GMT", "(Ann)", "ann@x.example",
        "60", "en_GB", "12345", "/posts/1", "R&amp;D;", "2026/1/5", "Fri, 20 Nov 2026 08:00:00 CET",
        "Fri, 20 Nov 2026 08:00:00 +1500", "2026-02-30T08:00:00Z", "2026-11-20T23:59:60Z",
    ]),
)  # fmt: skip


def element(name: str, *attributes: tuple[str, str]) -> st.SearchStrategy[str]:
    def write(text: str, chosen: list[tuple[str, str]]) -> str:
        inside = text if text.startswith(("<![", "a<!--", "&")) else _escaped(text)
        written = "".join(f' {name}="{value}"' for name, value in dict(chosen).items())
        return f"<{name}{written}>{inside}</{name}>"

    chosen = st.lists(st.sampled_from(attributes), max_size=4) if attributes else st.just([])
    return st.builds(write, TEXTS, chosen)


def _escaped(text: str) -> str:
    legal = "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
    return legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


LINK = ("rel", "alternate"), ("rel", "self"), ("rel", "license"), ("href", "https://d.example/2"), (
    "type", "text/html"), ("type", "image/png"), ("href", ""), ("rel", "ALTERNATE"), (
    "rel", "enclosure"), ("href", " https:///d.example/?a&amp;b=c; "), (
    "type", "application/json"), ("type", "text/html; charset=utf-8"), ("type", "audio/mpeg"), (
    "type", "")  # fmt: skip
PICTURE = ("url", "https://d.example/i"), ("url", " "), ("url", " https:///d.example/?a&amp;b=c; "), (
    "type", "image/png"), ("type", "IMAGE/JPEG"), ("type", "audio/mpeg"), ("length", "72")  # fmt: skip
TYPES = ("type", "html"), ("type", "text"), ("type", "HTML"), ("type", "text/plain")
CATEGORY = ("term", "calls"), ("term", " "), ("scheme", "https://s.example/"), ("domain", "d")
RSS_PARTS = st.one_of(
    *map(element, ("title", "link", "description", "pubDate", "author", "comments", "content:encoded",
                   "dc:creator", "feedburner:origLink", "slash:comments", "language", "ttl",
                   "copyright", "dc:title", "atom:updated")),
    element("guid", ("isPermaLink", "true"), ("isPermaLink", "false"), ("ispermalink", "false")),
    element("category", *CATEGORY),
    element("atom:link", *LINK),
    st.just("<enclosure url='https://d.example/a.mp3' length='1' type='audio/mpeg'/>"),
    element("enclosure", *PICTURE),
    st.builds("<image>{}{}</image>".format, element("url"), element("title")),
)  # fmt: skip
ATOM_PARTS = st.one_of(
    *(element(name, *TYPES) for name in ("title", "summary", "content", "rights", "subtitle")),
    *map(element, ("id", "updated", "published", "feedburner:origLink", "thr:total", "logo")),
    element("category", *CATEGORY),
    element("link", *LINK),
    element("icon"),
    element("media:thumbnail", *PICTURE[:3], ("width", "72")),
    st.builds("<author>{}{}</author>".format, element("name"), element("email")),
    st.just("<author><name>Ann</name><email>ann@d.example</email></author>"),
)


def feeds(parts: st.SearchStrategy[str], name: str) -> st.SearchStrategy[str]:
    some = st.lists(parts, max_size=6).map("".join)
    entries = st.lists(some.map(lambda inside: f"<{name}>{inside}</{name}>"), max_size=3)
    return st.builds(lambda *found: "".join((found[0], *found[1], found[2])), some, entries, some)


@given(feeds(RSS_PARTS, "item").map(rss), st.sampled_from([None, "text/xml", "application/xml"]))
def test_rss_is_read_as_feedparser_reads_it(body: str, content_type: str | None) -> None:
    agrees(body, content_type)


@given(feeds(ATOM_PARTS, "entry"), st.sampled_from(["", 'xml:lang="pl"', 'xml:lang="en_GB"']))
def test_atom_is_read_as_feedparser_reads_it(inside: str, attributes: str) -> None:
    agrees(atom(inside, attributes))
