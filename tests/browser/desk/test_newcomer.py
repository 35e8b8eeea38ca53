"""What the first page of the desk leads a newcomer to, with the program as they start it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.desk.opened import opened
from tests.frontdesk.cli.preview import previewing
from tests.partner_blogs.refresh.server import Server, reply
from tests.whole_sites.building import FEED, ITEM, Site


@pytest.mark.K3
@pytest.mark.P7
def test_a_blog_is_brought_from_the_first_page_into_the_sidebar(
    outside: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = Site(tmp_path_factory.mktemp("project"))
    site.feeds("partners: []\n")
    site.post("posts/2026-11-05-first.md", "Title: First\n\nWords.\n")
    item = ITEM.format(id="shop", n=1, title="At the counter", date="", text="Words of the shop.")
    trial = "--allow-private-addresses"
    with Server() as server, previewing(site, trial) as preview:
        home = f'<link rel="alternate" type="application/rss+xml" href="{server.url()}">'
        feed = FEED.format(id="shop", title="The Shop", items=item)
        server.answers |= {"/": reply(home.encode()), "/feed": reply(feed.encode())}
        with opened(outside, preview.desk) as page:
            page.get_by_role("link", name="Add a blog").click()
            page.get_by_label("Its address").fill(server.url("/"))
            page.get_by_role("button", name="Find its posts").click()
            page.get_by_role("button", name="Add this blog").click()
            page.get_by_role("button", name="Refresh now").click()
            expect(page.get_by_text("The Shop: 1 entry read")).to_be_visible()
            expect(page.get_by_role("status")).to_contain_text("It is done")
            with ThreadPoolExecutor(
                1
            ) as elsewhere:  # not in the thread of the browser's event loop
                elsewhere.submit(preview.said, "Built the site").result()
            page.get_by_role("link", name="See the site").click()
            beside = page.get_by_role("complementary")
            expect(beside.get_by_role("link", name="At the counter")).to_be_visible()
