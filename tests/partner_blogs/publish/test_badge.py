from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.translations import english
from partner_blogs.publish.badge import Badge, snippet
from partner_blogs.publish.badge import badge as badge_in

SVG = "{http://www.w3.org/2000/svg}"


def badge(name: str) -> Badge:
    return badge_in(name, english())


@pytest.mark.W10
@given(st.text(st.characters()))
def test_whatever_the_name_the_badge_is_a_picture_of_it_and_asks_for_nothing(name):
    made = badge(name)
    root = ET.fromstring(made.svg)
    assert root.tag == f"{SVG}svg"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        *("svg", "title", "rect", "text")
    }
    assert not {key for element in root.iter() for key in element.attrib if "href" in key}
    assert b"://" not in made.svg.replace(b"http://www.w3.org/2000/svg", b"").replace(
        name.encode("utf-8", "ignore"), b""
    )


@pytest.mark.parametrize(("shorter", "longer"), [("A", "The Returned Call"), ("iiiiii", "WWWWWW")])
def test_a_badge_is_as_wide_as_its_name(shorter, longer):
    assert badge(shorter).width < badge(longer).width


def test_the_frame_holds_the_name_whatever_font_a_system_has():
    root = ET.fromstring(badge("The Returned Call").svg)
    name = root.findall(f"{SVG}text")[1]
    assert int(name.get("x")) * 2 + int(name.get("textLength")) == int(root.get("width"))


def test_a_long_name_is_cut_in_the_picture_and_whole_in_the_words():
    name = "A very long name of a blog that goes on and on, for no good reason"
    made = badge(name)
    assert made.width < 500
    assert made.words == f"Listed in {name}"
    assert ET.fromstring(made.svg).findall(f"{SVG}text")[1].text.endswith("…")


@pytest.mark.W10
def test_the_lines_to_copy_show_the_picture_and_lead_to_the_list():
    made = badge('"A" & <B>')
    page = BeautifulSoup(
        snippet(made, "https://a.example/x/badge.svg", "https://a.example/x/blogs/"), "html.parser"
    )
    (link,) = page.select("a")
    (picture,) = link.select("img")
    assert link["href"] == "https://a.example/x/blogs/"
    assert picture.attrs == {
        "src": "https://a.example/x/badge.svg",
        "alt": 'Listed in "A" & <B>',
        "width": str(made.width),
        "height": str(made.height),
    }
