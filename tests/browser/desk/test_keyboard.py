"""Each page of the desk by Tab alone: all is reached, and nothing covers it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.desk.opened import at, opened
from tests.whole_sites.building import Site

PAGES = (
    "digest/",
    "posts/",
    "post?path=posts/first.md",
    "blogs/",
    "blog/ben",
    "blog/ben/remove",
    "refresh",
    "comments/",
    "settings/",
)
AT_FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  one.dataset.reached = "";
  const box = one.getBoundingClientRect();
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const above = document.elementFromPoint(
    middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)
  );
  const isSeen = Boolean(above) && (one.contains(above) || above.contains(one));
  return { name: one.outerHTML.slice(0, 100), isSeen };
}"""
NOT_REACHED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((one) => one.checkVisibility() && one.tabIndex >= 0 && one.type !== "hidden")
  .filter((one) => one.type !== "radio" || one.checked)
  .filter((one) => !("reached" in one.dataset))
  .map((one) => one.outerHTML.slice(0, 100))"""


def walk(page: Page) -> list[str]:
    """What is covered while it has the focus, and what Tab does not come to."""
    covered, ends = [], 0
    while ends < 2:  # the focus was somewhere, goes to the end of the page, and through all of it
        page.keyboard.press("Tab")
        focus = page.evaluate(AT_FOCUS)
        if focus is None:
            ends += 1
        elif not focus["isSeen"]:
            covered.append(focus["name"])
    return [*covered, *page.evaluate(NOT_REACHED)]


@pytest.mark.K5
def test_tab_comes_to_everything_and_nothing_covers_it(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    site.post("posts/first.md", "Title: First\nDate: 2026-11-05\n\nWords.\n")
    with opened(outside, address, **screen) as page:
        for path in PAGES:
            page.goto(at(address, path))
            page.locator("main").focus()
            assert walk(page) == [], path
        page.goto(at(address, "digest/"))
        page.get_by_role(
            "button", name="Pin: Ben's post"
        ).click()  # its changes stand over the page
        page.get_by_role("button", name="Save", exact=True).wait_for()
        assert walk(page) == []
        page.once("dialog", lambda dialog: dialog.accept())
