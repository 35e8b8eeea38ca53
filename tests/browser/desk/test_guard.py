"""What another page of the same browser can do to the desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.desk.opened import CURATION, opened
from tests.whole_sites.building import Site


@pytest.mark.K5
def test_another_page_cannot_send_the_desks_forms(
    outside: Browser, site: Site, address: str
) -> None:
    """Not even from this machine, in a browser that has the desk's cookie."""
    with opened(outside, address) as page:
        form = page.locator("form").first
        token = form.locator("[name=token]").input_value()
        target = f"{address.partition('/desk')[0]}/desk/digest/2026-W47/choice"
        page.goto("data:text/html,<title>Elsewhere</title>")
        page.set_content(
            f'<form method="post" action="{target}"><input name="token" value="{token}">'
            '<input name="link" value="https://ben.example/0"><input name="choice" value="hide">'
            '<input name="seen" value="show"><button>Win</button></form>'
        )
        page.get_by_role("button").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("That did not work")
    assert (site.folder / "curation.yaml").read_text() == CURATION
