"""The preview in a browser: what is saved appears by itself, and what is wrong is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.frontdesk.cli.preview import SECONDS, Preview, previewing
from tests.whole_sites.building import Site

POST = "content/posts/2026-11-05-first.md"
expect.set_options(timeout=SECONDS * 1000)


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    site = Site(tmp_path)
    site.feeds("partners: []\n")
    site.post("posts/2026-11-05-first.md", "Title: First\nDate: 2026-11-05 09:00\n\nSome words.\n")
    site.post("posts/2026-11-06-second.md", "Title: Second\nStatus: draft\n\nOther words.\n")
    with previewing(site) as running:
        yield running


@pytest.fixture
def page(outside: Browser) -> Iterator[Page]:
    context = outside.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.A4
def test_what_is_saved_appears_and_an_error_stays_until_it_is_mended(
    preview: Preview, page: Page
) -> None:
    post = preview.site.folder / POST
    whole = post.read_text()
    page.goto(f"{preview.address}/2026/11/first.html")
    expect(page.get_by_text("Some words.")).to_be_visible()

    post.write_text(whole.replace("Some words", "Better words"))
    expect(page.get_by_text("Better words.")).to_be_visible()

    post.write_text(whole.replace("Date: 2026", "Date: soon, 2026"))
    expect(page.get_by_role("alert")).to_contain_text("2026-11-05-first.md:2")
    expect(page.get_by_text("Better words.")).to_be_visible()

    post.write_text(whole)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("Some words.")).to_be_visible()


@pytest.mark.A4
@pytest.mark.S5
def test_a_saved_text_takes_its_place_in_the_page_that_is_open(
    preview: Preview, page: Page
) -> None:
    post = preview.site.folder / POST
    whole = post.read_text()
    page.goto(f"{preview.address}/2026/11/first.html")
    page.wait_for_function("sent")
    page.evaluate("window.opened = true")

    post.write_text(whole.replace("Title: First", "Title: At first").replace("Some", "Better"))
    expect(page.get_by_text("Better words.")).to_be_visible()
    expect(page).to_have_title(re.compile("^At first"))
    assert page.evaluate("window.opened")
    page.get_by_role("button").click()  # its script still holds it
    assert page.evaluate("document.documentElement.dataset.colours") == "light"

    settings = preview.site.folder / "conf.py"
    settings.write_text(f"{settings.read_text()}\nSITENAME = 'Another name'\n")
    expect(page.get_by_role("banner")).to_contain_text("Another name")
    assert not page.evaluate("window.opened")


@pytest.mark.A4
def test_a_draft_bears_a_banner_and_what_is_not_there_gets_the_sites_page(
    preview: Preview, page: Page
) -> None:
    page.goto(f"{preview.address}/2026/11/second.html")
    expect(page.get_by_role("status")).to_contain_text("Draft. Only this preview shows it.")

    answer = page.goto(f"{preview.address}/2026/11/third.html")
    assert answer
    assert answer.status == 404
    third = preview.site.folder / "content/posts/2026-11-07-third.md"
    third.write_text("Title: Third\n\nAt last.\n")
    expect(page.get_by_text("At last.")).to_be_visible()  # it appears where it was missing
