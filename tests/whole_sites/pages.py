"""The files of a built site in; its pages for a test to look at, and what the audit finds wrong, out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from bs4 import BeautifulSoup

from frontdesk.build.audit.pages import Fault, Kind, check_across_pages, check_asset, check_page
from frontdesk.build.audit.urls import SiteUrls


@dataclass(frozen=True)
class Page:
    """A page: the file, the address at which it is met, and what it holds."""

    file: str
    address: str
    soup: BeautifulSoup

    def address_of(self, target: str) -> str:
        return urljoin(self.address, target)


@dataclass(frozen=True)
class Pages:
    """A whole site.

    Attributes:
        files: every file of it, by its path below the root of the site.
        root: the address of the site, without a slash at the end.
    """

    files: Mapping[str, bytes]
    root: str

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return tuple(
            Page(name, self.addresses.url_of(name), BeautifulSoup(data, "html.parser"))
            for name, data in self.files.items()
            if name.endswith(".html")
        )

    @property
    def addresses(self) -> SiteUrls:
        return SiteUrls(frozenset(self.files), self.root)

    @cached_property
    def all_faults(self) -> tuple[Fault, ...]:
        ours = self.addresses
        reports = [
            check_page(name, data, ours)
            for name, data in self.files.items()
            if name.endswith(".html")
        ]
        return (
            *(fault for page in reports for fault in page.faults),
            *check_across_pages(reports),
            *(
                fault
                for name, data in self.files.items()
                if name.endswith((".css", ".svg"))
                for fault in check_asset(name, data, ours)
            ),
        )

    def faults(self, *kinds: Kind) -> list[Fault]:
        """What is wrong in pages, style sheets and drawings; of all kinds where none is named."""
        return [fault for fault in self.all_faults if not kinds or fault.kind in kinds]
