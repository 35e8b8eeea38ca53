"""A page that is still to be rendered, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from .urls import file_for_url


class PlannedPage(Struct, frozen=True):
    """A page that is still to be rendered.

    Attributes:
        url: below the root of the site; with a slash at the end for a folder.
        template: its name, without `.html`.
        save_as: the path of its file, where that does not follow from the address; empty for a page that is
            not written.
        values: what the template gets beside the values that all pages share, by name.
        is_indexed: whether search engines may show it (R9).
    """

    url: str
    template: str
    values: Mapping[str, Any] = {}
    is_indexed: bool = True
    save_as: str | None = None

    @property
    def file(self) -> str:
        """The path of its file below the root of the site; empty for a page that is not written."""
        return file_for_url(self.url) if self.save_as is None else self.save_as


class PlannedFile(Struct, frozen=True):
    """A file that is to be written into the site as it is.

    Attributes:
        path: below the root of the site.
    """

    path: str
    data: bytes
