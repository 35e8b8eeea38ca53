"""A site with very many partners: its pages stay small enough to read (S4)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.partner_blogs.make import entry, state
from tests.whole_sites.building import NOW, Site

from frontdesk.cli import audit
from partner_blogs.publish.blog_letters import MAX_LISTED
from partner_blogs.publish.rack import MAX_MAGAZINES
from partner_blogs.store import Store

pytestmark = pytest.mark.S4

WORDS = [
    "calls",
    "desks",
    "queues",
    "letters",
    "tills",
    "counters",
    "shops",
    "voices",
    "numbers",
    "clients",
    "answers",
    "lamps",
]
TOPICS = ("Retail", "Law practice", "Health care")


def with_partners(site: Site, number: int) -> None:
    """So many partners, each with two posts; the first has written last."""
    name = [f"{WORDS[n % len(WORDS)].title()} {n}" for n in range(number)]
    site.feeds(
        "about: {site: https://site.example/, contact: us@site.example}\npartners:\n"
        + "".join(
            f"  - {{id: b{n}, name: {name[n]}, home: 'https://b{n}.example/', feed: b{n}.xml, "
            f"topic: {TOPICS[n % 3]}, description: Notes on {WORDS[n % 7]}}}\n"
            for n in range(number)
        )
    )
    store = Store(site.folder / "var/partner_blogs")
    now = datetime.fromisoformat(NOW)
    for n in range(number):
        dates = [now - timedelta(days=age, minutes=n) for age in (1, 9)]
        posts = (
            entry(
                id=f"b{n} {k}", key=f"b{n} {k}", link=f"https://b{n}.example/{k}", arrival="old",
                title=f"Post {k} of {name[n]}", excerpt="word " * 50, date=date, first_seen=date,
            )
            for k, date in enumerate(dates)
        )  # fmt: skip
        store.save_state(state(*posts, id=f"b{n}", feed=f"b{n}.xml", cleaned_by=2))


def test_a_long_list_is_divided_by_letter_and_leads_to_topics(site: Site) -> None:
    number = MAX_LISTED + 12
    with_partners(site, number)
    site.build()
    home = site.page("blogs/index.html")
    assert f"{number} blogs that we read" in home.get_text(" ")
    letters = [a["href"] for a in home.select("main a[href*='letters/']")]
    assert len(letters) == len({word[0] for word in WORDS})
    names = [
        row["id"]
        for href in letters
        for row in site.page(f"blogs/{href.partition('blogs/')[2]}").select(".partners > li")
    ]
    assert (len(names), len(set(names))) == (number, number)
    counts = {
        a.get_text(): a.find_next("span").get_text() for a in home.select("main a[href*='rack/']")
    }
    assert counts["Retail"] == str(number // 3)

    rack = site.page("rack/index.html")
    shown = [a["href"] for a in rack.select(".magazine h2 a")]
    assert shown == [f"https://b{n}.example/" for n in range(MAX_MAGAZINES)], "who wrote last"
    others = rack.select(".others li")
    assert len(others) == number - MAX_MAGAZINES
    assert others[0].a["href"].endswith(f"blogs/b{MAX_MAGAZINES}.html")
    assert len(site.page("rack/retail.html").select(".magazine")) == MAX_MAGAZINES
    assert "no problem" in site.main("status/index.html")


def test_a_list_of_usual_length_is_one_page(site: Site) -> None:
    with_partners(site, 5)
    site.build()
    assert len(site.page("blogs/index.html").select(".partners > li")) == 5
    assert not [name for name in site.files if "letters/" in name]
    assert len(site.page("rack/index.html").select(".magazine")) == 5


@pytest.mark.rehearsal
def test_with_5000_partners_no_list_is_heavy_and_the_audit_passes(site: Site) -> None:
    with_partners(site, 5000)
    site.build()
    lists = ("blogs/index", "blogs/letters/", "rack/", "status/", "subscribe", "blogs/b1.")
    sizes = {
        name: len(data)
        for name, data in site.files.items()
        if name.endswith(".html") and name.startswith(lists)
    }
    assert len(sizes) > 15
    assert max(sizes.values()) < 800_000, sorted(sizes.items(), key=lambda one: -one[1])[:5]
    assert audit.main([str(site.folder / "output")]) == 0
