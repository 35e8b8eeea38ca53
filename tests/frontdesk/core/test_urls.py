from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frontdesk.core.urls import (
    clean_url,
    is_feed_file,
    may_send_credentials,
    typed_urls,
    url_key,
    without_credentials,
)

BASE = "https://ledger.example/2026/feed.xml"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("https://a.example/x?y=1&z=%20#w", "https://a.example/x?y=1&z=%20#w"),
        ("  https://a.example/x\n", "https://a.example/x"),
        ("HTTPS://A.Example/X", "https://a.example/X"),
        ("http://a.example", "http://a.example"),
        ("lamp.html", "https://ledger.example/2026/lamp.html"),
        ("../lamp", "https://ledger.example/lamp"),
        ("/lamp", "https://ledger.example/lamp"),
        ("//lamp.example/1", "https://lamp.example/1"),
        ("?p=1", "https://ledger.example/2026/feed.xml?p=1"),
        ("#two", "https://ledger.example/2026/feed.xml#two"),
    ],
)
def test_an_address_comes_out_whole(raw, cleaned):
    assert clean_url(raw, BASE) == cleaned


@pytest.mark.E6
@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("https://me:secret@a.example/x", "https://a.example/x"),
        ("https://me@a.example:8443/x", "https://a.example:8443/x"),
        ("https://a.example:/x", "https://a.example/x"),
        ("http://[2001:DB8::1]/x", "http://[2001:db8::1]/x"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("https://żółw.example/ż?ó=ł#w", "https://żółw.example/%C5%BC?%C3%B3=%C5%82#w"),
        ("https://a.example/{attach}x|y", "https://a.example/%7Battach%7Dx%7Cy"),
        ("https://a.example/a b?c d#e f", "https://a.example/a%20b?c%20d#e%20f"),
        ("https://a.example/\"'<>\\^`", "https://a.example/%22%27%3C%3E%5C%5E%60"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/{% x %}", "https://a.example/%7B%25%20x%20%25%7D"),
        ("https://a.example/[1]?a[]=2#[3]#4", "https://a.example/%5B1%5D?a%5B%5D=2#%5B3%5D%234"),
        ("https://a.example/a\tb\r\nc", "https://a.example/abc"),
        ("https://a.example/\x00\x1b\x7f-", "https://a.example/%00%1B%7F-"),
        ("https://a.example/\u202ex", "https://a.example/%E2%80%AEx"),
    ],
)
def test_whatever_could_hurt_is_taken_out_or_encoded(raw, cleaned):
    assert clean_url(raw) == cleaned


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "   ",
        "lamp.html",
        "//lamp.example/1",
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,<script>",
        "mailto:ann@a.example",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "http://",
        "http:///x",
        "https://a.example:99999/",
        "https://a.example:eighty/",
        "http://[::1/x",
        "http://a b.example/",
        "http://a<b.example/",
        "http://{a}.example/",
        "http://a|b.example/",
        "http://a\\b.example/",
        "http://a\x01b.example/",
        "http://a\x7fb.example/",
        "http://a\u202eb.example/",
        "]]>",
        "\x00",
    ],
)
def test_what_is_no_web_address_is_none(raw):
    assert clean_url(raw) is None


@pytest.mark.parametrize("base", ["", "http://[", "file:///home/ann/feed.xml", "not an address"])
def test_a_relative_address_without_a_usable_base_is_none(base):
    assert clean_url("lamp.html", base) is None


def test_an_address_is_at_most_2000_characters_long():
    start = "https://a.example/"
    longest = start + "x" * (2000 - len(start))
    assert clean_url(longest) == longest
    assert clean_url(longest + "x") is None


def test_the_length_that_counts_is_that_of_the_encoded_address():
    assert clean_url("https://a.example/" + "ż" * 700) is None


CHARACTERS = st.characters()  # surrogates too, which st.text() alone leaves out
ADDRESSES = st.one_of(
    st.text(CHARACTERS),
    st.builds("{}://{}/{}".format, st.sampled_from(["http", "https"]), st.text(), st.text()),
    st.builds("https://{}a{}.example:{}/{}?{}#{}".format, *[st.text(CHARACTERS, max_size=5)] * 6),
)


def is_unsafe(character: str) -> bool:
    return (
        character.isspace()
        or character in "\"'<>{}|\\"
        or unicodedata.category(character) in {"Cc", "Cs"}
        or unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF"}
    )


@pytest.mark.E6
@given(ADDRESSES, st.none() | ADDRESSES)
@example("https://a.example/\ud800", None)
@example("lamp", "https://a.example/\ud800/")
def test_a_cleaned_address_is_none_or_harmless_and_stays_as_it_is(raw, base):
    cleaned = clean_url(raw, base)
    if cleaned is None:
        return
    assert urlsplit(cleaned).scheme in {"http", "https"}
    assert urlsplit(cleaned).hostname
    assert "@" not in urlsplit(cleaned).netloc
    assert not any(map(is_unsafe, cleaned))
    assert len(cleaned) <= 2000
    assert clean_url(cleaned) == cleaned


# --- comparison ---------------------------------------------------------------------------------


