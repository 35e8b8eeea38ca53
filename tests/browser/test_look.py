"""Each question to a page finds what it is there for, and nothing where there is nothing to find."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser
from tests.browser.tab import Tab
from tests.whole_sites.pages import Pages

PAGE = (
    '<!doctype html><html lang="en"><title>T</title><link rel="stylesheet" href="{style}">'
    '<link rel="icon" href="data:,"><main>{body}</main></html>'
)
STYLE = """
html { color-scheme: light dark; background: Canvas; } body { margin: 20px; }
:focus { outline: 3px solid CanvasText; outline-offset: 3px; scroll-margin: 16px; }
.wide { inline-size: 900px; } .box { overflow-x: auto; } .clip { overflow: hidden; block-size: 1em; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; white-space: nowrap; }
.left { margin-inline-start: -99px; } .slow { transition: color 1s; }
.tight { inline-size: 90px; font: 1rem monospace; white-space: nowrap; overflow: hidden; }
.any { white-space: normal; overflow-wrap: anywhere; }
.bare:focus { outline: 0; } .faint:focus { outline-color: #8881; }
.lid { position: fixed; inset: 0; background: Canvas; }
.own { forced-color-adjust: none; } .pale { color: light-dark(#bbb, #444); }
"""
GOOD = (
    '<h1>T</h1><p class="box"><span class="wide">wide</span></p><p class="unseen">words words</p>'
)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    with Tab(browser, Pages({}, "https://site.example"), policy="") as tab:
        yield tab


def show(tab: Tab, body: str, style: str = "site.css") -> None:
    page = PAGE.format(body=GOOD + body, style=style).encode()
    tab.site = Pages({"index.html": page, "site.css": STYLE.encode()}, tab.site.root)
    tab.visit("index.html")


def test_a_page_that_is_as_it_should_be_has_no_faults(tab: Tab) -> None:
    whole = '<p class="any">words that fit</p>'
    show(tab, whole + '<details><summary>More</summary>words</details><a href="/">on</a>')
    tab.ask("unfold")
    for question in ("overflow", "cut", "broken", "intruders", "moving", "faint"):
        assert tab.ask(question) == []
    assert tab.ask("shift") == 0
    assert tab.ask("stops") == 2
    tab.page.keyboard.press("Tab")
    focused = tab.ask("focused")
    assert (focused["name"], focused["faults"]) == ("summary More", [])
    assert tab.ask("unseenFocus") == []
    assert tab.complaints == []
    assert tab.asked == ["https://site.example/index.html", "https://site.example/site.css"]


LATE = (
    "requestAnimationFrame(() => requestAnimationFrame(() => "
    "setTimeout(() => document.querySelector('h1').remove())))"
)
"""After a frame that was painted: what was never seen shifts nothing."""


@pytest.mark.parametrize(
    ("question", "body"),
    [
        ("overflow", '<p class="wide">x</p>'),
        ("overflow", '<p class="left">x</p>'),
        ("overflow", f"<p>{'w' * 99}</p>"),
        ("overflow", f"<details><summary>x</summary>{'w' * 99}</details>"),
        ("cut", '<p class="clip">x<br>y</p>'),
        ("broken", f'<p class="tight any">{"w" * 10}</p>'),
        ("broken", f'<p class="cover tight any">{"w" * 13}</p>'),
        ("moving", '<p class="slow">x</p>'),
        ("faint", '<p class="pale">x</p>'),
        ("intruders", "<svg></svg>"),
        ("intruders", '<p onclick="x">'),
        ("intruders", '<a href="data:,x">x</a>'),
        (
            "shift",
            f"<p>x</p><script>{LATE}</script>",
        ),
    ],
)
def test_a_fault_is_found(tab: Tab, question: str, body: str) -> None:
    show(tab, body)
    tab.ask("unfold")
    tab.page.wait_for_timeout(200)
    assert tab.ask(question)


def test_what_fits_on_a_screen_and_scrolls_is_cut_off_on_paper(tab: Tab) -> None:
    show(tab, f'<pre class="box">{"w" * 99}</pre>')
    assert tab.ask("overflow") == tab.ask("cut", False) == []
    assert tab.ask("cut", True)


def test_what_fits_until_it_is_spaced_out_is_found(tab: Tab) -> None:
    show(tab, '<p class="tight">123456789</p>')
    assert tab.ask("cut", False) == []
    tab.ask("spaceOut")
    assert tab.ask("cut", False)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_colours_that_the_reader_cannot_change_are_found(
    tab: Tab, light: Literal["light", "dark"]
) -> None:
    show(tab, '<p class="pale">x</p>')
    tab.page.emulate_media(forced_colors="active", color_scheme=light)
    assert tab.ask("faint") == []
    show(tab, '<p class="pale own">x</p>')
    assert tab.ask("faint")


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<a class="bare" href="/">x</a>', "has no outline"),
        ('<a class="faint" href="/">x</a>', "has a faint outline"),
        ('<a href="/">x</a><p class="lid">', "is covered by p.lid"),
        ('<a class="left" href="/">x</a>', "is out of sight, or its outline is"),
    ],
)
def test_a_focus_that_nobody_sees_is_found(tab: Tab, body: str, fault: str) -> None:
    show(tab, body)
    tab.page.keyboard.press("Tab")
    assert tab.ask("focused")["faults"] == [fault]
    assert any(said.endswith(fault) for said in tab.ask("unseenFocus"))


def test_what_is_asked_of_others_fails_or_runs_is_noted(tab: Tab) -> None:
    show(
        tab,
        '<img src="https://else.example/x"><img src="gone"><script>alert(1); throw "x"</script>',
    )
    tab.page.wait_for_timeout(50)
    said = "\n".join(tab.complaints)
    for complaint in ("asked for https://else.example/x", "asked for https://site.example/gone"):
        assert complaint in said
    assert "a dialog: 1" in said
    assert "Uncaught" in said or "x" in tab.complaints


def test_the_policy_of_the_published_site_is_heard(browser: Browser) -> None:
    page = PAGE.format(body="<p style='color: red'>x</p><script>1</script>", style="site.css")
    site = Pages({"index.html": page.encode(), "site.css": b""}, "https://site.example")
    with Tab(browser, site) as tab:
        tab.visit("index.html")
        assert sum("Content Security Policy" in said for said in tab.complaints) >= 2
