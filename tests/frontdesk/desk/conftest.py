"""A project with a digest of this week, for tests of the desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.frontdesk.desk.requests import CURATION, HOSTILE
from tests.whole_sites.building import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A refreshed project with two posts of this week, one of them by somebody who wishes us ill."""
    site = Site(tmp_path_factory.mktemp("project"))
    site.feeds("partners:\n  - id: ann\n    name: Ann <b>B</b>\n    feed: ann.xml\n")
    when = "Tue, 17 Nov 2026 09:00:00 GMT"
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    site.feed("ann", ("One", when), (f"Two {escaped.replace('&', '&amp;')}", when, escaped))
    site.command()
    site.refresh()
    return site


@pytest.fixture
def curation(site: Site) -> Path:
    path = site.folder / "curation.yaml"
    path.write_text(CURATION)
    return path
