from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from tests.partner_blogs.make import NOW, ago, config, entry, partner, state

from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.translations import english
from partner_blogs.model.config import BlogrollRules, CuratedEntry, Curation, EditionIntro
from partner_blogs.model.digest import Edition, EditionPart, EditionPost, OtherSource
from partner_blogs.model.state import PartnerState
from partner_blogs.publish.editions import (
    MAX_SHOWN_POSTS,
    EditionPages,
    PostUrls,
    edition_pages,
)
from partner_blogs.publish.images import NO_IMAGES
from partner_blogs.publish.pages import ShownPartners, digest_cards, partner_pages
from partner_blogs.publish.selection import select
from partner_blogs.select.status import status_rows

SETTINGS = {
    "WORDS": english(),
    "SITENAME": "The Site",
    "SITE_ADDRESS": "https://site.example",
    "CONTACT": "us@site.example",
}
ANN = partner(id="ann", name="Ann", topic="Retail", per_day=1)
BEN = partner(id="ben", name="Ben", feed=None)
OURS = EditionPost(id="tag:us", title="Ours", url="2026/11/ours.html", day="2026-11-12")


def week(number: int, *parts: EditionPart, posts: tuple[EditionPost, ...] = ()) -> Edition:
    days = 7 * (47 - number)
    return Edition(
        kind="weekly",
        period=f"2026-W{number}",
        starts=ago(days=days + 7),
        ends=ago(days=days),
        closed=ago(days=days),
        parts=parts,
        posts=posts,
    )


def part(id_: str = "ann", n: int = 8, **fields: Any) -> EditionPart:
    usual = {"partner": id_, "name": id_.title(), "show": "excerpts", "entries": (entry(n),)}
    return EditionPart(**usual | fields)


def editions_of(
    *recorded: Edition, intros: Mapping[str, str] | None = None, **sections: Any
) -> EditionPages:
    known = config(ANN, BEN, **sections)
    urls = PostUrls({OURS.id: OURS.url}, frozenset({OURS.url}))
    return edition_pages(known, recorded, (), (), urls, intros or {}, english())


def pages(
    states: dict[str, PartnerState] | None = None,
    editions: EditionPages | None = None,
    cards: dict[str, Any] | None = None,
) -> dict[str, PlannedPage]:
    known = config(ANN, BEN, blogroll=BlogrollRules(icon=True))
    states = states or {}
    shown = ShownPartners(
        config=known,
        selection=select(known, states, (), NOW),
        images=NO_IMAGES,
        status=tuple(status_rows(known, states, NOW)),
        last_refresh=None,
    )
    editions = editions or editions_of()
    return {page.url: page for page in partner_pages(shown, editions, cards or {}, SETTINGS)}


def values(page: PlannedPage) -> bytes:
    """Raises an error for anything that is neither plain data nor says what it is made of."""
    return msgspec.msgpack.encode(page.values, enc_hook=lambda one: one.input_values())


ASKED = {"ann": state(entry(1), entry(2), id="ann")}
WEEKS = week(44, part()), week(45, part(n=9)), week(46, part(n=10), posts=(OURS,))
THREE = editions_of(*WEEKS)


@pytest.mark.D1
@pytest.mark.W7
def test_there_is_a_page_for_each_partner_topic_and_digest_beside_the_lists() -> None:
    assert list(pages(ASKED, THREE)) == [
        "blogs/",
        "blogs/ann.html",
        "blogs/ben.html",
        "rack/",
        "rack/retail.html",
        "digests/",
        "digests/how.html",
        "digests/weekly/2026-W44.html",
        "digests/weekly/2026-W45.html",
        "digests/weekly/2026-W46.html",
        "status/",
    ]


@pytest.mark.S4
@pytest.mark.D4
def test_a_digest_of_very_many_posts_shows_some_blogs_and_others_in_the_next() -> None:
    parts = [part(f"b{n}", entries=(entry(2 * n + 1000), entry(2 * n + 1001))) for n in range(700)]
    chosen = parts[650].entries[0]
    curation = Curation(entries=(CuratedEntry(link=chosen.link or "", line=1, pin=True),))
    one, other = editions_of(week(44, *parts), week(45, *parts), curation=curation)
    for page in (one, other):
        assert page.size == "1400 posts"
        assert page.standfirst.startswith("1400 posts from 700 blogs, ")
        assert page.count == MAX_SHOWN_POSTS
        assert page.unshown
        assert page.unshown.startswith("Not shown: 400 posts from 200 blogs.")
        shows = {section.name: section.show for section in page.passages}
        assert shows.pop("B650") == "excerpts"
        assert set(shows.values()) == {"headlines"}
        numbers = [int(name[1:]) for name in shows]
        assert numbers == sorted(numbers)
    assert one.blog_names != other.blog_names
    whole = next(iter(editions_of(week(44, *parts[:500]))))
    assert (whole.count, whole.unshown) == (MAX_SHOWN_POSTS, None)
    assert {section.show for section in whole.passages} == {"excerpts"}


