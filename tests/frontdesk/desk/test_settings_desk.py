"""The settings desk without a browser: the lines of site.yaml that it writes."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from tests.frontdesk.desk.requests import KEYS, desk_of, get, send
from tests.whole_sites.building import Site

from frontdesk.desk.application import Desk

FILE = "# Ours.\nSITENAME: The Shop   # for now\nHOME_POSTS: 5\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "site.yaml"
    path.write_text(FILE)
    return path


@pytest.fixture
def desk(tmp_path: Path, file: Path) -> Desk:
    site = Site(tmp_path)
    site.feeds("partners: []\n")
    site.command()
    return desk_of(site)


def form_of(desk: Desk) -> dict[str, str]:
    page = get(desk, "/desk/settings/").body.decode()
    found = re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', page)
    chosen = re.findall(r"<option selected>(\w+)<", page)
    return {name: unescape(value) for name, value in found} | {"COLOURS": chosen[0]}


@pytest.mark.K1
def test_only_what_was_changed_is_written(desk: Desk, file: Path) -> None:
    form = form_of(desk)
    assert (form["SITENAME"], form["token"]) == ("The Shop", KEYS.form_token)
    assert send(desk, "/desk/settings/", form).status == 303
    assert file.read_text() == FILE
    changed = {**form, "SITENAME": "The Shop: news", "HOME_POSTS": "7", "COLOURS": "dark"}
    assert send(desk, "/desk/settings/", changed).status == 303
    new = FILE.replace("The Shop ", "'The Shop: news' ").replace("5", "7")
    assert file.read_text() == f"{new}COLOURS: dark\n"


@pytest.mark.K1
@pytest.mark.parametrize(
    ("name", "value"), [("TIMEZONE", "Mars/Base"), ("HOME_POSTS", "many"), ("ACCENT", "#ffffff")]
)
def test_a_value_that_cannot_be_used_is_told_and_not_written(
    desk: Desk, file: Path, name: str, value: str
) -> None:
    page = send(desk, "/desk/settings/", {**form_of(desk), name: value}).body.decode()
    assert "Nothing was saved yet" in page
    assert f'value="{value}"' in page
    assert file.read_text() == FILE


@pytest.mark.K1
def test_settings_that_changed_meanwhile_are_shown_beside_what_was_typed(
    desk: Desk, file: Path
) -> None:
    form = {**form_of(desk), "SITENAME": "Mine"}
    file.write_text(FILE.replace("The Shop", "Theirs"))
    answer = send(desk, "/desk/settings/", form)
    page = answer.body.decode()
    assert (answer.status, "Theirs" in page, "Mine" in page) == (409, True, True)
    assert "Theirs" in file.read_text()
