"""A site whose owner decided all that needs no template passes in a browser what the sample site passes."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import pytest
from playwright.sync_api import Browser
from tests.browser.tab import Tab
from tests.browser.test_accessibility import AXE, violations
from tests.browser.test_markup import messages
from tests.whole_sites.building import ADDRESS, ROOT, Site
from tests.whole_sites.pages import Pages
from tests.whole_sites.test_face import owned

from frontdesk.build.audit.pages import Kind

pytestmark = [pytest.mark.T1, pytest.mark.T2, pytest.mark.T3, pytest.mark.R1]


@pytest.fixture(scope="module")
def owners(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    def made(folder: Path) -> Site:
        site = owned(folder)
        site.post("extra/site.css", "main a { text-decoration-style: dotted; }\n")
        site.publish()
        return site

    with ThreadPoolExecutor(1) as elsewhere:  # the browser's event loop is at work in this thread
        site = elsewhere.submit(made, tmp_path_factory.mktemp("owned")).result()
    return Pages(site.files, ADDRESS)


def test_the_audit_and_the_checker_have_nothing_to_say(owners: Pages, tmp_path: Path) -> None:
    assert [fault for kind in get_args(Kind) for fault in owners.faults(kind)] == []
    assert messages(owners.files, tmp_path) == []


def test_axe_finds_nothing_and_all_fits(owners: Pages, browser: Browser) -> None:
    """On pages that show what was decided: in the dark on a telephone, in the light on a wide window."""
    with Tab(browser, owners, policy="") as tab:
        for file in ("index.html", "2026/11/first.html", "subscribe.html", "404.html"):
            tab.visit(file)
            assert tab.ask("shift") == 0, file
            tab.page.evaluate(f"{AXE}; 0")
            for width, colours in ((320, "dark"), (1280, "light")):
                tab.page.set_viewport_size({"width": width, "height": 800})
                tab.page.evaluate(
                    "one => (document.documentElement.dataset.colours = one)", colours
                )
                assert violations(tab) == [], f"{file}, {colours}"
                assert tab.ask("overflow") + tab.ask("cut", False) == [], f"{file}, {width}"
            assert tab.complaints == [], file


RULES = "css => new CSSStyleSheet().replace(css).then((it) => [...it.cssRules].map((one) => one.cssText))"


def test_the_style_sheet_that_goes_out_says_what_that_of_the_theme_says(
    published: Pages, browser: Browser
) -> None:
    (name,) = (file for file in published.files if re.fullmatch("lasting/site-.*[.]css", file))
    sent = published.files[name].decode()
    written = (ROOT / "theme/static/css/site.css").read_text("utf-8")
    with Tab(browser, published) as tab:
        tab.visit("index.html")
        rules = [tab.page.evaluate(RULES, css) for css in (sent, written)]
    assert len(sent) < len(written)
    theirs, ours = ([*map(_compared, one)] for one in rules)
    assert theirs[: len(ours)] == ours


def _compared(rule: str) -> str:
    """A rule without the places of files, which lie elsewhere in the site. The browser keeps the value of a
    custom property as it is written."""
    return re.sub(r"url[(][^)]*[)]", "", rule).replace(", ", ",")
