"""Each form of the desk: to leave it with something unsaved is asked about; Ctrl+S saves it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.desk.opened import at, opened, type_into
from tests.whole_sites.building import Site

POST = "content/posts/2026-11-05-first.md"
LETTER = (
    "From: Ann <ann@a.example>\nDate: Tue, 17 Nov 2026 18:10:00 +0000\nSubject: First\n\nYes.\n"
)
FORMS = {
    "digest/2026-W47": ("Title", "curation.yaml"),
    "post?path=posts/2026-11-05-first.md": ("Tags, with commas", POST),
    "blog/ben": ("Topic", "feeds.yaml"),
    "settings/": ("Who writes it", "site.yaml"),
}


def asked_of(page: Page) -> list[str]:
    """What the browser asks; the answer is always to stay."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    return asked


@pytest.fixture
def site(site: Site) -> Site:
    (site.folder / "site.yaml").write_text("SITENAME: The Shop\n")
    site.post(POST.removeprefix("content/"), "Title: First\n\nWords.\n")
    return site


@pytest.mark.K1
@pytest.mark.parametrize("path", FORMS)
def test_what_is_typed(outside: Browser, site: Site, address: str, path: str) -> None:
    label, name = FORMS[path]
    file = site.folder / name
    before = file.read_text()
    with opened(outside, address) as page:
        page.goto(at(address, path))
        asked = asked_of(page)
        for panel in page.locator("details").all():
            panel.evaluate("panel => { panel.open = true; }")
        field = page.get_by_label(label).and_(page.locator("input"))
        type_into(field, "Quills")
        comments = page.get_by_role("link", name="Comments", exact=True)
        if path.startswith("digest"):  # it shows what it saves
            expect(page.get_by_role("status")).to_contain_text("1 change is not saved yet")
        comments.click()
        expect(field).to_have_value("Quills")
        assert asked == ["beforeunload"]
        expect(comments).to_be_focused()
        page.keyboard.press("Control+s")
        expect(page.get_by_role("status")).to_contain_text("Saved.")
        assert "Quills" in file.read_text()
        assert "Quills" not in before
        comments.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Add a comment")
        assert asked == ["beforeunload"]


@pytest.mark.K5
@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("is_opened_again", [True, False], ids=["opened-again", "not-opened"])
def test_what_is_typed_before_a_new_start(
    outside: Browser, site: Site, address: str, path: str, *, is_opened_again: bool
) -> None:
    """The key of the page is that of an earlier start; perhaps the cookie is new."""
    label, name = FORMS[path]
    file = site.folder / name
    before = file.read_bytes()
    with opened(outside, address) as page:
        page.goto(at(address, path))
        for panel in page.locator("details").all():
            panel.evaluate("panel => { panel.open = true; }")
        if is_opened_again:
            for key in page.locator("[name=token]").all():
                key.evaluate("field => { field.value = 'of another start'; }")
        else:
            page.context.clear_cookies()
        field = page.get_by_label(label).and_(page.locator("input"))
        type_into(field, "Quills")
        with page.expect_event("dialog") as told:
            page.once("dialog", lambda dialog: dialog.accept())
            page.keyboard.press("Control+s")
        assert "start" in told.value.message
        assert told.value.message.endswith("What you typed is still here.")
        expect(field).to_have_value("Quills")
    assert file.read_bytes() == before


@pytest.mark.K2
def test_a_digest_is_saved_as_it_was_shown(outside: Browser, site: Site, address: str) -> None:
    """Typed and saved at once: the page shows it first, and says so."""
    with opened(outside, address) as page:
        page.get_by_label("Title", exact=True).focus()
        page.keyboard.type("Quills")
        page.keyboard.press("Control+s")
        expect(page.get_by_role("status")).to_contain_text("Look it over as readers will see it")
        expect(page.get_by_role("heading", level=1)).to_have_text("Quills")
        page.keyboard.press("Control+s")
        expect(page.get_by_role("status")).to_contain_text("Saved.")
    assert "title: Quills\n" in (site.folder / "curation.yaml").read_text()


@pytest.mark.K1
def test_what_came_from_a_letter(outside: Browser, site: Site, address: str) -> None:
    with opened(outside, address) as page:
        page.goto(at(address, "comments/"))
        asked = asked_of(page)
        page.get_by_label("Paste the mail").fill(LETTER)
        page.get_by_role("button", name="Fill in the form").click()
        expect(page.get_by_label("Their words")).to_have_value("Yes.")
        page.get_by_role("link", name="Posts", exact=True).click()
        expect(page.get_by_label("Their words")).to_have_value("Yes.")
        assert asked == ["beforeunload"]
        page.keyboard.press("Control+s")
        expect(page.get_by_role("status")).to_contain_text("The comment is saved")
    assert len(list((site.folder / "content/comments").rglob("*.md"))) == 1


@pytest.mark.K1
def test_where_both_versions_are_shown_only_a_button_chooses(
    outside: Browser, site: Site, address: str
) -> None:
    file = site.folder / POST
    with opened(outside, address) as page:
        page.goto(at(address, "post?path=posts/2026-11-05-first.md"))
        page.get_by_label("Text", exact=True).fill("Of the window.")
        file.write_text("Title: First\n\nOf the text editor.\n")
        page.keyboard.press("Control+s")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Somebody changed this file")
        asked = asked_of(page)
        page.keyboard.press("Control+s")
        page.get_by_role("link", name="Posts", exact=True).click()
        expect(page.locator(".version").last).to_contain_text("Of the window.")
        assert asked == ["beforeunload"]
        page.get_by_role("link", name="Keep this").click()
        expect(page.get_by_label("Text", exact=True)).to_have_value("Of the text editor.")
        assert asked == ["beforeunload"]
    assert file.read_text() == "Title: First\n\nOf the text editor.\n"
