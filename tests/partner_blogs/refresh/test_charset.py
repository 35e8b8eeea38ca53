"""One bad byte harms one letter, never the rest of the document (P9)."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.net.model import Fetched
from partner_blogs.model.feed import CleanFeed
from partner_blogs.refresh.charset import decode_document
from partner_blogs.refresh.parse_document import parse_and_clean

pytestmark = pytest.mark.P9
POLISH = "Zażółć „gęślą” jaźń"
RSS = '{}<rss version="2.0"><channel><title>Desk</title>{}</channel></rss>'
ATOM = '{}<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title>{}</feed>'
UTF_8 = '<?xml version="1.0" encoding="utf-8"?>'


def titles(body: bytes, content_type: str | None = None) -> list[str]:
    fetched = Fetched(body=body, content_type=content_type, address="https://desk.example/feed")
    found = parse_and_clean(fetched, full=False)
    assert isinstance(found, CleanFeed), found
    return [entry.title for entry in found.entries]


def documents(*entries: str) -> list[bytes]:
    """The same titles as RSS, tidy and untidy, Atom and JSON Feed, in UTF-8."""
    items = "".join(f"<item><title>{one}</title><guid>{one}</guid></item>" for one in entries)
    atom = "".join(f"<entry><title>{one}</title><id>{one}</id></entry>" for one in entries)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Desk",
        "items": [{"id": str(place), "title": one} for place, one in enumerate(entries)],
    }
    return [
        RSS.format("", items).encode(),
        RSS.format(UTF_8, items.replace("<item>", "<item><odd>R&D<br></odd>")).encode(),
        ATOM.format(UTF_8, atom).encode(),
        json.dumps(feed, ensure_ascii=False).encode(),
    ]


@pytest.mark.parametrize(
    ("bad", "letter"),
    [
        (b"\xff", "\ufffd"),
        (b"\x81", "\ufffd"),  # no letter in windows-1252 either
        (b"\xe2\x80", "\ufffd"),  # a quote that was cut
        (b"\xf0\x9f\x98", "\ufffd"),  # an emoji that was cut
        (b"\xed\xa0\xbd", "\ufffd"),  # half an emoji
        (b"\x93", "“"),  # pasted from windows-1252
        (b"\xe9", "é"),
        (b"\xed\xa0\xbd\xed\xb8\x80", "\N{GRINNING FACE}"),  # as old databases write it
    ],
)
@pytest.mark.parametrize("content_type", [None, "text/xml", "text/xml; charset=utf-8"])
def test_a_stray_byte_in_utf_8_harms_one_letter(
    bad: bytes, letter: str, content_type: str | None
) -> None:
    for body in documents(POLISH, "one @ letter", POLISH + "!"):
        expected = [POLISH, f"one {letter} letter", POLISH + "!"]
        assert titles(body.replace(b"@", bad), content_type) == expected


@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "windows-1252", "us-ascii", "windows-1250", "gbk"]
)
@pytest.mark.parametrize("bad", [b"", b"\xff"])
def test_utf_8_with_a_stray_byte_is_utf_8_whatever_is_said(declared: str, bad: bytes) -> None:
    prolog = f'<?xml version="1.0" encoding="{declared}"?>'
    body = RSS.format(
        prolog, f"<item><title>{POLISH}</title></item><item><title>b@c</title></item>"
    )
    for content_type in (None, f"application/rss+xml; charset={declared}"):
        first, second = titles(body.encode().replace(b"@", bad), content_type)
        assert first == POLISH
        assert (second[0], second[-1]) == ("b", "c")


@pytest.mark.parametrize(
    ("encoding", "text", "bad"),
    [
        ("windows-1250", POLISH, b"\x81"),
        ("windows-1251", "Вопрос и ответ", b"\x98"),
        ("windows-1252", "“café” – €", b"\x8d"),
        ("iso-8859-2", "Zażółć gęślą jaźń", b"\x0e"),
        ("koi8-r", "Вопрос и ответ", b"\x01"),
        ("shift_jis", "お客様の声", b"\xff"),
        ("gb2312", "客户服务", b"\xff"),
        ("euc-kr", "고객 서비스", b"\xff"),
        ("big5", "客戶服務", b"\xff"),
    ],
)
def test_a_stray_byte_in_another_encoding_harms_one_letter(
    encoding: str, text: str, bad: bytes
) -> None:
    said = f'<?xml version="1.0" encoding="{encoding}"?>'
    items = f"<item><title>{text}</title></item><item><title>b@c {text}</title></item>"
    for prolog, content_type in ((said, None), ("", f"text/xml; charset={encoding}")):
        body = RSS.format(prolog, items).encode(encoding).replace(b"@", bad)
        first, second = titles(body, content_type)
        assert first == text
        assert re.fullmatch(f"b.?c {text}", second)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("said", ["", '<?xml version="1.0" encoding="utf-16"?>', UTF_8])
def test_wide_characters_are_seen_and_half_of_one_harms_only_itself(
    encoding: str, said: str
) -> None:
    body = RSS.format(said, f"<item><title>{POLISH}</title></item>").encode(encoding)
    for content_type in (None, "text/xml", "text/xml; charset=utf-8"):
        assert titles(body, content_type) == [POLISH]
        assert titles(body + b"\n", content_type) == [POLISH]


def test_utf_8_that_is_said_to_be_utf_16_is_utf_8() -> None:
    """As .NET writes it into a string and sends it in UTF-8."""
    body = RSS.format(
        '<?xml version="1.0" encoding="utf-16"?>', f"<item><title>{POLISH}</title></item>"
    )
    assert titles(body.encode()) == [POLISH]
    assert titles(body.encode(), "application/rss+xml; charset=utf-16") == [POLISH]


@pytest.mark.parametrize("charset", ["utf-8", "us-ascii", "klingon", "utf-16"])
def test_a_charset_that_the_bytes_belie_gives_way_to_the_prolog(charset: str) -> None:
    said = '<?xml version="1.0" encoding="windows-1250"?>'
    body = RSS.format(said, f"<item><title>{POLISH}</title></item>").encode("windows-1250")
    assert titles(body, f"text/xml; charset={charset}") == [POLISH]


def test_a_charset_that_may_be_right_comes_before_the_prolog() -> None:
    said = '<?xml version="1.0" encoding="iso-8859-1"?>'
    body = RSS.format(said, f"<item><title>{POLISH}</title></item>").encode("windows-1250")
    assert titles(body, "text/xml; charset=windows-1250") == [POLISH]


def test_japanese_in_seven_bits_is_read_as_it_is_said() -> None:
    said = '<?xml version="1.0" encoding="iso-2022-jp"?>'
    body = RSS.format(said, "<item><title>お客様の声</title></item>").encode("iso-2022-jp")
    assert titles(body) == ["お客様の声"]


def test_a_json_feed_in_another_encoding_is_read() -> None:
    items = [{"id": "1", "title": "café “x”"}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "D", "items": items}
    body = json.dumps(feed, ensure_ascii=False)
    assert titles(body.encode("windows-1252"), "application/json; charset=iso-8859-1") == [
        "café “x”"
    ]
    assert titles(body.encode("utf-16")) == ["café “x”"]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=80)


@settings(deadline=None)
@given(TEXTS, st.integers(0, 80), st.binary(min_size=1, max_size=1))
def test_a_byte_set_wrong_anywhere_leaves_the_letters_around_it(
    text: str, place: int, bad: bytes
) -> None:
    before, behind = POLISH + text[:place], text[place:] + POLISH
    found = decode_document(before.encode() + bad + behind.encode(), None)
    assert found.startswith(before)
    assert found.endswith(behind)


@given(
    st.binary(max_size=300), st.text(max_size=30) | st.sampled_from(["x; charset=unicode_escape"])
)
def test_any_bytes_are_a_text(body: bytes, content_type: str) -> None:
    decode_document(body, content_type).encode()
