"""A desk without a browser, and what a browser sends it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from tests.whole_sites.building import Site

from frontdesk.build.preview.application import AppRequest, AppResponse
from frontdesk.desk.application import Desk
from frontdesk.desk.digest_changes import Changes, EntryChange, entry_state, form_fields
from frontdesk.desk.guard import Keys
from frontdesk.desk.project import Project
from partner_blogs.model.config import Curation
from partner_blogs.store import default_store_folder

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
HOST = "localhost:8000"
KEYS = Keys("token-of-the-address", "session-of-the-cookie", "desk-8000")
OURS = {"host": HOST, "cookie": f"desk-8000={KEYS.session}", "sec-fetch-site": "same-origin"}
FORM = {**OURS, "origin": f"http://{HOST}", "content-type": "application/x-www-form-urlencoded"}

WEEK = "/desk/digest/2026-W47"
POST = "https://ann.example/0"
CHOICE = {
    "token": KEYS.form_token,
    **form_fields(Changes((EntryChange(POST, entry_state(Curation(), POST), "pin", None),))),
    "do": "save",
}
"""A form that pins a post."""
CURATION = "# By hand.\nentries: []   # none so far\n"
HOSTILE = "<script>alert(1)</script> & <img src=x onerror=alert(2)>"


def desk_of(site: Site, *, allow_private_addresses: bool = True) -> Desk:
    feeds = site.folder / "feeds.yaml"
    project = Project(
        site.folder / "conf.py",
        feeds,
        default_store_folder(feeds),
        lambda: NOW,
        allow_private_addresses=allow_private_addresses,
    )
    return Desk(project, KEYS)


def get(desk: Desk, path: str, headers: Mapping[str, str] = OURS) -> AppResponse:
    return desk(AppRequest("GET", path, headers))


def send(
    desk: Desk, path: str, fields: Mapping[str, str], headers: Mapping[str, str] = FORM
) -> AppResponse:
    return desk(AppRequest("POST", path, headers, urlencode(fields).encode()))


def fields_of(page: AppResponse | str, form: str = "form") -> dict[str, str]:
    """What the forms of a page send, but for their buttons; of fields with one name the first.

    Args:
        form: which forms, as a selector of CSS.
    """
    html = page if isinstance(page, str) else page.body.decode()
    soup, found = BeautifulSoup(html, "html.parser"), dict[str, str]()
    fields = ":is(input, textarea, select)[name]:not([type=file], [type=radio]:not([checked]))"
    for one in soup.select(f"{form} {fields}"):
        chosen = one.select_one("option[selected]") if one.name == "select" else None
        text = one.get_text().removeprefix("\n") if one.name == "textarea" else ""
        found.setdefault(str(one["name"]), str((chosen or one).get("value", text)))
    return found


def header(response: AppResponse, name: str) -> str:
    return dict(response.headers).get(name, "")
