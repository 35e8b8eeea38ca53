"""What kind of page it is in; what the page tells search engines out (R9). Pure."""

from __future__ import annotations

from msgspec import Struct

NOINDEX = "noindex, follow"


class Indexing(Struct, frozen=True):
    """What a page tells search engines.

    Attributes:
        address: its own, absolute; empty for the 404 page, which answers at any address.
        robots: the content of its tag `robots`; empty where it has no such tag.
        canonical: the absolute address to list instead of this page, mostly its own; empty for none.
    """

    address: str
    robots: str
    canonical: str

    @property
    def is_listed(self) -> bool:
        """Whether the sitemap lists the page."""
        return bool(self.address) and not self.robots and self.canonical == self.address


def indexing(address: str, *, is_indexed: bool = True, original: str = "") -> Indexing:
    """What a page tells search engines. None says `noindex` and names another page at once.

    Args:
        address: of the page, absolute; empty for the 404 page.
        is_indexed: False for a hidden text, the search, and partners' words without many of the editor's.
        original: the address of the same text elsewhere, absolute: where it was first published, or
            where the page has moved; empty for none.
    """
    return Indexing(address, "" if is_indexed or original else NOINDEX, original or address)
