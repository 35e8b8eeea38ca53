"""The plugin in sites of Pelican that are none of Front Desk's: `make elsewhere`."""

from __future__ import annotations

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from .conftest import PELICANS, THEMES, Site, listed, newest_python, prepared

NOTMYIDEA = "notmyidea"
THEME = pytest.mark.parametrize("theme", [NOTMYIDEA, "like_flex", "like_elegant"])
PAGES = (
    "blogs/index.html",
    "blogs/sharp.html",
    "rack/index.html",
    "rack/tools-and-more.html",
    "digests/index.html",
    "digests/how.html",
    "digests/weekly/2026-W48.html",
    "status/index.html",
)
FILES = (
    *(
        "status.json",
        "badge.svg",
        "partner-blogs.css",
        "blogroll.opml",
        "blogroll/tools-and-more.opml",
    ),
    ".well-known/recommendations.opml",
    *(f"feeds/partner-blogs/{name}.atom.xml" for name in ("digest", "partners", "all")),
    *(f"feeds/partner-blogs/{name}.rss.xml" for name in ("digest", "partners", "all")),
    *(f"feeds/partner-blogs/{name}.json" for name in ("digest", "partners", "all")),
    *(
        "feeds/partner-blogs/partners/sharp.atom.xml",
        "feeds/partner-blogs/topics/tools-and-more.atom.xml",
    ),
)
OF_THEME = {
    NOTMYIDEA: "The theme is by",
    "like_flex": "<footer>like Flex</footer>",
    "like_elegant": "<footer>like Elegant</footer>",
}


def chosen(site: Site, theme: str) -> None:
    """A site in one of the themes; notmyidea is Pelican's own, and no setting names it."""
    if theme != NOTMYIDEA:
        site.settings(f"THEME = {str(THEMES / theme)!r}")


