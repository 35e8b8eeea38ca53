"""What an owner decides without a template: each setting of the face of a site, on one site that has all of
them, published; and what is told where one leads to nothing."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import Tag
from PIL import Image
from tests.whole_sites.building import ADDRESS, ROOT, Site, from_nothing

from frontdesk.build.host_files import parse_headers

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><path d="M0 0h9v9z"/></svg>'
SETTINGS = """
CONTACT = "ann@ann.example"
AUTHOR = "Ann Example"
ACCENT = "#b3261e"
COLOURS = "dark"
LOGO = "images/logo.svg"
ICONS = "images/icon.png"
FONT = "fonts/title.ttf"
HEADER = "images/top.jpg"
PORTRAIT = "images/ann.jpg"
ABOUT = "Ann keeps *eleven* sets of [books](/about.html)."
FOOTER = "Printed on [recycled](https://paper.example/) paper."
COPYRIGHT = "© 2026 Ann Example"
SOCIAL = (("Mastodon", "https://social.example/@ann"), ("E-mail", "mailto:ann@ann.example"))
LINKS = (("One", "https://one.example/"),)
LINKS_WIDGET_NAME = "Worth a visit"
MENUITEMS = (("Shop", "https://shop.example/"),)
MENU = ["archives", ["Reading list", "library"], "about", ["Letters", "category/notes.html"],
        ["Talks", "https://talks.example/"]]
BOXES = {"about": "all", "subscribe": "all", "links": "posts", "digest": "home", "series": "none",
         "blogroll": "none"}
NEWSLETTER = {"action": "https://letters.example/subscribe?of=ann", "field": "mail",
              "hidden": {"list": "7"}, "text": "One letter a week."}
