from __future__ import annotations

import re
from email.headerregistry import Address
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.partner_blogs.make import partner

from frontdesk.core.translations import english
from partner_blogs.config.feeds_yaml import PARTNER_FIELDS
from partner_blogs.publish.mailto import removal_mailto, suggestion_mailto
from partner_blogs.publish.topics import Topic

WORDS = english()
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def read(letter: str) -> tuple[str, str, str]:
    """To, subject and body, as a mail program reads them: RFC 6068 knows no plus for a space."""
    parts = urlsplit(letter)
    assert parts.scheme == "mailto"
    assert re.fullmatch(r"[A-Za-z0-9%._~@?=&:-]*", letter)
    fields = parse_qs(parts.query.replace("+", "%2B"), strict_parsing=True)
    return unquote(parts.path), fields["subject"][0], fields["body"][0]


@pytest.mark.O3
def test_a_suggestion_has_a_line_for_each_field_that_a_partner_needs():
    to, subject, body = read(
        suggestion_mailto("us@a.example", "The A & B", [Topic("Law & order", "x")], WORDS)
    )
    assert (to, subject) == ("us@a.example", "Blog suggestion for The A & B")
    asked = re.findall(r"^([a-z_]+):", body, re.MULTILINE)
    assert set(asked) <= set(PARTNER_FIELDS)
    assert {"name", "author", "home", "feed", "topic", "description", "language"} <= set(asked)
    assert "topic: (such as Law & order)\r\n" in body


def test_a_letter_is_no_longer_than_mail_programs_take():
    topics = [Topic(f"Quite a long name of a topic, number {n}", "x") for n in range(100)]
    assert len(suggestion_mailto("us@a.example", "A blog of ours", topics, WORDS)) < 2000


def test_lines_end_as_a_mail_wants_them():
    assert "\n" not in read(suggestion_mailto("us@a.example", "A", [], WORDS))[2].replace(
        "\r\n", ""
    )


@pytest.mark.O3
@pytest.mark.parametrize("home", [None, "https://a.example/?x=1&body=spoof"])
def test_a_removal_names_the_blog_and_nothing_in_it_adds_a_field(home):
    _, subject, body = read(
        removal_mailto("us@a.example", "Us", partner(name="50% &cc=x", home=home), WORDS)
    )
    assert subject == "50% &cc=x on Us"
    assert (home or "This is my blog: 50% &cc=x") in body


@given(NAMES, NAMES)
def test_whatever_a_name_holds_it_is_only_text(site, name):
    address = str(Address(username="us", domain="a.example"))
    assert read(suggestion_mailto(address, site, [Topic(name, "x")], WORDS))[:2] == (
        address,
        f"Blog suggestion for {site}",
    )
    assert read(removal_mailto(address, site, partner(name=name), WORDS))[1] == f"{name} on {site}"
