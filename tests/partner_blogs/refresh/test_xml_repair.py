"""Faults that a reader would not stumble over change no word and no link of a feed (E1)."""

from __future__ import annotations

import time
from pathlib import Path
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.net.model import Fetched
from partner_blogs.model.feed import CleanFeed
from partner_blogs.refresh.charset import decode_document
from partner_blogs.refresh.parse_document import parse_and_clean
from partner_blogs.refresh.xml_repair import repair_xml

ROOT = Path(__file__).resolve().parents[3]
SPACES = 'xmlns:media="http://search.yahoo.com/mrss/"'


def read_feed(body: str) -> CleanFeed:
    fetched = Fetched(body=body.encode(), content_type=None, address="https://desk.example/feed")
    found = parse_and_clean(fetched, full=True)
    assert isinstance(found, CleanFeed), found
    return found


def rss(inside: str, untidy: str = "") -> str:
    return (
        f'<rss version="2.0" {SPACES}><channel><title>D</title><item><guid>1</guid>{untidy}'
        f"{inside}</item></channel></rss>"
    )


def is_well_formed(text: str) -> bool:
    try:
        expat.ParserCreate(None, " ").Parse(text, True)
    except expat.ExpatError:
        return False
    return True


QUERIES = [
    *("a=1&copy=2", "a=1&lang=2", "p=1&para=2&times=3", "x=&sect=4&not=5", "a=1&ampere=2", "a&b&c"),
    *("reg=1&reg=2", "a=1&lt=2&gt=3", "a=1&amp=2", "u=1&euro=2&trade=3", "q=R&D"),
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("untidy", ["", "<media:title>x</media:title>", "<odd>a<br>b</odd>"])
def test_a_bare_ampersand_changes_no_address(query: str, untidy: str) -> None:
    address = f"https://desk.example/?{query}"
    (entry,) = read_feed(rss(f"<link>{address}</link>", untidy)).entries
    assert entry.link == address
    (entry,) = read_feed(rss(f"<link>{address.replace('&', '&amp;')}</link>", untidy)).entries
    assert entry.link == address
    picture = f'<enclosure type="image/png" url="{address}"/>'
    (entry,) = read_feed(rss(picture, untidy)).entries
    assert entry.image == address
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>D</title><entry><id>1</id>'
        f'<link href="{address}"/>{untidy.replace("media:", "")}</entry></feed>'
    )
    (entry,) = read_feed(atom).entries
    assert entry.link == address


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("R&D", "R&D"),
        ("R&D;", "R&D;"),
        ("AT&T, Q&A & you", "AT&T, Q&A & you"),
        ("caf&eacute; &amp; bar", "café & bar"),
        ("&hellip; &NotAnEntity; &copy;", "… &NotAnEntity; ©"),
        ("a&#0;b&#xD800;c&#1114112;d", "abcd"),
        ("&#147;quoted&#148;", "“quoted”"),
        ("Don&#39t", "Don't"),
        ("5 < 6", "5 < 6"),
        ("a\x0bb\x00c", "abc"),
    ],
)
@pytest.mark.parametrize("untidy", ["", "<odd>a<br>b</odd>"])
def test_an_untidy_title_says_what_it_said(written: str, title: str, untidy: str) -> None:
    (entry,) = read_feed(rss(f"<title>{written}</title>", untidy)).entries
    assert entry.title == title


RSS_ITEM = "<{0}item><{0}title>One</{0}title><{0}link>https://desk.example/1</{0}link></{0}item>"
ATOM_ENTRY = '<{0}entry><{0}id>1</{0}id><{0}title>One</{0}title><{0}link href="https://desk.example/1"/></{0}entry>'
SPACES_OF_RSS = [
    *(
        "http://backend.userland.com/rss2",
        "http://purl.org/rss/1.0/",
        "https://odd.example/rss",
        "urn:x",
    ),
    *("http://cyber.law.harvard.edu/rss/rss.html", ""),
]


