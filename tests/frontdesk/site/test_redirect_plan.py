from __future__ import annotations

import pytest

from frontdesk.content.redirects import Redirect
from frontdesk.formats.feed_catalog import FeedCatalog, all_formats, atom_file
from frontdesk.formats.feed_model import FeedFile, FeedOffer
from frontdesk.site.redirect_plan import RedirectPlan, plan_redirects

pytestmark = pytest.mark.A5


def offer(name: str, page: str, documents: tuple[FeedFile, ...]) -> FeedOffer:
    return FeedOffer(
        name=name, shelf="site", title=name, label=name, what=name, page=page, documents=documents
    )


def plan(*moved: tuple[str, str]) -> RedirectPlan:
    feeds = FeedCatalog()
    feeds.add(offer("posts", "", all_formats("posts")))
    feeds.add(offer("fees", "category/fees.html", atom_file("categories/fees")))
    return plan_redirects((Redirect(old, new, "A title") for old, new in moved), feeds)


def test_a_page_leads_on_from_where_a_page_was() -> None:
    (page,) = plan(("2026/old.html", "2026/new.html")).pages
    assert (page.url, page.template) == ("2026/old.html", "redirect")
    assert page.values["redirect"].url == "2026/new.html"


def test_a_feed_is_copied_to_where_it_was() -> None:
    made = plan(("feeds/old.xml", "feeds/posts.rss.xml"))
    assert (made.pages, made.copies) == ((), {"feeds/old.xml": "feeds/posts.rss.xml"})


def test_a_folder_that_was_a_feed_leads_on_by_a_page() -> None:
    made = plan(("feed/", "feeds/posts.rss.xml"))
    assert ([page.url for page in made.pages], made.copies) == (["feed/"], {})


def test_the_feeds_of_a_renamed_page_are_copied_too() -> None:
    made = plan(("category/bills.html", "category/fees.html"))
    now = "feeds/categories/fees.atom.xml"
    assert made.copies == {"feeds/categories/bills.atom.xml": now}
    assert plan(("bills.html", "category/fees.html")).copies == {}


def test_a_feed_that_the_site_does_not_have_is_told_with_the_one_that_was_meant() -> None:
    made = plan(("old.xml", "feeds/post.rss.xml"), ("older.xml", "nothing-like-it.xml"))
    assert made.copies == {}
    assert [(one.redirect.former, "feeds/posts.rss.xml" in one.hint) for one in made.lost] == [
        ("old.xml", True),
        ("older.xml", False),
    ]
