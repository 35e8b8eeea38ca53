"""A tab of a real browser that knows one site, answered from memory; whatever else it is asked for is
refused and noted."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Request, Route
from tests.shipped import SETTINGS
from tests.whole_sites.pages import Pages

LOOK = Path(__file__).with_name("look.js").read_text(encoding="utf-8")

POLICY = SETTINGS["SITE_HEADERS"]["Content-Security-Policy"]
"""What a host sends with every page (R2); a published page carries a stricter one besides. What they block,
the browser complains of."""


class Tab:
    """One page at a time.

    Attributes:
        asked: the addresses that the page asked for, its own first.
        complaints: what was refused, what failed, and what the browser's console said.
    """

    def __init__(
        self,
        browser: Browser,
        site: Pages,
        *,
        width: int = 320,
        height: int = 800,
        policy: str = POLICY,
        **options: Any,
    ) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.site = site
        self._headers = {"Content-Security-Policy": policy} if policy else {}
        size = {"width": width, "height": height}
        self._context = browser.new_context(viewport=size, service_workers="block", **options)
        self._context.route("**/*", self._answer)
        self.page = self._context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("dialog", self._dialog)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self._context.close()

    def visit(self, file: str) -> None:
        """Show a page of the site, and forget what was noted of the one before."""
        self.asked, self.complaints = [], []
        self.page.goto(f"{self.site.root}/{file}")

    def ask(self, question: str, argument: object = None) -> Any:
        """What a function of look.js says of the page."""
        return self.page.evaluate(
            f"(argument) => {{ {LOOK}\nreturn {question}(argument); }}", argument
        )

    def words(self) -> str:
        """The text as it shows, but for the form of the search, which needs a script, and what stands
        there without one."""
        said = " ".join(self.page.inner_text("body").split())
        for part in ("form.search", "noscript"):
            for text in self.page.locator(part).all_inner_texts():
                said = said.replace(" ".join(text.split()), "", 1)
        return " ".join(said.split())

    def _answer(self, route: Route) -> None:
        address = route.request.url
        self.asked.append(address)
        file = self.site.addresses.file_at(address)
        if (
            file is None
            and self.site.addresses.is_internal(address)
            and route.request.is_navigation_request()
        ):
            file = "404.html"
        if file is None:
            self.complaints.append(f"asked for {address}")
            route.abort()
            return
        kind = mimetypes.guess_type(file)[0]
        route.fulfill(body=self.site.files[file], content_type=kind, headers=self._headers)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # cut short by the next page
            self.complaints.append(f"no answer from {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"a dialog: {dialog.message}")
        dialog.dismiss()