@pytest.mark.R9
def test_search_engines_get_the_list_alone() -> None:
    assert [url for url, page in pages(ASKED, THREE).items() if page.is_indexed] == ["blogs/"]


@pytest.mark.R9
@pytest.mark.parametrize(
    ("intro", "is_indexed"),
    [
        ("", False),
        (f"<p>{'word ' * 149}</p>", False),
        (f"<p>{'word ' * 150}</p>", True),
        (f"<p><a href='https://a.example/long/way'>{'word ' * 149}</a></p><hr>&amp; –", False),
        (f"<ul>{'<li>one</li><li><em>two</em></li>' * 75}</ul>", True),
        (f"<p>{'日本' * 149}</p>", False),
        (f"<p>{'日本' * 150}</p>", True),
    ],
)
def test_a_digest_with_a_long_introduction_is_for_search_engines_too(
    intro: str, is_indexed: bool
) -> None:
    editions = editions_of(week(45, part()), week(46, part(n=9)), intros={"2026-W46": intro})
    found = [url for url, page in pages(ASKED, editions).items() if page.is_indexed]
    assert found == ["blogs/", *(["digests/weekly/2026-W46.html"] if is_indexed else [])]


@pytest.mark.R9
def test_a_title_of_its_own_alone_brings_a_digest_into_no_index() -> None:
    curation = Curation(digests=(EditionIntro(period="2026-W46", title="word " * 150),))
    editions = editions_of(week(46, part()), curation=curation)
    assert next(iter(editions)).title.startswith("word")
    assert [url for url, page in pages(ASKED, editions).items() if page.is_indexed] == ["blogs/"]


def test_a_plan_is_plain_data_and_the_same_for_the_same_inputs() -> None:
    once, again = pages(ASKED, THREE), pages(ASKED, THREE)
    assert [values(page) for page in once.values()] == [values(page) for page in again.values()]


def test_a_new_post_of_a_partner_changes_the_pages_that_show_it() -> None:
    news = {"ann": state(entry(0), entry(1), entry(2), id="ann")}
    before, after = pages(ASKED, THREE), pages(news, THREE)
    changed = {url for url, page in after.items() if values(page) != values(before[url])}
    assert changed == {"blogs/", "blogs/ann.html", "rack/", "rack/retail.html", "status/"}


@pytest.mark.D2
def test_a_new_digest_changes_its_neighbour_and_the_lists() -> None:
    fourth = editions_of(*WEEKS, week(47, part(n=1)))
    before, after = pages(ASKED, THREE), pages(ASKED, fourth)
    new = "digests/weekly/2026-W47.html"
    changed = {
        url for url, page in after.items() if url == new or values(page) != values(before[url])
    }
    neighbour = "digests/weekly/2026-W46.html"
    assert changed == {new, neighbour, "digests/", "rack/", "rack/retail.html"}


@pytest.mark.D7
def test_what_the_editor_decides_about_a_post_changes_its_digest_alone() -> None:
    pinned = CuratedEntry(link="https://ledger.example/9", pin=True, note="Read this.")
    curation = Curation(entries=(pinned,))
    changed = [
        page.period
        for page, before in zip(editions_of(*WEEKS, curation=curation), THREE, strict=True)
        if page != before
    ]
    assert changed == ["2026-W45"]


@pytest.mark.D6
def test_a_post_in_a_digest_knows_the_others_that_have_its_story() -> None:
    also = (OtherSource(key=entry(8).key, partner="ben", name="Ben"),)
    (edition,) = editions_of(week(46, part(entries=(entry(8), entry(9)), also=also)))
    assert [item.also for item in edition.passages[0].items] == [also, ()]


def test_a_digest_says_how_many_posts_it_has_and_names_the_first_six() -> None:
    many = tuple(map(entry, range(1, 8)))
    (edition,) = editions_of(week(46, part(entries=many[:5]), posts=(OURS,)))
    assert edition.full_title.endswith(" (6 posts)")
    assert edition.contents == "6 posts: Post 1; Post 2; Post 3; Post 4; Post 5; Ours"
    (longer,) = editions_of(week(46, part(entries=many)))
    assert longer.contents.endswith("; Post 6; …")


@pytest.mark.D10
def test_two_digests_of_the_same_posts_have_different_descriptions() -> None:
    same = part(entries=(entry(8),))
    first, second = editions_of(week(46, same), week(47, same))
    assert first.contents == second.contents
    assert first.description != second.description
    assert first.description.startswith("Weekly digest, Nov 9\u2009–\u200915, 2026. ")


@pytest.mark.D10
def test_a_card_names_all_whose_posts_are_in_a_digest_the_newest_first() -> None:
    cards = digest_cards(THREE, SETTINGS)
    assert [card.name for card in cards] == [
        "digest-2026-W46",
        "digest-2026-W45",
        "digest-2026-W44",
    ]
    assert [card.below for card in cards[:2]] == ["Ann, The Site", "Ann"]
    drawn = {cards[0].url: "a card"}
    made = pages(ASKED, THREE, drawn)
    assert [made[card.url].values["page_card"] for card in cards] == ["a card", None, None]
