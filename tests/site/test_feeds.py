"""Every feed and list of a whole build, by the rules of its format; who announces them, and where."""

from __future__ import annotations

import json
import shutil
from html import escape
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import html5lib
import pytest
from tests.site.building import ROOT, Site
from tools.audit.feeds import faults

from partner_blogs.model import Fetched, ParsedFeed
from partner_blogs.refresh.parse import parse
from syndication.opml import read_opml

ADDRESS = "https://site.example/sub"
SETTINGS = f'SITEURL = SITE_ADDRESS = "{ADDRESS}"\nTAG_FEEDS = True\n'
HOSTILE = "&lt;b/onmouseover=1&gt;]]&gt; &amp;amp; \u202e {{ 7*7 }} żółw 木 &lt;a href='x'&gt;"


def shipped(site: Site) -> None:
    """The project as it comes."""
    for name in ("content", "samples"):
        shutil.rmtree(site.folder / name, ignore_errors=True)
        shutil.copytree(ROOT / name, site.folder / name)
    site.feeds((ROOT / "feeds.yaml").read_text(encoding="utf-8"))


def hostile(site: Site) -> None:
    """Names and texts that tear at every format."""
    site.feeds(
        "blogroll: {title: 'Blogs & <more> \"of them\"'}\n"
        "partners:\n"
        "  - {id: a, name: 'A & <B>', feed: a.xml, topic: 'R&D, <all>', backfill: all, show: full,\n"
        "     consent: {by: A, date: 2026-11-01}}\n"
        "  - {id: b, name: B, feed: b.xml, topic: 木, language: pl, show: headlines}\n"
        "  - {id: c, name: C, home: 'https://c.example/?a=1&b=2', topic: '/x'}\n"
    )
    site.feed(
        "a",
        (HOSTILE, "16 Nov 2026 09:00:00 GMT", f"{HOSTILE} &lt;img src='/i.png'&gt; {HOSTILE}"),
        ("Two", "no date at all", "&lt;a href='/two'&gt;words&lt;/a&gt;"),
        title=HOSTILE,
    )
    text = '<item><title>Nowhere to go</title><guid isPermaLink="false">x</guid></item>'
    site.feed("b", ("Three", "15 Nov 2026 09:00:00 GMT"))
    feed = site.folder / "b.xml"
    feed.write_text(feed.read_text(encoding="utf-8").replace("<item>", f"{text}<item>", 1))
    site.post(
        "posts/2026-11-06-second.md",
        "Title: AT&T < <b>us</b> \x08\nDate: 2026-11-06\nTags: R&D, a <b>, żółw\nCategory: A & B\n\n"
        "See [first]({filename}2026-11-05-first.md) and a note.[^1]\n\n[^1]: Here.\n",
    )


def empty(site: Site) -> None:
    """Nobody wrote anything."""
    (site.folder / "content/posts/2026-11-05-first.md").unlink()


@pytest.fixture(params=[shipped, hostile, empty], ids=lambda fill: fill.__name__)
def built(request: pytest.FixtureRequest, site: Site) -> Site:
    request.param(site)
    site.settings = SETTINGS
    site.refresh()
    site.build()
    return site


def feeds_and_lists(site: Site) -> list[str]:
    endings = (".atom.xml", ".rss.xml", ".json", ".opml")
    others = {"status.json", "pagefind/pagefind-entry.json"}
    return [p for p in site.files if p.endswith(endings) and p not in others]


@pytest.mark.F3
def test_every_feed_and_list_of_a_site_is_faultless(built: Site) -> None:
    paths = feeds_and_lists(built)
    assert len(paths) >= 12
    wrong = [(p, f) for p in paths for f in faults(p, built.files[p], f"{ADDRESS}/{p}")]
    assert wrong == []


def test_readers_find_in_every_feed_and_list_what_was_put_in(built: Site) -> None:
    """feedparser and our own reader, as others and we would read them."""
    for path in feeds_and_lists(built):
        data = built.files[path]
        if path.endswith(".opml"):
            assert len(read_opml(data)) == data.count(b"<outline ")
            continue
        ours = parse(Fetched(body=data, content_type=None, address=f"{ADDRESS}/{path}"))
        assert isinstance(ours, ParsedFeed), path
        if path.endswith(".json"):
            ids = [item["id"] for item in json.loads(data)["items"]]
        else:
            theirs = feedparser.parse(BytesIO(data))
            assert not theirs.bozo, path
            ids = [entry.id for entry in theirs.entries]
        assert [entry.id for entry in ours.entries] == ids
        assert all(entry.published for entry in ours.entries)


@pytest.mark.F8
@pytest.mark.parametrize(
    "text",
    [
        "Text: <img src=x onerror=alert(2)>",
        "Text: </p><script>alert(1)</script>",
        "Text: &lt;b&gt; and &copy 2026",
    ],
)
def test_a_reader_of_rss_runs_nothing_that_was_text_at_a_partner(site: Site, text: str) -> None:
    """Escaped for HTML and for XML, a partner's words are text; so they are with us."""
    title = "What <title> means, R&amp;D and AT&T"
    site.feeds("partners:\n  - {id: a, name: A, feed: a.xml, show: excerpts}\n")
    site.feed(
        "a", (escape(escape(f"A: {title}")), "16 Nov 2026 09:00:00 GMT", escape(escape(text)))
    )
    site.post("posts/2026-11-06-x.md", f"Title: Us: {title}\n\nWords of ours.\n")
    site.refresh()
    site.build()
    items = ET.fromstring(site.files["feeds/all.rss.xml"]).findall("channel/item")
    by_title = {rendered(item.findtext("title", "")): item for item in items}
    theirs = by_title[f"A: {title}"]
    assert rendered(theirs.findtext("description", "")) == text
    assert "AT&T" in theirs.findtext("title", "")
    assert f"Us: {title}" in by_title


