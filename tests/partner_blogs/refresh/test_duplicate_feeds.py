"""Which feeds of a list are one, and which repeat others (O4)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.partner_blogs.make import ago

from frontdesk.net.model import Failed
from partner_blogs.model.config import Partner
from partner_blogs.model.report import DiscoveryResult, EntryRef, FeedReport
from partner_blogs.refresh.duplicate_feeds import compare_feeds


def blog(id_: str, **fields: Any) -> Partner:
    place = f"https://{id_}.example/"
    return Partner(
        **{"id": id_, "name": id_.title(), "home": place, "feed": f"{place}feed"} | fields
    )


def posts(of: str, *numbers: int) -> list[EntryRef]:
    return [EntryRef(f"tag:{of}.example:{n}", f"https://{of}.example/{n}") for n in numbers]


def feed(of: str, *entries: EntryRef, **fields: Any) -> FeedReport:
    facts = {
        "address": f"https://{of}.example/feed", "format": "Atom 1.0", "title": of, "home": None,
        "entries": entries or tuple(posts(of, 1, 2, 3)), "newest": ago(days=1), "full_text": False,
        "undated": 0, "ahead": 0, "unsigned": 0,
    }  # fmt: skip
    return FeedReport(**facts | fields)


def twins(ann: FeedReport, ben: FeedReport) -> list[tuple[str, str, str]]:
    pair = (blog("ann"), blog("ben"))
    found = compare_feeds(pair, {pair[0].feed or "": ann, pair[1].feed or "": ben})
    return [(twin.first.id, twin.again.id, twin.sign) for twin in found.duplicates]


def repeats(partners: list[Partner], *found: DiscoveryResult) -> list[tuple[str, dict[str, int]]]:
    places = [partner.feed or "" for partner in partners]
    result = compare_feeds(partners, dict(zip(places, found, strict=True)))
    assert result.duplicates == ()
    return [(one.partner.id, {of.id: count for of, count in one.of}) for one in result.reposting]


# --- one feed twice -----------------------------------------------------------------------------

ANNS = posts("ann", 1, 2, 3)
PROXIED = [EntryRef(e.id, f"https://proxy.example/{e.id[-1]}") for e in ANNS]
RENUMBERED = [EntryRef(e.id[-1], e.link) for e in ANNS]
NUMBERED = [EntryRef("1", None), EntryRef("2", None)]


@pytest.mark.O4
@pytest.mark.parametrize(
    ("ann", "ben", "sign"),
    [
        (feed("ann"), feed("ben", address="http://www.ann.example/feed/"), "address"),
        (feed("ann"), feed("ben", *posts("ann", 3, 2, 1)), "entries"),
        (feed("ann"), feed("ben", *PROXIED), "entries"),
        (feed("ann"), feed("ben", *RENUMBERED), "entries"),
        (feed("ann", id="tag:a"), feed("ben", *posts("ann", 2, 3, 4, 5), id="tag:a"), "id"),
    ],
)  # fmt: skip
def test_one_feed_on_two_lines_is_found_by(ann: FeedReport, ben: FeedReport, sign: str) -> None:
    assert twins(ann, ben) == [("ann", "ben", sign)]


@pytest.mark.parametrize(
    ("ann", "ben"),
    [
        (feed("ann"), feed("ben")),
        (feed("ann", *NUMBERED), feed("ben", *NUMBERED)),
        (feed("ann", id="tag:a"), feed("ben", id="tag:a")),
        (feed("ann", id="tag:a"), feed("ben", *posts("ann", 3, 4, 5, 6, 7), id="tag:a")),
        (feed("ann"), feed("ben", *posts("ann", 1, 2, 3, 4))),
    ],
    ids=[
        "other blogs",
        "numbers for ids",
        "one id of two topics",
        "one post in two topics",
        "one more entry",
    ],
)
def test_feeds_are_not_one_because_of(ann: FeedReport, ben: FeedReport) -> None:
    assert twins(ann, ben) == []


def test_feeds_without_entries_are_one_by_their_address_only() -> None:
    empty = feed("ann", entries=())
    assert twins(empty, feed("ben", entries=())) == []
    assert twins(empty, empty) == [("ann", "ben", "address")]


def test_a_feed_that_stands_three_times_is_told_twice_and_repeats_nobody() -> None:
    three = [blog("ann"), blog("ben"), blog("cyd")]
    found = compare_feeds(three, {partner.feed or "": feed("ann") for partner in three})
    assert [(twin.first.id, twin.again.id) for twin in found.duplicates] == [
        ("ann", "ben"),
        ("ann", "cyd"),
    ]
    assert found.reposting == ()


# --- others' posts ------------------------------------------------------------------------------

PLANET = [blog("planet"), blog("ann"), blog("ben")]


def test_a_planet_of_listed_blogs_is_told_with_what_is_whose() -> None:
    planet = feed("planet", *posts("ann", 1, 2), *posts("ben", 1), *posts("zoe", 1, 2))
    expected = [("planet", {"ann": 2, "ben": 1})]
    assert repeats(PLANET, planet, feed("ann"), feed("ben")) == expected


def test_a_planet_is_told_also_while_the_blogs_themselves_cannot_be_read() -> None:
    planet = feed("planet", *posts("ann", 1, 2))
    down = Failed(reason="did not answer")
    assert repeats(PLANET, planet, down, down) == [("planet", {"ann": 2})]


def test_a_planet_that_gives_its_own_addresses_is_known_by_the_ids() -> None:
    entries = [EntryRef(e.id, f"https://elsewhere.example/{e.id}") for e in posts("ann", 1, 2)]
    planet = feed("planet", *entries)
    assert repeats(PLANET[:2], planet, feed("ann")) == [("planet", {"ann": 2})]


def test_half_of_the_entries_is_not_most() -> None:
    planet = feed("planet", *posts("ann", 1), *posts("planet", 1))
    assert repeats(PLANET, planet, feed("ann"), feed("ben")) == []


def test_whoever_is_repeated_is_not_told_to_repeat_the_planet() -> None:
    planet = feed("planet", *posts("ann", 1, 2, 3), *posts("ben", 1, 2, 3))
    ann = feed("ann", *posts("ann", 1, 2))
    assert repeats(PLANET, planet, ann, feed("ben")) == [("planet", {"ann": 3, "ben": 3})]
    nowhere = [PLANET[0], blog("ann", home=None), blog("ben", home=None)]
    told = repeats(nowhere, planet, ann, feed("ben", home="https://ben.example/"))
    assert told == [("planet", {"ben": 3, "ann": 2})]


def on_one_host(of: str, *numbers: int) -> list[EntryRef]:
    return [EntryRef(str(n), f"https://many.example/{of}/{n}") for n in numbers]


def test_blogs_that_share_a_host_do_not_repeat_each_other() -> None:
    partners = [blog(id_, home=f"https://many.example/{id_}") for id_ in ("ann", "ben")]
    ann, ben = (feed(id_, *on_one_host(id_, 1, 2)) for id_ in ("ann", "ben"))
    assert repeats(partners, ann, ben) == []
    planet = feed("planet", *on_one_host("ann", 1), *on_one_host("zoe", 1))
    assert repeats([*partners, blog("planet")], ann, ben, planet) == []


def test_a_site_and_its_column_may_share_their_home() -> None:
    partners = [blog("ann"), blog("ben", home="https://ann.example/")]
    assert repeats(partners, feed("ann"), feed("ben", *posts("ann", 7, 8))) == []


def test_a_feed_without_entries_repeats_nobody() -> None:
    assert repeats([blog("ann")], feed("ann", entries=())) == []
