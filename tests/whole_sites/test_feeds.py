"""Every feed and list of a whole build, by the rules of its format; who announces them, and where."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree as ET

import feedparser
import html5lib
import pytest
from html5lib.html5parser import HTMLParser
from PIL import Image
from tests.frontdesk.formats.metadata_removal.samples import film, mp3
from tests.shipped import needs_sample_site
from tests.whole_sites.building import ROOT, Site
from tests.whole_sites.conftest import begun
from tests.whole_sites.hostile import FORMATS, TEXTS, document

from frontdesk.build.audit.feeds import check_feed
from frontdesk.formats.opml import read_opml
from frontdesk.net.model import Fetched
from partner_blogs.model.feed import ParsedFeed
from partner_blogs.refresh.parse_feedparser import parse_feed

ADDRESS = "https://site.example/sub"
SETTINGS = f'SITEURL = "{ADDRESS}"\nTAG_FEEDS = True\n'
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


FILLINGS = [pytest.param(shipped, marks=needs_sample_site), hostile, empty]
FILLED = pytest.mark.parametrize("fill", FILLINGS, ids=lambda fill: fill.__name__)


@pytest.fixture(scope="module", params=FILLINGS, ids=lambda fill: fill.__name__)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """For tests that change nothing."""
    site = begun(tmp_path_factory.mktemp("built"))
    request.param(site)
    site.settings = SETTINGS
    site.refresh()
    site.build()
    return site


def feeds_and_lists(site: Site) -> list[str]:
    endings = (".atom.xml", ".rss.xml", ".json", ".opml")
    others = ("status.json", "search/")
    return [p for p in site.files if p.endswith(endings) and not p.startswith(others)]


@pytest.mark.F3
def test_every_feed_and_list_of_a_site_is_faultless(built: Site) -> None:
    paths = feeds_and_lists(built)
    assert len(paths) >= 12
    wrong = [(p, f) for p in paths for f in check_feed(p, built.files[p], f"{ADDRESS}/{p}")]
    assert wrong == []


ODD_IDS = [
    *(
        "tag:Odd,1:x",
        "tag:odd.example:1",
        "tag:odd.example,2026:a b",
        "urn:x",
        "urn:uuid:17",
        "urn:a:b/c",
    ),
    *(
        "https://odd.example/ż",
        "https://odd.example/%zz",
        "https://odd.example/<b>",
        "https:x",
        "17",
    ),
    *(
        "HTTP://ODD.EXAMPLE/x",
        "mid:a@b",
        "https://odd.example/?a=1&b=[2]",
        "javascript:x",
        "\u202ex",
    ),
]
ODD_TITLES = [
    *(
        "",
        " ",
        "&amp;nbsp;",
        "&lt;b&gt;&lt;/b&gt;",
        "R&amp;amp;D &amp;amp;copy 26",
        "&amp;lt;/b&amp;gt;",
    ),
    *("caf\ufffd", "\x85wide\x9b", "AT&amp;T", "&lt;!-- x", "x" * 3000, "&amp;#60;", "5 &lt; 6"),
]
ODD_LANGUAGES = ["jp", "en_US", "cz", "en-GB", "English", "", "x-klingon", "gsw", "pl"]
ODD_DATES = [
    *("16 Nov 2026 09:00:00 +0545", "Mon, 16 Nov 2026 09:00:00 GMT", "no date", "", "16 Nov 2026"),
    *("2026-11-16T09:00:00.123456Z", "1 Jan 1970 00:00:00 GMT", "16 Nov 2036 09:00:00 GMT"),
]


def odd(n: int) -> str:
    """The n-th of many feeds, each odd in ways of its own; what it says comes round in other company."""

    def pick(of: list[str], k: int) -> str:
        return of[(n + k) % len(of)]

    items = "".join(
        f"<item><title>{pick(ODD_TITLES, k)}</title><link>https://odd{n}.example/ż/{k}?a=[1]|2</link>"
        f"<guid isPermaLink='false'>{escape(pick(ODD_IDS, k))}{'' if k else n}</guid>"
        f"<pubDate>{pick(ODD_DATES, k)}</pubDate>"
        "<author>ann@odd.example (Ann &lt;ann@odd.example&gt;)</author>"
        f"<category>{pick(ODD_TITLES, k + 1)}</category><category> </category>"
        f"<description>{pick(ODD_TITLES, k + 2)} words {n} {k} &lt;a href='/x'&gt;y&lt;/a&gt;"
        "&lt;iframe src='//x'&gt;&lt;/iframe&gt;&lt;p style='color:red' onclick='x()'&gt;\ufffd&lt;/p&gt;"
        "</description></item>"
        for k in range(4)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{pick(ODD_TITLES, 0)}</title><link>https://odd{n}.example</link>"
        f"<language>{pick(ODD_LANGUAGES, 0)}</language>"
        f"<copyright>&amp;copy; {pick(ODD_TITLES, 3)}</copyright>"
        f"{items}</channel></rss>"
    )


def crowd(site: Site) -> None:
    """Two hundred partners: tidy, untidy, hostile and odd; without a home, without words."""
    (site.folder / "feeds").mkdir()
    rows = []

    def partner(data: bytes, **fields: str) -> None:
        n = len(rows)
        (site.folder / "feeds" / f"{n}.xml").write_bytes(data)
        shows = ("excerpts", "headlines", "full, consent: {by: A, date: 2026-11-01}")
        said = "".join(f", {name}: {json.dumps(value)}" for name, value in fields.items())
        rows.append(
            f"  - {{id: p{n}, name: 'Blog {n} <b> & Sons', feed: feeds/{n}.xml, backfill: all, "
            f"topic: 'Topic {n % 7}', show: {shows[n % 3]}{said}}}\n"
        )

    for path in sorted((ROOT / "tests/feeds").glob("*.xml")):
        partner(path.read_bytes())
    for n, text in enumerate(TEXTS.values()):
        partner(document(FORMATS[n % len(FORMATS)], text, n))
    while len(rows) < 200:
        n = len(rows)
        whole = {"home": f"https://odd{n}.example/ż", "language": "jp"} if n % 2 else {}
        partner(odd(n).encode("utf-8", "replace"), **whole)
    site.feeds("digest: {daily: yes}\npartners:\n" + "".join(rows))


@pytest.mark.rehearsal
@pytest.mark.F3
@pytest.mark.F8
def test_feeds_and_lists_of_a_site_with_200_partners_are_faultless(site: Site) -> None:
    crowd(site)
    site.settings = SETTINGS
    site.refresh("2026-11-16T12:00:00Z", "--quiet")
    site.build()
    paths = feeds_and_lists(site)
    assert len(paths) > 200
    assert len(ET.fromstring(site.files["feeds/partners.atom.xml"])) > 400
    assert [(p, f) for p in paths for f in check_feed(p, site.files[p], f"{ADDRESS}/{p}")] == []
    outlines = list(ET.fromstring(site.files["blogroll.opml"]).iter("outline"))
    assert len(outlines) == 200
    for outline in outlines:
        assert outline.get("type") == "link"  # their feeds are files of ours
        page = outline.get("url", "").removeprefix(f"{ADDRESS}/")
        assert page in site.files or ".example/" in page
    for path in paths:
        for html in set(html_in(path, site.files[path])):
            HTMLParser(strict=True).parseFragment(html)


@pytest.mark.F3
def test_an_entry_whose_words_may_not_be_shown_says_where_they_are(site: Site) -> None:
    site.feeds("partners:\n  - {id: a, name: 'A & B', feed: a.xml, show: headlines}\n")
    site.feed("a", ("News", "16 Nov 2026 09:00:00 GMT", "Their words."))
    site.refresh()
    site.build()
    (entry,) = feedparser.parse(BytesIO(site.files["feeds/partners.atom.xml"])).entries
    assert entry.summary == "Read it at A & B."
    (item,) = json.loads(site.files["feeds/partners.json"])["items"]
    assert item["content_text"] == "Read it at A & B."


def html_in(path: str, data: bytes) -> Iterator[str]:
    """What a feed says is HTML."""
    if path.endswith(".json"):
        yield from (item.get("content_html", "") for item in json.loads(data)["items"])
        return
    for element in ET.fromstring(data).iter():
        is_html = {"description", "{http://purl.org/rss/1.0/modules/content/}encoded"}
        if element.tag in is_html or element.get("type") == "html":
            yield element.text or ""


def test_readers_find_in_every_feed_and_list_what_was_put_in(built: Site) -> None:
    """feedparser and our own reader, as others and we would read them."""
    for path in feeds_and_lists(built):
        data = built.files[path]
        if path.endswith(".opml"):
            assert len(read_opml(data)) == data.count(b"<outline ")
            continue
        ours = parse_feed(Fetched(body=data, content_type=None, address=f"{ADDRESS}/{path}"))
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
@FILLED
def test_what_is_offered_is_written_and_what_is_written_is_offered(
    fill: Callable[[Site], None], site: Site
) -> None:
    fill(site)
    site.post(
        "pages/subscribe.md", "Title: Subscribe\nSlug: subscribe\nTemplate: subscribe\n\nW.\n"
    )
    site.settings = SETTINGS
    site.refresh()
    site.build()
    links = site.page("subscribe.html").select(".feeds a")
    offered = {link["href"].removeprefix("./") for link in links}
    assert len(offered) == len(links)
    written = {*feeds_and_lists(site)} - {".well-known/recommendations.opml"}
    assert offered == written | ({"resources/events.ics"} & set(site.files))
    sentences = [dd.contents[0].strip() for dd in site.page("subscribe.html").select(".feeds dd")]
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


@pytest.mark.R11
def test_nothing_is_said_of_what_a_blog_is_about_but_what_its_settings_say(site: Site) -> None:
    site.settings = 'SITENAME = "Bees"\nSITESUBTITLE = "Of hives and honey"\n'
    site.feeds(
        "blogroll: {title: Hives}\npartners:\n  - {id: a, name: A, feed: a.xml, topic: Wax}\n"
    )
    site.feed("a", ("News", "16 Nov 2026 09:00:00 GMT"))
    site.post("pages/about.md", "Title: About\n\nWords.\n")
    site.refresh()
    site.build()
    texts = (name for name in site.files if not name.endswith((".css", ".js", ".png", ".woff2")))
    told = [name for name in texts if b"client service" in site.files[name].lower()]
    assert told == []
    found = site.page("blogs/index.html").select_one('meta[name="description"]')
    assert found["content"] == "1 blog on the list of Bees."


@pytest.mark.F8
def test_a_post_with_a_sound_or_a_film_encloses_it(site: Site) -> None:
    saved = {"files/talk 1.mp3": mp3(), "posts/film.mp4": film(b"isom")}
    for name, data in saved.items():
        (site.folder / "content" / name).parent.mkdir(exist_ok=True)
        (site.folder / "content" / name).write_bytes(data)
    site.settings = f'SITEURL = "{ADDRESS}"\nSERIES = {{"Talks": None}}\n'
    site.post(
        "posts/2026-11-06-talk.md",
        "Title: Talk\nSeries: Talks\n\n[Listen]({static}/files/talk 1.mp3) or look:\n\n"
        '<video controls preload="none" src="{attach}film.mp4"></video>\n',
    )
    site.build()
    for name in ("posts", "all", "series/talks"):
        path = f"feeds/{name}.atom.xml"
        entries = feedparser.parse(BytesIO(site.files[path])).entries
        (talk,) = (entry for entry in entries if entry.title == "Talk")
        assert [(one.href, one.type) for one in talk.enclosures] == [
            (f"{ADDRESS}/files/talk%201.mp3", "audio/mpeg"),
            (f"{ADDRESS}/2026/11/film.mp4", "video/mp4"),
        ]
        for one in talk.enclosures:
            file = unquote(one.href.removeprefix(f"{ADDRESS}/"))
            assert int(one.length) == len(site.files[file]) > 0
        # What is published is a copy without what a telephone wrote into it.
        assert int(talk.enclosures[0].length) < len(saved["files/talk 1.mp3"])
        assert all(entry is talk or not entry.enclosures for entry in entries)
        assert check_feed(path, site.files[path], f"{ADDRESS}/{path}") == []


@pytest.mark.F4
def test_a_change_that_lies_ahead_is_none_yet(site: Site) -> None:
    site.post("posts/2026-11-06-x.md", "Title: X\nUpdated: 2099-01-01\n\nWords.\n")
    site.post("posts/2026-11-07-y.md", "Title: Y\nUpdated: 2026-11-09\n\nWords.\n")
    site.build()
    entries = feedparser.parse(BytesIO(site.files["feeds/posts.atom.xml"])).entries
    changes = {entry.title: entry.updated[:10] for entry in entries}
    assert changes == {"X": "2026-11-06", "Y": "2026-11-09", "First": "2026-11-05"}


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
    feed = site.files["feeds/posts.atom.xml"]
    assert site.files["feeds/posts/default"] == feed.replace(b"../theme/", b"../../theme/", 1)
    assert site.files["atom.xml"] == feed.replace(b"../theme/", b"theme/", 1)
    rss = site.files["feeds/posts.rss.xml"]
    assert site.files["rss.xml"] == rss.replace(b"../theme/", b"theme/", 1)
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


@pytest.mark.parametrize("hubs", ['"https://hub.example/"', '["hub.example"]'])
def test_a_hub_that_is_none_is_told_and_not_published(site: Site, hubs: str) -> None:
    site.settings = f"WEBSUB_HUBS = {hubs}\n"
    site.build(expect=1)
    assert "WEBSUB_HUBS is" in site.complained
    assert "write a list of" in site.complained


@pytest.mark.parametrize("authority", ["Blog.example,2026", "blog.example", "blog example,2026"])
def test_an_authority_under_which_no_id_is_valid_is_told(site: Site, authority: str) -> None:
    site.settings = f"SITE_AUTHORITY = {authority!r}\n"
    site.build()
    assert (
        f"SITE_AUTHORITY is {authority!r}, under which no valid id can be made" in site.complained
    )
    site.settings = 'SITE_AUTHORITY = "ann@blog.example,2026-11"\n'
    site.build()
    assert "SITE_AUTHORITY" not in site.complained


@pytest.mark.F8
def test_feeds_carry_the_icon_of_the_theme_or_pictures_of_the_sites_own(site: Site) -> None:
    site.settings = f'SITEURL = "{ADDRESS}"\n'
    site.build()
    assert icons(site) == (f"{ADDRESS}/theme/icon.svg", None, None)
    (site.folder / "content/extra").mkdir()
    Image.new("RGB", (64, 64)).save(site.folder / "content/extra/favicon.png")
    site.build()
    assert icons(site) == (f"{ADDRESS}/favicon.png", None, f"{ADDRESS}/favicon.png")
    Image.new("RGB", (64, 64)).save(site.folder / "content/extra/logo.png")
    site.build()
    assert icons(site) == (f"{ADDRESS}/favicon.png", f"{ADDRESS}/logo.png", f"{ADDRESS}/logo.png")


def icons(site: Site) -> tuple[str | None, str | None, str | None]:
    """Icon and logo of Atom, image of RSS; each a file of the site."""
    found = feedparser.parse(BytesIO(site.files["feeds/posts.atom.xml"])).feed
    image = feedparser.parse(BytesIO(site.files["feeds/posts.rss.xml"])).feed.get("image")
    all_of_them = (found.get("icon"), found.get("logo"), image and image.href)
    assert {one.removeprefix(f"{ADDRESS}/") for one in all_of_them if one} <= set(site.files)
    return all_of_them


@pytest.mark.F6
def test_feeds_have_a_style_for_the_eye_that_lies_in_the_site(site: Site) -> None:
    site.settings = SETTINGS
    site.build()
    for path in feeds_and_lists(site):
        named = re.findall(rb'<\?xml-stylesheet type="text/css" href="(.*)"\?>', site.files[path])
        address = [urljoin(f"{ADDRESS}/{path}", one.decode()) for one in named]
        xml = path.endswith((".xml", "/default"))
        assert address == ([f"{ADDRESS}/theme/css/feed.css"] if xml else []), path
    assert b"@import" not in site.files["theme/css/feed.css"]
    assert b"url(" not in site.files["theme/css/feed.css"]
