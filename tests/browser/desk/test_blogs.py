"""The blogs desk as a person uses it, byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.desk.opened import FEEDS, at, check, opened, type_into
from tests.partner_blogs.refresh.server import Server, reply
from tests.whole_sites.building import FEED, ITEM, Site

BEN = FEEDS[FEEDS.index("  - id: ben") :]
ANN = FEEDS.removeprefix("partners:\n").removesuffix(BEN)
CYD = "  - id: cyd\n    name: Cyd\n    home: https://cyd.example/\n"


@pytest.mark.K3
def test_a_blog_is_added_by_keyboard_alone(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    item = ITEM.format(id="shop", n=1, title="At the counter", date="", text="Words of the shop.")
    with Server() as server, opened(outside, address, **screen) as page:
        home = f'<link rel="alternate" type="application/rss+xml" href="{server.url()}">'
        feed = FEED.format(id="shop", title="The Shop", items=item)
        server.answers |= {"/": reply(home.encode()), "/feed": reply(feed.encode())}
        keys = page.keyboard
        page.get_by_role("link", name="Blogs", exact=True).focus()
        keys.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Blogs")
        check(page)
        page.get_by_label("Its address").focus()
        keys.type(server.url("/"))
        keys.press("Enter")
        expect(page.get_by_text("Words of the shop.")).to_be_visible()
        check(page)
        page.get_by_label("Topic").focus()
        keys.type("Retail")
        page.get_by_label("Headline and excerpt").focus()
        keys.press("ArrowUp")
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("on the list")
        check(page)
        page.get_by_role("button", name="Refresh now").focus()
        keys.press("Enter")
        expect(page.get_by_text("The Shop: 1 entry read")).to_be_visible()
        check(page)
        url = server.url()
    assert (site.folder / "feeds.yaml").read_text() == (
        f"{FEEDS}  - id: the-shop\n    name: The Shop\n    home: https://shop.example/\n"
        f"    feed: {url}\n    topic: Retail\n    show: headlines\n"
    )


@pytest.mark.K3
def test_blogs_change_places_by_keyboard_and_by_dragging(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    feeds = site.folder / "feeds.yaml"
    feeds.write_text(FEEDS + CYD)
    with opened(outside, address, **screen) as page:
        page.goto(at(address, "blogs/"))
        page.evaluate("window.stays = true")
        down = page.get_by_role("button", name="Move down: Ann's Notes")
        down.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".saved")).to_have_text("Moved.")
        expect(page.locator(".blogs h3")).to_have_text(["Ben at the Bench", "Ann's Notes", "Cyd"])
        expect(down).to_be_focused()
        assert feeds.read_text() == f"partners:\n{BEN}{ANN}{CYD}"
        check(page)
        page.keyboard.press("Enter")
        expect(page.locator(".blogs h3")).to_have_text(["Ben at the Bench", "Cyd", "Ann's Notes"])
        expect(page.locator("#blog-ann")).to_be_focused()
        page.get_by_role("button", name="Move to the top: Ann's Notes").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".blogs h3")).to_have_text(["Ann's Notes", "Ben at the Bench", "Cyd"])
        assert feeds.read_text() == FEEDS + CYD
        page.get_by_role("button", name="Move down: Ben at the Bench").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".blogs h3")).to_have_text(["Ann's Notes", "Cyd", "Ben at the Bench"])

        page.set_viewport_size({"width": 1280, "height": 1200})
        page.locator("#blog-ben .grip").drag_to(
            page.locator("#blog-cyd"), target_position={"x": 200, "y": 2}
        )
        expect(page.locator(".blogs h3")).to_have_text(["Ann's Notes", "Ben at the Bench", "Cyd"])
        assert page.evaluate("window.stays")
    assert feeds.read_text() == FEEDS + CYD


@pytest.mark.K3
def test_a_blog_is_retired_taken_up_and_removed_by_keyboard_alone(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    feeds = site.folder / "feeds.yaml"
    with opened(outside, address, **screen) as page:
        keys = page.keyboard
        page.goto(at(address, "blog/ben"))
        check(page)
        page.get_by_label("Reason, for readers").focus()
        keys.type("It ended: a pity.")
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Retired")
        check(page)
        assert feeds.read_text() == f"{FEEDS}    status: retired\n    reason: 'It ended: a pity.'\n"
        page.get_by_role("button", name="Take it up again").focus()
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("active again")
        assert feeds.read_text() == FEEDS
        page.get_by_role("link", name="Remove this blog").focus()
        keys.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Remove Ben at the Bench?")
        expect(page.get_by_text("its 1 post is erased")).to_be_visible()
        check(page)
        feeds.write_text(FEEDS.replace("Ben at the Bench", "Ben, now elsewhere"))
        page.get_by_role("button", name="Remove and erase").focus()
        keys.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Somebody changed this blog")
        check(page)
        assert "removed" not in feeds.read_text()
        page.get_by_role("button", name="Save yours instead").focus()
        keys.press("Enter")
        expect(page.locator(".saved")).to_contain_text("Removed")
        check(page)
    new = FEEDS.replace("Ben at the Bench", "Ben, now elsewhere")
    assert feeds.read_text() == f"{new}    status: removed\n"


@pytest.mark.K3
def test_a_candidate_is_switched_on_by_keyboard_alone(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    feeds = site.folder / "feeds.yaml"
    candidate = "".join(f"#{line}" for line in CYD.splitlines(keepends=True))
    feeds.write_text(f"{FEEDS}\n# --- Candidates ---\n\n{candidate}")
    with opened(outside, address, **screen) as page:
        page.goto(at(address, "blogs/"))
        page.get_by_text("1 candidate").focus()
        page.keyboard.press("Enter")
        switch = page.get_by_role("button", name="Switch on: Cyd")
        expect(switch).to_be_visible()
        check(page)
        switch.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("switched on")
        check(page)
    assert feeds.read_text() == f"{FEEDS}\n# --- Candidates ---\n\n{CYD}"


@pytest.mark.K3
def test_a_blog_is_changed_by_keyboard_alone_and_a_text_editor_meanwhile(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    feeds = site.folder / "feeds.yaml"
    with opened(outside, address, **screen) as page:
        keys = page.keyboard
        page.goto(at(address, "blogs/"))
        page.get_by_role("link", name="Ben at the Bench", exact=True).focus()
        keys.press("Enter")
        page.get_by_label("Topic").focus()
        keys.type("Law: practice")
        page.get_by_label("Headline and excerpt").focus()
        keys.press("ArrowDown")
        page.get_by_text("Consent to the full text").focus()
        keys.press("Enter")
        page.get_by_label("Who allowed it").focus()
        keys.type("Ben")
        type_into(page.get_by_label("On which day"), "2026-11-17")
        page.get_by_text("Only some of its posts").focus()
        keys.press("Enter")
        page.get_by_label("Leave out posts").focus()
        keys.type("podcast\n/^Ad:/")
        page.get_by_text("Limits of its own").focus()
        keys.press("Enter")
        page.get_by_label("Posts in one digest").focus()
        keys.type("many")
        keys.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Nothing was saved yet")
        expect(page.get_by_label("Topic")).to_have_value("Law: practice")
        check(page)
        assert feeds.read_text() == FEEDS
        feeds.write_text(f"# From a text editor.\n{FEEDS}{CYD}")
        page.get_by_label("Posts in one digest").focus()
        keys.press("Control+a")
        keys.type("2")
        keys.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Saved.")
        check(page)
    added = (
        "    topic: 'Law: practice'\n    show: full\n    consent:\n      by: Ben\n"
        "      date: '2026-11-17'\n    per_digest: 2\n    exclude:\n      - podcast\n      - /^Ad:/\n"
    )
    assert feeds.read_text() == f"# From a text editor.\n{FEEDS}{added}{CYD}"


@pytest.mark.K3
def test_while_a_site_is_asked_the_page_says_so(outside: Browser, site: Site, address: str) -> None:
    with opened(outside, address) as page:
        page.goto(at(address, "blogs/"))
        page.evaluate(
            "addEventListener('submit', (event) => event.preventDefault())"
        )  # it takes long
        page.get_by_label("Its address").fill("a-blog.example")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("asking this site for its feeds")
        check(page)
