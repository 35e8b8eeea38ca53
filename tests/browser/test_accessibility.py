"""Axe finds nothing on a page of each kind, whatever the light and however wide the window."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import TOOLS
from tests.browser.tab import Tab
from tests.whole_sites.kinds import specimens
from tests.whole_sites.pages import Pages

AXE = (TOOLS / "axe-core/axe.min.js").read_text(encoding="utf-8")

# Its preload would fetch the style sheets once more; target-size (WCAG 2.2) is off where nobody asks.
OPTIONS = {
    "preload": False,
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}


def violations(tab: Tab) -> list[str]:
    found = tab.page.evaluate("options => axe.run(document, options)", OPTIONS)
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.R1
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(published: Pages, browser: Browser, width: int) -> None:
    with Tab(browser, published, width=width) as tab:
        for file in specimens(published):
            tab.page.emulate_media(color_scheme="light")
            tab.visit(file)
            tab.page.evaluate(f"{AXE}; 0")
            assert violations(tab) == [], file
            tab.page.emulate_media(color_scheme="dark")
            assert violations(tab) == [], f"{file}, in the dark"


@pytest.mark.R1
@pytest.mark.R13
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("query", ["invoice", "komplaint", "xylophone"])
def test_axe_finds_nothing_in_the_answer_to_a_search(
    published: Pages, browser: Browser, width: int, query: str
) -> None:
    with Tab(browser, published, width=width) as tab:
        for light in ("light", "dark"):
            tab.page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
            tab.visit(f"search.html?q={query}")
            expect(tab.page.get_by_role("status")).to_contain_text("esults for")
            tab.page.evaluate(f"{AXE}; 0")
            assert violations(tab) == [], light


def test_axe_finds_what_is_wrong(browser: Browser) -> None:
    body = "<img src=x><p style='color: #eee; background: #fff'>Some words</p>"
    page = f'<!doctype html><html lang="en"><title>T</title><main><h1>T</h1>{body}</main></html>'
    site = Pages({"index.html": page.encode()}, "https://site.example")
    with Tab(browser, site, policy="") as tab:
        tab.visit("index.html")
        tab.page.evaluate(f"{AXE}; 0")
        assert {said.partition(":")[0] for said in violations(tab)} == {
            "image-alt",
            "color-contrast",
        }