DATE_STYLE = "iso"
DEFAULT_LANG = "en-GB"
"""
POSTS = {
    "posts/first.md": "Title: First\nDate: 2026-11-13\nSeries: Friday Debrief\n\nWords.\n",
    "posts/second.md": "Title: Second\nDate: 2026-11-12\n\nMore words.\n",
    "pages/about.md": "Title: About\n\nWho we are.\n",
    "pages/subscribe.md": "Title: Subscribe\nTemplate: subscribe\n\nHow.\n",
    "boxes/hours.md": (
        "Title: Office hours\nPlace: home\nOrder: 15\n\nSee [us]({filename}../pages/about.md).\n"
    ),
    "boxes/draft.md": "Title: Not yet\nStatus: draft\n\nLater.\n",
    "extra/site.css": "p { color: red; }\n",
    "images/logo.svg": SVG,
}


def picture(width: int, height: int, kind: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), "#356").save(file, kind)
    return file.getvalue()


def owned(folder: Path) -> Site:
    site = Site(folder, settings=SETTINGS)
    for name, text in POSTS.items():
        site.post(name, text)
    for name, data in (
        ("icon.png", picture(300, 200, "PNG")),
        ("top.jpg", picture(1600, 500, "JPEG")),
        ("ann.jpg", picture(400, 400, "JPEG")),
    ):
        (folder / "content/images" / name).write_bytes(data)
    (folder / "content/fonts").mkdir()
    shutil.copy(ROOT / "theme/fonts/literata-semibold.ttf", folder / "content/fonts/title.ttf")
    site.feeds("partners: []\n")
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = owned(tmp_path_factory.mktemp("owned"))
    site.publish()
    return site


def one(site: Site, selector: str, page: str = "index.html") -> Tag:
    found = site.page(page).select_one(selector)
    assert found, selector
    return found


def style_sheet(site: Site) -> str:
    """The one of the theme, as pages load it."""
    path = str(one(site, "link[rel=stylesheet]")["href"])
    return site.files[path.removeprefix("./")].decode()


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


@pytest.mark.T1
def test_this_site_has_every_setting_that_the_page_for_owners_names() -> None:
    page = (ROOT / "docs/face.md").read_text(encoding="utf-8")
    table = page.partition("## What you can change")[2].partition("\n## ")[0]
    rows = (line.split(" | ") for line in table.splitlines() if line.startswith("| "))
    named = {name for row in rows for name in re.findall("`([A-Z_]+)`", row[1])}
    assert {"ACCENT", "NEWSLETTER", "SOCIAL"} <= named
    assert named - set(re.findall("^([A-Z_]+) =", SETTINGS, re.MULTILINE)) == set()


@pytest.mark.T1
def test_the_accent_is_a_tone_for_light_and_one_for_dark_pages(site: Site) -> None:
    style = style_sheet(site)
    assert re.search(r"--link: light-dark\(#b3261e, #[0-9a-f]{6}\); --mark: [^;]+; } }\n", style)


@pytest.mark.T1
def test_readers_who_have_not_chosen_get_the_colours_of_the_owner(site: Site) -> None:
    assert one(site, "html")["data-colours"] == "dark"


@pytest.mark.T1
def test_titles_have_the_font_of_the_owner_cut_small(site: Site) -> None:
    preload = one(site, "link[rel=preload]")
    path = str(preload["href"]).removeprefix("./")
    assert (path.startswith("lasting/display-"), preload["as"]) == (True, "font")
    data = site.files[path]
    assert data[:4] == b"wOF2"
    assert len(data) < len((ROOT / "theme/fonts/literata-semibold.ttf").read_bytes()) / 3
    assert f'url("{Path(path).name}") format("woff2"); }}' in style_sheet(site)
    policy = one(site, "meta[http-equiv=Content-Security-Policy]")["content"]
    assert "font-src 'self';" in policy
    assert "title.ttf" not in "".join(site.files)


@pytest.mark.T1
def test_a_logo_stands_for_the_name_and_says_it(site: Site) -> None:
    logo = one(site, ".masthead .name img")
    assert (logo["alt"], logo["width"], logo["height"]) == ("The Returned Call", "200", "50")


@pytest.mark.T1
def test_icons_are_made_of_one_picture(site: Site) -> None:
    head = one(site, "head")
    assert head.select_one("link[rel=icon]")["href"] == "./favicon.ico"
    assert head.select_one("link[rel=apple-touch-icon]")["href"] == "./apple-touch-icon.png"
    with Image.open(BytesIO(site.files["favicon.ico"])) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    with Image.open(BytesIO(site.files["apple-touch-icon.png"])) as icon:
        assert icon.size == (180, 180)
        assert icon.getpixel((90, 5)) == (255, 255, 255)  # where the picture was no square
    assert f"{ADDRESS}/favicon.ico" in site.files["feeds/posts.atom.xml"].decode()


@pytest.mark.T1
def test_the_header_is_a_picture_on_home_alone(site: Site) -> None:
    assert one(site, ".header-picture img")["width"] == "1600"
    assert not site.page("archives.html").select(".header-picture")


@pytest.mark.T1
def test_the_foot_has_a_text_profiles_and_whose_the_texts_are(site: Site) -> None:
    foot = one(site, ".colophon")
    assert words(foot).startswith("Printed on recycled paper. Mastodon E-mail About Subscribe ©")
    assert [link["href"] for link in foot.select("[rel=me]")] == [
        *("https://social.example/@ann", "mailto:ann@ann.example")
    ]
    assert "© 2026 Ann Example. Partner" in words(foot)


@pytest.mark.T1
@pytest.mark.T4
def test_the_menu_has_the_owners_order_names_and_links(site: Site) -> None:
    links = [(words(link), link["href"]) for link in one(site, ".masthead nav").select("a")]
    assert links == [
        *(("Shop", "https://shop.example/"), ("All posts", "./archives.html")),
        *(("About", "./about.html"), ("Letters", "./category/notes.html")),
        ("Talks", "https://talks.example/"),
    ]


@pytest.mark.T1
def test_without_an_order_of_the_owners_the_menu_ends_with_chosen_pages(tmp_path: Path) -> None:
    site = Site(tmp_path, settings='MENU_PAGES = ["about"]\n')
    for name in ("posts/first.md", "pages/about.md", "pages/subscribe.md"):
        site.post(name, POSTS[name])
    site.feeds("partners: []\n")
    site.build()
    names = [words(link) for link in one(site, ".masthead nav").select("a")]
    assert (names[0], names[-1], "Subscribe" in names) == ("All posts", "About", False)


@pytest.mark.T1
def test_a_style_sheet_of_the_owners_comes_last(site: Site) -> None:
    sheets = [link["href"] for link in one(site, "head").select("link[rel=stylesheet]")]
    assert [re.sub("-[0-9a-f]{10}", "", sheet) for sheet in sheets] == [
        *("./lasting/site.css", "./site.css")
    ]


@pytest.mark.S2
def test_files_whose_names_change_with_their_bytes_may_be_kept_for_a_year(tmp_path: Path) -> None:
    """Also those that the style sheet loads; and a page that did not change but for their names."""
    site = owned(tmp_path / "site")
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    site.settings = f"THEME = {str(theme)!r}\n"
    site.publish()
    before = site.files
    kept = {name for name in before if name.startswith("lasting/")}
    named = {f"lasting/{name}" for name in re.findall(r'url\("([^"]+)"\)', style_sheet(site))}
    head = one(site, "head").select("script[src], link[rel=preload], link[rel=stylesheet]")
    loaded = {str(tag.get("href") or tag.get("src")).removeprefix("./") for tag in head}
    assert named | loaded - {"site.css"} == kept
    rules = {rule.pattern: rule.headers for rule in parse_headers(before["_headers"].decode())}
    assert rules["/lasting/*"] == {"Cache-Control": "public, max-age=31536000"}
    with (theme / "static/css/site.css").open("a") as file:
        file.write("p { color: blue; }\n")
    site.publish()
    assert "color:blue" in style_sheet(site)
    (gone,), (new,) = before.keys() - site.files.keys(), site.files.keys() - before.keys()
    about = before["about.html"].replace(gone.encode(), new.encode())
    assert site.files["about.html"] == about


@pytest.mark.T1
def test_days_beside_posts_have_the_form_of_the_owner(site: Site) -> None:
    assert "2026-11-13" in words(one(site, ".index", "404.html"))
    assert words(one(site, ".dateline")) == "Friday, 13 November 2026"


@pytest.mark.T2
def test_boxes_stand_in_their_order_and_place(site: Site) -> None:
    def headings(page: str) -> list[str]:
        return [words(heading) for heading in one(site, ".rail", page).select("h2")]

    assert headings("index.html") == ["Who writes here", "Office hours", "Subscribe"]
    assert headings("2026/11/first.html") == ["Who writes here", "Subscribe", "Worth a visit"]
    assert headings("about.html") == ["Who writes here", "Subscribe"]
    link = one(site, ".rail .box:last-child a", "2026/11/first.html")
    assert (words(link), link["href"]) == ("One", "https://one.example/")


@pytest.mark.T2
def test_a_box_has_a_portrait_and_links_that_lead_from_every_page(site: Site) -> None:
    box = one(site, ".rail .about", "2026/11/first.html")
    assert words(box) == "Who writes here Ann Example Ann keeps eleven sets of books . Write to us"
    assert box.select_one("p:not(.p-name) a")["href"] == "../../about.html"
    assert box.select_one("img")["src"].startswith("../../images/")
    assert one(site, ".rail .box:nth-of-type(2) a")["href"] == "./about.html"
    assert one(site, ".rail .about p:not(.p-name) a", "404.html")["href"] == "/about.html"


@pytest.mark.T2
def test_the_newest_closed_digest_has_a_box(tmp_path: Path) -> None:
    site = Site(tmp_path, settings='BOXES = {"digest": "home", "series": "all"}\n')
    site.post("posts/first.md", POSTS["posts/first.md"])
    site.feeds("partners: [{id: a, name: A, feed: a.xml, backfill: all}]\n")
    site.feed("a", ("One", "Tue, 10 Nov 2026 10:00:00 GMT"))
    site.refresh()
    site.build()
    boxes = [words(box) for box in one(site, ".rail").select(".box")]
    assert boxes == ["Newest digest Nov 9 – 15, 2026", "Series Friday Debrief on Fridays"]


@pytest.mark.T3
@pytest.mark.R2
def test_the_newsletter_may_send_to_its_host_alone(site: Site) -> None:
    form = one(site, "main form.newsletter", "subscribe.html")
    assert (form["action"], form["method"]) == ("https://letters.example/subscribe?of=ann", "post")
    fields = [(field["type"], field["name"], field.get("value")) for field in form.select("input")]
    assert fields == [("email", "mail", None), ("hidden", "list", "7")]
    assert words(form).startswith("One letter a week. Your e-mail address")
    policy = one(site, "meta[http-equiv=Content-Security-Policy]")["content"]
    assert "form-action 'self' https://letters.example;" in f"{policy};"
    assert policy.count("letters.example") == 1
    (rule, *_) = parse_headers(site.files["_headers"].decode())
    assert "form-action 'self' https://letters.example;" in rule.headers["Content-Security-Policy"]


@pytest.mark.T1
@pytest.mark.S2
def test_a_site_that_got_a_face_is_one_from_nothing(tmp_path: Path) -> None:
    site = owned(tmp_path / "site")
    site.settings = ""
    site.build()
    site.settings = SETTINGS
    site.post("boxes/more.md", "A box without a heading.\n")
    site.build()
    first = site.files
    assert first == from_nothing(site, "2026-11-18T12:00:00Z")
    site.post("boxes/more.md", "Another text.\n")
    site.build()
    assert {name for name in first if first[name] != site.files[name]} >= {"index.html"}
    assert site.files == from_nothing(site, "2026-11-18T12:00:00Z")


@pytest.mark.T5
def test_a_setting_without_effect_is_told(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    site = Site(
        tmp_path / "site",
        settings="""
