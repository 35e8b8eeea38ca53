"""What several partners linked to, from their feeds to the pages and feeds of the site (D8)."""

from __future__ import annotations

from html import escape
from io import BytesIO

import feedparser
import pytest
from bs4 import BeautifulSoup
from tests.whole_sites.building import Site
from tests.whole_sites.conftest import prepared_once

LIST = """
about: {{site: https://site.example/, contact: us@site.example}}
partners:
  - {{id: ann, name: Ann & Co, home: 'https://ann.example/', feed: ann.xml, {ann}}}
  - {{id: ben, name: Ben, home: 'https://ben.example/', feed: ben.xml}}
  - {{id: cyd, name: Cyd, home: 'https://cyd.example/', feed: cyd.xml}}
  - {{id: dan, name: Dan, home: 'https://dan.example/', feed: dan.xml}}
"""
PAGE = "https://shop.example/study?a=1&b=2"
WEEK, PAGES, FEED = (
    "digests/weekly/2026-W47.html",
    "digests/most-linked.html",
    "feeds/most-linked.atom.xml",
)
CLOSED, LATER = "2026-11-23T12:00:00Z", "2026-11-24T12:00:00Z"

pytestmark = pytest.mark.D8


def text(id_: str, *links: tuple[str, str]) -> str:
    words = f"<p>Some words of {id_} that are in no other blog.</p>"
    return escape(words + "".join(f'<p><a href="{escape(to)}">{on}</a></p>' for to, on in links))


@prepared_once
def linked(site: Site) -> None:
    """Four partners link to one page in a week that is closed, three to a post of the fourth."""
    site.feeds(LIST.format(ann="status: active"))
    day = "16 Nov 2026 09:00:00 GMT"
    study, post = (PAGE, "A <b>study</b> of &lt;calls&gt;"), ("https://dan.example/0", "here")
    tracked = (f"{PAGE}&utm_source=feed", "this")
    site.feed("ann", ("Ann on calls", day, text("ann", study, post)))
    site.feed("ben", ("Ben on tills", day, text("ben", tracked, post)))
    site.feed("cyd", ("Cyd on queues", day, text("cyd", study, post)))
    site.feed("dan", ("Dan on letters", day, text("dan", study)))
    site.refresh()
    site.refresh(CLOSED)
    site.build(CLOSED)


def atom(site: Site, name: str = FEED) -> feedparser.FeedParserDict:
    feed = feedparser.parse(BytesIO(site.files[name]))
    assert not feed.bozo
    return feed


def test_a_closed_digest_shows_them_and_so_do_a_page_and_a_feed(linked: Site) -> None:
    for name in (WEEK, PAGES):
        rows = linked.page(name).select("ol.linked > li")
        places = [(row.a["href"], row.a.get_text()) for row in rows]
        assert places == [(PAGE, "A study of <calls>"), ("https://dan.example/0", "Dan on letters")]
        voters = [(a["href"], a.get_text()) for a in rows[0].select("p a")]
        assert voters == [
            ("https://ann.example/0", "Ann & Co"), ("https://ben.example/0", "Ben"),
            ("https://cyd.example/0", "Cyd"), ("https://dan.example/0", "Dan"),
        ]  # fmt: skip
    assert linked.page(WEEK).select_one(".contents a[href='#most-linked']")
    assert linked.page("digests/index.html").select_one(f"a[href$='{PAGES.partition('/')[2]}']")
    (entry,) = atom(linked).entries
    assert entry.id.endswith("most-linked/weekly/2026-W47")
    assert entry.link.endswith(f"{WEEK}#most-linked")
    assert "A study of &lt;calls&gt;</a> (shop.example)" in entry.content[0].value
    assert (
        "A study of &lt;calls&gt;"
        in atom(linked, "feeds/digest.atom.xml").entries[0].content[0].value
    )


def test_they_are_those_of_the_closing_whatever_feeds_say_later(linked: Site) -> None:
    before = linked.files
    for id_ in ("ann", "ben", "cyd"):
        linked.feed(id_, (f"{id_} again", "16 Nov 2026 09:00:00 GMT", "No link any more."))
    linked.refresh(LATER)
    linked.build(LATER)
    rows = [
        BeautifulSoup(files[PAGES], "html.parser").find("main") for files in (before, linked.files)
    ]
    assert rows[0] == rows[1]
    assert linked.files[FEED] == before[FEED]


@pytest.mark.E7
@pytest.mark.parametrize("asked", ["status: removed", "removed: ['https://ann.example/0']"])
def test_a_vote_goes_with_the_post_that_gave_it(linked: Site, asked: str) -> None:
    """The study has three votes left, the post of Dan but two."""
    linked.feeds(LIST.format(ann=asked))
    linked.build(LATER)
    (row,) = linked.page(WEEK).select("ol.linked > li")
    assert row.a["href"] == PAGE
    assert "Ann" not in row.get_text()
    linked.refresh(LATER)
    edition = linked.folder / "var/partner_blogs/editions/weekly/2026-W47.json"
    assert b"ann" not in edition.read_bytes()
    assert edition.read_bytes().count(b'"votes"') == 1


@pytest.mark.D7
def test_the_editor_may_hide_an_address(linked: Site) -> None:
    (linked.folder / "curation.yaml").write_text(
        f"entries:\n  - link: {PAGE}\n    hide: yes\n", encoding="utf-8"
    )
    linked.build(LATER)
    rows = linked.page(WEEK).select("ol.linked > li")
    assert [row.a["href"] for row in rows] == ["https://dan.example/0"]


def test_where_nothing_is_linked_there_is_no_page_and_no_feed(site: Site) -> None:
    site.feeds(LIST.format(ann="status: active"))
    site.feed("ann", ("Ann on calls", "16 Nov 2026 09:00:00 GMT", text("ann", (PAGE, "x"))))
    for id_ in ("ben", "cyd", "dan"):
        site.feed(id_)
    site.refresh()
    site.refresh(CLOSED)
    site.build(CLOSED)
    assert WEEK in site.files
    assert PAGES not in site.files
    assert FEED not in site.files
    assert b"most-linked" not in b"".join(site.files.values())
