from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.net.model import Failed, Fetched
from partner_blogs.model.feed import ParsedFeed, RawEntry
from partner_blogs.refresh.parse_feedparser import parse_feed

ROOT = Path(__file__).resolve().parents[3]
FEEDS = sorted((ROOT / "tests" / "feeds").glob("*.xml"))
SAMPLES = {
    "quiet-counter.xml": 8,
    "ledger-and-lamp.xml": 7,
    "second-chair.xml": 7,
    "ticket-forty-two.xml": 22,
    "snag-list.json": 8,
}
ADDRESS = "https://desk.example/feed"


def read(
    body: bytes | str, content_type: str | None = None, address: str = ADDRESS
) -> ParsedFeed | Failed:
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(Fetched(body=data, content_type=content_type, address=address))


def feed(body: bytes | str, content_type: str | None = None, address: str = ADDRESS) -> ParsedFeed:
    parsed = read(body, content_type, address)
    assert isinstance(parsed, ParsedFeed), parsed
    return parsed


def entry(body: str) -> RawEntry:
    (only,) = feed(body).entries
    return only


def fails(parsed: ParsedFeed | Failed) -> str:
    """The reason, which must be one line that a terminal can print."""
    assert isinstance(parsed, Failed), parsed
    assert parsed.reason.isprintable()
    return parsed.reason


def rss(inside: str, prolog: str = '<?xml version="1.0"?>') -> str:
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f'{prolog}<rss version="2.0" {spaces}><channel><title>Desk</title>'
        f"<link>https://desk.example/</link>{inside}</channel></rss>"
    )


def atom(inside: str) -> str:
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title>'
        f"{inside}</feed>"
    )


# --- every dialect ------------------------------------------------------------------------------

FEED_FIELDS = (
    *("format", "id", "title", "link", "language", "rights", "licence", "icon", "quiet_times"),
    "entries",
)
ENTRY_FIELDS = (
    "id",
    "link",
    "title",
    "author",
    "summary",
    "content",
    "published",
    "updated",
    "tags",
    "language",
    "rights",
    "image",
)


