"""A blog on another platform: new ids, new links, the same posts (D11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.partner_blogs.make import NOW, ago, clean_entry, document, partner

from partner_blogs.model.feed import CleanEntry
from partner_blogs.model.state import Entry, PartnerState
from partner_blogs.refresh.merge import merge

pytestmark = pytest.mark.D11

DAY = timedelta(days=1)
OLD, NEW = "https://ledger.example/feed", "https://ledger.substack.example/feed"
WORDS = "A client who hears from us on Thursday that Friday will not work can still plan the week"


def text(n: int) -> str:
    return " ".join(f"{word}{n}" for word in WORDS.split()) + "."


def post(n: int, **fields: Any) -> CleanEntry:
    """A post as the old platform had it."""
    usual = {
        "id": f"https://ledger.example/?p={n}",
        "link": f"https://ledger.example/{n}",
        "title": f"Why we call back within {n} hours",
        "excerpt": text(n),
        "published": ago(days=n),
    }
    return clean_entry(n, **usual | fields)


def moved(n: int, **fields: Any) -> CleanEntry:
    """The same post on the new one."""
    there = {
        "id": f"https://ledger.substack.example/p/call-back-{n}",
        "link": f"https://ledger.substack.example/p/call-back-{n}",
    }
    return post(n, **there | fields)


POSTS = range(1, 11)


def after(
    before: Sequence[CleanEntry],
    *documents: Sequence[CleanEntry],
    feed: str = NEW,
    **fields: Any,
) -> tuple[PartnerState, PartnerState]:
    """What we knew, and what we know after the documents from the new platform."""
    known = merge(partner(feed=OLD, **fields), None, document(*before), NOW)
    state = known
    for n, came in enumerate(documents, 1):
        state = merge(partner(feed=feed, **fields), state, document(*came), NOW + n * DAY)
    return known, state


def new_ones(known: PartnerState, state: PartnerState) -> list[Entry]:
    keys = {entry.key for entry in known.entries}
    return [entry for entry in state.entries if entry.key not in keys]


# --- what is the same ---------------------------------------------------------------------------


@pytest.mark.parametrize("feed", [OLD, NEW], ids=["by itself", "by the editor"])
def test_ten_old_posts_under_new_ids_and_links_bring_nothing_new(feed: str) -> None:
    known, state = after(list(map(post, POSTS)), list(map(moved, POSTS)), feed=feed)
    assert len(state.entries) == 10
    for old, now in zip(known.entries, state.entries, strict=True):
        kept = ("key", "id", "first_seen", "date", "arrival", "changed", "title")
        assert [getattr(now, name) for name in kept] == [getattr(old, name) for name in kept]
        assert now.link == (old.link or "").replace(
            "ledger.example/", "ledger.substack.example/p/call-back-"
        )
        assert now.links == (now.link, old.link)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Why we call back within 3 hours!"},
        {"title": "“Why we call back — within 3 hours”"},
        {"title": "WHY WE CALL BACK WITHIN 3 HOURS"},
        {"title": "Why we call\u00a0back within 3 hours"},
        {"excerpt": text(3)[:60].rpartition(" ")[0] + "…"},
        {"excerpt": f"{text(3)[:-1]}, and so on and on."},
        {"excerpt": text(3).replace("a3", "ä3")},
        {"excerpt": ""},
        {"excerpt": "A summary by hand, which the old platform had no place for at all."},
        {"published": ago(days=3, hours=-5)},
        {"published": ago(days=3, seconds=30)},
        {"published": ago(days=3).replace(hour=0, minute=0)},
        {"published": None},
        {"published": ago(days=-1)},
        {"link": "http://www.ledger.example/2026/11/call-back/", "id": "urn:uuid:1"},
        {"link": None, "id": "7"},
        {"id": "3"},
        {"author": "Somebody else", "tags": ("a", "b"), "language": "pl"},
    ],
    ids=repr,
)
def test_what_a_platform_changes_does_not_make_it_another_post(changed: dict[str, Any]) -> None:
    documents = [moved(n, **changed) if n == 3 else moved(n) for n in POSTS]
    known, state = after(list(map(post, POSTS)), documents)
    assert new_ones(known, state) == []
    assert [entry.changed for entry in state.entries] == [None] * 10


def test_entities_that_the_old_platform_left_in_titles_do_not_matter() -> None:
    known, state = after(
        [post(1, title="Research &amp; care")], [moved(1, title="Research & care")]
    )
    assert new_ones(known, state) == []


@pytest.mark.parametrize("lacks", [{"excerpt": ""}, {"published": None}, {"link": None}], ids=repr)
def test_feeds_that_say_little_move_too(lacks: dict[str, Any]) -> None:
    known, state = after([post(n, **lacks) for n in POSTS], [moved(n, **lacks) for n in POSTS])
    assert new_ones(known, state) == []


@pytest.mark.parametrize("days", [0, 30])
def test_an_import_that_dates_all_posts_alike_brings_nothing_new(days: int) -> None:
    imported = [moved(n, published=NOW + DAY - days * DAY) for n in POSTS]
    known, state = after(list(map(post, POSTS)), imported)
    assert new_ones(known, state) == []
    assert [entry.date for entry in state.entries] == [entry.date for entry in known.entries]


def test_only_some_posts_moved() -> None:
    some = [moved(n) if n % 2 else post(n) for n in POSTS]
    known, state = after(list(map(post, POSTS)), some, feed=OLD)
    assert new_ones(known, state) == []
    assert [bool(entry.former_links) for entry in state.entries] == [True, False] * 5


def test_the_new_platform_counts_its_posts_from_one_again() -> None:
    """Ids such as 1 and 2 are others' there."""
    old = [post(n, id=str(n)) for n in POSTS]
    new = [moved(n, id=str(11 - n)) for n in POSTS]
    known, state = after(old, new)
    assert [entry.title for entry in state.entries] == [entry.title for entry in known.entries]
    assert new_ones(known, state) == []