def rendered(html: str) -> str:
    """What a reader shows; fails where anything but text is in it."""
    shown = html5lib.parseFragment(html)
    assert list(shown) == []
    return shown.text or ""


@pytest.mark.F6
def test_what_is_offered_is_written_and_what_is_written_is_offered(built: Site) -> None:
    built.post(
        "pages/subscribe.md", "Title: Subscribe\nSlug: subscribe\nTemplate: subscribe\n\nW.\n"
    )
    built.build()
    links = built.page("subscribe.html").select(".feeds a")
    offered = {link["href"].removeprefix("./") for link in links}
    assert len(offered) == len(links)
    written = {*feeds_and_lists(built)} - {".well-known/recommendations.opml"}
    assert offered == written | ({"resources/events.ics"} & set(built.files))
    sentences = [dd.contents[0].strip() for dd in built.page("subscribe.html").select(".feeds dd")]
    assert all(sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


def test_every_page_announces_what_goes_with_it_first(built: Site) -> None:
    site_wide = [f"feeds/{name}.atom.xml" for name in ("posts", "digest", "partners", "all")]
    for page in (p for p in built.files if p.endswith(".html") and p != "404.html"):
        links = built.page(page).select('link[rel="alternate"]')
        there = [link["href"].removeprefix("./").replace("../", "") for link in links]
        assert there[-4:] == site_wide, page
        assert set(there) <= set(built.files), page
        own = there[:-4]
        match page.split("/"):
            case ["category", name]:
                assert own == [f"feeds/categories/{Path(name).stem}.atom.xml"]
            case ["tag", name]:
                assert own == [f"feeds/tags/{Path(name).stem}.atom.xml"]
            case ["series", name]:
                assert own == [f"feeds/series/{Path(name).stem}.atom.xml"]
            case ["resources", "index.html"]:
                assert own == ["feeds/resources.atom.xml"]
            case ["resources", "events", "index.html"]:
                assert own == ["resources/events.ics"]
            case ["rack", "index.html"]:
                assert own in (["blogroll.opml"], [])
            case ["rack", name]:
                topic = Path(name).stem
                assert own == [f"feeds/topics/{topic}.atom.xml", f"blogroll/{topic}.opml"]
            case ["blogs", name] if name != "index.html":
                feed = f"feeds/partners/{Path(name).stem}.atom.xml"
                assert own == ([feed] if feed in built.files else [])
            case _:
                assert own == []


# --- settings -----------------------------------------------------------------------------------


def test_categories_have_feeds_unless_the_settings_say_no(site: Site) -> None:
    site.post("posts/2026-11-06-x.md", "Title: X\nTags: a\nCategory: Craft\n\nWords.\n")
    site.build()
    craft = feedparser.parse(BytesIO(site.files["feeds/categories/craft.atom.xml"]))
    assert [entry.title for entry in craft.entries] == ["X"]
    assert craft.feed.subtitle == "Our own posts in the category Craft, in full."
    assert not [path for path in site.files if path.startswith("feeds/tags")]
    site.settings = "CATEGORY_FEEDS = False\nTAG_FEEDS = True\n"
    site.build()
    assert not [path for path in site.files if path.startswith("feeds/categories")]
    assert "feeds/tags/a.atom.xml" in site.files


def test_old_addresses_hold_copies_that_say_where_the_feed_is_now(site: Site) -> None:
    site.build()
    assert site.files["feeds/posts/default"] == site.files["feeds/posts.atom.xml"]
    assert site.files["atom.xml"] == site.files["feeds/posts.atom.xml"]
    assert site.files["rss.xml"] == site.files["feeds/posts.rss.xml"]
    site.settings = 'FEED_COPIES = {"old.xml": "feeds/post.atom.xml"}\n'
    site.build(expect=1)
    assert "there is no feed feeds/post.atom.xml to copy to old.xml" in site.complained


@pytest.mark.F7
def test_hubs_are_named_where_they_are_set(site: Site) -> None:
    site.build()
    assert b'"hub' not in b"".join(site.files.values())
    site.settings = 'WEBSUB_HUBS = ["https://hub.example/"]\n'
    site.build()
    for path in feeds_and_lists(site):
        assert (b"https://hub.example/" in site.files[path]) is not path.endswith(".opml")
    assert b"https://hub.example/" in site.files["feeds/posts/default"]


@pytest.mark.parametrize("hubs", ['"https://hub.example/"', '["hub.example"]', "None"])
def test_a_hub_that_is_none_is_told_and_not_published(site: Site, hubs: str) -> None:
    site.settings = f"WEBSUB_HUBS = {hubs}\n"
    site.build(expect=1)
    assert "write a list of whole addresses: ['https://…']" in site.complained


@pytest.mark.F6
def test_feeds_have_a_style_for_the_eye_that_lies_in_the_site(site: Site) -> None:
    site.settings = SETTINGS
    site.build()
    style = f'<?xml-stylesheet type="text/css" href="{ADDRESS}/theme/css/feed.css"?>'
    for path in feeds_and_lists(site):
        assert (style.encode() in site.files[path]) is path.endswith(".xml")
    assert b"@import" not in site.files["theme/css/feed.css"]
    assert b"url(" not in site.files["theme/css/feed.css"]
