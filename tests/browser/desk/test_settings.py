"""The settings desk as a person uses it, byte for byte."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.desk.opened import check, opened
from tests.whole_sites.building import Site


@pytest.mark.K1
def test_a_setting_is_changed_by_keyboard_alone(outside: Browser, site: Site, address: str) -> None:
    yaml = site.folder / "site.yaml"
    yaml.write_text("SITENAME: The Shop   # for now\n")
    with opened(outside, address) as page:
        page.get_by_role("link", name="Settings", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
        check(page)
        page.get_by_label("What it is about").fill("Notes: from a counter")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Saved")
        page.get_by_role("link", name="Comments", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Add a comment")
        check(page)
    assert yaml.read_text() == (
        "SITENAME: The Shop   # for now\nSITESUBTITLE: 'Notes: from a counter'\n"
    )
