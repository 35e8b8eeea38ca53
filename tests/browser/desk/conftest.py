"""A project with the posts of two partners, and its desk as `make serve` has it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.browser.desk.opened import CURATION, FEEDS, NOW
from tests.whole_sites.building import ROOT, Site

from frontdesk.build.preview.build_status import BuildStatus
from frontdesk.build.preview.server import make_server
from frontdesk.desk.application import Desk
from frontdesk.desk.guard import new_keys
from frontdesk.desk.project import Project
from partner_blogs.store import default_store_folder


@pytest.fixture(params=[(1280, "light"), (375, "dark")], ids=["desktop-light", "phone-dark"])
def screen(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What a task is done on, as options of a browser."""
    width, colours = request.param
    return {"viewport": {"width": width, "height": 800}, "color_scheme": colours}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.feeds(FEEDS)
    when = "Tue, 17 Nov 2026 09:00:00 GMT"
    site.feed("ann", *((f"Ann's post {n}", when, f"Words about {n}.") for n in range(5)))
    site.feed("ben", ("Ben's post", when, "Words of Ben's."))
    site.command()
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "curation.yaml").write_text(CURATION)
    with ThreadPoolExecutor(1) as elsewhere:  # the browser's event loop is at work in this thread
        elsewhere.submit(site.refresh).result()
    return site


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """What `make serve` prints."""
    keys, feeds = new_keys(0), site.folder / "feeds.yaml"
    store = default_store_folder(feeds)
    project = Project(
        site.folder / "conf.py", feeds, store, lambda: NOW, allow_private_addresses=True
    )
    desk = Desk(project, keys)
    preview = site.folder / "preview"
    preview.mkdir()
    (preview / "theme").symlink_to(ROOT / "theme/static")
    server = make_server(preview, 0, BuildStatus(), desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/desk/?token={keys.token}"
    server.shutdown()
    server.server_close()
