"""The reader's choice of colours, which a button changes and the next page knows before it is painted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route, expect
from tests.browser.tab import Tab
from tests.whole_sites.pages import Pages

LIGHT, DARK = "rgb(251, 248, 241)", "rgb(23, 22, 19)"
PAPER = "getComputedStyle(document.documentElement).backgroundColor"
PAINTED_AND_CAME = """() => new Promise((found) => {
  new PerformanceObserver((list) => {
    const script = performance.getEntriesByType("resource").find(({ name }) => name.includes("colours-"));
    found([list.getEntries()[0].startTime, script.responseEnd]);
  }).observe({ type: "paint", buffered: true });
})"""
"""In JavaScript: when the page was first painted, and when its script had come, in milliseconds."""


@pytest.mark.R1
def test_a_button_goes_through_three_choices_and_the_next_page_has_the_last(
    published: Pages, browser: Browser
) -> None:
    with Tab(browser, published, color_scheme="dark") as tab:
        tab.visit("index.html")
        button = tab.page.get_by_role("button", name="Colours")
        for name, paper in [
            ("system", DARK),
            ("light", LIGHT),
            ("dark", DARK),
            ("system", DARK),
            ("light", LIGHT),
        ]:
            expect(button).to_have_accessible_name(f"Colours: {name}")
            assert tab.page.evaluate(PAPER) == paper
            button.press("Enter")
        assert tab.page.evaluate(PAPER) == DARK
        button.click()
        button.click()  # light again
        tab.visit("archives.html")
        assert tab.page.evaluate(PAPER) == LIGHT
        assert tab.complaints == []


@pytest.mark.R1
def test_a_script_that_comes_late_holds_the_paint_and_not_the_reading(
    published: Pages, browser: Browser
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with Tab(browser, published) as tab:
        tab.page.route("**/lasting/colours-*.js", hold)
        tab.page.goto(f"{published.root}/index.html", wait_until="domcontentloaded")
        tab.page.wait_for_timeout(300)  # long enough for a paint
        held[0].fallback()
        painted, came = tab.page.evaluate(PAINTED_AND_CAME)
        assert painted > came
        button = tab.page.get_by_role("button", name="Colours")
        expect(button).to_have_accessible_name("Colours: system")
        assert tab.complaints == []


@pytest.mark.R1
def test_without_script_there_is_no_button(published: Pages, browser: Browser) -> None:
    with Tab(browser, published, java_script_enabled=False) as tab:
        tab.visit("index.html")
        expect(tab.page.locator(".colours")).to_be_hidden()


@pytest.mark.R1
def test_pictures_shine_less_on_dark_pages_and_not_on_paper(
    published: Pages, browser: Browser
) -> None:
    with Tab(browser, published, color_scheme="dark") as tab:
        tab.visit("index.html")
        picture, button = tab.page.locator("main img").first, tab.page.locator(".colours")
        expect(picture).to_have_css("opacity", "0.75")
        button.press("Enter")  # light
        expect(picture).to_have_css("opacity", "1")
        button.press("Enter")  # dark
        expect(picture).to_have_css("opacity", "0.75")
        tab.page.emulate_media(media="print")
        expect(picture).to_have_css("opacity", "1")
