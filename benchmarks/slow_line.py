"""A page of Chromium in; the same page as on a telephone with a slow line, out.

Line and processor are those that Lighthouse takes for a telephone (its docs/throttling.md): 1.6 Mbit/s,
150 ms until an answer begins, a processor four times slower than this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page, ViewportSize

SCREEN: ViewportSize = {"width": 412, "height": 823}
LINE = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
"""Milliseconds, and bytes a second."""
PROCESSOR = {"rate": 4}


def slow_line(page: Page) -> CDPSession:
    """Makes the line of a page slow; for what else is to be done to the page, its session."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, **LINE})
    return session


def telephone(page: Page) -> None:
    """Makes line and processor slow."""
    slow_line(page).send("Emulation.setCPUThrottlingRate", PROCESSOR)
