"""Search over the blog's own words, in the reader's browser: an index in files, made when a site is whole.

As a Pelican plugin it writes the page Search and, by Pagefind, the index that the page's script reads (R4).
A page takes part by the parts of it that bear `data-pagefind-body`.
"""

from __future__ import annotations


def register() -> None:
    from . import adapter  # noqa: PLC0415 - the index is made without Pelican

    adapter.connect()
