"""The digest desk as a person uses it: by keyboard alone, and without script. What is written is compared
byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.desk.opened import CURATION, check, opened
from tests.whole_sites.building import Site


@pytest.mark.K2
def test_a_digest_is_curated_by_keyboard_alone(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    """All changes are seen first, on a page that stays, and then saved at once."""
    curation = site.folder / "curation.yaml"
    with opened(outside, address, **screen) as page:
        keys, unsaved = page.keyboard, page.locator(".unsaved-bar")
        page.evaluate("window.stays = true")
        expect(page.get_by_text("Not in this digest")).to_be_visible()
        check(page)
        page.locator("main").focus()
        for _ in range(4):  # the fourth is Ben's
            keys.press("j")
        keys.press("p")
        expect(unsaved).to_contain_text("It stands first now. 1 change is not saved yet.")
        expect(page.locator("[aria-live]")).to_contain_text("It stands first now")  # read out, too
        first = page.locator(".entry").first
        expect(first).to_contain_text("Ben's post editor’s choice not saved yet")
        expect(first).to_be_focused()
        keys.press("n")
        keys.type("Read it with a colleague: twice.")
        expect(first.locator(".note")).to_have_text("Editor: Read it with a colleague: twice.")
        expect(first.locator(".note")).to_have_class("note unsaved")
        first.focus()
        keys.press("j")
        keys.press("h")
        expect(unsaved).to_contain_text("It is left out now. 2 changes are not saved yet.")
        expect(page.locator(".out .entry").first).to_be_focused()

        page.get_by_label("Title", exact=True).focus()
        keys.type("Two of a kind")
        keys.press("Tab")
        keys.type("Read **Ben** first.\n\nThen Ann.")
        expect(page.locator("strong")).to_have_text("Ben")
        expect(page.get_by_role("heading", level=1)).to_have_text("Two of a kind")
        expect(page.get_by_label("Introduction", exact=True)).to_be_focused()
        expect(unsaved).to_contain_text("3 changes are not saved yet")
        check(page)
        assert curation.read_text() == CURATION
        keys.press("Control+s")
        expect(unsaved).to_contain_text("Saved.")
        expect(page.locator(".unsaved")).to_have_count(0)
        expect(page.get_by_label("Introduction", exact=True)).to_be_focused()
        assert page.evaluate("window.stays")
        check(page)
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
def test_changes_are_taken_back_and_not_lost_by_leaving(
    outside: Browser, site: Site, address: str
) -> None:
    curation = site.folder / "curation.yaml"
    with opened(outside, address) as page:
        keys, unsaved = page.keyboard, page.locator(".unsaved-bar")
        ben = page.locator(".entry", has_text="Ben's post")
        ben.focus()
        keys.press("h")
        expect(ben).to_contain_text("You hid it")
        expect(ben).to_be_focused()
        page.get_by_label("Title", exact=True).focus()
        keys.type("Two")
        expect(unsaved).to_contain_text("2 changes")
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.get_by_role("link", name="Posts", exact=True).click()
        expect(unsaved).to_contain_text("2 changes")
        assert asked == ["beforeunload"]
        unsaved.locator("summary").focus()
        keys.press("Enter")
        check(page)
        unsaved.get_by_role("button", name="Take back: Hide: Ben's post").focus()
        keys.press("Enter")
        expect(unsaved).to_contain_text("Taken back. 1 change is not saved yet.")
        expect(ben).not_to_contain_text("You hid it")
        expect(page.get_by_role("heading", level=1)).to_have_text("Two")
        unsaved.get_by_role("button", name="Discard").focus()
        keys.press("Enter")
        expect(unsaved).to_contain_text("Discarded.")
        expect(page.get_by_label("Title", exact=True)).to_have_value("")
        page.get_by_role("link", name="Posts", exact=True).click()
        expect(page.get_by_role("heading", name="Posts", level=1)).to_be_visible()
        assert asked == ["beforeunload"]
    assert curation.read_text() == CURATION


@pytest.mark.K2
def test_two_windows_and_a_text_editor_without_script_lose_nothing(
    outside: Browser, site: Site, address: str
) -> None:
    curation = site.folder / "curation.yaml"
    ben = "  - link: https://ben.example/0\n"
    with opened(outside, address, java_script_enabled=False) as page:
        other = page.context.new_page()
        other.goto(page.url)
        other.get_by_role("button", name="Hide: Ben's post").click()
        other.get_by_label("Title", exact=True).fill("Theirs")
        other.get_by_role("button", name="Preview", exact=True).click()
        page.get_by_role("button", name="Pin: Ben's post").click()
        expect(page.get_by_role("status")).to_contain_text("1 change is not saved yet")
        assert curation.read_text() == CURATION
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("Saved.")
        curation.write_text(f"{curation.read_text()}# A line from a text editor.\n")
        before = curation.read_text()

        other.get_by_role("button", name="Save", exact=True).click()
        expect(other.get_by_role("heading", level=1)).to_contain_text("Somebody changed")
        assert curation.read_text() == before
        other.get_by_role("button", name="Keep this, and go on").click()
        expect(other.get_by_role("heading", level=1)).to_have_text("Theirs")
        other.get_by_role("button", name="Save", exact=True).click()
        expect(other.get_by_role("status")).to_contain_text("Saved.")
    assert curation.read_text() == (
        f"# What we add by hand; two spaces in.\nentries:\n{ben}    pin: true\n"
        "digests:\n  - period: 2026-W47\n    title: Theirs\n# A line from a text editor.\n"
    )
