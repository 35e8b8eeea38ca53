"""JSON Feed 1.0 and 1.1 (E1)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.net.model import Failed, Fetched
from partner_blogs.model.feed import ParsedFeed
from partner_blogs.refresh.parse_feedparser import parse_feed

FULL = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "A < B",
    "home_page_url": "https://a.example/",
    "feed_url": "https://a.example/feed.json",
    "language": "pl",
    "icon": "https://a.example/large.png",
    "favicon": "https://a.example/small.png",
    "authors": [{"name": "Ann"}, {"name": "Bob"}],
    "items": [
        {
            "id": "1",
            "url": "/one",
            "title": "One",
            "content_html": "<p>Text</p>",
            "summary": "Short",
            "date_published": "2026-11-01T10:00:00+02:00",
            "date_modified": "2026-11-02T10:00:00Z",
            "tags": ["x", 3, "y"],
            "language": "en",
            "image": "/one.jpg",
            "banner_image": "/wide.jpg",
        },
        {
            "id": 7,
            "external_url": "https://b.example/",
            "content_text": "a < b",
            "author": {"name": "Eve"},
            "banner_image": "/wide.jpg",
        },
    ],
}


def read(feed: object) -> ParsedFeed | Failed:
    body = feed if isinstance(feed, bytes) else json.dumps(feed).encode()
    return parse_feed(Fetched(body=body, content_type=None, address="https://a.example/feed.json"))


@pytest.mark.E1
def test_every_field_finds_its_place() -> None:
    parsed = read(FULL)
    assert isinstance(parsed, ParsedFeed)
    assert (parsed.format, parsed.id, parsed.link, parsed.language) == (
        "JSON Feed 1.1", "https://a.example/feed.json", "https://a.example/", "pl",
    )  # fmt: skip
    assert parsed.title is not None
    assert (parsed.title.value, parsed.title.html) == ("A < B", False)
    assert parsed.icon == "https://a.example/small.png"
    one, two = parsed.entries
    assert (one.image, two.image) == ("/one.jpg", "/wide.jpg")
    assert (one.id, one.link, one.author, one.tags, one.language) == (
        "1",
        "/one",
        "Ann, Bob",
        ("x", "y"),
        "en",
    )
    assert one.published == datetime(2026, 11, 1, 8, tzinfo=UTC)
    assert one.updated == datetime(2026, 11, 2, 10, tzinfo=UTC)
    assert one.content is not None
    assert (one.content.value, one.content.html) == ("<p>Text</p>", True)
    assert one.summary is not None
    assert (two.id, two.link, two.author, two.language) == ("7", "https://b.example/", "Eve", "pl")
    assert two.content is not None
    assert (two.content.value, two.content.html) == ("a < b", False)


def test_a_byte_order_mark_and_white_space_do_no_harm() -> None:
    assert isinstance(read(b"\xef\xbb\xbf  " + json.dumps(FULL).encode()), ParsedFeed)


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        ({"items": []}, "no feed"),
        ({"version": "https://example.org/1", "items": []}, "no feed"),
        ({"version": 1}, "no feed"),
        (json.dumps(FULL).encode()[:-10], "damaged"),
        (b'{"a":' * 100_000, "damaged"),
        (b'{"version": "\xff"}', "damaged"),
    ],
)
def test_what_is_no_whole_feed_is_a_failure(feed: object, reason: str) -> None:
    found = read(feed)
    assert isinstance(found, Failed)
    assert reason in found.reason


@pytest.mark.parametrize("date", ["", "soon", "2026-13-01", "0001-01-01T00:00:00+23:00", 5, None])
def test_an_unreadable_date_counts_as_missing(date: object) -> None:
    item = {"id": "1", "date_published": date}
    parsed = read({"version": FULL["version"], "items": [item]})
    assert isinstance(parsed, ParsedFeed)
    assert parsed.entries[0].published is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)
MEMBERS = st.dictionaries(st.sampled_from([*FULL, *FULL["items"][0], "author"]), JSON, max_size=8)  # type: ignore[misc]


@given(MEMBERS, st.lists(MEMBERS | JSON, max_size=4))
def test_members_of_any_kind_never_raise(feed: dict[str, Any], items: list[Any]) -> None:
    found = read({**feed, "version": FULL["version"], "items": items})
    assert isinstance(found, ParsedFeed)
    assert len(found.entries) == sum(isinstance(item, dict) for item in items)


@pytest.mark.E9
def test_no_more_than_500_items_are_read() -> None:
    parsed = read({"version": FULL["version"], "items": [{"id": n} for n in range(600)]})
    assert isinstance(parsed, ParsedFeed)
    assert len(parsed.entries) == 500
