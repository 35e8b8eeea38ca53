"""The posts desk as a person uses it, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.desk.opened import at, check, opened, save_text, type_into
from tests.whole_sites.building import ROOT, Site

from frontdesk.content.field_specs import field_specs
from frontdesk.content.metadata import field_label
from frontdesk.content.resource_types import STRUCTS_BY_TYPE

FIRST = "posts/2026-11-05-first.md"


@pytest.mark.K4
def test_a_post_with_a_picture_is_written_by_keyboard_alone(
    outside: Browser, site: Site, address: str, tmp_path: Path, screen: dict[str, Any]
) -> None:
    picture = tmp_path / "Our desk.png"
    picture.write_bytes((ROOT / "docs/images/home.png").read_bytes())
    with opened(outside, address, **screen) as page:
        keys = page.keyboard
        page.get_by_role("link", name="Posts", exact=True).focus()
        keys.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Posts, pages and library")
        check(page)
        page.get_by_label("Its title", exact=True).focus()
        keys.type("What I learnt")
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("It is begun")
        check(page)
        page.get_by_label("Text", exact=True).focus()
        keys.type("Read **this** first.\n\n<script>x</script>")
        expect(page.locator(".preview strong")).to_have_text("this")
        page.get_by_role("button", name="Line 3").focus()
        keys.press("Enter")
        assert page.evaluate("getSelection().toString()") == "<script>x</script>"
        keys.type("The end.")
        page.locator(".picture summary").focus()
        keys.press("Enter")
        page.get_by_label("The file").focus()
        with page.expect_file_chooser() as chooser:
            keys.press("Space")
        chooser.value.set_files(picture)
        page.get_by_label("What it shows").focus()
        keys.type("Our desk")
        keys.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("The picture is stored")
        expect(page.get_by_alt_text("Our desk")).to_be_visible()
        check(page)
        save_text(page, "only you see it")
        page.get_by_role("button", name="Publish").focus()
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Readers see it with the next publish")
        expect(page.get_by_role("button", name="Publish")).to_have_count(0)
        check(page)
    (post,) = (site.folder / "content/posts").glob("*.md")
    head, _, body = post.read_text().partition("---\n\n")
    assert "Status" not in head
    assert body == ("Read **this** first.\n\nThe end.\n\n![Our desk]({attach}our-desk.png)\n")
    assert (post.parent / "our-desk.png").read_bytes() == picture.read_bytes()


@pytest.mark.K4
def test_a_draft_gets_its_fields_and_is_published_by_keyboard_alone(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    head = "---\nTitle: First\nDate: 2026-11-05 09:00\nOwn_field: stays   # of ours\n"
    site.post(FIRST, f"{head}Status: draft\n---\n\nWords.\n")
    site.post("posts/2026-11-04-other.md", "Title: Other\nTags: fees\nCategory: Law\n\nWords.\n")
    with opened(outside, address, **screen) as page:
        keys = page.keyboard
        page.goto(at(address, f"post?path={FIRST}"))
        page.get_by_text("Publish, date, category, tags").focus()
        keys.press("Enter")
        expect(page.get_by_text("Used so far: fees")).to_be_visible()
        check(page)
        page.get_by_label("Only you: it is a draft").focus()
        keys.press("ArrowDown")
        type_into(page.get_by_label("Date and time"), "2026-11-06 10:30")
        page.get_by_label("Category").focus()
        keys.type("Law")
        page.get_by_label("Tags").focus()
        keys.type("fees, letters")
        page.get_by_label("Series").focus()
        keys.type("Friday")
        page.get_by_label("Summary").focus()
        keys.type("What it: says.")
        save_text(page, "Readers see it with the next publish")
        check(page)
    assert (site.folder / "content" / FIRST).read_bytes().decode() == (
        head.replace("11-05 09:00", "11-06 10:30")
        + "Category: Law\nTags: fees, letters\nSeries: Friday Debrief\n"
        + "Summary: 'What it: says.'\n---\n\nWords.\n"
    )


@pytest.mark.K4
def test_two_windows_and_a_text_editor_lose_no_word_of_a_post(
    outside: Browser, site: Site, address: str
) -> None:
    post = site.folder / "content" / FIRST
    site.post(FIRST, "Title: First\n\nWords.\n")
    with opened(outside, address) as page:
        page.goto(at(address, f"post?path={FIRST}"))
        other = page.context.new_page()
        other.goto(page.url)
        page.get_by_label("Text", exact=True).fill("Of the first window.")
        other.get_by_label("Text", exact=True).fill("Of the second.")
        post.write_text("Title: First\n\nOf the text editor.\n")
        page.keyboard.press("Control+s")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Somebody changed this file")
        expect(page.locator(".version").first).to_contain_text("Of the text editor.")
        expect(page.locator(".version").last).to_contain_text("Of the first window.")
        check(page)
        assert post.read_text() == "Title: First\n\nOf the text editor.\n"
        page.get_by_role("button", name="Save yours instead").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Saved")
        assert post.read_text() == "Title: First\n\nOf the first window.\n"
        other.get_by_role("button", name="Save", exact=True).last.focus()
        other.get_by_label("Text", exact=True).press("Control+s")
        expect(other.get_by_role("heading", level=1)).to_contain_text("Somebody changed this file")
        expect(other.locator(".version").last).to_contain_text("Of the second.")
        other.get_by_role("link", name="Keep this").click()
        expect(other.get_by_label("Text", exact=True)).to_have_value("Of the first window.")
    assert post.read_text() == "Title: First\n\nOf the first window.\n"


@pytest.mark.K4
def test_a_book_of_the_library_is_filled_in_by_keyboard_alone(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    with opened(outside, address, **screen) as page:
        keys = page.keyboard
        page.goto(at(address, "posts/"))
        begin(page, "For the library: book")
        check(page)
        book = site.folder / "content/resources/on-fees.md"
        begun = book.read_text()
        said = {
            "author": "A. Writer",
            "publisher": "A house",
            "year": "2020",
            "topic": "Fees",
            "link": "https://a.example/",
            "summary": "What it says.",
        }
        for label, words in said.items():
            type_into(page.get_by_label(re.compile(f"^{label}", re.IGNORECASE)), words)
        page.get_by_label("Text", exact=True).focus()
        keys.type("Read it.")
        type_into(page.get_by_label("checked"), "2026-11-17")
        show_everybody(page)
        page.get_by_role("link", name="Posts", exact=True).focus()
        keys.press("Enter")
        page.get_by_label("Words").focus()
        keys.type("fees")
        keys.press("Enter")
        expect(page.locator(".group h2")).to_have_text("Library 1")
        expect(page.locator(".rows .state")).to_have_text("book")
        check(page)
    assert "Title: On Fees\nType: book\nDate: 2026-11-18\n" in begun
    assert book.read_bytes().decode() == filled(begun, {**said, "checked": "2026-11-17"})


@pytest.mark.K4
@pytest.mark.parametrize("kind", sorted(STRUCTS_BY_TYPE.keys() - {"book"}))
def test_each_type_of_the_library_is_filled_in_by_keyboard_alone(
    outside: Browser, site: Site, address: str, kind: str, screen: dict[str, Any]
) -> None:
    """With what it must have, as the example of each field says it."""
    asked = {
        name: field.example
        for name, field in field_specs(STRUCTS_BY_TYPE[kind]).items()
        if field.is_required
    }
    if kind == "event":  # somewhere, or online
        asked["place"] = "Room 4, Example Street 1"
    file = site.folder / "content/resources/on-fees.md"
    with opened(outside, address, **screen) as page:
        keys = page.keyboard
        page.goto(at(address, "posts/"))
        begin(page, f"For the library: {kind}")
        begun = file.read_bytes().decode()
        for name, words in {**asked, "summary": "What it says."}.items():
            type_into(page.get_by_label(re.compile(f"^{field_label(name)}", re.IGNORECASE)), words)
        page.get_by_label("Text", exact=True).focus()
        keys.type("Read it.")
        show_everybody(page)
    assert file.read_bytes().decode() == filled(begun, {**asked, "summary": "What it says."})


@pytest.mark.K4
def test_a_page_is_written_by_keyboard_alone(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    file = site.folder / "content/pages/on-fees.md"
    with opened(outside, address, **screen) as page:
        page.goto(at(address, "posts/"))
        begin(page, "A page")
        begun = file.read_bytes().decode().replace("# Summary:", "Summary:\n# Summary:")
        page.get_by_label("Text", exact=True).focus()
        page.keyboard.type("Read it.")
        page.get_by_text("Publish, summary").focus()
        page.keyboard.press("Enter")
        type_into(page.get_by_label("Summary"), "What it says.")
        show_everybody(page)
    assert file.read_bytes().decode() == filled(begun, {"summary": "What it says."})


def begin(page: Page, kind: str) -> None:
    """Choose a kind by the first letters of its name, and give it a title, by keyboard."""
    page.get_by_label("What it is").focus()
    page.keyboard.type(kind)
    page.get_by_label("Its title", exact=True).focus()
    page.keyboard.type("On Fees")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("It is begun")


def show_everybody(page: Page) -> None:
    """Take a draft's state away and save it, by keyboard."""
    page.get_by_label("Everybody, from its date on").focus()
    page.keyboard.press("Space")
    save_text(page, "Readers see it with the next publish")
    expect(page.locator(".error")).to_have_count(0)
    check(page)


def filled(begun: str, said: dict[str, str]) -> str:
    """The file with these fields in their lines, others below them, and no other change."""
    head = begun.removeprefix("---\n").partition("---\n")[0].replace("Status: draft\n", "")
    for name, value in said.items():
        line = f"{field_label(name)}: {value}"
        head, count = re.subn(rf"^{field_label(name)}:.*", line, head, flags=re.MULTILINE)
        head += "" if count else f"{line}\n"
    return f"---\n{head}---\n\nRead it.\n"
