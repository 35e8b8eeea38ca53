from __future__ import annotations

from pathlib import Path

import pytest
from tests.whole_sites.building import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty project with one post and no partner."""
    return begun(tmp_path)


def begun(folder: Path) -> Site:
    site = Site(folder)
    site.feeds("partners: []\n")
    site.post("posts/2026-11-05-first.md", "Title: First\nDate: 2026-11-05 09:00\n\nSome words.\n")
    return site
