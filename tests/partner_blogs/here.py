"""Reading in the process of the test, because starting others takes half a second."""

from __future__ import annotations

import pytest

from partner_blogs.model import CleanFeed, Failed, Fetched
from partner_blogs.refresh.read import Readers, read


class ReadersHere(Readers):
    async def read(self, fetched: Fetched, *, full: bool) -> CleanFeed | Failed:
        return read(fetched, full=full)


def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("refresh.run", "refresh.look"):
        monkeypatch.setattr(f"partner_blogs.{room}.Readers", ReadersHere)
