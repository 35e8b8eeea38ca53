"""The settings desk without a browser: the lines of site.yaml that it writes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from tests.frontdesk.desk.requests import KEYS, desk_of, fields_of, get, header, send
from tests.whole_sites.building import Site

from frontdesk.desk.application import Desk

SVG = "http://www.w3.org/2000/svg"
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
    return fields_of(get(desk, "/desk/settings/"))


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
def test_a_setting_that_changed_meanwhile_is_shown_beside_what_was_typed(
    desk: Desk, file: Path
) -> None:
    form = {**form_of(desk), "SITENAME": "Mine", "AUTHOR": "Ann"}
    theirs = FILE.replace("The Shop", "Theirs")
    file.write_text(theirs)
    answer = send(desk, "/desk/settings/", form)
    page = answer.body.decode()
    assert (answer.status, "Theirs" in page, "Mine" in page) == (409, True, True)
    assert file.read_text() == theirs
    keep, instead = (str(one) for one in BeautifulSoup(page, "html.parser").select("form"))
    assert send(desk, "/desk/settings/", fields_of(keep)).status == 303
    assert file.read_text() == f"{theirs}AUTHOR: Ann\n"
    file.write_text(theirs)
    assert send(desk, "/desk/settings/", fields_of(instead)).status == 303
    assert file.read_text() == f"{FILE.replace('The Shop', 'Mine')}AUTHOR: Ann\n"


@pytest.mark.K1
def test_settings_that_others_changed_meanwhile_stay(desk: Desk, file: Path) -> None:
    form = {**form_of(desk), "SITENAME": "Mine"}
    other = FILE.replace("HOME_POSTS: 5", "HOME_POSTS: 9")
    file.write_text(other)
    assert send(desk, "/desk/settings/", form).status == 303
    assert file.read_text() == other.replace("The Shop", "Mine")


@pytest.mark.K1
def test_the_menu_and_the_boxes_are_lines_of_a_text(desk: Desk, file: Path) -> None:
    form = form_of(desk)
    assert form["BOXES"].startswith("about: home\nblogroll: all\n")
    form["MENU"] = "archives\r\n\r\nReading list: library\r\nA: shop: https://shop.example/\r\n"
    form["BOXES"] = "blogroll: all\r\nabout: posts"
    assert send(desk, "/desk/settings/", form).status == 303
    added = (
        "MENU:\n  - archives\n  - - Reading list\n    - library\n  - - 'A: shop'\n"
        "    - https://shop.example/\nBOXES:\n  blogroll: all\n  about: posts\n"
    )
    assert file.read_text() == FILE + added
    again = form_of(desk)
    assert again["MENU"].split("\n")[1] == "Reading list: library"
    assert send(desk, "/desk/settings/", again).status == 303
    assert file.read_text() == FILE + added
    page = send(desk, "/desk/settings/", {**again, "BOXES": "about: roof"}).body.decode()
    assert "Nothing was saved yet" in page


@pytest.mark.K1
def test_links_are_lines_and_a_file_has_to_be_there(desk: Desk, file: Path) -> None:
    form = {**form_of(desk), "LOGO": "images/logo.svg"}
    form["LINKS"] = "A club: https://club.example/\r\nhttps://other.example/"
    page = send(desk, "/desk/settings/", form).body.decode()
    assert "there is no file images/logo.svg in content/" in page
    assert file.read_text() == FILE
    logo = file.parent / "content/images/logo.svg"
    logo.parent.mkdir(parents=True)
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert send(desk, "/desk/settings/", form).status == 303
    assert file.read_text() == (
        f"{FILE}LOGO: images/logo.svg\nLINKS:\n  - - A club\n    - https://club.example/\n"
        "  - - https://other.example/\n    - https://other.example/\n"
    )
    assert '<option value="images/logo.svg">' in get(desk, "/desk/settings/").body.decode()
    form = {**form_of(desk), "LOGO": "../secret.svg"}
    assert send(desk, "/desk/settings/", form).status == 422


SERVICE = "https://letters.example/subscribe"


@pytest.mark.K1
def test_a_newsletter_is_written_key_by_key_and_taken_away_by_its_address(
    desk: Desk, file: Path
) -> None:
    form = form_of(desk)
    assert form["NEWSLETTER.field"] == ""
    page = send(desk, "/desk/settings/", {**form, "NEWSLETTER.text": "News."}).body.decode()
    assert "Nothing was saved yet" in page  # there is no address to send anything to
    form |= {"NEWSLETTER.action": SERVICE, "NEWSLETTER.hidden": "embed: 1"}
    assert send(desk, "/desk/settings/", form).status == 303
    added = f"NEWSLETTER:\n  action: {SERVICE}\n  hidden:\n    embed: '1'\n"
    assert file.read_text() == FILE + added

    file.write_text(file.read_text().replace("subscribe", "subscribe   # theirs"))
    form = form_of(desk)
    assert (form["NEWSLETTER.field"], form["NEWSLETTER.hidden"]) == ("email", "embed: 1")
    form |= {"NEWSLETTER.text": "One letter a week.", "NEWSLETTER.hidden": ""}
    assert send(desk, "/desk/settings/", form).status == 303
    assert file.read_text() == (
        f"{FILE}NEWSLETTER:\n  action: {SERVICE}   # theirs\n  hidden: {{}}\n  text: One letter a week.\n"
    )
    form = {**form_of(desk), "NEWSLETTER.action": "http://letters.example/"}
    assert "https://" in send(desk, "/desk/settings/", form).body.decode()
    form["NEWSLETTER.action"] = ""
    assert send(desk, "/desk/settings/", form).status == 303
    assert file.read_text() == f"{FILE}NEWSLETTER: null\n"
    assert form_of(desk)["NEWSLETTER.text"] == ""


@pytest.mark.K1
def test_a_newsletter_of_the_settings_file_is_taken_over_as_a_whole(desk: Desk, file: Path) -> None:
    settings = file.with_name("conf.py")
    settings.write_text(
        f"{settings.read_text()}\nNEWSLETTER = {{'action': '{SERVICE}', 'field': 'mail'}}\n"
    )
    form = {**form_of(desk), "NEWSLETTER.text": "One letter a week."}
    assert send(desk, "/desk/settings/", form).status == 303
    assert file.read_text() == (
        f"{FILE}NEWSLETTER:\n  action: {SERVICE}\n  field: mail\n  text: One letter a week.\n"
    )


@pytest.mark.K1
def test_the_address_of_the_preview_is_not_taken_for_that_of_the_site(desk: Desk) -> None:
    assert form_of(desk)["SITEURL"] == ""


@pytest.mark.K5
@pytest.mark.parametrize("colour", ["", "#17594a", "#ffffff", "red", '"/><script>'])
def test_the_picture_of_the_pages_says_what_was_typed_and_no_more(desk: Desk, colour: str) -> None:
    fields = urlencode({"SITENAME": "<b>& Sons", "SITESUBTITLE": "]]>", "ACCENT": colour})
    answer = get(desk, f"/desk/settings/picture?{fields}")
    assert header(answer, "Content-Type") == "image/svg+xml"
    assert "sandbox" in header(answer, "Content-Security-Policy")
    texts = [one.text for one in ET.fromstring(answer.body).iter(f"{{{SVG}}}text")]
    assert texts[0] == "<b>& Sons"
    assert ("This colour cannot be used" in texts) == (colour not in {"", "#17594a"})
    assert "Subscribe" not in texts


@pytest.mark.K1
def test_the_picture_of_the_pages_has_the_form_of_the_newsletter(desk: Desk) -> None:
    fields = urlencode({"NEWSLETTER.action": SERVICE, "NEWSLETTER.text": "<b>Weekly"})
    answer = get(desk, f"/desk/settings/picture?{fields}")
    texts = [one.text for one in ET.fromstring(answer.body).iter(f"{{{SVG}}}text")]
    assert texts.count("Subscribe") == texts.count("<b>Weekly") == 2