@pytest.mark.E1
@pytest.mark.parametrize("space", SPACES_OF_RSS)
def test_elements_with_a_prefix_are_read_as_those_without(space: str) -> None:
    declared = f' xmlns:r="{space}"' if space else ""
    inside = RSS_ITEM.format("r:")
    for body in (
        f'<r:rss version="2.0"{declared}><r:channel><r:title>D</r:title>{inside}</r:channel></r:rss>',
        f'<rss version="2.0"{declared}><channel><title>D</title>{inside}</channel></rss>',
    ):
        (entry,) = read_feed(body).entries
        assert (entry.title, entry.link) == ("One", "https://desk.example/1")


@pytest.mark.E1
@pytest.mark.parametrize(
    "space", ["http://www.w3.org/2005/Atom", "https://www.w3.org/2005/Atom/", ""]
)
def test_an_atom_feed_with_prefixes_is_read(space: str) -> None:
    declared = f' xmlns:a="{space}"' if space else ""
    entry = ATOM_ENTRY.format("a:")
    (only,) = read_feed(f"<a:feed{declared}><a:title>D</a:title>{entry}</a:feed>").entries
    assert (only.id, only.title, only.link) == ("1", "One", "https://desk.example/1")


def test_an_item_of_another_trade_is_no_entry_beside_ours() -> None:
    body = (
        '<rss version="2.0" xmlns:shop="urn:shop"><channel><title>D</title>'
        "<item><title>One</title><shop:item><shop:title>A chair</shop:title></shop:item></item>"
        "</channel></rss>"
    )
    assert [entry.title for entry in read_feed(body).entries] == ["One"]


@pytest.mark.parametrize("prefix", ["media", "dc", "itunes", "x"])
def test_a_prefix_that_nobody_declared_does_no_harm(prefix: str) -> None:
    body = (
        '<rss version="2.0"><channel><title>D</title>'
        f"<item><title>R&amp;D</title><{prefix}:title>Other</{prefix}:title></item></channel></rss>"
    )
    assert is_well_formed(repair_xml(body))
    if prefix != "dc":
        assert [entry.title for entry in read_feed(body).entries] == ["R&D"]


@pytest.mark.parametrize(
    "path",
    [*(ROOT / "tests" / "feeds").glob("*.xml"), *(ROOT / "samples" / "feeds").glob("*.xml")],
    ids=lambda path: path.stem,
)
def test_a_well_formed_document_stays_as_it_is(path: Path) -> None:
    text = decode_document(path.read_bytes(), None)
    if is_well_formed(text) and path.stem != "prefixed":
        assert repair_xml(text) == text
    assert repair_xml(repair_xml(text)) == repair_xml(text)


PIECES = st.sampled_from(
    [
        *(
            "&",
            "&amp;",
            "&copy;",
            "&#150;",
            "&#0;",
            "&x;",
            "<",
            ">",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
        ),
        *(
            "<?xml version='1.0'?>",
            "<?x ?>",
            "<a:b>",
            "</a:b>",
            "<item>",
            "</item>",
            "a:b='c'",
            "\x00",
            "w",
        ),
        *("<rss>", "</rss>", "<!DOCTYPE x [<!ENTITY y 'z'>]>", "&y;", "<b>"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_repairing_twice_is_repairing_once_and_closes_nothing(text: str) -> None:
    once = repair_xml(text)
    assert repair_xml(once) == once
    for tag in ("</item>", "</rss>", "]]>", "-->"):
        assert once.count(tag) == text.replace("\x00", "").count(tag)


@pytest.mark.E9
@pytest.mark.parametrize(
    "piece",
    ["<![CDATA[", "<!--", "<?", "&", "<!DOCTYPE ", "<!DOCTYPE x [", "xmlns:a=", "<a:", " a:"],
)
def test_a_tangle_is_repaired_in_no_time(piece: str) -> None:
    begun = time.process_time()  # which a busy machine does not lengthen
    repair_xml("<rss>" + piece * (500_000 // len(piece)))
    assert time.process_time() - begun < 5
