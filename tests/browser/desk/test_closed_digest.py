"""The last closed digest, and what limits keep out of the running one, by keyboard alone, byte for byte."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.desk.opened import CURATION, check, opened
from tests.whole_sites.building import Site

LAST_WEEK, MONDAY, TUESDAY = (
    f"{day} Nov 2026 09:00:00 GMT" for day in ("Tue, 10", "Mon, 16", "Tue, 17")
)
LONG = "One hears of it in every shop, and here is how we write our second letter about a late invoice."


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two weeks of four partners, one of whom writes a great deal."""
    site = Site(tmp_path)
    rows = "".join(
        f"  - {{id: {id_}, name: {id_.title()}, feed: {id_}.xml, backfill: all}}\n"
        for id_ in ("ann", "ben", "cyd", "dan")
    )
    site.feeds(f"digest: {{per_day: 3, per_digest: 4, share: 50}}\npartners:\n{rows}")
    site.command()
    (tmp_path / "curation.yaml").write_text(CURATION)
    before = tuple((f"Old {n}", LAST_WEEK, f"Old words {n}.") for n in range(2))
    for id_ in ("ben", "cyd", "dan"):
        site.feed(id_)
    site.feed("ann", *before)
    with ThreadPoolExecutor(1) as elsewhere:  # the browser's event loop is at work in this thread
        elsewhere.submit(site.refresh, "2026-11-11T12:00:00Z").result()
        tuesday = tuple((f"Ann {n}", TUESDAY, f"Words about {n}.") for n in range(4))
        monday = tuple((f"Monday {n}", MONDAY, f"Words of Monday {n}.") for n in range(2))
        site.feed("ann", *before, *tuesday, *monday)
        site.feed("ben", ("Our second letter", MONDAY, LONG))
        site.feed(
            "cyd", ("Our second letter", TUESDAY, LONG), ("Cyd only", MONDAY, "Words of Cyd.")
        )
        site.feed("dan", ("Dan's", TUESDAY, "Words of Dan's."))
        elsewhere.submit(site.refresh).result()
    return site


@pytest.mark.K2
@pytest.mark.D4
def test_both_weeks_are_curated_by_keyboard_alone(
    outside: Browser, site: Site, address: str, screen: dict[str, Any]
) -> None:
    curation = site.folder / "curation.yaml"
    with opened(outside, address, **screen) as page:
        keys, unsaved = page.keyboard, page.locator(".unsaved-bar")
        whys = page.locator(".out .entry").evaluate_all(
            "all => all.map((one) => [one.querySelector('h3'), one.querySelector('.why')])"
            ".map((both) => both.map((one) => one.innerText))"
        )
        assert whys == [
            ["Our second letter", "Nearly the same as a post of Ben, which is shown instead."],
            ["Ann 3", "Over the limit: Ann has 3 posts of that day already."],
            ["Monday 1", "Over the limit: Ann has 4 posts in this digest already."],
            ["Monday 0", "Over its share: Ann would fill more than 50 % of this digest."],
        ]
        page.locator("main").focus()
        for _ in range(8):
            keys.press("j")
        expect(page.locator(".entry", has_text="Ann 3")).to_be_focused()
        keys.press("p")
        expect(unsaved).to_contain_text("1 change is not saved yet")
        first = page.locator(".letter .entry").first
        expect(first).to_contain_text("Ann 3 editor’s choice")
        expect(first).to_contain_text("it stands first, and no limit leaves it out")
        keys.press("Control+s")
        expect(unsaved).to_contain_text("Saved.")
        pinned = f"{CURATION.replace(' []', '')}  - link: https://ann.example/5\n    pin: true\n"
        assert curation.read_bytes().decode() == pinned

        page.get_by_role("link", name="closed").focus()
        keys.press("Enter")
        expect(page.get_by_text("This digest is closed.")).to_be_visible()
        expect(page.locator(".letter .entry h3")).to_have_text(["Old 0", "Old 1"])
        check(page)
        page.locator("main").focus()
        keys.press("j")
        keys.press("h")
        hidden = page.locator(".out .entry")
        expect(hidden).to_contain_text("Old 0 not saved yet")
        expect(hidden).to_contain_text("You hid it")
        expect(hidden).to_be_focused()
        keys.press("k")
        keys.press("n")
        keys.type("Still true: read it.")
        page.get_by_label("Title", exact=True).focus()
        keys.type("Old news")
        expect(unsaved).to_contain_text("3 changes are not saved yet")
        check(page)
        assert curation.read_bytes().decode() == pinned
        keys.press("Control+s")
        expect(unsaved).to_contain_text("Saved.")
        check(page)
    assert curation.read_bytes().decode() == (
        f"{pinned}  - link: https://ann.example/0\n    hide: true\n"
        "  - link: https://ann.example/1\n    note: 'Still true: read it.'\n"
        "digests:\n  - period: 2026-W46\n    title: Old news\n"
    )