GITHUB_URL = "https://forge.example/ann"
HOME_POST = 5
DISPLAY_PAGES_ON_MENU = False
SITELOGO = "/images/logo.svg"
MENU = ["archives", "abuot"]
BOXES = {"blogrol": "all"}
PORTRAIT = ""
HERE = UNUSED = "x"
STATIC_PATHS = ["images", HERE]
""",
    )
    site.post("posts/first.md", POSTS["posts/first.md"])
    site.post("images/logo.svg", SVG)
    site.feeds("partners: []\n")
    site.build()
    told = [line for line in site.complained.splitlines() if line.startswith("Warning")]
    beginnings = [
        *("GITHUB_URL has no effect", "HOME_POST has no effect", "DISPLAY_PAGES_ON_MENU has no"),
        *("conf.py: SITELOGO is called", "MENU names 'abuot'", "BOXES names 'blogrol'"),
        "UNUSED has no effect",
    ]
    for beginning in beginnings:
        assert [line for line in told if line.startswith(f"Warning: {beginning}")], beginning
    assert len(told) == len(beginnings), told


@pytest.mark.T1
@pytest.mark.parametrize("name", ["LOGO", "ICONS", "FONT"])
def test_a_picture_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    site = Site(tmp_path, settings=f"{name} = 'images/none.png'\n")
    site.post("posts/first.md", POSTS["posts/first.md"])
    site.feeds("partners: []\n")
    site.build()
    assert f"{name} names images/none.png" in site.complained
