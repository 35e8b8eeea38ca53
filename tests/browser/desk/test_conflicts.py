"""Two windows of the desk and a text editor at one file: what differs is shown, and nothing is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.desk.opened import FEEDS, at, check, opened
from tests.whole_sites.building import Site

CYD = "  - id: cyd\n    name: Cyd\n    home: https://cyd.example/\n"


def second(page: Page, where: str) -> Page:
    """Another window, with the same page."""
    page.goto(where)
    other = page.context.new_page()
    other.goto(where)
    return other


def choose(page: Page, words: str, button: str) -> None:
    """What differs is shown by a page that is sound; choose by keyboard."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Somebody changed {words}")
    check(page)
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")


@pytest.mark.K3
def test_the_order_of_blogs(outside: Browser, site: Site, address: str) -> None:
    feeds = site.folder / "feeds.yaml"
    feeds.write_text(FEEDS + CYD)
    with opened(outside, address) as page:
        other = second(page, at(address, "blogs/"))
        page.get_by_role("button", name="Move down: Ann's Notes").click()
        expect(page.locator(".saved")).to_have_text("Moved.")
        theirs = f"{feeds.read_text()}# A line from a text editor.\n"
        feeds.write_text(theirs)
        other.get_by_role("button", name="Move up: Cyd").click()
        expect(other.locator(".version").first).to_have_text("Ben at the Bench\nAnn's Notes\nCyd")
        expect(other.locator(".version").last).to_have_text("Cyd\nBen at the Bench\nAnn's Notes")
        assert feeds.read_text() == theirs
        choose(other, "the order of the blogs", "Save yours instead")
        expect(other.locator(".saved")).to_have_text("Moved.")
    head, blogs = "partners:\n", theirs.removeprefix("partners:\n")
    assert feeds.read_text() == head + CYD + blogs.replace(CYD, "")


@pytest.mark.K3
def test_the_end_of_a_blog(outside: Browser, site: Site, address: str) -> None:
    """One window retires it, another changes it, a third removes it, and a text editor adds a line."""
    feeds = site.folder / "feeds.yaml"
    with opened(outside, address) as page:
        retiring = second(page, at(address, "blog/ben"))
        removing = page.context.new_page()
        removing.goto(at(address, "blog/ben/remove"))
        page.get_by_label("Name", exact=True).fill("Ben, now elsewhere")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("Saved.")
        feeds.write_text(f"# A line from a text editor.\n{feeds.read_text()}")
        renamed = feeds.read_text()

        retiring.get_by_label("Reason, for readers").fill("It ended.")
        retiring.keyboard.press("Enter")
        expect(retiring.locator(".version").last).to_contain_text("reason: It ended.")
        assert feeds.read_text() == renamed
        choose(retiring, "this blog", "Save yours instead")
        expect(retiring.get_by_role("status")).to_contain_text("Retired")
        retired = f"{renamed}    status: retired\n    reason: It ended.\n"
        assert feeds.read_text() == retired

        removing.get_by_role("button", name="Remove and erase").click()
        expect(removing.locator(".version").first).to_contain_text("status: retired")
        expect(removing.locator(".version").first).to_contain_text("Ben, now elsewhere")
        removing.get_by_role("link", name="Keep this").click()
        expect(removing.get_by_role("heading", level=1)).to_have_text("Ben, now elsewhere")
    assert feeds.read_text() == retired


@pytest.mark.K1
def test_settings(outside: Browser, site: Site, address: str) -> None:
    yaml = site.folder / "site.yaml"
    yaml.write_text("SITENAME: The Shop   # for now\n")
    with opened(outside, address) as page:
        other = second(page, at(address, "settings/"))
        page.get_by_label("Name of the site").fill("Theirs")
        page.get_by_label("Who writes it").fill("Ann")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Saved")
        yaml.write_text(f"{yaml.read_text()}# A line from a text editor.\n")
        theirs = yaml.read_text()
        other.get_by_label("Name of the site").fill("Mine")
        other.get_by_label("What it is about").fill("News")
        other.keyboard.press("Enter")
        expect(other.locator(".version").last).to_have_text("Name of the site: Mine")
        assert yaml.read_text() == theirs
        choose(other, "the settings", "Keep this, and go on with your other changes")
        expect(other.get_by_role("status")).to_contain_text("Saved")
    assert yaml.read_text() == theirs.replace("AUTHOR: Ann\n", "AUTHOR: Ann\nSITESUBTITLE: News\n")
