"""The settings desk as a person uses it, byte for byte."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from tests.browser.desk.opened import at, check, opened, type_into
from tests.whole_sites.building import Site


@pytest.mark.K1
def test_settings_are_changed_by_keyboard_alone(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    yaml = site.folder / "site.yaml"
    yaml.write_text("SITENAME: The Shop   # for now\n")
    (site.folder / "content/images").mkdir()
    Image.new("RGB", (8, 8), "teal").save(site.folder / "content/images/ann.png")
    with opened(outside, address, **screen) as page:
        page.get_by_role("link", name="Settings", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
        check(page)
        type_into(page.get_by_label("What it is about"), "Notes: from a counter")
        page.get_by_label("Colour of links", exact=True).focus()
        keys = page.keyboard
        keys.type("#ffffff")
        keys.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("too pale to read")
        check(page)
        assert yaml.read_text() == "SITENAME: The Shop   # for now\n"
        type_into(page.get_by_label("Colour of links", exact=True), "#8a1c4a")
        picture = page.get_by_alt_text("How your pages begin")
        expect(picture).to_have_attribute("src", re.compile("counter.*8a1c4a"))
        assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
        page.get_by_label("The menu").focus()
        keys.type("archives\nThe shop: https://shop.example/")
        page.get_by_label("Picture of you").focus()
        keys.type("images/ann.png")
        portrait = page.locator("#PORTRAIT-chosen")
        expect(portrait).to_be_visible()
        assert (
            portrait.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 8
        )
        page.get_by_label("Address of the service").focus()
        keys.type("https://letters.example/subscribe")
        page.get_by_label("What readers get").focus()
        keys.type("One letter a week")
        expect(picture).to_have_attribute("src", re.compile("letters.example.*One.letter.a.week"))
        page.get_by_role("button", name="Save").focus()
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Saved")
        check(page)
    assert yaml.read_text() == (
        "SITENAME: The Shop   # for now\nSITESUBTITLE: 'Notes: from a counter'\n"
        "PORTRAIT: images/ann.png\nACCENT: '#8a1c4a'\nMENU:\n  - archives\n  - - The shop\n    - https://shop.example/\n"
        "NEWSLETTER:\n  action: https://letters.example/subscribe\n  text: One letter a week\n"
    )


@pytest.mark.K1
def test_a_colour_that_is_chosen_is_typed_and_shown(
    outside: Browser, site: Site, address: str
) -> None:
    with opened(outside, address) as page:
        page.goto(at(address, "settings/"))
        page.get_by_label("Choose the colour of links").fill("#8a1c4a")
        expect(page.get_by_label("Colour of links", exact=True)).to_have_value("#8a1c4a")
        picture = page.get_by_alt_text("How your pages begin")
        expect(picture).to_have_attribute("src", re.compile("8a1c4a"))
