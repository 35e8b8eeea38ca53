"""The desk in a browser, and what is asked of each of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.conftest import TOOLS
from tests.browser.tab import LOOK

AXE = TOOLS / "axe-core/axe.min.js"
expect.set_options(timeout=60_000)
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
FEEDS = """partners:
  - id: ann
    name: Ann's Notes
    feed: ann.xml
    backfill: all
  - id: ben
    name: Ben at the Bench
    feed: ben.xml
"""
CURATION = "# What we add by hand; two spaces in.\nentries: []\n"


@contextmanager
def opened(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """The desk in a browser that has never seen it; each page that it shows is sound."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert [one for one in said if "status of 4" not in one] == []


def at(address: str, path: str) -> str:
    """Where a page of the desk is."""
    return f"{address.partition('?')[0]}{path}"


def save_text(page: Page, says: str = "Saved.") -> None:
    """Save a text by keyboard, from the field that has the focus."""
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_contain_text(says)


def type_into(field: Locator, words: str) -> None:
    """Fill in a field by keyboard alone; a day or a time as in the file, for which the field has parts."""
    keys = field.page.keyboard
    field.focus()
    kind = field.get_attribute("type")
    if kind in {"date", "datetime-local"}:
        moment = datetime.fromisoformat(words)
        keys.type(f"{moment:%m%d%Y}")
        if kind == "datetime-local":
            keys.press("ArrowRight")
            keys.type(f"{moment:%I%M%p}")
        words = words.replace(" ", "T")
    else:
        keys.press("Control+a")
        keys.type(words)
    expect(field).to_have_value(words)


def check(page: Page) -> None:
    """On a telephone and a large screen, in both lights: by axe, and that nothing sticks out. Then the page
    is as before."""
    size = page.viewport_size
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.evaluate(f"{AXE.read_text('utf-8')}; 0")
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 800})
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
            found = page.evaluate(
                "axe.run().then((all) => all.violations.map((v) => v.id + v.nodes[0].html))"
            )
            assert found == [], (width, colours)
        assert page.evaluate(f"(() => {{ {LOOK}; return overflow(); }})()") == [], width
    assert size
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="dark" if is_dark else "light")
