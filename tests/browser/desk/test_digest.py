"""The digest desk as a person uses it: by keyboard alone, and without script. What is written is compared
byte for byte."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.desk.opened import CURATION, check, opened
from tests.whole_sites.building import Site


@pytest.mark.K2
def test_a_digest_is_curated_by_keyboard_alone(outside: Browser, site: Site, address: str) -> None:
    curation = site.folder / "curation.yaml"
    with opened(outside, address) as page:
        keys = page.keyboard
        expect(page.get_by_text("Not in this digest")).to_be_visible()
        check(page)
        page.locator("main").focus()
        for _ in range(4):  # the fourth is Ben's
            keys.press("j")
        keys.press("p")
        expect(page.get_by_role("status")).to_contain_text("Pinned")
        expect(page.locator(".entry").first).to_contain_text("Ben's post")
        expect(page.locator(".entry").first).to_be_focused()
        keys.press("n")
        keys.type("Read it with a colleague: twice.")
        keys.press("Tab")
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("note is saved")
        expect(page.locator(".entry").first).to_be_focused()
        keys.press("j")
        keys.press("h")
        expect(page.get_by_role("status")).to_contain_text("Hidden")
        check(page)

        page.get_by_label("Title", exact=True).focus()
        keys.type("Two of a kind")
        keys.press("Tab")
        keys.type("Read **Ben** first.\n\nThen Ann.")
        keys.press("Tab")
        keys.press("Enter")
        expect(page.locator("strong")).to_have_text("Ben")
        expect(page.get_by_role("heading", level=1)).to_have_text("Two of a kind")
        assert "digests" not in curation.read_text()
        check(page)
        page.get_by_role("button", name="Save", exact=True).focus()
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("are saved")
    hidden = curation.read_text().partition("ann.example/")[2][:1]
    assert curation.read_bytes().decode() == (
        "# What we add by hand; two spaces in.\n"
        "entries:\n"
        "  - link: https://ben.example/0\n"
        "    pin: true\n"
        "    note: 'Read it with a colleague: twice.'\n"
        f"  - link: https://ann.example/{hidden}\n"
        "    hide: true\n"
        "digests:\n"
        "  - period: 2026-W47\n"
        "    title: Two of a kind\n"
        "    intro: |\n"
        "      Read **Ben** first.\n"
        "\n"
        "      Then Ann.\n"
    )


@pytest.mark.K2
def test_two_windows_without_script_lose_nothing(
    outside: Browser, site: Site, address: str
) -> None:
    curation = site.folder / "curation.yaml"
    with opened(outside, address, java_script_enabled=False) as page:
        other = page.context.new_page()
        other.goto(page.url)
        page.get_by_role("button", name="Pin: Ben's post").click()
        expect(page.get_by_role("status")).to_contain_text("Pinned")
        other.get_by_role("button", name="Hide: Ben's post").click()
        expect(other.get_by_role("heading", level=1)).to_contain_text("Somebody changed this post")
        assert "hide" not in curation.read_text()
        other.get_by_role("button", name="Save yours instead").click()
        expect(other.get_by_role("status")).to_contain_text("Hidden")
    assert curation.read_text().endswith("  - link: https://ben.example/0\n    hide: true\n")


@pytest.mark.K2
def test_a_change_is_seen_before_it_is_saved_and_taken_back_after(
    outside: Browser, site: Site, address: str
) -> None:
    """The page stays, and the keyboard with it."""
    curation = site.folder / "curation.yaml"
    with opened(outside, address) as page:
        keys = page.keyboard
        page.evaluate("window.stays = true")
        ben = page.locator(".entry", has_text="Ben's post")
        ben.focus()
        keys.press("n")
        keys.type("Twice.")
        expect(ben.locator(".note")).to_have_text("Editor: Twice.")
        expect(ben.locator(".note")).to_have_class("note unsaved")
        assert curation.read_text() == CURATION
        check(page)
        keys.press("Tab")
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("note is saved")
        expect(ben.locator(".note")).to_have_class("note")
        noted = curation.read_text()

        keys.press("h")
        expect(page.get_by_role("status")).to_contain_text("Hidden")
        expect(ben).to_contain_text("You hid it")
        expect(ben).to_be_focused()
        expect(page.locator("[aria-live]")).to_contain_text("Hidden")  # read out, too
        assert curation.read_text() == f"{noted}    hide: true\n"
        check(page)
        page.get_by_role("button", name="Undo").focus()
        keys.press("Enter")
        expect(ben).not_to_contain_text("You hid it")
        expect(ben).to_be_focused()
        assert curation.read_text() == noted
        assert page.evaluate("window.stays")
    assert noted == CURATION.replace(
        "entries: []\n", "entries:\n  - link: https://ben.example/0\n    note: Twice.\n"
    )
