"""HTML of ours in; the same as plain text with addresses, as mail programs show it, out. Pure (D9)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from frontdesk.core.html_parser import HTMLParser

_BLOCKS = frozenset({"h1", "h2", "h3", "h4", "p", "ul", "ol", "blockquote", "section", "article"})
_LINES = frozenset({"br", "li"})


def plain_text(markup: str) -> str:
    """A paragraph for each block, and behind each link its address, unless that is the text of the link."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._links: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        attributes: Mapping[str, str | None] = dict(attrs)
        if tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag in _LINES:
            self.pieces.append("\n")
        elif tag == "a":
            self._links.append((len(self.pieces), attributes.get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag == "a" and self._links:
            begin, address = self._links.pop()
            if address and "".join(self.pieces[begin:]).strip() != address:
                self.pieces.append(f" <{address}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(re.sub(r"\s+", " ", data))
