"""What was erased stays so, however records and stores are joined (E7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.partner_blogs.make import FEED, NOW, ago, clean_entry, config, entry, partner, state

from frontdesk.core.urls import url_key
from partner_blogs.erasure import (
    Eraser,
    has_new_erasures,
    is_erased_whole,
    merge_records,
    merge_snapshots,
    record_removals,
    record_unlisted,
    unlisted_partners,
    update_snapshots,
)
from partner_blogs.model.digest import (
    Edition,
    EditionPart,
    LinkedAddress,
    LinkVote,
    OtherSource,
)
from partner_blogs.model.state import (
    Entry,
    ErasureRecord,
    ErasureScope,
    ListSnapshots,
    PartnerState,
)
from partner_blogs.store_merge import merge_states

pytestmark = pytest.mark.E7

LINK = "https://ledger.example/2"
DAY = timedelta(days=1)


def eraser(**fields: object) -> Eraser:
    """After a refresh that found this in feeds.yaml."""
    return Eraser(
        record_removals(config(partner(**fields)), ErasureRecord(), NOW), {"ledger": {FEED}}
    )


# --- records ------------------------------------------------------------------------------------


INSTANTS = st.none() | st.integers(0, 5).map(lambda n: ago(days=n))
WORDS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=3).map(sorted).map(tuple)
SCOPES = st.builds(
    ErasureScope,
    of=st.sampled_from("xyz"),
    digests=WORDS,
    partners=WORDS,
    gone=INSTANTS,
    back=INSTANTS,
    unlisted=st.just(False),
)
RECORDS = st.builds(
    ErasureRecord,
    links=WORDS,
    scopes=st.lists(SCOPES, unique_by=lambda scope: scope.of, max_size=3)
    .map(lambda found: sorted(found, key=lambda scope: scope.of))
    .map(tuple),
)


@given(RECORDS, RECORDS, RECORDS)
def test_a_join_of_records_is_the_same_in_any_order_and_loses_nothing(
    one: ErasureRecord, two: ErasureRecord, three: ErasureRecord
) -> None:
    both = merge_records(one, two)
    assert both == merge_records(two, one) == merge_records(both, one) == merge_records(both, both)
    assert merge_records(both, three) == merge_records(one, merge_records(two, three))
    assert set(both.links) == {*one.links, *two.links}
    for record in (one, two):
        for scope in record.scopes:
            (whole,) = (each for each in both.scopes if each.of == scope.of)
            assert {*scope.digests} <= {*whole.digests}


@pytest.mark.parametrize("back", [-400, -1, 0, 1, 400])
def test_removal_and_return_are_told_apart_by_any_clock(back: int) -> None:
    removed, listed = config(partner(status="removed")), config(partner())
    first = record_removals(removed, ErasureRecord(), NOW)
    again = record_removals(listed, first, NOW + back * DAY)
    once_more = record_removals(removed, again, NOW)
    states = [is_erased_whole(record.scopes[0]) for record in (first, again, once_more)]
    assert states == [True, False, True]
    assert merge_records(first, again) == again
    assert merge_records(once_more, again) == merge_records(first, once_more) == once_more


def test_what_was_asked_for_stays_when_its_line_goes_and_asks_for_nothing_more() -> None:
    first = record_removals(config(partner(removed=(LINK,))), ErasureRecord(), NOW)
    assert has_new_erasures(first, ErasureRecord())
    later = record_removals(config(partner()), first, NOW + DAY)
    assert later == first
    assert not has_new_erasures(later, first)


def test_a_removal_of_who_had_only_left_the_list_is_a_removal() -> None:
    left = record_unlisted(ErasureRecord(), ["ledger"], NOW)
    assert left.scopes[0].unlisted
    removed = record_removals(config(partner(status="removed")), left, NOW + DAY)
    assert not removed.scopes[0].unlisted
    assert not merge_records(left, removed).scopes[0].unlisted


def test_hidden_is_not_removed() -> None:
    assert record_removals(config(partner(hidden=(LINK,))), ErasureRecord(), NOW) == ErasureRecord()


# --- entries ------------------------------------------------------------------------------------


def left(what: Eraser, *entries: Entry, id_: str = "ledger") -> list[str]:
    what.learn(id_, entries)
    return [entry.title for entry in what.entries(id_, entries)]


def test_a_record_holds_no_word_of_what_it_keeps_away() -> None:
    what = eraser(removed=(LINK,))
    left(what, entry(1), entry(2, image="https://ledger.example/2.png", author="Ann Author"))
    told = repr(what.record)
    for words in ("ledger", "Post", "Author", "example", "png"):
        assert words not in told


def test_a_former_link_counts_and_so_does_the_newest() -> None:
    moved = entry(2, link="https://new.example/two", former_links=(LINK,), feed_id="new-2")
    what = eraser(removed=(LINK,))
    assert left(what, entry(1), moved) == ["Post 1"]
    assert left(what, entry(7, id="tag:new.example,2026:x", link="https://new.example/two")) == []
    assert left(eraser(removed=("https://new.example/two",)), moved) == []


def test_two_entries_of_one_id_are_two() -> None:
    one, other = entry(2), entry(3, id=entry(2).id, key="other")
    what = eraser(removed=(LINK,))
    assert left(what, one, other) == ["Post 3"]
    assert left(what, entry(4, id=entry(2).id, key="third")) == ["Post 4"]


def test_a_picture_that_others_have_too_stays_and_makes_nobody_erased() -> None:
    same = "https://ledger.example/logo.png"
    what = eraser(removed=(LINK,))
    assert left(what, entry(1, image=same), entry(2, image=same)) == ["Post 1"]
    assert left(what, entry(4, image=same)) == ["Post 4"]


@pytest.mark.E2
def test_what_is_learnt_of_one_partner_counts_for_no_other() -> None:
    what = eraser(removed=(LINK,))
    left(what, entry(2, id="https://desk.example/9"))
    theirs = entry(9, id="https://desk.example/9", link="https://desk.example/9")
    assert left(what, theirs, id_="desk") == ["Post 9"]
    assert left(what, entry(8, link=LINK), id_="desk") == [], "what the editor wrote counts for all"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("https://ledger.example/caf%C3%A9", "https://ledger.example/café"),
        ("https://ledger.example/~ann", "https://ledger.example/%7Eann"),
        ("https://żółw.example/2", "https://xn--w-uga1v8h.example/2"),
        ("https://ledger.example/2?b=1&a=2&utm_medium=x", "https://ledger.example/2?a=2&b=1"),
    ],
)
def test_a_link_is_the_same_however_it_is_written(written: str, stored: str) -> None:
    assert url_key(written) == url_key(stored)
    assert left(eraser(removed=(written,)), entry(2, link=stored)) == []


def test_a_document_is_judged_like_the_store() -> None:
    what = eraser(removed=(LINK,))
    came = [clean_entry(1), clean_entry(2)]
    what.learn("ledger", came)
    assert [e.title for e in what.entries("ledger", came)] == ["Post 1"]


def test_a_closed_edition_loses_entries_names_and_parts_and_nothing_else() -> None:
    also = OtherSource(key=entry(1).key, partner="desk", name="Desk", link="https://desk.example/1")
    mine = EditionPart(
        partner="ledger", name="Ledger", show="excerpts", entries=(entry(1), entry(2)), also=(also,)
    )
    theirs = EditionPart(partner="desk", name="Desk", show="excerpts", entries=(entry(3),), more=4)
    closed = Edition(
        kind="weekly", period="2026-W46", starts=ago(days=14), ends=NOW, parts=(mine, theirs)
    )
    assert eraser(removed=("https://x.example/",)).edition(closed) is closed
    assert eraser(removed=(LINK,)).edition(closed).parts == (
        replace(mine, entries=(entry(1),)),
        theirs,
    )
    unnamed = eraser(removed=("https://desk.example/1",)).edition(closed)
    assert unnamed.parts[0].also == ()
    gone = record_removals(config(partner(id="desk", status="removed")), ErasureRecord(), NOW)
    assert Eraser(gone, {}).edition(closed).parts == (replace(mine, also=()),)


def test_a_closed_edition_loses_the_votes_of_what_is_erased_and_what_has_too_few_left() -> None:
    """D8: also an address at which erased words lie."""
    partners = ("ledger", "desk", "lamp", "till")
    links = [f"https://{id_}.example/2" for id_ in partners]
    votes = tuple(
        LinkVote(partner=id_, name=id_, link=link)
        for id_, link in zip(partners, links, strict=True)
    )
    four = LinkedAddress(address="https://x.example/", votes=votes)
    three = LinkedAddress(address="https://y.example/", votes=votes[:3])
    theirs = LinkedAddress(address=LINK, votes=votes[1:], partner="ledger", title="Post 2")
    closed = Edition(
        kind="weekly", period="2026-W46", starts=ago(days=14), ends=NOW,
        most_linked=(four, three, theirs),
    )  # fmt: skip
    assert eraser(removed=("https://z.example/",)).edition(closed) is closed
    left = replace(four, votes=votes[1:])
    assert eraser(removed=(LINK,)).edition(closed).most_linked == (left,)
    gone = record_removals(config(partner(status="removed")), ErasureRecord(), NOW)
    assert Eraser(gone, {}).edition(closed).most_linked == (left,)


# --- stores that are joined ---------------------------------------------------------------------


POSTS = st.lists(st.integers(1, 5), unique=True, max_size=5)


@given(POSTS, POSTS, st.sets(st.integers(1, 5)), st.sampled_from(["before", "after", "both"]))
def test_no_join_of_two_stores_has_what_either_erased(
    ours: list[int], theirs: list[int], removed: set[int], when: str
) -> None:
    links = tuple(f"https://ledger.example/{n}" for n in sorted(removed))
    what = eraser(removed=links)

    def clean(one: PartnerState) -> PartnerState:
        what.learn(one.id, one.entries)
        return what.state(one) or one

    one, other = (state(*(entry(n) for n in posts)) for posts in (ours, theirs))
    if when != "after":
        one, other = clean(one), clean(other)
    both = merge_states(one, other)
    if when != "before":
        both = clean(both)
    expected = {*ours, *theirs} - removed
    assert {e.link for e in both.entries} == {f"https://ledger.example/{n}" for n in expected}


# --- lists --------------------------------------------------------------------------------------


def looks(*days: tuple[float, set[str]]) -> list[str]:
    """The ids that are forgotten by refreshes on these days, each with its list."""
    listings, stored, gone = ListSnapshots(), set[str](), list[str]()
    for day, listed in days:
        stored |= listed
        listings, now_gone = update_snapshots(listings, "x", listed, stored.copy, NOW + day * DAY)
        stored -= set(now_gone)
        gone += now_gone
    return gone


A, B, C = {"a"}, {"b"}, {"c"}


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        ([(0, A | B), (1, B), (31, B)], ["a"]),
        ([(0, A | B), (1, B), (30.9, B)], []),
        ([(0, A | B), (40, B)], []),
        ([(0, A | B), (1, B), (20, A | B), (31, B), (60, B)], []),
        ([(0, A | B), (1, set()), (31, set()), (62, A | B)], []),
        ([(0, A | B), (1, B), (15, set()), (31, B)], ["a"]),
        ([(0, A | B), (1, C), (31, C)], []),
        ([(0, A), (1, B), (31, B)], ["a"]),
        ([(0, A | B), (1, C), (31, C), (32, A | B), (33, B), (63, B)], ["a"]),
        ([(0, A | B), (400, B), (1, B), (31, B)], ["a"]),
        ([(0, A | B), (400, B), (1, B), (30, B)], []),
    ],
)
def test_who_is_forgotten_and_when(days: list[tuple[float, set[str]]], gone: list[str]) -> None:
    assert looks(*days) == gone


def test_of_whom_there_is_nothing_nobody_is_missed() -> None:
    listings, _ = update_snapshots(ListSnapshots(), "x", A | B, set, NOW)
    listings, _ = update_snapshots(listings, "x", B, set, NOW)
    assert unlisted_partners(listings, "x", B) == {}


def test_another_list_neither_takes_away_nor_is_taken_for_the_first() -> None:
    listings, now = ListSnapshots(), NOW
    for name, listed in [("x", A | B), ("y", C), ("x", B), ("y", C)]:
        now += 31 * DAY
        listings, gone = update_snapshots(listings, name, listed, lambda: A | B | C, now)
        assert gone == ()
    assert set(unlisted_partners(listings, "x", B)) == A
    assert unlisted_partners(listings, "y", C) == {}


@given(st.integers(0, 40), st.integers(0, 40))
def test_joined_lists_are_the_same_in_either_order(first: int, second: int) -> None:
    def seen(day: int) -> ListSnapshots:
        listings, _ = update_snapshots(ListSnapshots(), "x", A | B, lambda: A | B, NOW)
        listings, _ = update_snapshots(listings, "x", B, lambda: A | B, NOW + day * DAY)
        return listings

    one, other = seen(first), seen(second)
    both = merge_snapshots(one, other)
    assert both == merge_snapshots(other, one)
    assert unlisted_partners(both, "x", B) == {"a": NOW + min(first, second) * DAY}
