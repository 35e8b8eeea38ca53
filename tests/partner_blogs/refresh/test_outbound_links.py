"""The links of an entry to other sites (D8)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.urls import clean_url
from partner_blogs.model.feed import OutboundLink, RawText
from partner_blogs.refresh.outbound_links import MAX_ADDRESS, MAX_LINKS, MAX_TEXT, outbound_links

BASE = "https://ledger.example/2026/post"

pytestmark = pytest.mark.D8


def links(*texts: str, html: bool = True) -> list[str]:
    return [one.address for one in found(*texts, html=html)]


def found(*texts: str, html: bool = True) -> tuple[OutboundLink, ...]:
    raw = [RawText(value=text, html=html, base=BASE) for text in texts]
    return outbound_links(raw, BASE, [BASE, None])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<a href="https://a.example/x">x</a>', ["https://a.example/x"]),
        ("<A HREF='http://a.example/x?q=1&amp;r=2'>x</A>", ["http://a.example/x?q=1&r=2"]),
        ("<a class=b href=//a.example/x>x</a>", ["https://a.example/x"]),
        ('<a title="a > b" href="https://a.example/x">x</a>', ["https://a.example/x"]),
        ('<a href="https://a.example/x?utm_source=f&amp;p=2&amp;fbclid=9#top">x</a>',
         ["https://a.example/x?p=2"]),
        ('<a href="https://a.example/x?utm_source=feed">x</a>', ["https://a.example/x"]),
        ('<a href="https://a.example/x">x</a><a href="http://www.a.example/x/">y</a>',
         ["https://a.example/x"]),
        ('<a href="https://a.example/x">never closed <a href="https://b.example/">',
         ["https://a.example/x", "https://b.example/"]),
        ('<a href="/other">ours</a><a href="https://www.ledger.example/">ours</a>', []),
        ('<a href="#note">x</a><a name="here">x</a><a href="">x</a>', []),
        ('<a href="mailto:a@a.example">x</a><a href="javascript:f()">x</a>', []),
        ('<a rel="category tag" href="https://a.example/t">t</a>', []),
        ('<a rel="nofollow sponsored" href="https://a.example/ad">ad</a>', []),
        (f'<a href="https://a.example/{"x" * MAX_ADDRESS}">x</a>', []),
        ("https://a.example/ in words", []),
    ],
)  # fmt: skip
def test_each_address_of_another_site_counts_once_without_tracking(
    text: str, expected: list[str]
) -> None:
    assert links(text) == expected


def test_plain_text_and_a_missing_text_have_no_links() -> None:
    assert links('<a href="https://a.example/x">x</a>', html=False) == []
    assert outbound_links([None], BASE, []) == ()


def test_texts_are_read_one_after_the_other_up_to_a_limit() -> None:
    many = "".join(f'<a href="https://a.example/{n}">x</a>' for n in range(MAX_LINKS + 5))
    assert links('<a href="https://b.example/">b</a>', many) == [
        "https://b.example/",
        *(f"https://a.example/{n}" for n in range(MAX_LINKS - 1)),
    ]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("here", ""),
        ("this post", ""),
        ("Why <em>support</em> matters &amp; pays", "Why support matters & pays"),
        ("  Why support\n matters  ", "Why support matters"),
        ("word " * MAX_TEXT, ""),
        ("<img src=x.png alt='A picture of it'>", ""),
    ],
)
def test_the_words_of_a_link_are_kept_where_they_can_be_a_title(words: str, text: str) -> None:
    (link,) = found(f'<a href="https://a.example/x">{words}</a>')
    assert link == OutboundLink("https://a.example/x", text)


def test_of_two_links_to_one_address_the_words_count_that_say_something() -> None:
    same = '<a href="https://a.example/x">here</a> <a href="https://a.example/x">A title of it</a>'
    assert found(same) == (OutboundLink("https://a.example/x", "A title of it"),)


@given(
    st.lists(st.sampled_from(["<a ", 'href="', "'", '"', ">", "</a>", "https://a.example/", " x"]))
)
def test_whatever_comes_is_read_and_every_address_is_clean(pieces: list[str]) -> None:
    for one in found("".join(pieces)):
        assert clean_url(one.address) == one.address


@pytest.mark.E9
@pytest.mark.parametrize(
    "piece", ["<a ", '<a href="', "<a href='x' ", '<a href="https://a.example/x">']
)
def test_no_tangle_holds_anybody_up(piece: str) -> None:
    """A pattern that looks on and on would need minutes, and this test would never end."""
    assert len(links(piece * (1_000_000 // len(piece)))) <= 1
