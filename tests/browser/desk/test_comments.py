"""The comments desk as a person uses it, byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.desk.opened import check, opened
from tests.whole_sites.building import Site

LETTER = """From: Ann Example <ann@a.example>
Date: Tue, 17 Nov 2026 18:10:00 +0000
Subject: Re: Late invoices

We send ours on <b>Mondays</b>.

> What you wrote.
"""


@pytest.mark.K1
def test_a_letter_becomes_a_comment_by_keyboard_alone(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    site.post("posts/2026-11-05-late.md", "Title: Late invoices\n\nWords.\n")
    with opened(outside, address, **screen) as page:
        keys = page.keyboard
        page.get_by_role("link", name="Comments", exact=True).focus()
        keys.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Add a comment")
        check(page)
        page.get_by_label("Paste the mail").focus()
        keys.insert_text(LETTER)
        keys.press("Tab")
        keys.press("Enter")
        expect(page.get_by_label("Who wrote it")).to_have_value("Ann Example")
        expect(page.get_by_label("The post that it is about")).to_have_value("2026-11-05-late")
        check(page)
        assert not (site.folder / "content/comments").exists()
        page.get_by_label("Their website").focus()
        keys.type("https://a.example/")
        page.get_by_role("button", name="Save the comment").focus()
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("The comment is saved")
        check(page)
    (comment,) = (site.folder / "content/comments").rglob("*.md")
    assert comment.relative_to(site.folder).as_posix() == (
        "content/comments/2026-11-05-late/ann-example.md"
    )
    assert comment.read_bytes().decode() == (
        "Author: Ann Example\nDate: 2026-11-17 18:10\nLink: https://a.example/\n\n"
        "We send ours on <b>Mondays</b>.\n"
    )