def told(parsed: ParsedFeed) -> dict[str, Any]:
    """What a feed says, without what it does not say; the base goes without saying where it is
    the feed's own address."""

    def text(raw: dict[str, Any] | None) -> dict[str, Any] | None:
        return raw and {k: v for k, v in raw.items() if (k, v) != ("base", ADDRESS)}

    def some(record: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
        return {name: record[name] for name in fields if record[name] not in (None, [], {})}

    whole = msgspec.json.decode(msgspec.json.encode(parsed))
    whole["title"] = text(whole["title"])
    for each in whole["entries"]:
        for field in ("title", "summary", "content"):
            each[field] = text(each[field])
        if each["summary"] and each["content"]:
            # feedparser gives the content for a summary that is not there
            is_copy = each["summary"]["value"] == each["content"]["value"]
            each["summary"] = None if is_copy else each["summary"]
    whole["entries"] = [some(each, ENTRY_FIELDS) for each in whole["entries"]]
    return some(whole, FEED_FIELDS)


@pytest.mark.E1
@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_a_feed_is_read_as_the_file_beside_it_says(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert told(feed(path.read_bytes())) == expected


@pytest.mark.parametrize(("name", "entries"), SAMPLES.items())
def test_the_sample_feeds_are_read_whole(name: str, entries: int) -> None:
    body = (ROOT / "samples" / "feeds" / name).read_bytes()
    assert len(feed(body).entries) == entries


@pytest.mark.E1
@pytest.mark.parametrize(
    ("beginning", "end", "name"),
    [
        ('<rss version="0.91"><channel>', "</channel></rss>", "RSS 0.91"),
        ('<rss version="0.92"><channel>', "</channel></rss>", "RSS 0.92"),
        ('<rss version="0.93"><channel>', "</channel></rss>", "RSS 0.93"),
        ('<rss version="0.94"><channel>', "</channel></rss>", "RSS 0.94"),
        ('<rss version="2.0"><channel>', "</channel></rss>", "RSS 2.0"),
        ("<rss><channel>", "</channel></rss>", "RSS"),
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#">', "</feed>", "Atom 0.3"),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', "</feed>", "Atom 1.0"),
        ("<feed>", "</feed>", "Atom"),
    ],
)
def test_the_format_has_its_usual_name(beginning: str, end: str, name: str) -> None:
    assert feed(f"{beginning}<title>Desk</title>{end}").format.strip() == name


@pytest.mark.E4
def test_the_true_address_of_a_feedburner_entry_wins() -> None:
    (only,) = feed((ROOT / "tests" / "feeds" / "feedburner.xml").read_bytes()).entries
    assert only.link == "https://desk.example/2008/05/two-keys.html"


def test_the_longest_content_of_an_entry_is_its_content() -> None:
    found = entry(
        rss(
            "<item><description>short</description>"
            "<content:encoded>&lt;p&gt;the whole of it&lt;/p&gt;</content:encoded></item>"
        )
    )
    assert found.summary
    assert found.content
    assert (found.summary.value, found.content.value) == ("short", "<p>the whole of it</p>")


def test_an_atom_text_without_a_type_is_plain_in_every_field() -> None:
    """RFC 4287 3.1.1.1: no markup in it, whichever way it is reached."""
    for element in ("title", "summary", "content"):
        found = entry(atom(f"<entry><{element}>Use &lt;div&gt; here</{element}></entry>"))
        texts = [text for text in (found.title, found.summary, found.content) if text]
        assert texts
        assert [(text.value, text.html) for text in texts] == [("Use <div> here", False)] * len(
            texts
        )


MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
PICTURES = {
    "<media:thumbnail url='/t.png'/><media:content url='/c.png' medium='image'/>": "/t.png",
    "<media:thumbnail url=' '/><media:thumbnail url='/t.png'/>": "/t.png",
    "<media:group><media:content url='/c.png' type='IMAGE/PNG'/></media:group>": "/c.png",
    "<media:content url='/film.mp4' type='video/mp4'/>": None,
    "<enclosure url='/a.mp3' type='audio/mpeg'/><enclosure url='/e.jpg' type='image/jpeg'/>": (
        "/e.jpg"
    ),
    "<enclosure type='image/jpeg'/>": None,
    "<description>&lt;img src='/in-the-text.png'&gt;</description>": None,
}


@pytest.mark.W4
@pytest.mark.parametrize(("inside", "image"), PICTURES.items())
def test_an_entry_has_the_picture_that_its_feed_gives_it(inside: str, image: str | None) -> None:
    body = rss(f"<item><title>One</title>{inside}</item>").replace("<rss ", f"<rss {MEDIA} ")
    assert entry(body).image == image


@pytest.mark.W4
def test_an_icon_comes_before_a_logo_and_a_logo_before_nothing() -> None:
    icon, logo = "<icon>/icon.png</icon>", "<logo>/logo.png</logo>"
    assert feed(atom(logo + icon)).icon == "/icon.png"
    assert feed(atom(logo + "<icon> </icon>")).icon == "/logo.png"
    assert feed(rss("<image><url>/image.png</url></image>")).icon == "/image.png"
    assert feed(rss("<image><title>Desk</title></image>")).icon is None


def test_a_picture_in_base64_is_no_text() -> None:
    """RFC 4287 4.1.3: content of a media type that is no text is not for reading."""
    found = entry(
        atom(
            "<entry><title>A picture</title>"
            '<content type="image/png">iVBORw0KGgo=</content></entry>'
        )
    )
    assert found.summary is None
    assert found.content is None


@pytest.mark.F2
@pytest.mark.parametrize("given", ["abc", "tag:desk.example,2026:1", "HTTP://X.example/A"])
@pytest.mark.parametrize("address", [ADDRESS, "https://moved.example/other/feed"])
def test_an_entry_keeps_the_id_that_the_feed_gave_it(given: str, address: str) -> None:
    """F2: an id is compared letter by letter, and resolved against nothing."""
    (only,) = feed(atom(f"<entry><id>{given}</id></entry>"), address=address).entries
    assert only.id == given


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("<author>bob@desk.example (Bob Example)</author>", "Bob Example"),
        ("<author>Bob Example</author>", "Bob Example"),
        ("<dc:creator>Bob Example</dc:creator>", "Bob Example"),
        ("<dc:creator>Bob Example (bob@desk.example)</dc:creator>", "Bob Example"),
        ("<dc:creator>Bob Example</dc:creator><author>bob@desk.example</author>", "Bob Example"),
    ],
)
def test_an_author_is_a_name_and_no_mail_address(item: str, name: str) -> None:
    assert entry(rss(f"<item>{item}</item>")).author == name


