"""A desk without a browser, and what a browser sends it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from tests.whole_sites.building import Site

from frontdesk.build.preview.application import AppRequest, AppResponse
from frontdesk.desk.application import Desk
from frontdesk.desk.guard import Keys
from frontdesk.desk.project import Project
from partner_blogs.store import default_store_folder

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
HOST = "localhost:8000"
KEYS = Keys("token-of-the-address", "session-of-the-cookie", "desk-8000")
OURS = {"host": HOST, "cookie": f"desk-8000={KEYS.session}", "sec-fetch-site": "same-origin"}
FORM = {**OURS, "origin": f"http://{HOST}", "content-type": "application/x-www-form-urlencoded"}

WEEK = "/desk/digest/2026-W47"
POST = "https://ann.example/0"
CHOICE = {"token": KEYS.form_token, "link": POST, "seen": "show", "choice": "pin"}
CURATION = "# By hand.\nentries: []   # none so far\n"
HOSTILE = "<script>alert(1)</script> & <img src=x onerror=alert(2)>"


def desk_of(site: Site) -> Desk:
    feeds = site.folder / "feeds.yaml"
    project = Project(
        site.folder / "conf.py",
        feeds,
        default_store_folder(feeds),
        lambda: NOW,
        allow_private_addresses=True,
    )
    return Desk(project, KEYS)


def get(desk: Desk, path: str, headers: Mapping[str, str] = OURS) -> AppResponse:
    return desk(AppRequest("GET", path, headers))


def send(
    desk: Desk, path: str, fields: Mapping[str, str], headers: Mapping[str, str] = FORM
) -> AppResponse:
    return desk(AppRequest("POST", path, headers, urlencode(fields).encode()))


def header(response: AppResponse, name: str) -> str:
    return dict(response.headers).get(name, "")
