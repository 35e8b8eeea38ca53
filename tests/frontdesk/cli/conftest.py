from __future__ import annotations

from pathlib import Path

import pytest
from tests.frontdesk.content.project import write

NOW = ("--now", "2026-11-22T12:00Z")


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good post, below the folder in which commands run."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "content", {"posts/a.md": "Title: A\nDate: 2026-11-01\n\nWords.\n"})
    return tmp_path / "content"