def test_an_atom_author_is_the_name_and_no_mail_address() -> None:
    person = "<author><name>Ann Example</name><email>ann@desk.example</email></author>"
    assert entry(atom(f"<entry>{person}</entry>")).author == "Ann Example"


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "12",
        "2026-W47",
        "1795341000",
        "9" * 100,
        "2026-11-22T99:99:99Z",
    ],
)
def test_a_date_that_nobody_can_read_is_never_guessed(written: str) -> None:
    """A wrong date moves an entry; none is only undated. The clock fills no gap either."""
    assert entry(rss(f"<item><pubDate>{written}</pubDate></item>")).published is None


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Κυρ, 22 Νοε 2026 09:30:00 EST", datetime(2026, 11, 22, 14, 30, tzinfo=UTC)),
    ],
)
def test_a_foreign_date_is_read_rightly_or_not_at_all(written: str, instant: datetime) -> None:
    assert entry(rss(f"<item><pubDate>{written}</pubDate></item>")).published in {None, instant}


# --- encodings (P9) -----------------------------------------------------------------------------

WORDS = "Zażółć „gęślą” jaźń"


@pytest.mark.P9
@pytest.mark.parametrize(
    ("encoding", "mark", "prolog", "content_type"),
    [
        ("utf-8", b"", "", None),
        ("utf-8", b"", '<?xml version="1.0"?>', None),
        ("utf-8", b"", '<?xml version="1.0" encoding="utf-8"?>', None),
        ("utf-8", b"", "", "text/xml"),
        ("utf-8", b"", "", "text/html"),
        ("utf-8", b"", "", "application/octet-stream"),
        ("utf-8", b"", '<?xml version="1.0" encoding="klingon"?>', "text/xml"),
        ("utf-8", b"", "", "text/xml; charset=klingon"),
        ("utf-8", b"", '<?xml version="1.0" encoding="windows-1250"?>', "text/xml; charset=utf-8"),
        ("utf-8", b"", '<?xml version="1.0" encoding="iso-8859-2"?>', 'text/xml; charset="UTF-8"'),
        ("windows-1250", b"", '<?xml version="1.0" encoding="windows-1250"?>', None),
        ("windows-1250", b"", '<?xml version="1.0" encoding="windows-1250"?>', "text/xml"),
        ("windows-1250", b"", "", "application/rss+xml; charset=windows-1250"),
        (
            "windows-1250",
            b"",
            '<?xml version="1.0" encoding="utf-8"?>',
            "text/xml; charset=windows-1250",
        ),
        ("utf-8", b"\xef\xbb\xbf", "", None),
        ("utf-8", b"\xef\xbb\xbf", '<?xml version="1.0" encoding="windows-1250"?>', None),
        ("utf-8", b"\xef\xbb\xbf", "", "text/xml; charset=windows-1250"),
        ("utf-16-le", b"\xff\xfe", '<?xml version="1.0" encoding="utf-16"?>', "text/xml"),
        ("utf-16-be", b"\xfe\xff", '<?xml version="1.0" encoding="utf-16"?>', "text/xml"),
        ("utf-16-le", b"\xff\xfe", '<?xml version="1.0"?>', None),
        ("utf-16-be", b"\xfe\xff", "", None),
        ("utf-16-be", b"\xfe\xff", "", "application/rss+xml; charset=utf-16"),
    ],
)
def test_the_mark_comes_first_then_the_charset_then_the_prolog(
    encoding: str, mark: bytes, prolog: str, content_type: str | None
) -> None:
    body = mark + rss(f"<item><title>{WORDS}</title></item>", prolog).encode(encoding)
    (only,) = feed(body, content_type).entries
    assert only.title
    assert only.title.value == WORDS


@pytest.mark.P9
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "us-ascii"])
def test_windows_quotes_under_a_wrong_declaration_are_still_quotes(declared: str) -> None:
    prolog = f'<?xml version="1.0" encoding="{declared}"?>'
    body = rss("<item><title>“café” – €</title></item>", prolog).encode("windows-1252")
    (only,) = feed(body).entries
    assert only.title
    assert only.title.value == "“café” – €"


