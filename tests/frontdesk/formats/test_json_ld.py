"""JSON-LD: what stands in it, and that nothing in it can end the element that it stands in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.formats.json_ld import (
    MAX_LISTED,
    BlogPosting,
    NamedLink,
    Site,
    blog_post,
    home_page,
    list_page,
)

pytestmark = pytest.mark.R7

SITE = Site("Ours", "https://site.example/blog", "A line", "Ada", "en")
WHEN = datetime(2026, 11, 5, 9, tzinfo=UTC)
TRAIL = (
    NamedLink("Ours", "https://site.example/blog/"),
    NamedLink("Craft", "https://site.example/blog/category/craft.html"),
    NamedLink("First", "https://site.example/blog/first.html"),
)
POSTING = BlogPosting(
    title="First",
    address="https://site.example/blog/first.html",
    summary="In short.",
    published=WHEN,
    modified=WHEN + timedelta(days=1),
    authors=(NamedLink("Ada", "https://site.example/blog/author/ada.html"),),
    language="en",
    category="Craft",
)


def things(text: str) -> dict[str, Any]:
    """Each thing of the graph, by its type."""
    whole = json.loads(text)
    assert whole["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in whole["@graph"]}


def test_a_post_says_what_it_is_and_where_it_stands() -> None:
    found = things(blog_post(SITE, POSTING, TRAIL))
    assert found["BlogPosting"] | {"author": found["BlogPosting"]["author"][0]["name"]} == {
        "@type": "BlogPosting",
        "@id": "https://site.example/blog/first.html#post",
        "url": "https://site.example/blog/first.html",
        "mainEntityOfPage": "https://site.example/blog/first.html",
        "headline": "First",
        "description": "In short.",
        "datePublished": "2026-11-05T09:00:00+00:00",
        "dateModified": "2026-11-06T09:00:00+00:00",
        "author": "Ada",
        "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": "Ours", "url": "https://site.example/blog/"},
        "articleSection": "Craft",
        "isPartOf": {"@type": "Blog", "@id": "https://site.example/blog/#blog", "name": "Ours"},
    }
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (n, one.name, one.address) for n, one in enumerate(TRAIL, start=1)
    ]


def test_a_post_names_its_tags_its_picture_and_where_it_appeared_first() -> None:
    more = {"first": "https://else.example/a", "images": ("https://site.example/blog/a.png",)}
    posting = msgspec.structs.replace(POSTING, tags=("a", "b"), **more)
    found = things(blog_post(SITE, posting, TRAIL))["BlogPosting"]
    assert found["keywords"] == ["a", "b"]
    assert (found["isBasedOn"], found["image"]) == (more["first"], [*more["images"]])


def test_the_publisher_has_the_picture_of_the_site() -> None:
    site = msgspec.structs.replace(SITE, logo="https://site.example/blog/icon.svg")
    publisher = things(blog_post(site, POSTING, TRAIL))["BlogPosting"]["publisher"]
    assert publisher["logo"] == "https://site.example/blog/icon.svg"


@pytest.mark.R11
@pytest.mark.parametrize(("tagline", "description"), [("A line", "A line"), ("", None)])
def test_home_is_a_site_and_a_blog(tagline: str, description: str | None) -> None:
    found = things(home_page(msgspec.structs.replace(SITE, tagline=tagline)))
    assert found["WebSite"]["url"] == found["Blog"]["url"] == "https://site.example/blog/"
    assert found["Blog"].get("description") == description


def test_a_list_names_its_newest_posts_and_counts_all() -> None:
    posts = [
        NamedLink(f"Post {n}", f"https://site.example/blog/{n}.html") for n in range(MAX_LISTED + 5)
    ]
    found = things(list_page(SITE, TRAIL, posts))["CollectionPage"]
    assert (found["name"], found["mainEntity"]["numberOfItems"]) == ("First", MAX_LISTED + 5)
    items = found["mainEntity"]["itemListElement"]
    assert [item["url"] for item in items] == [one.address for one in posts[:MAX_LISTED]]


@given(st.text(), st.text())
def test_no_words_can_end_the_element_or_change_what_is_said(title: str, summary: str) -> None:
    hostile = msgspec.structs.replace(POSTING, title=f"</script><!--{title}", summary=summary)
    text = blog_post(SITE, hostile, TRAIL)
    assert not set("<>&") & set(text)
    found = things(text)["BlogPosting"]
    assert (found["headline"], found["description"]) == (f"</script><!--{title}", summary)