def test_it_stays_so_and_an_edit_there_is_an_edit() -> None:
    there = list(map(moved, POSTS))
    edited = [replace(there[0], title="A better title", link="https://ledger.substack.example/b")]
    known, state = after(list(map(post, POSTS)), there, there, [*edited, *there[1:]])
    assert new_ones(known, state) == []
    assert (state.entries[0].title, state.entries[0].changed) == ("A better title", NOW + 3 * DAY)
    assert state.entries[0].id == known.entries[0].id


def test_a_blog_that_moves_on_and_back_stays_itself() -> None:
    old, new = list(map(post, POSTS)), list(map(moved, POSTS))
    known, state = after(old, new, old, new, old)
    assert new_ones(known, state) == []
    assert [entry.link for entry in state.entries] == [entry.link for entry in known.entries]
    assert all(len(entry.links) == 2 for entry in state.entries)


def test_ids_and_links_that_change_at_every_fetch_make_no_new_posts() -> None:
    def fetched(time: int) -> list[CleanEntry]:
        return [
            post(n, id=f"urn:{time}:{n}", link=f"https://ledger.example/?sid={time}&n={n}")
            for n in POSTS
        ]

    known, state = after(fetched(0), *map(fetched, range(1, 15)), feed=OLD)
    assert new_ones(known, state) == []
    assert max(len(entry.former_links) for entry in state.entries) == 10


@given(st.permutations(POSTS), st.integers(1, 10), st.integers(0, 9))
def test_no_order_and_no_part_of_the_feed_makes_a_difference(
    order: list[int], many: int, dropped: int
) -> None:
    known, state = after(list(map(post, POSTS)), [moved(n) for n in order[:many]][dropped:])
    assert new_ones(known, state) == []


# --- what is not --------------------------------------------------------------------------------


def column(n: int, *, here: bool = True, **fields: Any) -> CleanEntry:
    """An instalment of a weekly column: one title for all."""
    weekly = {"title": "Links", "published": ago(days=7 * n), "excerpt": text(100 + n)}
    return (post if here else moved)(n, **weekly | fields)


def test_a_column_moves_instalment_by_instalment() -> None:
    known, state = after(
        [column(n) for n in (1, 2, 3, 4)], [column(n, here=False) for n in (3, 1, 4, 2)]
    )
    assert new_ones(known, state) == []
    assert [entry.excerpt for entry in state.entries] == [
        text(101),
        text(102),
        text(103),
        text(104),
    ]


def test_a_column_without_dates_moves_by_its_texts() -> None:
    some = [column(n, published=None) for n in (1, 2, 3)]
    others = [column(n, here=False, published=None) for n in (3, 1, 2)]
    known, state = after([*some, post(5), post(6)], [*others, moved(5), moved(6)])
    assert new_ones(known, state) == []
    assert {e.key: e.excerpt for e in state.entries} == {e.key: e.excerpt for e in known.entries}


@pytest.mark.parametrize(
    "excerpt", ["", "This week's links.", text(7)], ids=["none", "short", "long"]
)
@pytest.mark.parametrize("apart", [DAY, 7 * DAY], ids=["daily", "weekly"])
def test_the_next_instalment_is_news_though_it_says_the_same(
    excerpt: str, apart: timedelta
) -> None:
    """Of a feed that has one entry at a time, too."""
    first = column(1, excerpt=excerpt, published=ago(days=8))
    second = column(2, excerpt=excerpt, published=ago(days=8) + apart)
    known, state = after([first], [second], feed=OLD)
    assert [entry.arrival for entry in new_ones(known, state)] == ["news"]


