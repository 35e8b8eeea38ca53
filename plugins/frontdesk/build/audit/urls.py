"""The file names and the address of a built site in; which file answers a URL, out. Pure."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

NOT_FOUND = "404.html"


class SiteUrls(NamedTuple):
    """The URLs of a whole site.

    Attributes:
        names: the path of every file, below the root of the site.
        root: the address of the site, without a slash at the end.
    """

    names: frozenset[str]
    root: str

    def url_of(self, name: str) -> str:
        """The URL at which a browser opens a file."""
        # The 404 page is sent for any URL that does not exist, at any depth.
        return f"{self.root}/{'no/such/page' if name == NOT_FOUND else name}"

    def is_internal(self, url: str) -> bool:
        return f"{url}/".startswith(f"{self.root}/")

    def file_at(self, url: str) -> str | None:
        """The file that answers a URL; None where there is none. The address of a folder without the slash
        at its end leads to the one with it, on every host."""
        if not self.is_internal(url):
            return None
        path = unquote(urlsplit(url).path.removeprefix(urlsplit(self.root).path)).lstrip("/")
        folder = path.removesuffix("/")
        index = f"{folder}/index.html" if folder else "index.html"
        names = (index,) if path == "" or path.endswith("/") else (path, index)
        return next((name for name in names if name in self.names), None)
