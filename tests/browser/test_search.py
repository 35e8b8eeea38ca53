"""The page Search in a browser: by keyboard, by address, without script, and without its index."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.tab import Tab
from tests.frontdesk.build.search.judged import document, index_files
from tests.whole_sites.pages import Pages

pytestmark = [pytest.mark.R4, pytest.mark.R13]

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
        assert not [address for address in tab.asked if "/search/" in address]
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).to_be_focused()
        page.keyboard.type(RARE)
        first = page.locator("#found a").first
        expect(first).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text(f"Results for “{RARE}”: ")
        first.scroll_into_view_if_needed()
        expect(page.locator("#found mark").first).to_be_visible()
        assert page.url.endswith(f"/search.html?q={RARE}")
        page.keyboard.press("ArrowDown")
        expect(first).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(page.locator("#found a").nth(1)).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("searchbox")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator(".post h1")).to_be_visible()
        assert tab.complaints == []
        page.go_back()
        expect(first).to_be_visible()
        assert page.get_by_role("searchbox").input_value() == RARE
        page.get_by_role("searchbox").press("Escape")
        expect(first).to_be_hidden()
        expect(page.locator("#search-elsewhere")).to_be_visible()


@pytest.mark.R2
def test_the_address_holds_the_search_and_words_are_only_text(
    published: Pages, browser: Browser
) -> None:
    with Tab(browser, published) as tab:
        tab.visit("search.html?q=%3Cimg%20src=x%3E")
        assert said(tab.page).endswith("esults for “<img src=x>”")
        assert tab.page.locator("main img").count() == 0
        assert tab.complaints == []


@pytest.mark.R2
def test_hostile_titles_are_only_text(published: Pages, browser: Browser, pages_of) -> None:
    found = [
        document("one.html", f"<img src=x onerror=alert(1)> {RARE}", "", kind="<b>novel"),
        document("two.html", f"Plain {RARE}", "", kind="partner", summary=f"<i>{RARE}</i> &amp;"),
    ]
    with Tab(browser, pages_of(found, {"one.html": f"<b onclick=alert(2)>{RARE}</b>"})) as tab:
        page = tab.page
        tab.visit(f"search.html?q={RARE}")
        assert said(page) == f"Results for “{RARE}”: 2"
        for words in (f"<i>{RARE}</i> &amp;", f"<b onclick=alert(2)>{RARE}</b>"):
            page.keyboard.press("End")
            expect(page.locator("#found li").filter(has_text=words)).to_have_count(1)
        assert page.locator("#found :is(img, b, i)").count() == 0
        assert tab.complaints == []


@pytest.fixture
def pages_of(published: Pages, tmp_path):
    """The published site with another index, and other pages, each by its text."""

    def made(found, texts) -> Pages:
        others = {n: d for n, d in published.files.items() if not n.startswith("search/")}
        page = '<!doctype html><html lang="en"><title>x</title><main><p class="prose"></p></main>'
        for name, text in texts.items():
            escaped = text.replace("&", "&amp;").replace("<", "&lt;")
            others[name] = page.replace('"></p>', f'">{escaped}</p>').encode()
        index = index_files(found, tmp_path / "cache.sqlite", "")
        return Pages({**others, **index}, published.root)

    return made


@pytest.mark.R5
def test_the_page_that_is_not_there_leads_to_a_search(published: Pages, browser: Browser) -> None:
    with Tab(browser, published) as tab:
        tab.visit("2026/no/such/page")
        tab.page.get_by_role("searchbox").fill(RARE)
        tab.page.keyboard.press("Enter")
        expect(tab.page.locator("#found a").first).to_be_visible()
        assert tab.page.url.endswith(f"/blog/search.html?q={RARE}")


@pytest.mark.R1
@pytest.mark.parametrize("name", ["search.html", "archives.html", "2026/no/such/page"])
def test_without_script_no_form_asks_what_cannot_be_answered(
    published: Pages, browser: Browser, name: str
) -> None:
    with Tab(browser, published, java_script_enabled=False) as tab:
        tab.visit(name)
        expect(tab.page.locator("form.search")).to_be_hidden()
        if name == "search.html":
            tab.page.get_by_role("link", name="All posts").first.click()
            tab.page.wait_for_url("**/archives.html")
        assert tab.complaints == []


def test_kinds_of_things_can_be_told_apart(published: Pages, browser: Browser, pages_of) -> None:
    day = datetime(2026, 11, 5, tzinfo=UTC)
    found = [
        *(document(f"p{n}", f"{RARE} {n}", "", date=day) for n in range(12)),
        document("b", f"The {RARE}", "", kind="book"),
    ]
    with Tab(browser, pages_of(found, {})) as tab:
        page = tab.page
        tab.visit(f"search.html?q={RARE}")
        assert said(page) == f"Results for “{RARE}”: 13"
        first = page.locator("#found li").first  # as in the lists of the site
        expect(first.locator(".kicker")).to_have_text("Post, 5 November 2026")
        expect(first.get_by_role("heading", level=2).get_by_role("link")).to_be_visible()
        expect(page.get_by_role("radio", name="Post 12")).to_be_visible()
        page.get_by_role("radio", name="Book 1").check()
        expect(page.get_by_role("status")).to_have_text(f"Results for “{RARE}”: 1")
        expect(page.locator("#found a")).to_have_text(f"The {RARE}")
        assert page.url.endswith(f"?q={RARE}&type=book")
        page.go_back()
        expect(page.get_by_role("radio", name="All")).to_be_checked()
        expect(page.locator("#found li")).to_have_count(10)
        page.get_by_role("button", name="Show more").click()
        expect(page.locator("#found li")).to_have_count(13)
        expect(page.locator("#found a").nth(10)).to_be_focused()
        tab.visit(f"search.html?q={RARE}&type=book")
        expect(page.get_by_role("status")).to_have_text(f"Results for “{RARE}”: 1")


def test_a_typo_is_answered_by_the_nearest_word(published: Pages, browser: Browser) -> None:
    with Tab(browser, published) as tab:
        tab.visit("search.html?q=complant")
        expect(tab.page.get_by_role("status")).to_contain_text(
            "No results for “complant”. Results for “complaint”: "
        )
        tab.visit("search.html?q=xylophone")
        assert said(tab.page) == "No results for “xylophone”"
        expect(tab.page.locator("#search-elsewhere")).to_be_visible()
        assert tab.complaints == []


def test_an_index_that_is_not_to_be_had_is_told(published: Pages, browser: Browser) -> None:
    files = {name: data for name, data in published.files.items() if "search/" not in name}
    with Tab(browser, Pages(files, published.root)) as tab:
        tab.visit(f"search.html?q={RARE}")
        expect(tab.page.get_by_role("status")).to_contain_text("could not be loaded")
        expect(tab.page.locator("#search-elsewhere")).to_be_visible()


def test_a_second_search_asks_for_few_files_each_once(published: Pages, browser: Browser) -> None:
    with Tab(browser, published) as tab:
        tab.visit("search.html?q=letter")
        said(tab.page)
        before = len(tab.asked)
        tab.page.get_by_role("searchbox").fill(RARE)
        expect(tab.page.get_by_role("status")).to_contain_text(f"“{RARE}”")
        words = [address for address in tab.asked[before:] if "/search/w" in address]
        assert len(words) == len(set(words)) <= 4
        assert json.loads(published.files["search/index.json"])["kinds"]


def test_a_second_search_of_a_large_index_loads_little(
    published: Pages, browser: Browser, pages_of
) -> None:
    """So that it takes less than a second on a line of 1.6 Mbit/s (benchmarks/search.py)."""
    words = " ".join(f"{a}{b}{n:03}" for n in range(120) for a in "kmpsv" for b in "aeiouy")
    day = datetime(2026, 11, 5, tzinfo=UTC)
    found = [
        document(f"p{n}", f"Title {n}", f"{words} letter", date=day - timedelta(days=20 * n))
        for n in range(60)
    ]
    site = pages_of(found, {})
    with Tab(browser, site) as tab:
        tab.visit("search.html?q=letter")
        said(tab.page)
        before = len(tab.asked)
        tab.page.get_by_role("searchbox").fill("ka007 letter")
        expect(tab.page.get_by_role("status")).to_contain_text("“ka007 letter”: 60")
        expect(tab.page.locator("#found a")).to_have_count(10)
        files = [site.addresses.file_at(one) for one in tab.asked[before:] if "/search/" in one]
        assert len(files) == len(set(files)) <= 14
        assert sum(len(gzip.compress(site.files[name])) for name in files) <= 60_000
