from __future__ import annotations

import pytest

from frontdesk.formats.feed_catalog import FeedCatalog, all_formats, atom_file, opml_file
from frontdesk.formats.feed_model import FeedFile, FeedOffer


def offer(name: str, shelf: str = "site", page: str = "") -> FeedOffer:
    return FeedOffer(
        name=name, shelf=shelf, title=name, label=name, what="It is.", page=page,
        documents=atom_file(name),
    )  # fmt: skip


@pytest.fixture
def feeds() -> FeedCatalog:
    feeds = FeedCatalog()
    for one in (
        offer("posts"),
        offer("topics/retail", "topics", "rack/retail.html"),
        offer("digest", page="digests/"),
        offer("topics/law", "topics", "rack/law.html"),
    ):
        feeds.add(one)
    return feeds


def names(offers) -> list[str]:
    return [one.name for one in offers]


def test_offers_stand_with_their_like_in_the_order_in_which_they_came(feeds):
    assert names(feeds.shelf("site")) == ["posts", "digest"]
    assert names(feeds.shelf("topics")) == ["topics/retail", "topics/law"]
    assert feeds.shelf("tags") == ()
    assert names(feeds) == ["posts", "digest", "topics/retail", "topics/law"]
    assert feeds["digest"].name == "digest"


@pytest.mark.parametrize(
    ("page", "announced"),
    [
        ("", ["posts", "digest"]),
        ("digests/", ["posts", "digest"]),
        ("about.html", ["posts", "digest"]),
        ("rack/law.html", ["topics/law", "posts", "digest"]),
    ],
)
def test_a_page_announces_its_own_feeds_first_and_each_once(feeds, page, announced):
    assert names(feeds.announced(page)) == announced


def test_what_goes_with_a_page_is_found_by_it(feeds):
    assert names(feeds.of("digests/")) == ["digest"]
    assert feeds.of("about.html") == ()


def test_documents_lie_by_their_names_with_the_kind_that_readers_look_for():
    assert all_formats("posts") == (
        FeedFile("Atom", "feeds/posts.atom.xml", "application/atom+xml"),
        FeedFile("RSS", "feeds/posts.rss.xml", "application/rss+xml"),
        FeedFile("JSON Feed", "feeds/posts.json", "application/feed+json"),
    )
    assert atom_file("topics/law") == (
        FeedFile("Atom", "feeds/topics/law.atom.xml", "application/atom+xml"),
    )
    assert opml_file("blogroll.opml") == (FeedFile("OPML", "blogroll.opml", "text/x-opml"),)