@pytest.mark.E4
@pytest.mark.parametrize(
    "other",
    [
        "http://a.example/x?p=1",
        "https://www.a.example/x?p=1",
        "https://A.EXAMPLE/x?p=1",
        "https://a.example/x/?p=1",
        "https://a.example:443/x?p=1",
        "http://a.example:80/x?p=1",
        "https://a.example/x?p=1&utm_source=feed&utm_medium=rss&UTM_Campaign=x",
        "https://a.example/x?fbclid=1&p=1&gclid=2",
        "https://a.example/x?mc_cid=1&mc_eid=2&p=1&_hsenc=3&_hsmi=4&mkt_tok=5&cmpid=6",
        "https://a.example/x?dclid=1&msclkid=2&yclid=3&igshid=4&p=1&ref_src=5",
    ],
)
def test_addresses_of_one_page_compare_as_equal(other):
    assert url_key(other) == url_key("https://a.example/x?p=1")


@pytest.mark.parametrize(
    ("written", "encoded"),
    [
        ("https://a.example/żółw", "https://a.example/%C5%BC%C3%B3%C5%82w"),
        ("https://a.example/żółw", "https://a.example/%c5%bc%c3%b3%c5%82w"),
        ("https://a.example/{x}", "https://a.example/%7Bx%7D"),
        ("https://a.example/?q=ż", "https://a.example/?q=%C5%BC"),
        ("https://a.example/#ż", "https://a.example/#%C5%BC"),
    ],
)
def test_an_address_compares_as_equal_however_its_letters_are_encoded(written, encoded):
    assert url_key(written) == url_key(encoded)


def test_the_order_of_a_query_does_not_count():
    assert url_key("https://a.example/?b=2&a=1") == url_key("https://a.example/?a=1&b=2")


@pytest.mark.E4
@pytest.mark.parametrize(
    "other",
    [
        "https://a.example/X?p=1",
        "https://a.example/x?p=2",
        "https://a.example/x?p=1&q=",
        "https://a.example/x",
        "https://a.example/x?p=1#two",
        "https://b.example/x?p=1",
        "https://wwwa.example/x?p=1",
        "https://blog.a.example/x?p=1",
        "https://a.example:8443/x?p=1",
        "https://a.example/x?p=1&utmost=1",
    ],
)
def test_addresses_of_different_pages_do_not(other):
    assert url_key(other) != url_key("https://a.example/x?p=1")


@given(ADDRESSES)
@example("https://a.example/?q=\ud800")
@example("http://[")
def test_comparing_never_fails(address):
    assert isinstance(url_key(address), str)


# --- printing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("https://me:secret@a.example:8443/x?y#z", "https://a.example:8443/x?y#z"),
        ("https://me:s@cret@a.example/x", "https://a.example/x"),
        ("https://a.example/ann@home", "https://a.example/ann@home"),
        ("feeds/ledger.xml", "feeds/ledger.xml"),
        ("http://[", "an unreadable address"),
    ],
)
def test_an_address_is_printed_without_its_password(address, printed):
    assert without_credentials(address) == printed


@pytest.mark.P7
@pytest.mark.parametrize(
    ("address", "of", "answer"),
    [
        ("https://a.example/x", "https://me:pw@a.example/f", True),
        ("https://a.example/x", "http://me:pw@a.example/f", True),
        ("http://a.example/x", "https://me:pw@a.example/f", False),
        ("https://a.example:8443/x", "https://me:pw@a.example/f", False),
        ("https://b.a.example/x", "https://me:pw@a.example/f", False),
        ("https://A.example/x", "https://me:pw@a.example/f", True),
    ],
)
def test_a_login_is_for_one_host_and_never_for_less_safety(address, of, answer):
    assert may_send_credentials(address, of) is answer


@pytest.mark.parametrize(
    ("feed", "answer"),
    [("samples/a.xml", True), ("a.xml", True), ("https://a.example/", False), ("http://a", False)],
)
def test_a_feed_is_a_file_or_an_address(feed, answer):
    assert is_feed_file(feed) is answer


SIMPLE = st.from_regex(
    r"https?://(www\.)?[a-z]{1,3}(\.[a-z]{1,3}){1,2}(/[a-zA-Z0-9._~-]{0,3}){0,3}", fullmatch=True
)


@given(SIMPLE)
@example("https://a.b//c")
def test_a_simple_address_is_cleaned_like_any_other(address):
    assert clean_url(address, BASE) == clean_url(f" {address}", BASE)


@given(SIMPLE)
def test_a_simple_address_compares_like_any_other(address):
    assert url_key(address) == url_key(f"{address}?utm_source=feed")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" a-blog.example ", ("https://a-blog.example", "http://a-blog.example")),
        ("localhost:8101/x", ("https://localhost:8101/x", "http://localhost:8101/x")),
        ("http://a-blog.example/", ("http://a-blog.example/",)),
        ("https://a-blog.example/", ("https://a-blog.example/",)),
        ("ftp://a-blog.example/", ()),
        ("", ()),
    ],
)
def test_what_is_typed_without_https_may_mean_http(typed: str, meant: tuple[str, ...]) -> None:
    assert typed_urls(typed) == meant
