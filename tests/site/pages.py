"""The files of a built site in; its pages for a test to look at, and what tools/audit finds wrong, out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bs4 import BeautifulSoup
from tools.audit.addresses import Addresses
from tools.audit.pages import Fault, Kind, between, foreign_requests_of_style, look


@dataclass(frozen=True)
class Page:
    """A page: the file, and what it holds."""

    file: str
    soup: BeautifulSoup


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
            Page(name, BeautifulSoup(data, "html.parser"))
            for name, data in self.files.items()
            if name.endswith(".html")
        )

    @property
    def addresses(self) -> Addresses:
        return Addresses(frozenset(self.files), self.root)

    @cached_property
    def all_faults(self) -> tuple[Fault, ...]:
        ours = self.addresses
        looked = [
            look(name, data, ours) for name, data in self.files.items() if name.endswith(".html")
        ]
        return (
            *(fault for page in looked for fault in page.faults),
            *between(looked),
            *(
                fault
                for name, data in self.files.items()
                if name.endswith((".css", ".svg"))
                for fault in foreign_requests_of_style(name, data, ours)
            ),
        )

    def faults(self, *kinds: Kind) -> list[Fault]:
        """What is wrong in pages, style sheets and drawings; of all kinds where none is named."""
        return [fault for fault in self.all_faults if not kinds or fault.kind in kinds]


def specimens(site: Pages) -> list[str]:
    """The files of the fewest pages that show everything: the longest first, then each that lies in a
    place of its own, or has an element or class that none before it had."""
    known: set[tuple[str, ...]] = set()
    chosen = []
    for page in sorted(site.pages, key=lambda page: -len(page.soup.get_text())):
        place = re.sub(r"\d+", "0", page.file)
        folder, slash, name = place.rpartition("/")
        shows = {(tag.name, *tag.get_attribute_list("class")) for tag in page.soup.find_all(True)}
        shows.add(("in", f"{folder}/{name if name == 'index.html' else ''}" if slash else name))
        if not shows <= known:
            known |= shows
            chosen.append(page.file)
    return chosen
