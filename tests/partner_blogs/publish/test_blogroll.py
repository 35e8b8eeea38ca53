from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from tests.partner_blogs.make import NOW, ago, config, entry, partner, state

from partner_blogs.model.config import BlogrollRules
from partner_blogs.model.state import Entry, ImageCopy, PartnerImage
from partner_blogs.publish.blogroll import Blogroll, SidebarBlog, build_blogroll
from partner_blogs.publish.images import image_urls
from partner_blogs.publish.selection import select

ICON = PartnerImage("icon", "https://ledger.example/icon.png")
PHOTO = PartnerImage("thumbnail", "https://ledger.example/1.jpg")
IMAGES = image_urls(
    [
        ImageCopy(partner="ledger", picture=ICON, tried=NOW, file="i.webp"),
        ImageCopy(partner="ledger", picture=PHOTO, tried=NOW, file="p.webp"),
    ]
)


def blogroll(*entries: Entry, fields: dict[str, Any] | None = None, **rules: Any) -> Blogroll:
    known = config(partner(quiet_after=90, **fields or {}), blogroll=BlogrollRules(**rules))
    chosen = select(known, {"ledger": state(*entries)}, (), NOW, images=IMAGES)
    return build_blogroll(known, chosen, can_suggest=False)


def first(*entries: Entry, fields: dict[str, Any] | None = None, **rules: Any) -> SidebarBlog:
    return blogroll(*entries, fields=fields, **rules).blogs[0]


@pytest.mark.W1
def test_a_blog_has_its_newest_post_and_the_pictures_beside_it() -> None:
    blog = first(entry(1, image=PHOTO.address), entry(2))
    assert (blog.name, blog.icon) == ("Ledger and Lamp", "pictures/ledger/i.webp")
    assert blog.newest
    assert (blog.newest.title, blog.newest.thumbnail) == ("Post 1", "pictures/ledger/p.webp")


@pytest.mark.W1
@pytest.mark.parametrize(
    ("rules", "fields", "excerpt"),
    [
        ({}, {}, ""),
        ({"snippet": True}, {}, "What post 1 says."),
        ({"snippet": True}, {"show": "headlines"}, ""),
    ],
)
def test_first_words_are_there_where_editor_and_partner_want_them(
    rules: dict[str, Any], fields: dict[str, Any], excerpt: str
) -> None:
    newest = first(entry(1), fields=fields, **rules).newest
    assert newest
    assert newest.excerpt == excerpt


def test_the_editor_can_leave_out_posts_and_dates() -> None:
    assert first(entry(1), latest=False).newest is None
    dated, undated = (first(entry(1), age=age).newest for age in (True, False))
    assert dated
    assert undated
    assert (dated.date, undated.date) == (ago(days=1), None)


@pytest.mark.W8
def test_only_a_quiet_blog_has_the_day_of_its_last_post() -> None:
    assert first(entry(1)).quiet_since is None
    assert first(entry(91)).quiet_since == ago(days=91)


@pytest.mark.W11
def test_names_stay_as_they_are_whatever_a_refresh_brings() -> None:
    assert blogroll(entry(91)).names == blogroll(entry(1, image=PHOTO.address)).names


def test_what_no_sidebar_shows_changes_nothing() -> None:
    before = blogroll(entry(1), entry(2))
    assert before == blogroll(replace(entry(1), excerpt="Other words."), entry(3))
    assert before == blogroll(entry(1), fields={"feed_line": 9, "limit": 4, "author": "Ann"})
