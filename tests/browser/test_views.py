"""Every published page in a browser: narrow, on paper, with wide spacing, at rest, without script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser
from tests.browser.tab import Tab
from tests.whole_sites.kinds import specimens, stays
from tests.whole_sites.pages import Pages

pytestmark = pytest.mark.R1

PAPER = {"width": 703, "height": 1000}  # A4 between margins of 12 mm, at 96 pixels an inch
MOST_REQUESTS, MOST_PICTURES = 7, 3
"""Of one page before anybody scrolls; a search alone needs more than six requests beside its pictures."""


@dataclass(frozen=True)
class Look:
    """What one visit showed; each list has one line for each thing that is wrong."""

    complaints: list[str]
    requests: int
    pictures: int
    shift: float
    words: str
    narrow: list[str]
    spaced: list[str]


@pytest.fixture(scope="module")
def looks(published: Pages, browser: Browser) -> Mapping[str, Look]:
    with Tab(browser, published) as tab:
        return {page.file: look(tab, page.file) for page in filter(stays, published.pages)}


def look(tab: Tab, file: str) -> Look:
    tab.visit(file)
    shift, words = tab.ask("shift"), tab.words()
    pictures = sum("/images/" in address for address in tab.asked)
    tab.ask("unfold")
    narrow = tab.ask("overflow") + tab.ask("cut", False)
    tab.ask("spaceOut")
    spaced = tab.ask("overflow") + tab.ask("cut", False)
    return Look(tab.complaints, len(tab.asked) - pictures, pictures, shift, words, narrow, spaced)


@pytest.mark.R2
def test_the_console_is_silent_and_nothing_fails_or_is_asked_of_others(
    looks: Mapping[str, Look],
) -> None:
    assert {file: look.complaints for file, look in looks.items() if look.complaints} == {}


def test_a_page_makes_few_requests(looks: Mapping[str, Look]) -> None:
    most = {file: (look.requests, look.pictures) for file, look in looks.items()}
    assert {f: it for f, it in most.items() if it[0] > MOST_REQUESTS or it[1] > MOST_PICTURES} == {}


def test_nothing_jumps_while_a_page_is_loaded(looks: Mapping[str, Look]) -> None:
    assert {file: look.shift for file, look in looks.items() if look.shift} == {}


@pytest.mark.parametrize("view", ["narrow", "spaced"])
def test_nothing_sticks_out_or_is_cut_off(looks: Mapping[str, Look], view: str) -> None:
    assert {file: getattr(look, view) for file, look in looks.items() if getattr(look, view)} == {}


def test_without_script_a_page_says_the_same(
    published: Pages, browser: Browser, looks: Mapping[str, Look]
) -> None:
    with Tab(browser, published, java_script_enabled=False) as tab:
        for file, look in looks.items():
            tab.visit(file)
            assert tab.words() == look.words, file


@pytest.mark.L3
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_checklist_prints_on_one_sheet(published: Pages, browser: Browser, paper: str) -> None:
    with Tab(browser, published, width=1280) as tab:
        lists = [page.file for page in published.pages if page.soup.select("article.checklist")]
        assert lists
        for file in lists:
            tab.visit(file)
            margins = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
            document = tab.page.pdf(format=paper, margin=margins)
            assert len(re.findall(rb"/Type\s*/Page\b", document)) == 1, file


def test_nothing_is_cut_off_on_paper(published: Pages, browser: Browser) -> None:
    with Tab(browser, published, **PAPER) as tab:
        tab.page.emulate_media(media="print")
        for file in specimens(published):
            tab.visit(file)
            tab.ask("unfold")
            assert tab.ask("overflow") + tab.ask("cut", True) == [], file


def test_nothing_moves_where_the_reader_asked_for_rest(published: Pages, browser: Browser) -> None:
    with Tab(browser, published, reduced_motion="reduce") as tab:
        for file in specimens(published):
            tab.visit(file)
            assert tab.ask("moving") == [], file


@pytest.mark.parametrize("light", ["light", "dark"])
def test_no_text_vanishes_where_the_reader_chose_the_colours(
    published: Pages, browser: Browser, light: str
) -> None:
    with Tab(browser, published, forced_colors="active", color_scheme=light) as tab:
        for file in specimens(published):
            tab.visit(file)
            tab.ask("unfold")
            assert tab.page.evaluate("matchMedia('(forced-colors: active)').matches")
            assert tab.ask("faint") == [], file


@pytest.mark.parametrize(("width", "light"), [(320, "light"), (1280, "dark")])
def test_the_focus_shows_wherever_it_is(
    published: Pages, browser: Browser, width: int, light: str
) -> None:
    with Tab(browser, published, width=width, color_scheme=light) as tab:
        for file in specimens(published):
            tab.visit(file)
            tab.page.keyboard.press("Tab")  # as who reads by keyboard
            assert tab.ask("focused")["name"] == "a.skip Skip to content", file
            assert tab.ask("unseenFocus") == [], file


def test_the_tab_key_leads_to_every_place_and_shows_where_it_is(
    published: Pages, browser: Browser
) -> None:
    with Tab(browser, published) as tab:
        for file in ("index.html", "archives.html", "rack/index.html", "resources/index.html"):
            tab.visit(file)
            stops, seen = tab.ask("stops"), {}
            for _ in range(stops):
                tab.page.keyboard.press("Tab")
                focused = tab.ask("focused")
                assert focused["faults"] == [], f"{file}: {focused['name']}"
                seen[focused["place"]] = focused["name"]
            assert len(seen) == stops, f"{file}: the Tab key leads to {list(seen.values())}"


@pytest.mark.A5
def test_a_former_address_leads_to_where_a_post_is_now(published: Pages, browser: Browser) -> None:
    with Tab(browser, published) as tab:
        for page in published.pages:
            if not stays(page):
                tab.visit(page.file)
                tab.page.wait_for_url(page.address_of(str(page.soup.select("main a")[0]["href"])))
                assert tab.complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_words_of_twice_their_size_fit(published: Pages, enlarging: Browser, width: int) -> None:
    """WCAG 2.2, 1.4.4. A telephone has no room for ten letters of the largest in a line."""
    with Tab(enlarging, published, width=width) as tab:
        for file in specimens(published):
            tab.visit(file)
            assert (
                tab.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            )
            tab.ask("unfold")
            assert tab.ask("overflow") + tab.ask("cut", False) == [], file
            assert width < 1280 or tab.ask("broken") == [], file


def test_a_wide_window_holds_the_page(published: Pages, browser: Browser) -> None:
    with Tab(browser, published, width=1280) as tab:
        for file in specimens(published):
            tab.visit(file)
            tab.ask("unfold")
            assert tab.ask("overflow") + tab.ask("cut", False) + tab.ask("broken") == [], file


@pytest.mark.R12
def test_the_page_that_is_not_there_looks_as_it_should_at_any_depth(
    published: Pages, browser: Browser
) -> None:
    with Tab(browser, published) as tab:
        tab.visit("no/such/page")
        assert len(tab.asked) > 1
        assert tab.complaints == []
        assert tab.page.query_selector("main h1") is not None