def test_on_the_new_platform_the_next_instalment_is_news() -> None:
    there = [column(0, here=False), *(column(n, here=False) for n in (1, 2, 3))]
    known, state = after([column(n) for n in (1, 2, 3)], there)
    (new,) = new_ones(known, state)
    assert (new.excerpt, new.arrival) == (text(100), "news")


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Another title"},
        {"excerpt": text(77), "published": ago(days=1)},
        {"excerpt": "", "published": ago(days=1)},
    ],
    ids=repr,
)
def test_a_new_post_of_one_title_or_one_text_alone_is_new(other: dict[str, Any]) -> None:
    known, state = after([post(5), post(6)], [moved(5, **other), post(6)], feed=OLD)
    assert len(new_ones(known, state)) == 1


def test_no_post_stands_for_two() -> None:
    twins = [post(1, title="Links"), post(2, title="Links", published=ago(days=1))]
    known, state = after(twins, [moved(n, title="Links", excerpt=text(1)) for n in (1, 2)])
    assert len({entry.key for entry in state.entries}) == len(state.entries)
    assert {entry.key for entry in known.entries} <= {entry.key for entry in state.entries}


def test_a_post_that_is_still_in_the_feed_gives_way_to_no_copy() -> None:
    known, state = after([post(1)], [post(1), moved(1)], feed=OLD)
    assert len(new_ones(known, state)) == 1


def test_a_blog_of_links_to_others_has_not_moved() -> None:
    """Its entries lead anywhere; a new day has other titles."""

    def linked(n: int) -> CleanEntry:
        return post(n, id=f"id:{n}", link=f"https://site{n}.example/", published=None)

    known, state = after(list(map(linked, range(3))), list(map(linked, range(3, 6))), feed=OLD)
    assert [entry.arrival for entry in new_ones(known, state)] == ["news"] * 3


# --- what was there before, and is new to us (D5) -----------------------------------------------


@pytest.mark.D5
def test_old_posts_that_we_never_had_are_old_and_later_ones_are_news() -> None:
    """The new feed is longer than the old one was, and the blog went on."""
    there = [moved(n) for n in (0, 1, 2, 3, 10, 20, 40)]
    known, state = after([post(n) for n in (1, 2, 3)], there)
    assert {e.title: e.arrival for e in new_ones(known, state)} == {
        moved(0).title: "news",
        moved(10).title: "old",
        moved(20).title: "old",
        moved(40).title: "old",
    }


@pytest.mark.D5
def test_undated_posts_that_come_with_a_move_are_old() -> None:
    there = [moved(n, published=None) for n in (1, 2, 3, 4)]
    known, state = after([post(n) for n in (1, 2, 3)], there)
    (new,) = new_ones(known, state)
    assert (new.arrival, new.date) == ("old", None)


@pytest.mark.D5
def test_a_feed_that_the_editor_changed_and_that_has_none_of_the_posts_brings_later_ones_only() -> (
    None
):
    other = [moved(n, title=f"Other {n}", excerpt=text(50 + n)) for n in (0, 2, 4)]
    known, state = after([post(1), post(3)], other)
    assert {e.title: e.arrival for e in new_ones(known, state)} == {
        "Other 0": "news",
        "Other 2": "old",
        "Other 4": "old",
    }


@pytest.mark.D5
def test_backfill_sends_what_we_never_had_to_its_own_time_and_nothing_else() -> None:
    there = [moved(n) for n in (0, 1, 2, 3, 10, 40)]
    known, state = after([post(n) for n in (1, 2, 3)], there, backfill="all")
    assert {e.title: e.arrival for e in new_ones(known, state)} == {
        moved(0).title: "news",
        moved(10).title: "backfill",
        moved(40).title: "backfill",
    }


@pytest.mark.D5
def test_what_came_later_is_news_as_ever() -> None:
    there = list(map(moved, POSTS))
    later = moved(0, published=NOW + DAY)
    known, state = after(list(map(post, POSTS)), there, [later, *there[:9]])
    assert [entry.arrival for entry in new_ones(known, state)] == ["news"]


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=8),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=8),
)
def test_whatever_moves_each_entry_of_the_document_is_there_once(
    before: list[tuple[int, int, bool]], came: list[tuple[int, int, bool]]
) -> None:
    def made(row: tuple[int, int, bool], place: str, n: int) -> CleanEntry:
        title, day, has_text = row
        return CleanEntry(
            id=f"{place}:{n}",
            link=f"https://{place}.example/{n}",
            title=f"Title {title}",
            excerpt=text(title) if has_text else "",
            published=datetime(2026, 11, 1 + day, tzinfo=UTC),
        )

    old = [made(row, "old", n) for n, row in enumerate(before)]
    new = [made(row, "new", n) for n, row in enumerate(came)]
    _, state = after(old, new)
    assert len({e.key for e in state.entries}) == len(state.entries)
    at = [entry.link for entry in state.entries]
    assert all(at.count(entry.link) == 1 for entry in new)
    assert len(state.entries) >= max(len(old), len(new))
    again = merge(partner(feed=NEW), state, document(*new), NOW + 5 * DAY)
    assert again.entries == state.entries
