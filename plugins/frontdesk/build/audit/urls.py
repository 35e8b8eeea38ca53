"""The names of a built site's files in; which of them answers for an address, and which address is ours,
out. Pure."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

NOT_FOUND = "404.html"


class Addresses(NamedTuple):
    """Of a whole site.

    Attributes:
        names: of every file, by its path below the root of the site.
        root: the address of the site, without a slash at the end.
    """

    names: frozenset[str]
    root: str

    def met_at(self, name: str) -> str:
        """The address at which a browser meets a file."""
        # The 404 page stands in for whatever is not there, at any depth.
        return f"{self.root}/{'no/such/page' if name == NOT_FOUND else name}"

    def is_ours(self, address: str) -> bool:
        return f"{address}/".startswith(f"{self.root}/")

    def file_at(self, address: str) -> str | None:
        """The file that answers for an address; None where there is none."""
        if not self.is_ours(address):
            return None
        path = unquote(urlsplit(address).path.removeprefix(urlsplit(self.root).path)).lstrip("/")
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        return name if name in self.names else None
