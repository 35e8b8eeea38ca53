"""A partner moves to another platform, and no reader of ours meets its posts a second time (D11)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from tests.whole_sites.building import Site
from tests.whole_sites.conftest import prepared_once, site

__all__ = ["site"]

pytestmark = pytest.mark.D11

ABOUT = "about: {site: 'https://site.example/', contact: editor@site.example}\n"
LIST = ABOUT + (
    "partners:\n"
    "  - {id: ledger, name: Ledger, feed: ledger.xml, home: 'https://ledger.example/', topic: Service}\n"
    "  - {id: lamp, name: Lamp, feed: lamp.xml, home: 'https://lamp.example/', topic: Service}\n"
)
ATOM = "{http://www.w3.org/2005/Atom}"
LATER, LAST = "2026-11-19T12:00:00Z", "2026-11-20T12:00:00Z"


def day(n: int) -> str:
    return f"{n:02} Nov 2026 09:00:00 GMT"


def posts(days: range) -> list[tuple[str, str, str]]:
    return [(f"Ledger {n}", day(n), f"What the {n}th taught us about calling back.") for n in days]


def on_the_new_platform(site: Site, days: range) -> None:
    """An Atom feed at another host, with ids, links and typography of its own."""
    entries = "".join(
        f"<entry><id>https://ledger.sub.example/p/{n}</id><title>Ledger\u00a0{n}</title>"
        f'<link href="https://ledger.sub.example/p/{n}?utm_source=feed"/>'
        f"<published>2026-11-{n:02}T09:00:00+00:00</published>"
        f"<updated>2026-11-19T08:00:00Z</updated>"
        f'<content type="html">&lt;p&gt;What the {n}th taught us about calling back.&lt;/p&gt;'
        f"</content></entry>"
        for n in reversed(days)
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Ledger</title><id>urn:new</id>{entries}</feed>'
    (site.folder / "new.xml").write_text(feed, encoding="utf-8")


@prepared_once
def before(site: Site) -> None:
    site.feeds(LIST)
    site.feed("ledger", *posts(range(1, 9)))
    site.feed("lamp", ("Lamp", day(9)))
    site.refresh("2026-11-09T12:00:00Z")
    site.feed("ledger", *posts(range(1, 12)))
    site.refresh("2026-11-12T12:00:00Z")
    site.refresh()
    site.build()


def moved(site: Site, now: str = LATER) -> dict[str, bytes]:
    """The editor changes one line; what the site was before comes back."""
    was = dict(site.files)
    on_the_new_platform(site, range(1, 12))
    site.feeds(LIST.replace("ledger.xml", "new.xml"))
    site.refresh(now)
    site.build(now)
    return was


def items(data: bytes) -> list[tuple[str | None, str]]:
    """Id and title, whatever spaces are in it, of each entry of an Atom feed."""
    return [
        (entry.findtext(f"{ATOM}id"), " ".join((entry.findtext(f"{ATOM}title") or "").split()))
        for entry in ET.fromstring(data).iter(f"{ATOM}entry")
    ]


def test_feeds_keep_their_ids_and_every_page_has_each_post_once(before: Site) -> None:
    was = moved(before)
    feeds = [name for name in was if name.endswith(".atom.xml")]
    assert {"feeds/all.atom.xml", "feeds/partners/ledger.atom.xml", "feeds/digest.atom.xml"} <= {
        *feeds
    }
    for name in feeds:
        assert items(before.files[name]) == items(was[name]), name
    assert len(items(before.files["feeds/partners/ledger.atom.xml"])) == 5
    for name in was:
        if name.endswith(".html") and name != "status.html":
            assert headings(before, name) == headings_of(was, name), name
    (row,) = [r for r in json.loads(before.files["status.json"]) if r["id"] == "ledger"]
    assert row["entries"] == 11


def headings(site: Site, name: str) -> Counter[str]:
    return headings_of(site.files, name)


def headings_of(files: dict[str, bytes], name: str) -> Counter[str]:
    soup = BeautifulSoup(files[name], "html.parser")
    links = (" ".join(a.get_text().split()) for a in soup.select("a"))
    return Counter(words for words in links if words.startswith("Ledger "))


def test_pages_lead_to_the_new_place_and_a_closed_digest_leads_where_it_led(before: Site) -> None:
    closed = before.files["digests/weekly/2026-W46.html"]
    moved(before)
    page = before.files["blogs/ledger.html"].decode()
    assert "https://ledger.sub.example/p/11" in page
    assert "https://ledger.example/" not in page.replace('href="https://ledger.example/"', "")
    after = before.files["digests/weekly/2026-W46.html"]
    assert main_part(after) == main_part(closed)


def main_part(data: bytes) -> bytes:
    return data[data.index(b"<main") : data.index(b"</main>")]


@pytest.mark.E7
@pytest.mark.parametrize(
    "link", ["https://ledger.example/7", "https://ledger.sub.example/p/8"], ids=["old", "new"]
)
def test_either_address_removes_the_post_everywhere(before: Site, link: str) -> None:
    """Item 7 of the old feed is the post of the 8th."""
    moved(before)
    text = (before.folder / "feeds.yaml").read_text(encoding="utf-8")
    before.feeds(text.replace("id: ledger,", f"id: ledger, removed: ['{link}'],"))
    before.build(LATER)
    holding = [
        name
        for name, data in before.files.items()
        if b"the 8th taught" in data or b"Ledger\xc2\xa08<" in data or b">Ledger 8<" in data
    ]
    assert holding == []
    before.refresh(LAST)
    before.build(LAST)
    assert not [name for name, data in before.files.items() if b"the 8th taught" in data]


@pytest.mark.D7
@pytest.mark.parametrize(
    "link", ["https://ledger.example/7", "https://ledger.sub.example/p/8"], ids=["old", "new"]
)
def test_either_address_is_known_to_the_curation(before: Site, link: str) -> None:
    moved(before)
    (before.folder / "curation.yaml").write_text(
        f"entries:\n  - {{link: '{link}', note: Read this first.}}\n", encoding="utf-8"
    )
    before.build(LATER)
    assert "no post of a partner has the address" not in before.said + before.complained
    assert "Read this first." in before.main("digests/weekly/2026-W46.html")


def test_a_feed_file_that_is_replaced_by_one_of_another_platform_brings_nothing_new(
    before: Site, tmp_path: Path
) -> None:
    was = dict(before.files)
    on_the_new_platform(before, range(1, 12))
    (before.folder / "ledger.xml").write_bytes((before.folder / "new.xml").read_bytes())
    before.refresh(LATER)
    before.build(LATER)
    for name in ("feeds/all.atom.xml", "feeds/digest.atom.xml"):
        assert items(before.files[name]) == items(was[name])


def test_what_is_new_there_is_news_and_what_is_older_than_our_knowledge_is_not(
    before: Site,
) -> None:
    on_the_new_platform(before, range(1, 20))
    before.feeds(LIST.replace("ledger.xml", "new.xml"))
    known = {id_ for id_, _ in items(before.files["feeds/all.atom.xml"])}
    before.refresh("2026-11-20T12:00:00Z")
    before.build("2026-11-20T12:00:00Z")
    new = [title for id_, title in items(before.files["feeds/all.atom.xml"]) if id_ not in known]
    assert sorted(new) == [f"Ledger {n}" for n in range(12, 20)]
