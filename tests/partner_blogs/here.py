"""Reading in the process of the test, because starting others takes half a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from partner_blogs.refresh.parse_workers import WorkerPool


class InProcessPool(WorkerPool):
    async def run(self, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        return work(*given, **named)


def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("refresh.fetch_and_store", "refresh.discover"):
        monkeypatch.setattr(f"partner_blogs.{room}.WorkerPool", InProcessPool)