class Elements(HTMLParser):
    """What a browser would find in a page: elements, attributes, and the words in between."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.X1
@THEME
def test_all_pages_and_feeds_are_there_with_nothing_but_a_list(site: Site, theme: str) -> None:
    chosen(site, theme)
    said = site.build()
    assert not re.search("ERROR|CRITICAL|Traceback", said), said
    assert {*PAGES, *FILES} <= {*site.files()}
    for page in PAGES:
        html = site.read(page)
        assert OF_THEME[theme] in html
        assert html.count("<html") == html.count("<title>") == 1
        assert "/partner-blogs.css" in Elements(html).links
    assert "<title>Friends - Foreign" in site.read(PAGES[0]) or theme == "like_flex"
    assert "Foreign & Co - Friends</title>" in site.read(PAGES[0]) or theme != "like_flex"
    assert "Plain words" in site.read("rack/index.html")
    assert "noindex" in site.read("rack/index.html")
    assert "noindex" not in site.read("blogs/index.html")


@pytest.mark.X1
@pytest.mark.parametrize("pelican", PELICANS)
def test_each_pelican_runs_on_the_python_of_the_other(
    pelican: str, packages: list[Path], partner: str, tmp_path: Path
) -> None:
    python = newest_python() if pelican == PELICANS[0] else sys.executable
    environment = prepared(tmp_path / "environment", pelican, python, packages[1])
    site = listed(tmp_path / "site", environment, partner)
    said = site.build()
    assert not re.search("ERROR|CRITICAL|Traceback", said), said
    assert {*PAGES, *FILES} <= {*site.files()}


@pytest.mark.X1
def test_the_blogs_stand_behind_the_sites_own_links(site: Site) -> None:
    site.build()
    beside = Elements(site.read("index.html").partition('<div class="blogroll">')[2])
    assert beside.links[:3] == ["https://friend.example/", "https://sharp.example/", "/blogs/"]
    assert "Sharp <i>& Sons</i>" in beside.words
    site.settings("PARTNER_BLOGS_LINKS = False")
    site.build()
    assert "sharp.example" not in site.read("index.html")


@pytest.mark.X3
@THEME
def test_words_of_partners_are_escaped_whatever_the_theme_does(site: Site, theme: str) -> None:
    """No theme here escapes by itself. Only our digests and pages have the words; LINKS has names."""
    chosen(site, theme)
    site.build()
    plain = Elements(site.read("archives.html"))
    for page in (*PAGES, "index.html", "archives.html"):
        found = Elements(site.read(page))
        assert not {name for name in found.names if name.startswith("on")}, page
        assert {"script", "img", "i", "b"} & {*found.tags} <= {*plain.tags, "img"}, page
        pictures = [link for link in found.links if link == "x"]
        assert not pictures, page
        assert not [link for link in found.links if link.lower().startswith("javascript")], page
    rack = Elements(site.read("rack/index.html")).words
    assert '" onmouseover="alert(3)" x="' in rack
    assert "{{ SITENAME }} {% raw %}" in rack
    assert "Sharp <i>& Sons</i>" in rack


@pytest.mark.X3
def test_a_site_whose_jinja_escapes_shows_the_same(site: Site) -> None:
    site.build()
    rack = Elements(site.read("rack/index.html"))
    site.settings("JINJA_ENVIRONMENT = {'autoescape': True, 'extensions': ['jinja2.ext.i18n']}")
    site.build()
    again = Elements(site.read("rack/index.html"))
    assert (again.words, again.links) == (rack.words, rack.links)


@pytest.mark.X2
def test_one_line_of_a_template_shows_the_sidebar(site: Site) -> None:
    site.write(
        "templates/index.html",
        "{% extends '!theme/index.html' %}{% block content %}{{ partner_sidebar }}{% endblock %}",
    )
    site.settings("THEME_TEMPLATES_OVERRIDES = ['templates']")
    site.build()
    home = site.read("index.html")
    assert "Plain words" not in home  # four newer posts are there, and a blog shows its newest
    assert "{{ SITENAME }} {% raw %}" in Elements(home).words
    assert 'href="/blogs/"' in home


@pytest.mark.X2
def test_a_theme_may_have_templates_of_its_own(site: Site) -> None:
    site.write(
        "templates/partner_blogs/status.html",
        "{% extends 'base.html' %}{% block main %}<p>Ours, {{ rows[0].name }}</p>{% endblock %}",
    )
    site.settings("THEME_TEMPLATES_OVERRIDES = ['templates']")
    site.build()
    assert "<p>Ours, Sharp &lt;i&gt;&amp; Sons&lt;/i&gt;</p>" in site.read("status/index.html")


@pytest.mark.X2
def test_pages_fill_the_block_that_the_settings_name(site: Site) -> None:
    site.write(
        "templates/wide.html", "<html><body>wide {% block middle %}{% endblock %}</body></html>"
    )
    site.settings(
        "THEME_TEMPLATES_OVERRIDES = ['templates']",
        "PARTNER_BLOGS_BASE, PARTNER_BLOGS_BLOCK = 'wide.html', 'middle'",
    )
    site.build()
    assert site.read("blogs/index.html").startswith("<html><body>wide ")
    assert "Friends</h1>" in site.read("blogs/index.html")
    site.settings("PARTNER_BLOGS_BLOCK = 'middle'")
    assert "PARTNER_BLOGS_BLOCK names the one" in site.run("pelican", code=None)


@pytest.mark.X2
def test_every_setting_has_a_default_and_a_wrong_one_is_told(site: Site) -> None:
    site.settings("PARTNER_BLOGS_LINKS = 'perhaps'")
    said = site.run("pelican", code=None)
    assert "a setting of partner_blogs cannot be used" in said
    assert "partner_blogs_links" in said.lower()


def test_links_are_relative_where_the_site_wants_them(site: Site) -> None:
    site.settings("RELATIVE_URLS = True")
    site.build()
    page = site.read("digests/weekly/2026-W48.html")
    assert 'href="../../blogs/"' in page
    assert 'href="../../partner-blogs.css"' in page


def test_a_text_of_the_site_keeps_its_address(site: Site) -> None:
    site.write(
        "content/pages/mine.html",
        "<html><head><title>Mine</title><meta name='save_as' content='blogs/index.html'></head>"
        "<body>my own list</body></html>",
    )
    assert "give it another slug" in site.build()
    assert "my own list" in site.read("blogs/index.html")


@pytest.mark.X1
def test_every_command_works(site: Site, partner: str) -> None:
    assert "active    sharp" in site.run("partner-blogs", "status")
    assert "1 partner, no mistakes" in site.run("partner-blogs", "check")
    loopback = "--allow-private-addresses"
    assert "5 entries" in site.run("partner-blogs", "check", "--online", loopback)
    found = site.run("partner-blogs", "discover", loopback, f"{partner}/other")
    assert f"feed: {partner}/other.xml" in found
    exported = site.run("partner-blogs", "export")
    assert f'xmlUrl="{partner}/feed.xml"' in exported
    more = exported.replace("/feed.xml", "/more.xml").replace("sharp.example", "more.example")
    (site.folder / "more.opml").write_text(more, "utf-8")
    site.run("partner-blogs", "import", "more.opml")
    assert f"{partner}/more.xml" in (site.folder / "feeds.yaml").read_text("utf-8")
    (site.folder / "feeds.yaml").write_text("partners:\n  - nmae: A\n", "utf-8")
    assert "feeds.yaml:2:5: " in site.run("partner-blogs", "check", code=1)


@pytest.mark.X1
def test_a_digest_has_the_posts_that_came_out_in_its_week(site: Site) -> None:
    """A preview remembers nothing; the run that publishes does."""
    site.write(
        "publishconf.py",
        """
        import sys
        sys.path.append(".")
        from pelicanconf import *
        SITEURL = "https://foreign.example"
        """,
    )
    memory = site.folder / "var/site/memory.json"
    site.build()
    assert not memory.exists()
    site.build("publishconf.py")
    assert [*json.loads(memory.read_text())["value"]["posts"]] == [
        "tag:foreign.example,2026:posts/first"
    ]
    site.post("later", "2026-11-25 08:00", "Later <em>words</em>", "More of what I think.")
    site.build("publishconf.py", day="2026-11-25")
    site.refresh("2026-12-01T06:00:00Z")
    site.build("publishconf.py", day="2026-12-01")
    week = site.read("digests/weekly/2026-W48.html")
    assert (
        '<a class="u-url p-name" href="https://foreign.example/later-words.html">Later words</a>'
        in week
    )
    assert "First words" not in week
    feed = json.loads(site.read("feeds/partner-blogs/digest.json"))
    assert len(feed["items"]) == 1
    assert "https://foreign.example/later-words.html" in feed["items"][0]["content_html"]
    everything = json.loads(site.read("feeds/partner-blogs/all.json"))
    titles = {item["title"] for item in everything["items"]}
    assert {"Later words", '" onmouseover="alert(3)" x="'} <= titles


@pytest.mark.X1
def test_a_store_that_was_lost_comes_back_from_the_site(site: Site) -> None:
    site.refresh("2026-12-01T06:00:00Z")
    site.build(day="2026-12-01")
    (site.folder / "var").rename(site.folder / "lost")
    said = site.run("partner-blogs", "recover", "output")
    assert re.match(r"1 partners, [2-5] entries and 1 digests came back", said), said
    before = site.read("digests/weekly/2026-W48.html")
    site.build(day="2026-12-01")
    assert site.read("digests/weekly/2026-W48.html") == before


@pytest.mark.X1
def test_a_setting_says_which_runs_publish(site: Site) -> None:
    site.settings("PARTNER_BLOGS_PUBLISH = True")
    site.build()
    assert (site.folder / "var/site/memory.json").exists()


@pytest.mark.X1
def test_a_site_without_a_list_is_what_it_was(site: Site) -> None:
    """Pelican loads every plugin that is installed, in sites that want none of it, too."""
    (site.folder / "feeds.yaml").unlink()
    assert "partner_blogs does nothing" in site.build()
    assert not {*PAGES, *FILES} & {*site.files()}


@pytest.mark.X1
def test_the_same_site_has_the_same_bytes(site: Site) -> None:
    site.build()
    first = site.files()
    site.build()
    assert site.files() == first
