"""Signs of partners' texts that came in two halves."""

from __future__ import annotations

import pytest

from frontdesk.core.text import whole_characters
from frontdesk.formats.sanitizer import plain_words
from frontdesk.net.model import Fetched
from partner_blogs.model.feed import ParsedFeed
from partner_blogs.refresh.parse_feedparser import parse


@pytest.mark.E5
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("&#55356;&#57225;", "&#127881;"),
        ("&#xD83C;&#xDF89;", "&#127881;"),
        ("&#xd83c;&#57225; x", "&#127881; x"),
        ("&#57225;&#55356;", "&#57225;&#55356;"),
        ("&#65;&#66;", "&#65;&#66;"),
    ],
)
def test_two_references_for_one_sign_are_one(typed: str, meant: str) -> None:
    assert whole_characters(typed) == meant


@pytest.mark.E5
def test_a_sign_in_two_halves_is_shown() -> None:
    assert plain_words("Party &#55356;&#57225; time") == "Party 🎉 time"
    feed = (
        "<rss version='2.0'><channel><title>T</title><item><title>Party &#55356;&#57225; time</title>"
        "<link>https://a.example/1</link></item></channel></rss>"
    )
    found = parse(Fetched(body=feed.encode(), content_type=None, address="https://a.example/feed"))
    assert isinstance(found, ParsedFeed)
    title = found.entries[0].title
    assert title
    assert plain_words(title.value) == "Party 🎉 time"
