"""Whatever partners write, nothing of theirs runs, asks or pushes anything aside in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from tests.browser.tab import Tab
from tests.site.pages import Pages

pytestmark = pytest.mark.E6


def test_no_page_lets_anything_in(published: Pages, hostile: Pages, browser: Browser) -> None:
    """Without a policy that would stop it; their scripts all try to open a dialog."""
    with Tab(browser, published) as tab:
        tab.visit("index.html")
        frame = tab.ask("frame")
    with Tab(browser, hostile, policy="") as tab:
        for page in hostile.pages:
            tab.visit(page.file)
            tab.ask("unfold")
            assert tab.ask("intruders") == [], page.file
            assert tab.ask("frame") == frame, page.file
            assert tab.ask("overflow") == [], page.file
            assert tab.complaints == [], page.file
