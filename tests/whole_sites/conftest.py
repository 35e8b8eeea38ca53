from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
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


def prepared_once(prepare: Callable[[Site], object]) -> Callable[[pytest.TempPathFactory], Site]:
    """A fixture of a site that is prepared once. Before each test that asks for it, it is put back at the
    same place with the same times, so that a build still takes over what was built."""
    kept: list[tuple[Site, Path]] = []

    @pytest.fixture(name=prepare.__name__)
    def site_again(tmp_path_factory: pytest.TempPathFactory) -> Site:
        if kept:
            shutil.rmtree(kept[0][0].folder)
            shutil.copytree(kept[0][1], kept[0][0].folder, symlinks=True)
        else:
            place = tmp_path_factory.mktemp(prepare.__name__)
            (place / "site").mkdir()
            site = begun(place / "site")
            prepare(site)
            shutil.copytree(site.folder, place / "kept", symlinks=True)
            kept.append((site, place / "kept"))
        return replace(kept[0][0], files=dict(kept[0][0].files))

    return site_again
