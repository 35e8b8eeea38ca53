"""What each setting of feeds.yaml, curation.yaml and pelicanconf.py does to a site. Three sites are made of
the same posts and blogs on the same days; every test names the settings that it shows, and none may be
left over. And a build depends on nothing else than these."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, get_args, get_type_hints

import feedparser
import pytest
from bs4 import Tag
from msgspec import Struct
from msgspec.structs import fields
from tests.shipped import SAMPLE_SETTINGS, SETTINGS, needs_sample_site
from tests.whole_sites.building import ROOT, Site

from frontdesk.core.load_settings import load_settings
from frontdesk.core.settings import declared
from frontdesk.net.request_options import FetchPolicy, fetch_policy
from partner_blogs.config.load import load_config
from partner_blogs.model.config import (
    About,
    BlogrollRules,
    Config,
    Consent,
    CuratedEntry,
    Curation,
    DigestRules,
    EditionIntro,
    Partner,
)

PLAIN = """
partners:
  - {id: alpha, name: Alpha, feed: alpha.xml}
  - {id: mere, name: Mere}
  - {id: fed, name: Fed}
  - {id: crowd, name: Crowd, feed: crowd.xml}
  - {id: many, name: Many, feed: many.xml}
  - {id: keen, name: Keen, feed: keen.xml}
  - {id: fruit, name: Fruit, feed: fruit.xml}
  - {id: lengthy, name: Lengthy, feed: lengthy.xml}
  - {id: whole, name: Whole, feed: whole.xml}
  - {id: unasked, name: Unasked, feed: unasked.xml}
  - {id: treasure, name: Treasure, feed: treasure.xml}
  - {id: silent, name: Silent, feed: silent.xml}
  - {id: seldom, name: Seldom, feed: seldom.xml}
  - {id: over, name: Over, home: https://over.example/, feed: over.xml}
  - {id: erased, name: Erased, feed: erased.xml}
  - {id: regret, name: Regret, feed: regret.xml}
"""
CHANGED = """
about: {site: https://us.example/, contact: us@us.example, timezone: Pacific/Auckland, connections: 5,
        suggest: https://forge.example/new}
blogroll: {title: Our shelf, sort: alphabetical, limit: 4, snippet: yes, age: no,
           headlines_on: front, rack: recent, quiet_after: 5}
digest: {daily: yes, weekly: no, monthly: yes, share: 15}
partners:
  - {id: alpha, name: Alpha & Co, author: Ann, home: https://alpha.example/, feed: alpha.xml, topic: Law,
     description: One sentence., language: pl, sample: yes}
  - {id: mere-link, name: Mere}
  - {id: fed, name: Fed, feed: fed.xml}
  - {id: crowd, name: Crowd, feed: crowd.xml}
  - {id: many, name: Many, feed: many.xml}
  - {id: keen, name: Keen, feed: keen.xml, per_day: 9, per_digest: 8, share: 90}
  - {id: fruit, name: Fruit, feed: fruit.xml, include: [apples, pears], exclude: /p..rs/}
  - {id: lengthy, name: Lengthy, feed: lengthy.xml, limit: 3, max_age: 5}
  - {id: whole, name: Whole, feed: whole.xml, show: full,
     consent: {by: Wanda, date: 2026-11-01, note: by letter}}
  - {id: unasked, name: Unasked, feed: unasked.xml, poll: no}
  - {id: treasure, name: Treasure, feed: treasure.xml, backfill: all}
  - {id: silent, name: Silent, feed: silent.xml}
  - {id: seldom, name: Seldom, feed: seldom.xml, quiet_after: never}
  - {id: over, name: Over, home: https://over.example/, feed: over.xml, status: retired,
     reason: Its author has other work now.}
  - {id: erased, name: Erased, feed: erased.xml, status: removed}
  - {id: regret, name: Regret, feed: regret.xml, removed: [https://regret.example/1]}
"""
OTHER = "blogroll: {latest: no}\ndigest: {per_day: 2, per_digest: 4}" + PLAIN
CONFS = {
    "plain": "",
    "changed": 'TIMEZONE = "Pacific/Auckland"\n',
    "other": """
SITENAME = "Ours & Yours"
SITESUBTITLE = None
AUTHOR = "Ada"
CONTACT = None
SITE_AUTHORITY = "us.example,2020"
DEFAULT_LANG = "pl"
SITEURL = "https://us.example/sub"
DEFAULT_CATEGORY = "Letters"
SERIES = {"Friday Debrief": None}
HOME_POSTS = 1
RELATED_POSTS = 0
READING_SPEED = 0
CONTENTS_FROM = 1
MENU_PAGES = []
SERIES_FEEDS = CATEGORY_FEEDS = False
TAG_FEEDS = True
FEED_COPIES = {"old.xml": "feeds/all.rss.xml"}
WEBSUB_HUBS = ["https://hub.example/"]
SITE_HEADERS = {"X-Ours": "yes"}
CACHE_SECONDS = {"feeds": 60}
PUBLISH = True
CONTENT_POLICY = {"default-src": "'self'"}
SHARE_CARDS = False
PRECOMPRESS = True
""",
}
CURATION = """
entries:
  - {link: https://many.example/1, pin: yes, note: Begin here.}
  - {link: https://many.example/2, hide: yes}
digests:
  - {period: 2026-11, title: All about calls, intro: The month *in short*.}
"""
BOOK = """Title: A book
Type: book
Topic: Calls
Author: Ann Example
Publisher: Nobody
Year: 2001
Summary: A book about calls.
Date: 2026-11-02

What it says.
"""
EVENT = """Title: A morning
Type: event
Topic: Calls
Date: 2026-11-03
Start: 2027-01-20 09:30
End: 2027-01-20 12:00
Timezone: Europe/London
Online: https://events.example/morning
Organiser: Ann Example
Cost: Nothing
Summary: A morning of calls.

What happens.
"""
LATEST = "2026-11-18T12:00:00Z"
LONG = " ".join(f"word{n}" for n in range(90))

CASES: dict[str, str] = {}
"""Setting → the site in which it is another than in the plain one."""


def shows(*names: str, on: str = "changed") -> Callable[[Any], Any]:
    """This test shows what these settings do."""
    CASES.update(dict.fromkeys(names, on))
    return lambda test: test


@dataclass(frozen=True)
class Three:
    plain: Site
    changed: Site
    other: Site


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Three:
    texts = {"plain": (PLAIN, ""), "changed": (CHANGED, CURATION), "other": (OTHER, "")}
    folders = {name: tmp_path_factory.mktemp(name) for name in texts}
    return Three(**{name: _site(folders[name], CONFS[name], *texts[name]) for name in texts})


def _site(folder: Path, settings: str, feeds: str, curation: str) -> Site:
    """First seen on the 8th; news on the 15th, which closes in the week 46; news on the 18th."""
    site = Site(folder, settings=settings)
    site.feeds(feeds)
    site.post("posts/2026-11-05-first.md", "Title: First\nTags: haste\n\nSome words.\n")
    site.post("posts/2026-11-06-next.md", "Title: Next\nSeries: Friday Debrief\n\nMore words.\n")
    for name in ("one", "two", "three"):
        site.post(
            f"posts/2026-11-04-{name}.md",
            f"Title: {name}\nTags: haste\n\nWords.\n\n## Its part\n\nMore.\n",
        )
    site.post("pages/about.md", "Title: About\n\nWho we are.\n")
    site.post("pages/subscribe.md", "Title: Subscribe\nTemplate: subscribe\n\nFollow us.\n")
    (folder / "curation.yaml").write_text(curation)
    begun, news, latest = _posts()
    for now, posts in (
        ("2026-11-08T06:00:00Z", begun),
        ("2026-11-15T20:00:00Z", _joined(begun, news)),
        (LATEST, _joined(begun, news, latest)),
    ):
        for blog, items in posts.items():
            site.feed(blog, *items)
        site.refresh(now)
    site.build(LATEST, environment=HERE)
    return site


_Posts = dict[str, list[tuple[str, ...]]]


def _joined(*posts: _Posts) -> _Posts:
    return {blog: [item for some in posts for item in some.get(blog, [])] for blog in posts[0]}


def _posts() -> tuple[_Posts, _Posts, _Posts]:
    """What the feeds have at first, what comes then, and what comes last."""
    blogs = re.findall(r"id: ([\w-]+)", PLAIN)
    begun: _Posts = {blog: [(f"{blog} begins", _date(1))] for blog in blogs if blog != "mere"}
    begun["treasure"] = [(f"Treasure {n}", _date(2 + n)) for n in range(5)]
    news: _Posts = {
        "alpha": [("Alpha writes", _date(12), "The first words of Alpha.")],
        "fed": [("Fed writes", _date(12))],
        "crowd": [(f"Crowd {n}", _date(12, n)) for n in range(6)],
        "many": [(f"Many {n}", _date(9 + n)) for n in range(6)],
        "keen": [(f"Keen {n}", _date(13, n)) for n in range(7)],
        "fruit": [(f"About {fruit}", _date(12)) for fruit in ("apples", "pears", "plums")],
        "lengthy": [(f"Lengthy {n}", _date(9 + n)) for n in range(6)],
        "whole": [("Whole writes", _date(12), f"&lt;p&gt;{LONG}&lt;/p&gt;")],
        "unasked": [("Unasked writes", _date(12))],
        "over": [("Over writes", _date(12))],
        "erased": [("Erased writes", _date(12))],
        "regret": [("Regret writes", _date(12))],
    }
    return begun, news, {"alpha": [("Alpha again", _date(17), "The last words of Alpha.")]}


def _date(day: int, hour: int = 9) -> str:
    return f"{day} Nov 2026 {hour:02}:00:00 GMT"


# --- what the pages say -------------------------------------------------------------------------

FIRST = "2026/11/first.html"
WEEK, MONTH, DAY = (
    f"digests/{name}.html" for name in ("weekly/2026-W46", "monthly/2026-11", "daily/2026-11-16")
)


def listed(site: Site, blog: str) -> str:
    """What the list says of a blog."""
    return " ".join(site.page("blogs/index.html").select_one(f"#blog-{blog}").get_text(" ").split())


def titles(site: Site, page: str, blog: str) -> list[str]:
    """What a digest has of a blog."""
    heading = site.page(page).find("h2", id=f"blog-{blog}")
    return _headings(heading.find_parent("section")) if heading else []


def recent(site: Site, blog: str) -> list[str]:
    """What the page of a blog has of it."""
    return _headings(site.page(f"blogs/{blog}.html"))


def _headings(tag: Tag) -> list[str]:
    return [h3.get_text(" ", strip=True) for h3 in tag.select("article.item h3")]


def in_sidebar(site: Site, css: str, page: str = "index.html") -> list[str]:
    return [
        " ".join(tag.get_text(" ").split()) for tag in site.page(page).select(f".blogroll {css}")
    ]


def folders(site: Site) -> set[str]:
    """The kinds of digest that there are."""
    paths = (name.split("/") for name in site.files if name.startswith("digests/"))
    return {parts[1] for parts in paths if len(parts) == 3}


def has(site: Site, words: str) -> bool:
    return any(words.encode() in data for data in site.files.values())


# --- about, blogroll, digest --------------------------------------------------------------------


def policies_of(sites: Three) -> Iterator[FetchPolicy]:
    for site in both(sites):
        about = config_of(site).about
        yield fetch_policy(about.site, about.contact, site.folder, False, about.connections)


@pytest.mark.P5
@shows("about.connections")
def test_so_many_partners_are_asked_at_a_time(sites: Three) -> None:
    assert [policy.max_connections for policy in policies_of(sites)] == [400, 5]


@pytest.mark.P6
@shows("about.site", "about.contact")
def test_a_partners_server_is_told_who_asks(sites: Three) -> None:
    plain, changed = policies_of(sites)
    assert "example" not in plain.user_agent
    assert changed.user_agent.endswith("(+https://us.example/; us@us.example)")


@pytest.mark.D1
@shows("about.timezone", "conf.TIMEZONE")
def test_days_begin_at_midnight_in_that_zone(sites: Three) -> None:
    """Eight in the evening of the 15th is the morning of the 16th in Auckland."""
    assert "Whole writes" in titles(sites.changed, DAY, "whole")
    assert "at midnight (Pacific/Auckland)" in sites.changed.main("digests/how.html")
    assert "at midnight (UTC)" in sites.plain.main("digests/how.html")
    written = [site.page(FIRST).select_one("main time")["datetime"] for site in both(sites)]
    assert written == ["2026-11-05T00:00:00+00:00", "2026-11-05T00:00:00+13:00"]


@pytest.mark.O3
@shows("about.suggest")
def test_the_list_leads_to_the_form_by_which_a_blog_is_suggested(sites: Three) -> None:
    links = [site.page("blogs/index.html").select("#suggest a[rel]") for site in both(sites)]
    assert [[a["href"] for a in found] for found in links] == [[], ["https://forge.example/new"]]


@pytest.mark.W1
@shows("blogroll.title")
def test_sidebar_and_list_have_that_title(sites: Three) -> None:
    for site, title in zip(both(sites), ("Blogs we follow", "Our shelf"), strict=True):
        assert in_sidebar(site, "h2") == [title]
        assert site.page("blogs/index.html").h1.get_text() == title


@pytest.mark.W1
@shows("blogroll.sort", "blogroll.limit")
def test_so_many_stand_in_the_sidebar_in_that_order(sites: Three) -> None:
    """The others, such as Crowd, are quiet after five days."""
    plain, changed = (
        [re.sub(r" \w+ \d+, \d+$", "", who) for who in in_sidebar(site, ".who")]
        for site in both(sites)
    )
    assert len(plain) == 10
    assert plain[:3] == ["Alpha", "Many", "Lengthy"]
    assert changed == ["Alpha & Co sample", "Lengthy", "Many", "Seldom"]


@pytest.mark.W1
@shows("blogroll.latest", on="other")
def test_without_headlines_the_sidebar_has_names_only(sites: Three) -> None:
    assert in_sidebar(sites.plain, ".what")[0] == "Alpha again"
    assert in_sidebar(sites.other, ".what") == in_sidebar(sites.other, "time") == []
    assert len(in_sidebar(sites.other, ".who")) == len(in_sidebar(sites.plain, ".who"))


@pytest.mark.W1
@shows("blogroll.snippet")
def test_the_first_words_of_the_newest_post_stand_in_the_sidebar(sites: Three) -> None:
    assert in_sidebar(sites.plain, ".snippet") == []
    assert in_sidebar(sites.changed, ".snippet")[0] == "The last words of Alpha."


@pytest.mark.W1
@shows("blogroll.age")
def test_without_age_no_date_stands_in_the_sidebar(sites: Three) -> None:
    assert in_sidebar(sites.plain, "time")[0] == "November 17, 2026"
    assert in_sidebar(sites.changed, "time") == []


@pytest.mark.W7
@shows("blogroll.rack")
def test_the_rack_has_the_editors_order_or_the_newest_first(sites: Three) -> None:
    def last_wrote(site: Site) -> list[str]:
        return [age["datetime"] for age in site.page("rack/index.html").select("h2 + .meta time")]

    plain, changed = (last_wrote(site) for site in both(sites))
    assert changed == sorted(changed, reverse=True)
    assert plain != sorted(plain, reverse=True)


@pytest.mark.W11
@shows("blogroll.headlines_on")
def test_headlines_on_the_front_leave_other_pages_with_names(sites: Three) -> None:
    assert in_sidebar(sites.plain, ".what", FIRST) == in_sidebar(sites.plain, ".what")
    assert in_sidebar(sites.changed, ".what", FIRST) == []
    assert in_sidebar(sites.changed, ".what")


@pytest.mark.W8
@shows("blogroll.quiet_after", "partner.quiet_after")
def test_after_so_many_days_of_silence_a_blog_is_quiet(sites: Three) -> None:
    assert listed(sites.plain, "silent").endswith("Active More from Silent")
    assert listed(sites.plain, "seldom").endswith("Active More from Seldom")
    assert "Quiet since November 1, 2026" in listed(sites.changed, "silent")
    assert listed(sites.changed, "seldom").endswith("Active More from Seldom")


@pytest.mark.D1
@shows("digest.daily", "digest.weekly", "digest.monthly")
def test_those_digests_are_made_that_are_switched_on(sites: Three) -> None:
    assert [folders(site) for site in both(sites)] == [{"weekly"}, {"daily", "monthly"}]


@pytest.mark.D4
@shows("digest.per_day", "digest.per_digest", on="other")
def test_so_many_posts_of_a_blog_get_into_a_digest_for_a_day_and_in_all(sites: Three) -> None:
    plain, other = (
        [len(titles(site, WEEK, blog)) for blog in ("crowd", "many")]
        for site in (sites.plain, sites.other)
    )
    assert (plain, other) == ([3, 5], [2, 4])
    assert "i jeszcze 4 wpisy na blogu Crowd" in sites.other.main(WEEK)


@pytest.mark.D4
@shows("digest.share")
def test_so_much_of_a_digest_is_from_one_blog_at_most(sites: Three) -> None:
    assert len(titles(sites.plain, WEEK, "many")) == 5
    assert len(titles(sites.changed, DAY, "many")) == 3
    assert "none of them fills more than 15 percent" in sites.changed.main("digests/how.html")


# --- a partner ----------------------------------------------------------------------------------


@shows("partner.id")
def test_the_id_is_the_name_of_the_blogs_page(sites: Three) -> None:
    for site, page in zip(both(sites), ("blogs/mere.html", "blogs/mere-link.html"), strict=True):
        assert [name for name in site.files if name.startswith("blogs/mere")] == [page]


@pytest.mark.W6
@shows(
    *("partner.name", "partner.author", "partner.home", "partner.topic", "partner.description"),
    "partner.sample",
)
def test_the_list_says_what_the_editor_knows_of_a_blog(sites: Three) -> None:
    assert listed(sites.plain, "alpha").startswith("Alpha Newest: Alpha again")
    begins = "Alpha & Co sample Ann Law One sentence. Newest: Alpha again"
    assert listed(sites.changed, "alpha").startswith(begins)
    name = sites.changed.page("blogs/index.html").select_one("#blog-alpha h3 a")
    assert name["href"] == "https://alpha.example/"
    of_topics = ("rack/law.html", "feeds/topics/law.atom.xml", "blogroll/law.opml")
    assert [[name in site.files for name in of_topics] for site in both(sites)] == [
        [False] * 3,
        [True] * 3,
    ]


@shows("partner.language")
def test_a_blogs_posts_are_marked_with_their_language(sites: Three) -> None:
    marked = [
        site.page("blogs/alpha.html").select('.item .u-url[lang="pl"]') for site in both(sites)
    ]
    assert [len(found) for found in marked] == [0, 3]


@shows("partner.feed", "partner.poll")
def test_a_blog_with_a_feed_that_is_asked_has_posts(sites: Three) -> None:
    plain, changed = (
        [recent(site, blog)[:1] for blog in ("fed", "unasked")] for site in both(sites)
    )
    assert (plain, changed) == ([[], ["Unasked writes"]], [["Fed writes"], []])


@pytest.mark.E5
@shows("partner.show", "partner.consent", "consent.by", "consent.date", "consent.note")
def test_with_consent_the_whole_text_is_printed(sites: Three) -> None:
    assert [has(site, "word89") for site in both(sites)] == [False, True]
    assert "word89" in sites.changed.main(DAY)


@pytest.mark.D5
@shows("partner.backfill")
def test_a_backfill_brings_all_that_the_feed_had(sites: Three) -> None:
    plain = titles(sites.plain, "digests/weekly/2026-W45.html", "treasure")
    assert plain == ["Treasure 4", "Treasure 3"]
    days = [f"digests/daily/2026-11-0{2 + n}.html" for n in range(5)]
    assert [titles(sites.changed, day, "treasure") for day in days] == [
        [f"Treasure {n}"] for n in range(5)
    ]


@pytest.mark.E7
@shows("partner.status", "partner.reason")
def test_who_is_retired_is_listed_with_the_reason_and_who_is_removed_is_nowhere(
    sites: Three,
) -> None:
    assert "Active" in listed(sites.plain, "over")
    assert "Retired: Its author has other work now." in listed(sites.changed, "over")
    assert [has(site, "Erased") for site in both(sites)] == [True, False]


@pytest.mark.E7
@shows("partner.removed")
def test_a_post_that_was_removed_is_nowhere(sites: Three) -> None:
    assert [has(site, "Regret writes") for site in both(sites)] == [True, False]
    assert recent(sites.changed, "regret") == ["regret begins"]


@pytest.mark.E8
@shows("partner.include", "partner.exclude")
def test_only_what_the_filters_let_through_is_shown(sites: Three) -> None:
    assert [has(site, "About plums") for site in both(sites)] == [True, False]
    assert [has(site, "About pears") for site in both(sites)] == [True, False]
    assert recent(sites.changed, "fruit") == ["About apples"]


@pytest.mark.E8
@shows("partner.limit", "partner.max_age")
def test_so_many_posts_of_such_an_age_are_listed(sites: Three) -> None:
    newest = [f"Lengthy {n}" for n in (5, 4, 3, 2, 1, 0)]
    assert recent(sites.plain, "lengthy") == [*newest, "lengthy begins"]
    assert recent(sites.changed, "lengthy") == newest[:1]


@pytest.mark.D4
@shows("partner.per_day", "partner.per_digest", "partner.share")
def test_a_blog_may_have_limits_of_its_own(sites: Three) -> None:
    """Under each of the general ones it would have fewer."""
    assert [len(titles(sites.plain, WEEK, "keen")), len(titles(sites.changed, DAY, "keen"))] == [
        3,
        7,
    ]


# --- curation -----------------------------------------------------------------------------------


@pytest.mark.D7
@pytest.mark.D10
@shows("curated.link", "curated.pin", "curated.note", "intro.period", "intro.intro", "intro.title")
def test_a_digest_has_what_the_editor_added(sites: Three) -> None:
    said = sites.changed.main(MONTH)
    assert "From the editor The month in short" in said
    assert sites.changed.page(MONTH).select_one("h1").get_text() == "All about calls"
    assert "Many Many 0 editor’s choice Editor: Begin here." in said
    assert titles(sites.changed, MONTH, "many")[0].startswith("Many 0")
    assert not has(sites.plain, "editor’s choice</small>")


@pytest.mark.D7
@shows("curated.hide", "partner.hidden")
def test_what_is_hidden_is_nowhere(sites: Three) -> None:
    assert [has(site, "https://many.example/2") for site in both(sites)] == [True, False]


# --- pelicanconf.py -----------------------------------------------------------------------------


@needs_sample_site
def test_sites_of_tests_have_the_settings_of_the_sample_site() -> None:
    own, of_tests = (
        load_settings(one / "pelicanconf.py", {}).values for one in (ROOT, SAMPLE_SETTINGS)
    )
    assert own == of_tests


def plain_and_other(sites: Three, page: str, css: str, attribute: str = "") -> list[list[str]]:
    """What stands at a place of a page, or in an attribute there."""
    found = (site.page(page).select(css) for site in (sites.plain, sites.other))
    return [[tag[attribute] if attribute else tag.get_text() for tag in tags] for tags in found]


def feed(site: Site, name: str) -> feedparser.FeedParserDict:
    return feedparser.parse(BytesIO(site.files[f"feeds/{name}.atom.xml"])).feed


@pytest.mark.R11
@shows("conf.SITENAME", "conf.SITESUBTITLE", "conf.AUTHOR", on="other")
def test_head_foot_badge_and_feeds_say_whose_site_it_is(sites: Three) -> None:
    badges = (site.files["badge.svg"] for site in (sites.plain, sites.other))
    assert [re.findall(b"<title>(.*)</title>", badge) for badge in badges] == [
        [b"Listed in The Returned Call"],
        ["Na liście bloga Ours &amp; Yours".encode()],
    ]
    assert plain_and_other(sites, "index.html", ".masthead p") == [
        ["The Returned Call", "Notes on client service, for people who answer for it"],
        ["Ours & Yours"],
    ]
    assert plain_and_other(sites, "index.html", ".colophon p") == [
        ["The Returned Call, written by The Editor. Partner posts belong to their authors."],
        ["Ours & Yours, autor: Ada. Wpisy partnerów należą do ich autorów."],
    ]
    feeds = [feed(site, "posts") for site in (sites.plain, sites.other)]
    assert [(one.title, one.author, one.get("subtitle")) for one in feeds] == [
        (
            *("The Returned Call", "The Editor"),
            "Notes on client service, for people who answer for it",
        ),
        ("Ours & Yours", "Ada", None),
    ]


@shows("conf.CONTACT", on="other")
def test_without_an_address_nobody_is_asked_to_write(sites: Three) -> None:
    links = plain_and_other(sites, FIRST, "a[href^='mailto:']", "href")
    assert links == [["mailto:editor@returned-call.example?subject=Re%3A%20First"], []]
    assert [has(site, "mailto:") for site in (sites.plain, sites.other)] == [True, False]


@pytest.mark.F4
@shows("conf.SITE_AUTHORITY", on="other")
def test_ids_of_feeds_and_posts_bear_the_authority(sites: Three) -> None:
    for site, authority in (
        (sites.plain, "returned-call.example,2026"),
        (sites.other, "us.example,2020"),
    ):
        whole = feedparser.parse(BytesIO(site.files["feeds/posts.atom.xml"]))
        assert whole.feed.id == f"tag:{authority}:feeds/posts"
        assert whole.entries[0].id == f"tag:{authority}:posts/2026-11-06-next"


@shows("conf.DEFAULT_LANG", on="other")
def test_dates_are_in_the_language_of_the_site(sites: Three) -> None:
    assert plain_and_other(sites, "index.html", "html", "lang") == [["en"], ["pl"]]
    plain, other = plain_and_other(sites, "index.html", "main h2")
    assert plain[0] == "Friday, November 6, 2026"
    assert other == ["piątek, 6 listopada 2026"]
    assert [feed(site, "posts").language for site in (sites.plain, sites.other)] == ["en", "pl"]


@shows("conf.SITEURL", on="other")
def test_canonical_links_and_feeds_have_the_address_and_other_links_need_none(sites: Three) -> None:
    addresses = ("http://localhost:8000", "https://us.example/sub")
    canonical = plain_and_other(sites, FIRST, "link[rel=canonical]", "href")
    assert canonical == [[f"{address}/{FIRST}"] for address in addresses]
    assert [feed(site, "posts").link for site in (sites.plain, sites.other)] == [
        f"{address}/" for address in addresses
    ]
    name = "p.name a"
    assert plain_and_other(sites, FIRST, name, "href") == [["../../"], ["../../"]]
    assert plain_and_other(sites, "404.html", name, "href") == [["/"], ["/sub/"]]


@shows("conf.HOME_POSTS", "conf.MENU_PAGES", on="other")
def test_home_has_so_many_posts_and_the_menu_those_pages(sites: Three) -> None:
    titles = plain_and_other(sites, "index.html", "main h3")
    assert titles == [["Next", "First", "one", "three", "two"], ["Next"]]
    menu = plain_and_other(sites, "index.html", ".masthead li")
    assert [row[5:] for row in menu] == [["About", "Subscribe"], []]


@shows("conf.RELATED_POSTS", on="other")
def test_below_a_post_stand_related_ones_or_none(sites: Three) -> None:
    assert plain_and_other(sites, "2026/11/one.html", ".related h2") == [["Related posts"], []]


@shows("conf.READING_SPEED", "conf.CONTENTS_FROM", on="other")
def test_a_post_says_how_long_it_takes_and_what_is_in_it_or_not(sites: Three) -> None:
    times = plain_and_other(sites, "2026/11/one.html", "article header .facts > span + span")
    assert times == [["1 min read"], []]
    assert plain_and_other(sites, "2026/11/one.html", ".outline a") == [[], ["Its part"]]


@shows("conf.DEFAULT_CATEGORY", on="other")
def test_a_post_without_a_category_is_in_that_one(sites: Three) -> None:
    names = plain_and_other(sites, FIRST, "article .meta a[href*=category]")
    assert names == [["Notes"], ["Letters"]]


@shows("conf.SERIES", on="other")
def test_a_series_has_its_day_in_the_archives(sites: Three) -> None:
    series = plain_and_other(sites, "archives.html", "li:has(a[href*='series/'])")
    assert series == [["Friday Debrief 1, on Fridays"], ["Friday Debrief 1"]]


@pytest.mark.F1
@shows("conf.SERIES_FEEDS", "conf.CATEGORY_FEEDS", "conf.TAG_FEEDS", on="other")
def test_feeds_of_series_categories_and_tags_are_those_that_are_switched_on(sites: Three) -> None:
    plain = ["feeds/categories/notes.atom.xml", "feeds/series/friday-debrief.atom.xml"]
    folders = ("feeds/series/", "feeds/categories/", "feeds/tags/")
    for site, there in ((sites.plain, plain), (sites.other, ["feeds/tags/haste.atom.xml"])):
        feeds = [name for name in site.files if name.startswith(folders)]
        assert [name for name in feeds if name.endswith(".xml")] == there
        listed = {
            a["href"].removeprefix("./") for a in site.page("subscribe.html").select("dd > a")
        }
        assert {address for address in listed if address.startswith(folders)} == {*there}


@shows("conf.FEED_COPIES", on="other")
def test_a_feed_is_copied_to_its_old_address(sites: Three) -> None:
    feed = sites.plain.files["feeds/posts.atom.xml"]
    assert sites.plain.files["atom.xml"] == feed.replace(b"../theme/", b"theme/", 1)
    assert "atom.xml" not in sites.other.files
    rss = sites.other.files["feeds/all.rss.xml"]
    assert sites.other.files["old.xml"] == rss.replace(b"../theme/", b"theme/", 1)


@pytest.mark.F7
@shows("conf.WEBSUB_HUBS", on="other")
def test_every_feed_names_the_hub(sites: Three) -> None:
    for site, hubs in ((sites.plain, []), (sites.other, ["https://hub.example/"])):
        for name in ("posts", "partners", "digest", "all"):
            links = feed(site, name).links
            assert [link.href for link in links if link.rel == "hub"] == hubs


@pytest.mark.O2
@shows("conf.SITE_HEADERS", "conf.CACHE_SECONDS", on="other")
def test_hosts_are_told_which_headers_to_send_and_how_long_feeds_last(sites: Three) -> None:
    plain, other = (site.files["_headers"].decode() for site in (sites.plain, sites.other))
    assert "  X-Content-Type-Options: nosniff\n" in plain
    assert "X-Ours" not in plain
    assert other.startswith("/sub/*\n  X-Ours: yes\n")
    lasts = [{*re.findall(r"max-age=(\d+)", text)} for text in (plain, other)]
    assert lasts == [{"1800", "3600", "31536000"}, {"60"}]


@pytest.mark.R7
@shows("conf.SHARE_CARDS", on="other")
def test_posts_and_the_site_have_a_card_where_they_are_to_have_one(sites: Three) -> None:
    for site, images in ((sites.plain, 1), (sites.other, 0)):
        for page in ("index.html", FIRST):
            assert len(site.page(page).select("meta[property='og:image']")) == images
        assert any(name.startswith("cards/") for name in site.files) == bool(images)


@pytest.mark.O2
@shows("conf.CONTENT_POLICY", on="other")
@shows("conf.PUBLISH", "conf.PRECOMPRESS", on="other")
def test_pages_have_a_policy_and_a_packed_copy(sites: Three) -> None:
    policies = plain_and_other(sites, "index.html", "meta[http-equiv]", "content")
    plain, [other] = policies  # which names the data in the page, too
    assert plain == []
    assert other.startswith("default-src 'self'; script-src 'sha256-")
    policies = plain_and_other(sites, "search.html", "meta[http-equiv]", "content")
    assert policies == [[], ["default-src 'self'"]]
    assert "index.html.gz" not in sites.plain.files
    packed = sites.other.files["index.html.gz"]
    assert gzip.decompress(packed) == sites.other.files["index.html"]


# --- nothing else decides -----------------------------------------------------------------------

HERE = {"TZ": "UTC", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1"}
ELSEWHERE = {
    "TZ": "Asia/Kathmandu", "LC_ALL": "", "LANG": "pl_PL.UTF-8", "LANGUAGE": "pl", "PYTHONHASHSEED": "2",
}  # fmt: skip
LISTED_BACKWARDS = """
import os
listdir, scandir = os.listdir, os.scandir

class Backwards:
    def __init__(self, found):
        self.found = iter(sorted(found, key=lambda entry: entry.name, reverse=True))
    def __iter__(self): return self.found
    def __next__(self): return next(self.found)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    close = __exit__

os.listdir = lambda *path: sorted(listdir(*path), reverse=True)
os.scandir = lambda *path: Backwards(scandir(*path))
"""


@pytest.mark.B2
@pytest.mark.B8
def test_a_minute_later_elsewhere_and_with_files_in_another_order_the_bytes_are_the_same(
    sites: Three, tmp_path: Path
) -> None:
    """Python runs a sitecustomize.py before anything else."""
    site = sites.changed
    site.post("resources/a-book.md", BOOK)
    site.post("resources/a-morning.md", EVENT)
    site.build(LATEST, environment=HERE)
    before, times = site.files, _times(site)
    (tmp_path / "sitecustomize.py").write_text(LISTED_BACKWARDS)
    path = os.pathsep.join(map(str, (tmp_path, ROOT, ROOT / "plugins")))
    site.build("2026-11-18T12:01:00Z", environment={**ELSEWHERE, "PYTHONPATH": path})
    assert {"resources/calendars/a-morning.ics", "search/index.json"} <= before.keys()
    assert [name for name, data in before.items() if site.files.get(name) != data] == []
    assert site.files.keys() == before.keys()
    assert _times(site) == times


def _times(site: Site) -> dict[str, int]:
    return {name: (site.folder / "output" / name).stat().st_mtime_ns for name in site.files}


# --- and none is left over ----------------------------------------------------------------------


def both(sites: Three) -> tuple[Site, Site]:
    return sites.plain, sites.changed


def config_of(site: Site) -> Config:
    return load_config(site.folder / "feeds.yaml")


SECTIONS: dict[str, tuple[type[Struct], Callable[[Config], Any]]] = {
    "about": (About, lambda config: [config.about]),
    "blogroll": (BlogrollRules, lambda config: [config.blogroll]),
    "digest": (DigestRules, lambda config: [config.digest]),
    "partner": (Partner, lambda config: config.partners),
    "consent": (Consent, lambda config: [p.consent for p in config.partners if p.consent]),
    "curated": (CuratedEntry, lambda config: config.curation.entries),
    "intro": (EditionIntro, lambda config: config.curation.digests),
}
LINES = {"partner.feed_line", "curated.line", "intro.line"}
"""Where a setting stands, which is for messages."""
WITH_A_SERVER = {"blogroll.icon", "blogroll.thumbnail"}
"""What only a server can give: test_pictures.py shows what these do."""
LAID_DOWN = re.compile(
    # What lies where.
    r".*_(URL|METADATA)|([A-Z]+_)?PATHS?|THEME\w*|PARTNER_BLOGS_\w+"
    # How pages are made, at all times.
    r"|MARKDOWN|DIRECT_TEMPLATES|RELATIVE_URLS|IGNORE_FILES"
    # What a post may have, which the tests of content show.
    r"|MORE_FIELDS|IMAGE_(BYTES|PIXELS)|OTHER_ADDRESSES"
    # What the audit passes over, and whether there is a search, which their tests show.
    r"|AUDIT_LEAVES_OUT|SEARCH"
    # The face of the site: test_face.py.
    r"|ABOUT|ACCENT|BOXES|COLOURS|COPYRIGHT|DATE_STYLE|FONT|FOOTER|HEADER|ICONS|LINKS(_WIDGET_NAME)?"
    r"|LOGO|MENU|MENUITEMS|NEWSLETTER|PORTRAIT|SOCIAL"
)
"""What is shown elsewhere, or is the same for every site."""


def known_settings() -> set[str]:
    known = {f"{name}.{f.name}" for name, (kind, _) in SECTIONS.items() for f in fields(kind)}
    conf = {name for name in declared() if not LAID_DOWN.fullmatch(name)}
    return {*known, *(f"conf.{name}" for name in conf)} - LINES


def test_every_setting_has_a_test_that_shows_what_it_does() -> None:
    assert set(CASES) == known_settings() - WITH_A_SERVER


def test_every_section_is_among_them() -> None:
    assert sections_of(Config) - {Config, Curation} == {kind for kind, _ in SECTIONS.values()}


def sections_of(hint: Any) -> set[type[Struct]]:
    """Every struct in a type."""
    if isinstance(hint, type) and issubclass(hint, Struct):
        return {hint}.union(*map(sections_of, get_type_hints(hint).values()))
    return set().union(*map(sections_of, get_args(hint)))


def test_a_setting_is_really_another_on_the_site_that_shows_it(sites: Three) -> None:
    configs = {name: config_of(getattr(sites, name)) for name in CONFS}
    conf: dict[str, dict[str, Any]] = {name: {} for name in CONFS}
    for name, text in CONFS.items():
        exec(text, conf[name])

    def value(setting: str, site: str) -> Any:
        section, field = setting.split(".")
        if section == "conf":
            return conf[site].get(field, SETTINGS[field])
        return [getattr(one, field) for one in SECTIONS[section][1](configs[site])]

    assert [name for name, on in CASES.items() if value(name, on) == value(name, "plain")] == []


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("THEME = 'notmyidea'", "THEME = 'notmyidea' is not a theme of Front Desk"),
        ("THEME = 'content'", "THEME = 'content' is not a theme of Front Desk"),
        ("PLUGINS = ['frontdesk.pelican']", "PLUGINS is without partner_blogs, which the pages"),
    ],
)
def test_what_its_pages_cannot_be_made_with_is_told(site: Site, setting: str, told: str) -> None:
    site.settings = setting
    site.build(expect=1)
    assert told in site.complained
