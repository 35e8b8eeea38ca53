"""What a browser does that is not the editor's at the desk, or sends more than it takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, expect
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.desk.opened import CURATION, at, opened
from tests.whole_sites.building import Site


@pytest.mark.K5
def test_another_page_cannot_send_the_desks_forms(
    outside: Browser, site: Site, address: str
) -> None:
    """Not even from this machine, in a browser that has the desk's cookie."""
    with opened(outside, address) as page:
        form = page.locator("form").first
        token = form.locator("[name=token]").input_value()
        target = f"{address.partition('/desk')[0]}/desk/digest/2026-W47"
        page.goto("data:text/html,<title>Elsewhere</title>")
        page.set_content(
            f'<form method="post" action="{target}"><input name="token" value="{token}">'
            '<input name="link" value="https://ben.example/0"><input name="choice" value="hide">'
            '<input name="seen" value="show"><button>Win</button></form>'
        )
        page.get_by_role("button").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("That did not work")
    assert (site.folder / "curation.yaml").read_text() == CURATION


@pytest.mark.K5
def test_a_name_that_leads_to_this_machine_opens_nothing(
    chromium: BrowserType, site: Site, address: str
) -> None:
    """DNS rebinding: the address of a page of others becomes that of this machine."""
    there = address.replace("localhost", "rebound.example")
    flags = ["--host-resolver-rules=MAP rebound.example 127.0.0.1", *FLAGS]
    with chromium.launch(executable_path=CHROMIUM, args=flags) as browser:
        page = browser.new_page()
        answer = page.goto(there)
        assert answer is not None
        assert answer.status == 421
        assert "Ben's post" not in page.content()
        assert page.context.cookies() == []


@pytest.mark.K5
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_a_picture_of_50_megabytes_is_refused_and_no_text_is_lost(
    outside: Browser, site: Site, address: str, tmp_path: Path, *, has_script: bool
) -> None:
    site.post("posts/2026-11-05-first.md", "Title: First\n\nWords.\n")
    before = {path: path.read_bytes() for path in (site.folder / "content").rglob("*.*")}
    large = tmp_path / "large.png"
    large.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50_000_000))
    with opened(outside, address, java_script_enabled=has_script) as page:
        page.goto(at(address, "post?path=posts/2026-11-05-first.md"))
        text = page.get_by_label("Text", exact=True)
        text.fill("Typed with care.")
        page.locator(".picture summary").click()
        page.get_by_label("The file").set_input_files(large)
        page.get_by_label("What it shows").fill("Large")
        page.get_by_role("button", name="Put it into the text").click()
        if has_script:
            said = page.get_by_label("The file").evaluate("field => field.validationMessage")
            assert said.startswith("This picture has 51 MB, and the desk takes 18.")
        else:
            expect(page.get_by_text("That is too large. Nothing was written.")).to_be_visible()
            page.go_back()
        expect(text).to_have_value("Typed with care.")
    assert {path: path.read_bytes() for path in (site.folder / "content").rglob("*.*")} == before