# --- what is no feed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<!DOCTYPE html><html><title>Hello</title><p>Not found</p></html>", "a web page"),
        ("<html><head></head><body></body></html>", "a web page"),
        ("\ufeff\n<!-- x --><HTML lang=en><body>", "a web page"),
        ('{"error": "no such feed"}', "JSON"),
        ('{"version": 1}', "JSON"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"', "JSON"),
        ("[]", "something else"),
        ("null", "something else"),
        ("hello", "something else"),
        ("<opml version='2.0'><body/></opml>", "something else"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "something else"),
        ("%PDF-1.7", "something else"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "something else"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "something else"),
        (b"\0" * 1000, "something else"),
        (b"\xff\xfe", "something else"),
        (b"\xef\xbb\xbf", "something else"),
        (" \n", "something else"),
    ],
)
def test_what_is_no_feed_is_named_as_what_it_is(body: bytes | str, reason: str) -> None:
    assert reason in fails(read(body))


def test_an_empty_file_is_a_failure() -> None:
    fails(read(b""))


# --- half a feed --------------------------------------------------------------------------------


@pytest.mark.P8
@pytest.mark.parametrize(
    "path",
    [*FEEDS, *(ROOT / "samples" / "feeds" / name for name in SAMPLES)],
    ids=lambda path: path.stem,
)
def test_a_feed_cut_anywhere_is_a_failure_or_still_says_the_same(path: Path) -> None:
    body = path.read_bytes()
    whole = feed(body).entries
    for end in range(1, len(body), max(7, len(body) // 25)):
        parsed = read(body[:end])
        assert isinstance(parsed, Failed) or parsed.entries == whole, end


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_a_feed_in_wide_characters_cut_anywhere_is_a_failure(encoding: str) -> None:
    items = "".join(f"<item><title>{n}</title><guid>{n}</guid></item>" for n in range(9))
    body = rss(items, '<?xml version="1.0" encoding="utf-16"?>').encode(encoding)
    whole = feed(body, f"text/xml; charset={encoding}").entries
    for end in range(400, len(body) - 10, 62):
        parsed = read(body[:end], f"text/xml; charset={encoding}")
        assert isinstance(parsed, Failed) or parsed.entries == whole, end


def test_a_post_that_speaks_of_closing_tags_does_not_hide_a_cut() -> None:
    talk = (
        "<item><title>How to end a feed</title><description><![CDATA[</rss>]]></description></item>"
    )
    items = "".join(f"<item><title>{n}</title><guid>{n}</guid></item>" for n in range(9))
    body = rss(talk + items).encode()
    whole = feed(body).entries
    for end in range(body.index(b"]]>"), len(body) - 10, 31):
        parsed = read(body[:end])
        assert isinstance(parsed, Failed) or parsed.entries == whole, end


def test_a_json_feed_cut_anywhere_is_a_failure() -> None:
    items = [{"id": str(n), "content_text": "words"} for n in range(5)]
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": "Desk", "items": items}
    body = json.dumps(whole).encode()
    assert len(feed(body).entries) == 5
    for end in range(1, len(body)):
        fails(read(body[:end]))


# --- hostile documents --------------------------------------------------------------------------


def texts(parsed: ParsedFeed | Failed) -> str:
    return repr(parsed)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("the-secret-of-this-machine", encoding="utf-8")
    return path


def test_nothing_of_this_machine_comes_in_by_an_entity(secret: Path) -> None:
    for address in (secret.as_uri(), str(secret), f"file://localhost{secret}"):
        for kind in ("<!ENTITY x SYSTEM '{}'>", "<!ENTITY x PUBLIC 'a' '{}'>"):
            doctype = f"<!DOCTYPE rss [{kind.format(address)}]>"
            assert "the-secret" not in texts(read(doctype + rss("<item><title>&x;</title></item>")))
        outside = f"<!DOCTYPE rss [<!ENTITY % p SYSTEM '{address}'> %p;]>"
        assert "the-secret" not in texts(read(outside + rss("<item><title>a</title></item>")))
        dtd = f"<!DOCTYPE rss SYSTEM '{address}'>"
        assert "the-secret" not in texts(read(dtd + rss("<item><title>a</title></item>")))


def test_nothing_of_this_machine_comes_in_by_xinclude(secret: Path) -> None:
    include = (
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" '
        f'href="{secret.as_uri()}"/>'
    )
    for document in (
        rss(f"<item><title>{include}</title><description>{include}</description></item>"),
        atom(f'<entry><content type="xhtml"><div>{include}</div></content></entry>'),
        f'<?xml-stylesheet href="{secret.as_uri()}" type="text/xsl"?>' + rss("<item/>"),
    ):
        assert "the-secret" not in texts(read(document))


@pytest.mark.E9
def test_a_billion_laughs_stay_few() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "haha"}">' for n in range(10))
    quadratic = f'<!ENTITY big "{"b" * 50_000}">'
    for doctype, title in ((entities, "&l9;"), (quadratic, "&big;" * 5000)):
        begun = time.monotonic()
        parsed = read(f"<!DOCTYPE rss [{doctype}]>" + rss(f"<item><title>{title}</title></item>"))
        assert len(texts(parsed)) < 200_000
        assert time.monotonic() - begun < 20


@pytest.mark.E9
def test_the_first_five_hundred_entries_of_a_document_are_read() -> None:
    items = "".join(f"<item><guid>tag:a,2026:{n}</guid></item>" for n in range(5000))
    entries = feed(rss(items)).entries
    assert [each.id for each in entries] == [f"tag:a,2026:{n}" for n in range(500)]
    posts = [{"id": str(n)} for n in range(5000)]
    document = {"version": "https://jsonfeed.org/version/1.1", "items": posts}
    assert [each.id for each in feed(json.dumps(document)).entries] == [str(n) for n in range(500)]


# --- whatever comes -----------------------------------------------------------------------------

CONTENT_TYPES = st.sampled_from(
    [
        None,
        "",
        "text/xml",
        "application/rss+xml; charset=utf-16",
        'text/html; charset="',
        "application/json",
        "text/xml; charset=unicode_escape",
        "\u0141;;=",
    ]
)
ADDRESSES = st.sampled_from([ADDRESS, "", "not an address", "http://[bad", "file:///etc/passwd"])
PIECES = st.sampled_from(
    [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<?xml version="1.0" encoding="utf-7"?>',
        '<rss version="2.0">',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://[x">',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
        "<channel>",
        "<item>",
        "</item>",
        "<entry>",
        "</entry>",
        "<title>",
        "</title>",
        '<title type="xhtml">',
        '<link href="http://[bad"/>',
        "<link>http://a.example:99999/\ud7ff</link>",
        "<guid>",
        "<pubDate>0000-99-99T99:99:99Z</pubDate>",
        "<updated>2026-11-22T10:00:00+99:99</updated>",
        "<dc:date>99999999999999999999</dc:date>",
        '<content type="text">',
        '<content type="application/octet-stream" mode="base64">',
        '<content type="xhtml" src="x">',
        "</content>",
        "<author><name>",
        "<source>",
        "<category term='a' scheme='b'/>",
        "<enclosure/>",
        "<media:content url='x'/>",
        "<media:thumbnail/>",
        "<image>",
        "<ttl>99999999999</ttl>",
        "<skipHours><hour>99</hour><hour>3</hour></skipHours>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>",
        "&a;",
        "&#x0;",
        "&#xD800;",
        "&#99999999999;",
        "&nbsp;",
        "\x00",
        "\x1b",
        "\u202e",
        "</rss>",
        "</feed>",
        "</rdf:RDF>",
    ]
)


@pytest.mark.B4
@given(st.binary(min_size=1, max_size=2000), CONTENT_TYPES, ADDRESSES)
def test_any_bytes_are_a_feed_or_a_failure(
    body: bytes, content_type: str | None, address: str
) -> None:
    assert isinstance(read(body, content_type, address), ParsedFeed | Failed)


@pytest.mark.B4
@given(
    st.lists(PIECES | st.text(min_size=1, max_size=20), min_size=1, max_size=25),
    CONTENT_TYPES,
    ADDRESSES,
)
def test_any_soup_of_tags_is_a_feed_or_a_failure(
    pieces: list[str], content_type: str | None, address: str
) -> None:
    body = "".join(pieces).encode("utf-8", "surrogatepass")
    assert isinstance(read(body, content_type, address), ParsedFeed | Failed)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "id",
                        "url",
                        "title",
                        "content_html",
                        "content_text",
                        "authors",
                        "author",
                        "name",
                    ),
                    *("date_published", "date_modified", "tags", "language", "summary", "items"),
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@pytest.mark.B4
@given(JSON_VALUES, JSON_VALUES, JSON_VALUES)
def test_any_json_is_a_feed_or_a_failure(items: object, authors: object, home: object) -> None:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": items,
        "authors": authors,
        "home_page_url": home,
    }
    assert isinstance(read(json.dumps(document)), ParsedFeed | Failed)
