"""Whatever partners write, nothing of theirs runs, asks or pushes anything aside in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from tests.browser.tab import Tab
from tests.whole_sites.hostile import RETIRED
from tests.whole_sites.pages import Pages

pytestmark = [pytest.mark.E5, pytest.mark.E6]


def test_no_page_lets_anything_in(published: Pages, hostile: Pages, browser: Browser) -> None:
    """Without a policy that would stop it; their scripts all try to open a dialog. The list says of a
    retired partner whatever its own page says."""
    with Tab(browser, published) as tab:
        frames = {}
        for name in ("index.html", "rack/index.html"):  # which has no sidebar
            tab.visit(name)
            frames[name.startswith("rack/")] = tab.ask("frame")
    with Tab(browser, hostile, policy="") as tab:
        for file in (page.file for page in hostile.pages if not page.file.endswith(RETIRED)):
            tab.visit(file)
            tab.ask("unfold")
            assert tab.ask("intruders") == [], file
            assert tab.ask("frame") == frames[file.startswith("rack/")], file
            assert tab.ask("overflow") == [], file
            assert tab.complaints == [], file
