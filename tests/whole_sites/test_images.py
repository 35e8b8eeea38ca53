"""An author's pictures and the cards of posts in a whole site."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from tests.partner_blogs.refresh.drawing import drawn, opened
from tests.whole_sites.building import NOW, Site
from tests.whole_sites.pages import Pages

from frontdesk.cli import main as check

LATITUDE = (52.0, 13.0, 47.5)
SECRET = b"Secret camera 4711"
POST = "2026/11/second.html"
WORDS = """Title: Second
Date: 2026-11-06 09:00

![A desk](desk.jpg "Where it happens")

Words, ![a plan]({static}/images/plan.png), [larger]({static}/images/plan.png), ![lines](lines.svg).
"""


def photograph() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: LATITUDE})
    return drawn(1700, 1200, "JPEG", exif=exif)


def put(site: Site, name: str, data: bytes) -> Path:
    path = site.folder / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def illustrated(site: Site) -> Site:
    site.post("posts/second.md", WORDS)
    site.post("posts/later.md", "Title: Later\nStatus: draft\n\n![A draft](draft.png)\n")
    put(site, "posts/desk.jpg", photograph())
    put(
        site, "posts/lines.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="37"/>'
    )
    put(site, "posts/draft.png", drawn())
    put(site, "images/plan.png", drawn(700, 500))
    put(site, "images/nobody-shows-this.png", drawn())
    put(site, "extra/icon.png", drawn(16, 16))
    site.settings = 'EXTRA_PATH_METADATA = {"extra/icon.png": {"path": "icon.png"}}\n'
    return site


@pytest.mark.A7
@pytest.mark.A3
@pytest.mark.B2
def test_pictures_are_published_as_light_copies_that_tell_nothing(illustrated: Site) -> None:
    site = illustrated
    site.build()
    assert "desk.jpg" not in site.complained
    published = {name for name in site.files if name.startswith("images/")}
    stems = {name.removeprefix("images/").split("-")[0] for name in published}
    assert stems == {"desk", "plan", "lines"}
    assert len(published) == (3 + 1) + (2 + 1) + 1
    assert site.files["icon.png"] == drawn(16, 16)
    assert not [name for name, data in site.files.items() if SECRET in data]
    drawings = {name for name in published if not name.endswith(".svg")}
    for name in drawings:
        assert not opened(site.files[name]).getexif()
    desk, plan, lines = site.page(POST).select("main img")
    assert [(i["alt"], i["width"], i["height"]) for i in (desk, plan, lines)] == [
        ("A desk", "1600", "1129"),
        ("a plan", "700", "500"),
        ("lines", "64", "37"),
    ]
    assert (desk.get("loading"), desk["fetchpriority"]) == (None, "high")
    assert {(i["loading"], i["decoding"]) for i in (plan, lines)} == {("lazy", "async")}
    assert site.page(POST).select_one("figure figcaption").get_text() == "Where it happens"
    candidates = [
        candidate.split()[0].removeprefix("../../")
        for source in site.page(POST).select("main source")
        for candidate in source["srcset"].split(",")
    ]
    assert set(candidates) < published
    assert site.page(POST).select_one("main a[href$=webp]")["href"].endswith("-700.webp")
    whole = Pages(site.files, "http://localhost:8000")
    assert whole.faults("image", "link") == []

    feed = ET.fromstring(site.files["feeds/posts.atom.xml"])
    entry = BeautifulSoup(feed.findtext(".//{*}content"), "html.parser")
    assert entry.select("picture, source") == []
    image = entry.select_one("figure > img")
    assert image["src"].startswith("http://localhost:8000/images/desk-")
    assert (image["src"][-8:], image["width"], image["height"]) == ("-960.jpg", "1600", "1129")

    first = site.files
    for path in (site.folder / ".cache/images").iterdir():
        path.write_bytes(b"drawn before")
    shutil.rmtree(site.folder / "output")
    site.build()
    again = {name for name, data in site.files.items() if data == b"drawn before"}
    assert {name for name in again if name.startswith("images/")} == drawings
    for path in (site.folder / ".cache/images").iterdir():
        path.unlink()
    shutil.rmtree(site.folder / "output")
    site.build()
    assert site.files == first


@pytest.mark.A2
@pytest.mark.A7
def test_a_picture_that_is_damaged_is_told(illustrated: Site) -> None:
    site = illustrated
    site.build()
    path = put(site, "posts/desk.jpg", photograph()[:9000])
    assert check(["check", str(site.folder / "content"), "--now", NOW]) == 1
    path.unlink()
    site.build()
    assert "content/posts/second.md:4: there is no picture 'posts/desk.jpg'" in site.complained


@pytest.mark.R7
def test_every_page_says_what_to_show_where_somebody_links_to_it(site: Site) -> None:
    site.post("posts/2026-11-05-tea.md", "Title: 日本語の題\nDate: 2026-11-05 10:00\n\nWords.\n")
    site.settings = 'SITEURL = "https://here.example/blog"\n'
    site.build()

    def said(page: str) -> dict[str, str]:
        tags = site.page(page).select("meta[property], meta[name^=twitter]")
        return {str(tag.get("property") or tag["name"]): str(tag["content"]) for tag in tags}

    post, home = said("2026/11/first.html"), said("index.html")
    image = post.pop("og:image")
    assert post == {
        "og:description": "Some words.",
        "og:url": "https://here.example/blog/2026/11/first.html",
        "og:title": "First",
        "og:site_name": "The Returned Call",
        "og:type": "article",
        "article:published_time": "2026-11-05T09:00:00+00:00",
        "article:section": "Notes",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:locale": "en_US",
        "og:image:alt": "First · The Returned Call · Notes · November 5, 2026",
        "twitter:card": "summary_large_image",
    }
    assert opened(site.files[image.removeprefix("https://here.example/blog/")]).size == (1200, 630)
    assert home["og:type"] == "website"
    assert home["og:image"] != image
    assert said("2026/11/tea.html")["og:image"] == home["og:image"]
    assert "og:url" not in said("404.html")
    cards = [name for name in site.files if name.startswith("cards/")]
    assert len(cards) == 2
