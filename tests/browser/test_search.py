"""The page Search in a browser: by keyboard, by address, without script, and without its index."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.tab import Tab
from tests.frontdesk.build.search.test_index import index
from tests.whole_sites.building import files_of
from tests.whole_sites.pages import Pages

pytestmark = pytest.mark.R4

RARE = "invoice"


def said(page: Page) -> str:
    """What is spoken of a search, when it is over."""
    status = page.get_by_role("status")
    expect(status).to_contain_text("esults for")
    return status.inner_text()


def test_a_reader_finds_a_post_by_keyboard(published: Pages, browser: Browser) -> None:
    with Tab(browser, published) as tab:
        page = tab.page
        tab.visit("search.html")
        assert not [address for address in tab.asked if "pagefind" in address]
        page.get_by_role("searchbox").focus()
        page.keyboard.type(RARE)
        first = page.locator("#found a").first
        expect(first).to_be_visible()
        assert said(page).startswith(f"Results for “{RARE}”: ")
        assert page.locator("#found mark").count() > 0
        assert page.url.endswith(f"/search.html?q={RARE}")
        for _ in ("the button", "the kinds", "the first that was found"):
            page.keyboard.press("Tab")
        assert first.evaluate("link => link === document.activeElement")
        page.keyboard.press("Enter")
        expect(page.locator(".post h1")).to_be_visible()
        assert tab.complaints == []
        page.go_back()
        expect(first).to_be_visible()
        assert page.get_by_role("searchbox").input_value() == RARE


@pytest.mark.R2
def test_the_address_holds_the_search_and_words_are_only_text(
    published: Pages, browser: Browser
) -> None:
    with Tab(browser, published) as tab:
        tab.visit("search.html?q=%3Cimg%20src=x%3E")
        assert said(tab.page).endswith("esults for “<img src=x>”")
        assert tab.page.locator("main img").count() == 0
        assert tab.complaints == []


@pytest.mark.R5
def test_the_page_that_is_not_there_leads_to_a_search(published: Pages, browser: Browser) -> None:
    with Tab(browser, published) as tab:
        tab.visit("2026/no/such/page")
        tab.page.get_by_role("searchbox").fill(RARE)
        tab.page.keyboard.press("Enter")
        expect(tab.page.locator("#found a").first).to_be_visible()
        assert tab.page.url.endswith(f"/blog/search.html?q={RARE}")


@pytest.mark.R1
def test_without_script_the_form_leads_to_the_archives(published: Pages, browser: Browser) -> None:
    with Tab(browser, published, java_script_enabled=False) as tab:
        tab.visit("search.html")
        tab.page.get_by_role("searchbox").fill(RARE)
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_url("**/archives.html?q=*")
        assert tab.complaints == []


def test_kinds_of_things_can_be_told_apart(
    published: Pages, browser: Browser, tmp_path: Path
) -> None:
    for name, data in published.files.items():
        if name.endswith(".html"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)
    (tmp_path / "book.html").write_text(
        '<!doctype html><html lang="en"><body>'
        '<main data-pagefind-body data-pagefind-filter="type:Novel">'
        f"<h1>The {RARE} &lt;b&gt;</h1><p>One &lt;i&gt; {RARE}.</p></main>",
        encoding="utf-8",
    )
    assert index(tmp_path) == ""
    with Tab(browser, Pages({**published.files, **files_of(tmp_path)}, published.root)) as tab:
        page = tab.page
        tab.visit(f"search.html?q={RARE}")
        said(page)
        page.get_by_role("radio", name="Novel").check()
        expect(page.get_by_role("status")).to_have_text(f"Results for “{RARE}”: 1")
        expect(page.locator("#found li")).to_have_text(
            f"The {RARE} <b>The {RARE} <b> One <i> {RARE}. …"
        )
        assert page.url.endswith(f"?q={RARE}&type=Novel")
        page.go_back()
        expect(page.get_by_role("radio", name="All")).to_be_checked()
        tab.visit(f"search.html?q={RARE}&type=Novel")
        expect(page.get_by_role("status")).to_have_text(f"Results for “{RARE}”: 1")
        assert tab.complaints == []


def test_an_index_that_is_not_to_be_had_is_told(published: Pages, browser: Browser) -> None:
    files = {name: data for name, data in published.files.items() if "pagefind/" not in name}
    with Tab(browser, Pages(files, published.root)) as tab:
        tab.visit(f"search.html?q={RARE}")
        expect(tab.page.get_by_role("status")).to_contain_text("The archives list every post")
