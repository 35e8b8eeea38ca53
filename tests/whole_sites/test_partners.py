"""The partners on the site: sidebar, list, digests, feeds, from a store that a refresh wrote."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest
from bs4 import BeautifulSoup
from tests.whole_sites.building import Site
from tests.whole_sites.conftest import prepared_once

from frontdesk.build.manifest import MARK

TWO = """
about: {site: https://site.example/, contact: us@site.example}
partners:
  - {id: alpha, name: Alpha, home: https://alpha.example/, feed: alpha.xml, backfill: all}
  - {id: beta, name: Beta, home: https://beta.example/, feed: beta.xml, backfill: all}
"""
W45, W46, W47 = (f"digests/weekly/2026-W{n}.html" for n in (45, 46, 47))


def date(day: str, hour: int = 9) -> str:
    return f"{day} Nov 2026 {hour:02}:00:00 GMT"


OLDER = (("Alpha old", date("3")), ("Alpha mid", date("10")))


@prepared_once
def two(site: Site) -> None:
    """Two partners with posts in weeks 45, 46 and 47; the week 47 is still running."""
    with_two_partners(site)


@prepared_once
def built(site: Site) -> None:
    """The same, built."""
    with_two_partners(site)
    site.build()


def with_two_partners(site: Site) -> None:
    site.feeds(TWO)
    site.feed("alpha", *OLDER, ("Alpha new", date("16")))
    site.feed("beta", ("Beta mid", date("11")))
    site.refresh()


def atom(site: Site, name: str) -> feedparser.FeedParserDict:
    feed = feedparser.parse(BytesIO(site.files[f"feeds/{name}.atom.xml"]))
    assert not feed.bozo
    return feed


@pytest.mark.W3
@pytest.mark.W1
def test_the_sidebar_is_on_every_page_but_the_rack_with_the_newest_headline(built: Site) -> None:
    pages = {path for path in built.files if path.endswith(".html")}
    racks = {path for path in pages if path.startswith("rack/")}
    assert len(pages - racks) > 8
    assert not any(built.page(page).select(".rail") for page in racks)
    for page in pages - racks:
        assert built.sidebar(page) == (
            "Blogs we follow Alpha new Alpha November 16, 2026 "
            "Beta mid Beta November 11, 2026 Show all (2) Suggest a blog"
        )
    ages = [age["datetime"] for age in built.page("index.html").select(".blogroll time")]
    assert ages == ["2026-11-16T09:00:00+00:00", "2026-11-11T09:00:00+00:00"]


@pytest.mark.W2
@pytest.mark.W5
def test_a_partner_that_was_never_asked_shows_name_and_home_only(site: Site) -> None:
    site.feeds(
        "partners:\n"
        "  - {id: a, name: Never asked, home: https://a.example/, feed: https://a.example/feed}\n"
        "  - {id: b, name: No home at all}\n"
    )
    site.build()
    assert site.sidebar() == "Blogs we follow Never asked Show all (2) Suggest a blog"
    for page in ("index.html", "rack/index.html"):
        links = site.page(page).select(".blogroll li a, .rack div a[rel=external]")
        assert {a["href"] for a in links} == {"https://a.example/"}
    for data in site.files.values():
        assert b"None" not in data
        assert b"1970" not in data


@pytest.mark.W6
def test_the_list_has_everybody_and_their_state(site: Site) -> None:
    site.feeds(
        "partners:\n"
        "  - {id: a, name: Alive, feed: a.xml, topic: Retail, author: Ann, backfill: all}\n"
        "  - {id: b, name: Silent, feed: b.xml, backfill: all}\n"
        "  - {id: c, name: Broken, feed: c.xml}\n"
        "  - {id: d, name: Gone, home: https://d.example/, status: retired, reason: It closed.}\n"
        "  - {id: e, name: Erased, status: removed}\n"
    )
    site.feed("a", ("News", date("16")))
    site.feed("b", ("Olds", "1 Mar 2026 09:00:00 GMT"))
    site.refresh()
    site.build()
    words = site.main("blogs/index.html")
    assert "4 blogs that we read" in words
    assert "Alive Ann Retail Newest: News November 16, 2026 Active More from Alive" in words
    assert "Quiet since March 1, 2026" in words
    assert "Not reachable: there is no file c.xml beside feeds.yaml" in words
    assert "Gone Retired: It closed. Formerly at https://d.example/" in words
    assert not [path for path, data in site.files.items() if b"Erased" in data]


@pytest.mark.W9
def test_every_partner_has_a_page_of_its_own(built: Site) -> None:
    page = built.main("blogs/alpha.html")
    assert page.startswith("Blogs we follow Alpha Active Visit the blog Recent posts Alpha new")
    assert page.index("Alpha new") < page.index("Alpha mid") < page.index("Alpha old")
    assert built.page("blogs/alpha.html").select('meta[content="noindex, follow"]')
    built.feeds(TWO.replace("feed: alpha.xml", "feed: alpha.xml, show: link"))
    built.build()
    assert "We list this blog as a link only" in built.main("blogs/alpha.html")
    assert "Alpha new" not in built.main("blogs/alpha.html")
    assert "feeds/partners/alpha.atom.xml" not in built.files


@pytest.mark.D3
def test_a_digest_has_partners_in_the_editors_order_then_own_posts_as_lines(two: Site) -> None:
    two.post("posts/2026-11-10-own.md", "Title: Own words\nDate: 2026-11-10 12:00\n\nWords.\n")
    two.build()
    headings = [h.get_text() for h in two.page(W46).select("main h2")]
    assert headings == ["Alpha", "Beta", "The Returned Call"]
    line = two.page(W46).select_one("#own-posts + ul li")
    assert " ".join(line.get_text(" ").split()) == "Own words November 10, 2026 Words."
    contents = [a.get_text() for a in two.page(W46).select("nav.ledger a")]
    assert contents == headings
    assert "3 posts" in two.page(W46).title.get_text()
    assert [a["rel"][0] for a in two.page(W46).select(".turn a")] == ["prev", "next"]


@pytest.mark.D9
def test_a_week_that_still_runs_has_a_page_but_no_entry_in_the_digest_feed(built: Site) -> None:
    assert "in progress" in built.main(W47)
    links = [entry.link.rpartition("/")[2] for entry in atom(built, "digest").entries]
    assert links == ["2026-W46.html", "2026-W45.html"]


@pytest.mark.D9
def test_an_entry_of_the_digest_feed_reads_well_in_a_mail(built: Site) -> None:
    entry = atom(built, "digest").entries[0]
    assert entry.title == "Weekly digest, Nov 9 – 15, 2026 (2 posts)"
    assert entry.updated == "2026-11-16T00:00:00Z"
    mail = BeautifulSoup(entry.content[0].value, "html.parser")
    assert {tag.name for tag in mail.find_all(True)} <= {
        *("h2", "h3", "p", "a", "br", "em", "b", "small"),
        *("section", "article", "time"),  # by which a lost store is made again
    }
    assert not mail.select("[style]")
    addresses = [link["href"] for link in mail.select("a")]
    assert "https://alpha.example/1" in addresses
    assert all(address.startswith(("https://", "http://localhost:8000/")) for address in addresses)
    words = " ".join(mail.get_text(" ").split())
    assert words.startswith("2 posts from 2 blogs, 1 minute to read. Read on the web")
    assert words.endswith("How this digest is made")
    assert entry.summary.startswith("2 posts: ")
    (item, *_) = json.loads(built.files["feeds/digest.json"])["items"]
    assert item["content_html"] == entry.content[0].value
    plain = item["content_text"]
    assert plain.startswith("2 posts from 2 blogs, 1 minute to read. Read on the web <http")
    assert "<https://alpha.example/1>\n" in plain
    assert "\n\n\n" not in plain


@pytest.mark.D2
def test_a_closed_digest_never_changes_whatever_feeds_dates_and_settings_do(built: Site) -> None:
    before = built.main(W46)
    built.feed(
        "alpha", ("Rewritten", date("2")), ("Also rewritten", date("12")), ("Third", date("13"))
    )
    built.feeds(
        TWO.replace("name: Beta", "name: Renamed") + "digest: {per_digest: 1, per_day: 1}\n"
    )
    built.refresh("2026-11-18T13:00:00Z")
    built.build("2026-11-18T13:00:00Z")
    assert built.main(W46) == before


@pytest.mark.D2
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_a_closed_digest_keeps_its_days_when_the_time_zone_is_changed(two: Site, zone: str) -> None:
    """The days of its name, the posts of those days, and the dates that stand with them, to the letter."""
    two.feed("alpha", *OLDER, ("Alpha early", date("9", 0)), ("Alpha late", date("15", 23)))
    (two.folder / "var/partner_blogs/partners/alpha.json").unlink()
    shutil.rmtree(two.folder / "var/partner_blogs/editions")
    two.refresh()
    for name, written in (
        ("Early", "2026-11-09 00:30"),
        ("Late", "2026-11-15 23:30"),
        ("Zoned early", "2026-11-09T00:30:00+00:00"),
        ("Zoned late", "2026-11-15T23:30:00+00:00"),
    ):
        two.post(f"posts/{name}.md", f"Title: {name}\nDate: {written}\n\nWords.\n")
    two.build()
    before = str(two.page(W46).select_one("main"))
    for there in ("Early", "Late", "Zoned early", "Zoned late", "November 9", "November 15"):
        assert f">{there}" in before
    assert "Nov 9 – 15" in before.replace("\u2009", " ")
    two.feeds(f"{TWO}digest: {{}}\n".replace("about: {", f"about: {{timezone: {zone}, "))
    two.settings = f'TIMEZONE = "{zone}"\n'
    two.refresh("2026-11-18T13:00:00Z")
    two.build("2026-11-18T13:00:00Z")
    assert str(two.page(W46).select_one("main")) == before


@pytest.mark.O3
@pytest.mark.E7
def test_a_partner_taken_out_of_the_list_vanishes_from_every_file(two: Site) -> None:
    two.feeds(TWO[: TWO.index("  - {id: beta")])
    two.build()
    assert not [path for path, data in two.files.items() if b"beta" in data.lower()]


@pytest.mark.E7
def test_an_entry_that_was_removed_vanishes_from_every_file(two: Site) -> None:
    two.feeds(
        TWO.replace("feed: alpha.xml", "feed: alpha.xml, removed: ['https://alpha.example/1']")
    )
    two.build()
    assert not [path for path, data in two.files.items() if b"Alpha mid" in data]
    assert [path for path, data in two.files.items() if b"Alpha old" in data]


@pytest.mark.E5
def test_how_much_is_shown_follows_the_partners_wish(two: Site) -> None:
    two.feed("alpha", *OLDER, ("Alpha new", date("16"), "Alpha&#8217;s own sentence."))
    two.refresh("2026-11-18T12:30:00Z")
    for show, headline, text in (
        ("excerpts", True, True),
        ("headlines", True, False),
        ("link", False, False),
    ):
        two.feeds(TWO.replace("feed: alpha.xml", f"feed: alpha.xml, show: {show}"))
        two.build()
        everything = b"".join(two.files.values())
        assert (b"Alpha new" in everything) is headline
        assert ("Alpha’s own sentence".encode() in everything) is text


@pytest.mark.E5
def test_full_text_is_printed_only_with_consent(two: Site) -> None:
    long = " ".join(f"word{n}" for n in range(100))
    two.feed("alpha", *OLDER, ("Alpha new", date("16"), f"&lt;p&gt;{long}&lt;/p&gt;"))
    two.refresh("2026-11-18T12:30:00Z")
    two.build()
    assert b"word99" not in b"".join(two.files.values())
    consent = "show: full, consent: {by: Ann, date: 2026-11-01}"
    two.feeds(TWO.replace("feed: alpha.xml", f"feed: alpha.xml, {consent}"))
    two.refresh("2026-11-18T12:40:00Z")
    two.build()
    assert "word99" in two.main(W47)
    assert "word99" in atom(two, "partners").entries[0].content[0].value


@pytest.mark.F2
def test_the_aggregated_feed_keeps_ids_and_says_where_entries_come_from(built: Site) -> None:
    root = ET.fromstring(built.files["feeds/partners.atom.xml"])
    ns = {"a": "http://www.w3.org/2005/Atom"}
    entry = root.find("a:entry", ns)
    assert entry is not None
    assert entry.findtext("a:title", namespaces=ns) == "Alpha new"
    assert entry.findtext("a:author/a:name", namespaces=ns) == "Alpha"
    assert entry.findtext("a:source/a:title", namespaces=ns) == "Alpha"
    assert entry.findtext("a:source/a:id", namespaces=ns) == "https://alpha.example/"
    assert root.findtext("a:updated", namespaces=ns) == "2026-11-16T09:00:00Z"
    ids = [e.findtext("a:id", namespaces=ns) for e in root.findall("a:entry", ns)]
    assert len(set(ids)) == len(ids) == 4


@pytest.mark.F1
def test_every_feed_is_given_out_in_three_formats_with_the_same_entries(built: Site) -> None:
    for name in ("posts", "partners", "all", "digest"):
        ids = [entry.id for entry in atom(built, name).entries]
        rss = feedparser.parse(BytesIO(built.files[f"feeds/{name}.rss.xml"]))
        assert not rss.bozo
        assert [entry.id for entry in rss.entries] == ids
        assert [i["id"] for i in json.loads(built.files[f"feeds/{name}.json"])["items"]] == ids
        assert ids


def test_an_iri_of_a_partner_stays_the_id_of_its_entry(site: Site) -> None:
    site.feeds("partners:\n  - {id: a, name: A, feed: a.xml}\n")
    text = site.folder / "a.xml"
    site.feed("a", ("News", date("16")))
    text.write_text(text.read_text().replace("a-0", "tag:a.example,2026:x"))
    site.refresh()
    site.build()
    assert atom(site, "partners").entries[0].id == "tag:a.example,2026:x"


@pytest.mark.E2
def test_a_partner_cannot_take_the_id_of_an_own_post(site: Site) -> None:
    site.feeds("partners:\n  - {id: a, name: A, feed: a.xml}\n")
    site.feed("a", ("News", date("16")))
    text = site.folder / "a.xml"
    ours = "tag:returned-call.example,2026:posts/2026-11-05-first"
    text.write_text(text.read_text().replace("a-0", ours))
    site.refresh()
    site.build()
    ids = {entry.title: entry.id for entry in atom(site, "all").entries}
    assert ids["First"] == ours
    assert ids["News"].startswith("urn:uuid:")


@pytest.mark.F5
@pytest.mark.P7
def test_opml_has_the_addresses_of_the_list_and_no_file_or_password(site: Site) -> None:
    site.feeds(
        "partners:\n"
        "  - {id: a, name: A & B, home: https://a.example/, feed: 'https://a.example/feed?x=1&y=2'}\n"
        "  - {id: b, name: File, feed: b.xml}\n"
        "  - {id: c, name: Secret, feed: https://user:hunter2@c.example/feed}\n"
        "  - {id: d, name: Unpolled, feed: https://d.example/feed, poll: no}\n"
        "  - {id: e, name: Gone, feed: https://e.example/feed, status: retired}\n"
    )
    site.build()
    outlines = ET.fromstring(site.files["blogroll.opml"]).iter("outline")
    assert {o.get("text"): o.get("xmlUrl") for o in outlines} == {
        "A & B": "https://a.example/feed?x=1&y=2",
        "File": None,
        "Secret": None,
        "Unpolled": "https://d.example/feed",
    }
    assert site.files[".well-known/recommendations.opml"] == site.files["blogroll.opml"]
    assert b"hunter2" not in b"".join(site.files.values())


def test_every_page_announces_feeds_and_list(built: Site) -> None:
    for name in ("index.html", W46, "2026/11/first.html"):
        links = built.page(name).select('link[rel="alternate"][type="application/atom+xml"]')
        up = "../" * name.count("/")
        there = [link["href"].removeprefix(up).removeprefix("./") for link in links]
        assert there == [f"feeds/{f}.atom.xml" for f in ("posts", "digest", "partners", "all")]
        assert set(there) <= set(built.files)
        assert built.page(name).select('link[rel="blogroll"]')


@pytest.mark.R9
def test_digests_are_kept_out_of_search_engines_and_the_list_is_not(built: Site) -> None:
    for name, kept_out in ((W46, True), ("digests/index.html", True), ("blogs/index.html", False)):
        robots = built.page(name).select('meta[name="robots"]')
        assert [meta["content"] for meta in robots] == (["noindex, follow"] if kept_out else [])


@pytest.mark.R9
def test_a_digest_with_150_words_of_the_editors_is_for_search_engines(two: Site) -> None:
    for words, is_listed in ((149, False), (150, True)):
        intro = " ".join(["*word*"] * words)
        (two.folder / "curation.yaml").write_text(
            f"digests:\n  - period: 2026-W46\n    intro: |\n      {intro}\n"
        )
        two.build()
        assert bool(two.page(W46).select('meta[name="robots"]')) != is_listed
        assert (W46.encode() in two.files["sitemap.xml"]) == is_listed
        (canonical,) = two.page(W46).select("link[rel=canonical]")
        assert canonical["href"].endswith(f"/{W46}")


HOSTILE = (
    "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }} {% raw %} {attach}../../conf.py "
    "|static| **x** ]]&gt;"
)


@pytest.mark.E6
def test_a_partners_text_is_only_text(site: Site) -> None:
    site.feeds("partners:\n  - {id: a, name: '{{ 7*7 }} <b>', feed: a.xml, backfill: all}\n")
    site.feed("a", (HOSTILE, date("10"), HOSTILE), title=HOSTILE)
    site.refresh()
    site.build()
    for name in (path for path in site.files if path.endswith(".html")):
        page = site.page(name)
        assert not page.select("body script")
        assert len(page.select("main")) == 1
    everything = b"".join(site.files.values())
    assert b"{{ 7*7 }}" in everything
    assert b"{attach}../../conf.py" in everything
    assert b"SITE_AUTHORITY" not in everything
    assert "conf.py" not in site.files


def test_an_edited_old_entry_changes_the_feeds_and_no_page_that_is_closed(built: Site) -> None:
    before = built.files
    built.feed(
        "alpha",
        ("Alpha old", date("3"), "Corrected."),
        ("Alpha mid", date("10")),
        ("Alpha new", date("16")),
    )
    built.refresh("2026-11-18T12:30:00Z")
    built.build()
    changed = {path for path in before | built.files if before.get(path) != built.files.get(path)}
    changed.discard(MARK)  # which changes with any other
    endings = ("atom.xml", "rss.xml", "json")
    feeds = {f"feeds/{name}.{ending}" for name in ("partners", "all") for ending in endings}
    own = {"feeds/partners/alpha.atom.xml", "blogs/alpha.html", "rack/index.html"}
    assert changed == feeds | own | {"status.json", "status/index.html"}


def test_mistakes_in_the_list_fail_the_build_with_their_lines(built: Site) -> None:
    before = built.files
    built.feeds(TWO + "digset: {}\n")
    built.build(expect=1)
    assert "feeds.yaml:6:1: unknown field 'digset' (did you mean 'digest'?)" in built.complained
    assert built.files == before


@pytest.mark.B4
def test_a_damaged_state_is_told_and_the_rest_is_built(two: Site) -> None:
    (two.folder / "var/partner_blogs/partners/alpha.json").write_text("{")
    two.build()
    assert "alpha.json in the store is damaged" in two.complained
    assert "Beta mid" in two.sidebar()


@pytest.mark.B3
def test_without_any_store_there_is_still_a_site(site: Site) -> None:
    site.feeds(TWO)
    site.build()
    assert "Alpha Beta" in site.sidebar()
    assert "There is no digest yet" in site.main("digests/index.html")
    assert atom(site, "partners").entries == []


@pytest.mark.B4
def test_with_every_partner_in_trouble_there_is_still_a_site(two: Site) -> None:
    for name in ("alpha", "beta"):
        (two.folder / f"{name}.xml").write_text("<html>no feed</html>")
    assert two.refresh("2026-11-18T13:00:00Z") == 0
    two.build("2026-11-18T13:00:00Z")
    assert "Alpha new Alpha" in two.sidebar()
    assert two.main("blogs/index.html").count("Not reachable: sent a web page") == 2
    assert len(atom(two, "partners").entries) == 4


@pytest.mark.B1
def test_the_store_is_not_touched_by_a_build(two: Site) -> None:
    store: Path = two.folder / "var" / "partner_blogs"
    before = {p: p.read_bytes() for p in store.rglob("*") if p.is_file()}
    two.build()
    assert {p: p.read_bytes() for p in store.rglob("*") if p.is_file()} == before


# --- what is told twice (D6, E10) ---------------------------------------------------------------

STORY = (
    "A client who hears from us on Thursday that Friday will not work can still plan. A client who "
    "hears it on Friday evening has already told somebody else, and will remember it for long."
)


def test_a_story_stands_once_in_digest_and_feed_with_also_at(site: Site) -> None:
    site.feeds(TWO)
    site.feed("alpha", ("A promise", date("10"), STORY), ("Alpha else", date("10")))
    site.feed("beta", ("The same promise", date("11"), STORY))
    site.refresh()
    site.build()
    assert "Also at Beta" in site.main(W46)
    assert "The same promise" not in site.main(W46)
    also = site.page(W46).find("a", string="Beta")
    assert (also["href"], also["rel"]) == ("https://beta.example/0", ["external"])
    assert "Also at" in site.files["feeds/digest.atom.xml"].decode()
    assert "The same promise" not in [e.title for e in atom(site, "partners").entries]
    assert "“The same promise” is shown under Alpha" in site.main("status/index.html")


@pytest.mark.D6
@pytest.mark.E5
def test_a_post_with_a_description_by_hand_and_its_copy_are_one_story(site: Site) -> None:
    """At one partner the description is by hand; the other passes the text on."""
    site.feeds(
        "partners:\n"
        "  - {id: a, name: Alpha, feed: a.xml, home: 'https://a.example/'}\n"
        "  - {id: b, name: Beta, feed: b.xml, home: 'https://b.example/'}\n"
    )
    text = (
        "A client who hears from us on Thursday that Friday will not work can still plan. Who hears it "
        "on Friday evening has told somebody else already. The date was ours, and the cost is theirs."
    )
    whole = f"&lt;p lang='en'&gt;{text}&lt;/p&gt;"
    site.feed(
        "a", ("What a late answer costs", "17 Nov 2026 09:00:00 GMT", "Why we call before noon.")
    )
    feed = (site.folder / "a.xml").read_text(encoding="utf-8")
    content = f'</description><content:encoded xmlns:content="{CONTENT}">{whole}</content:encoded>'
    (site.folder / "a.xml").write_text(feed.replace("</description>", content), encoding="utf-8")
    site.feed("b", ("What a late answer costs", "17 Nov 2026 11:00:00 GMT", whole))
    site.refresh()
    site.build()
    assert len(site.page(W47).select("main article article")) == 1
    main = site.main(W47)
    assert "Why we call before noon." in main
    assert "Also at Beta" in main
    assert "lang=" not in main
    assert site.files["feeds/all.atom.xml"].count(b"<entry>") == 2  # with our own post


CONTENT = "http://purl.org/rss/1.0/modules/content/"


@pytest.mark.E10
def test_what_repeats_a_post_of_ours_is_shown_nowhere_and_told(site: Site) -> None:
    site.post(
        "posts/2026-11-02-promise.md", f"Title: A promise of ours\n\n**{STORY[:50]}**{STORY[50:]}\n"
    )
    site.feeds(TWO)
    site.feed("alpha", ("Taken from us", date("10"), STORY), ("Alpha else", date("10")))
    site.feed("beta", ("Beta", date("16")))
    site.refresh()
    site.build()
    shows = [name for name, data in site.files.items() if b"Taken from us" in data]
    assert set(shows) == {"status.json", "status/index.html"}
    assert "Alpha else" in site.main(W46)
    assert "“Taken from us” repeats our post “A promise of ours”" in site.main("status/index.html")
    status = {row["id"]: row["held"] for row in json.loads(site.files["status.json"])}
    assert status == {"alpha": ["“Taken from us” repeats our post “A promise of ours”"], "beta": []}


# --- what the editor adds (D4, D7) --------------------------------------------------------------

CURATION = """
entries:
  - link: https://alpha.example/1
    pin: yes
    note: Start <b>here</b>.
  - {link: https://beta.example/0, hide: yes}
  - {link: https://nobody.example/, note: Lost}
digests:
  - period: 2026-W46
    intro: |
      A *short* week.
  - {period: 2027-W01, intro: Too early}
"""


@pytest.mark.D3
@pytest.mark.D10
def test_pins_of_several_blogs_stand_before_everything_else(two: Site) -> None:
    """Alpha has two posts in that week, Beta one."""
    two.feed("alpha", *OLDER, ("Alpha early", date("9")), ("Alpha late", date("15", 23)))
    two.post("posts/2026-11-10-own.md", "Title: Own words\nDate: 2026-11-10 12:00\n\nWords.\n")
    shutil.rmtree(two.folder / "var/partner_blogs")
    two.refresh()
    two.build()
    links = {a.get_text(): a["href"] for a in two.page(W46).select("h3 a")}
    pinned = [links["Alpha early"], next(href for name, href in links.items() if "Beta" in name)]
    rows = "".join(f"  - {{link: '{link}', pin: yes}}\n" for link in pinned)
    (two.folder / "curation.yaml").write_text(f"entries:\n{rows}")
    two.build()
    there = [a.get_text() for a in two.page(W46).select("main h3 a, main #own-posts + ul a")]
    assert there[0] == "Alpha early"
    assert there[1].startswith("Beta")
    assert set(there[2:-1]) == {name for name in links if "Alpha" in name} - {"Alpha early"}
    assert there[-1] == "Own words"
    ids = [h["id"] for h in two.page(W46).select("main h2")]
    assert len(ids) == len(set(ids)) == 4
    contents = [a["href"].lstrip("#") for a in two.page(W46).select("nav.ledger a")]
    assert contents == ids


@pytest.mark.D10
def test_a_digest_may_have_a_title_of_its_own_and_names_what_is_in_it(two: Site) -> None:
    (two.folder / "curation.yaml").write_text(
        "digests:\n  - {period: 2026-W46, title: The week of <b>two</b> blogs}\n"
    )
    two.build()
    page = two.page(W46)
    assert page.h1.get_text() == "The week of <b>two</b> blogs"
    assert "Nov 9" in page.select_one(".dateline").get_text()
    (description,) = page.select("meta[name=description]")
    assert description["content"].startswith("Weekly digest, Nov 9")
    assert " 2 posts: Alpha" in description["content"]
    assert "Beta" in description["content"]
    assert "Alpha mid; Beta" in two.main("digests/index.html")
    said = {tag["property"]: tag["content"] for tag in page.select("meta[property^='og:image']")}
    assert "Alpha, Beta" in said["og:image:alt"]
    assert two.files[said["og:image"].rpartition("localhost:8000/")[2]].startswith(b"\x89PNG")
    entry = atom(two, "digest").entries[0]
    assert entry.title.startswith("Weekly digest, The week of ")
    assert entry.summary.startswith("2 posts: Alpha")
    assert description["content"].endswith(f". {entry.summary}")


@pytest.mark.D7
def test_pin_hide_note_and_introduction(two: Site) -> None:
    (two.folder / "curation.yaml").write_text(CURATION)
    two.build()
    words = two.main(W46)
    assert (
        "From the editor A short week. Alpha Alpha mid editor’s choice Editor: Start <b>here</b>."
        in words
    )
    assert "Beta" not in words
    assert two.page(W46).select_one("#introduction + .prose em").get_text() == "short"
    assert "A <em>short</em> week" in atom(two, "digest").entries[0].content[0].value
    assert "Beta" not in two.files["feeds/partners.json"].decode()
    warned = " ".join(two.complained.split())
    assert (
        "curation.yaml:7: no post of a partner has the address https://nobody.example/; copy it "
        "from the title's link"
    ) in warned
    assert "curation.yaml:12: there is no digest 2027-W01 yet" in warned


def test_how_a_digest_is_made_is_said_in_the_words_of_the_settings(site: Site) -> None:
    site.feeds(
        "about: {timezone: Europe/Warsaw}\n"
        "digest: {monthly: yes, per_day: 1, per_digest: 7, share: 45}\n"
        "partners:\n  - {id: a, name: Alpha, per_digest: 9, share: 50}\n"
    )
    site.settings = 'TIMEZONE = "Europe/Warsaw"\n'
    site.build()
    words = site.main("digests/how.html")
    for said in (
        "We make weekly and monthly digests; days start at midnight (Europe/Warsaw)",
        "(Europe/Warsaw), and weeks start on Monday.",
        "brings at most its 2 newest posts",
        "more than 30 days before",
        "We take at most 1 post a day from one blog and 7 posts a digest",
        "If 4 or more blogs appear in a digest, none of them fills more than 45 percent",
        "Alpha has its own limits: 9 a digest, 50 percent.",
    ):
        assert said in words
