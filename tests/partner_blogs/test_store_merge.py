"""Two stores that grew from one: nothing that either knows is lost, whoever is taken first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.partner_blogs.make import NOW, ago, clean_entry, document, entry, partner, state

from frontdesk.net.model import Freshness
from partner_blogs.model.digest import Edition
from partner_blogs.model.state import PartnerState
from partner_blogs.refresh.merge import merge
from partner_blogs.store_merge import merge_editions, merge_states

pytestmark = pytest.mark.B6

HOUR = timedelta(hours=1)


def keys(one: PartnerState) -> list[str]:
    return [entry.key for entry in one.entries]


def test_each_has_news_of_its_own_and_both_are_kept() -> None:
    early = state(entry(1), entry(3), last_try=ago(hours=2))
    late = state(entry(2), entry(3), last_try=ago(hours=1))
    for both in (merge_states(early, late), merge_states(late, early)):
        assert keys(both) == keys(state(entry(1), entry(2), entry(3)))


def test_the_newer_words_stand_with_the_first_sight_of_the_older() -> None:
    early = state(entry(1, first_seen=ago(hours=3), date=ago(hours=3)), last_try=ago(hours=3))
    late = state(
        entry(1, first_seen=ago(hours=1), date=ago(hours=1), title="Edited"), last_try=ago(hours=1)
    )
    for both in (merge_states(early, late), merge_states(late, early)):
        (one,) = both.entries
        assert (one.title, one.first_seen, one.date) == ("Edited", ago(hours=3), ago(hours=3))


@pytest.mark.F4
def test_an_id_that_one_of_them_gave_out_stays() -> None:
    early = state(entry(1, first_seen=ago(hours=3)), last_try=ago(hours=3))
    late = state(entry(1, first_seen=ago(hours=1), made_id=True), last_try=ago(hours=1))
    for both in (merge_states(early, late), merge_states(late, early)):
        assert not both.entries[0].made_id


@pytest.mark.D11
def test_of_a_blog_that_moved_every_address_is_known() -> None:
    """One machine has seen the move, and the other was there last, or first."""
    old, new = "https://ledger.example/1", "https://new.example/1"
    moved = entry(1, link=new, feed_id="urn:new", former_links=(old,))
    for first, last in ((moved, entry(1)), (entry(1), moved)):
        one, other = state(first, last_try=ago(hours=2)), state(last, last_try=ago(hours=1))
        for both in (merge_states(one, other), merge_states(other, one)):
            (known,) = both.entries
            assert (known.link, set(known.links)) == (last.link, {old, new})
            assert known.feed_id == "urn:new"


def test_validators_and_trouble_are_those_of_the_last_try() -> None:
    early = state(last_try=ago(hours=2), freshness=Freshness(etag='"old"'), problem="timed out")
    late = state(last_try=ago(hours=1), freshness=Freshness(etag='"new"'))
    for both in (merge_states(early, late), merge_states(late, early)):
        assert (both.freshness.etag, both.problem) == ('"new"', None)


def test_a_partner_that_was_never_tried_gives_way() -> None:
    never, tried = PartnerState(id="ledger", entries=(entry(1),)), state(entry(2))
    assert merge_states(tried, never) == merge_states(never, tried)
    assert merge_states(tried, never).last_try == tried.last_try


def test_an_edition_that_two_have_closed_is_that_of_the_first() -> None:
    edition = Edition(kind="weekly", period="2026-W46", starts=ago(days=14), ends=ago(days=7))
    first, second = replace(edition, closed=ago(hours=2)), replace(edition, closed=ago(hours=1))
    assert merge_editions(first, second) == merge_editions(second, first) == first


posts = st.lists(st.integers(1, 12), unique=True, max_size=8)


@given(posts, posts, posts)
def test_whatever_two_refreshes_brought_is_kept(
    before: list[int], one: list[int], other: list[int]
) -> None:
    known = merge(partner(), None, document(*map(clean_entry, before)), NOW - 2 * HOUR)
    ours = merge(partner(), known, document(*map(clean_entry, one)), NOW - HOUR)
    theirs = merge(partner(), known, document(*map(clean_entry, other)), NOW)
    both = merge_states(ours, theirs)
    assert both == merge_states(theirs, ours)
    assert set(keys(both)) == set(keys(ours)) | set(keys(theirs))
    assert both.last_try == theirs.last_try
    first = {e.key: e.first_seen for e in reversed([*known.entries, *ours.entries])}
    assert all(e.first_seen <= first.get(e.key, NOW) for e in both.entries)
    assert merge_states(known, ours) == ours, "who saw all of the other's changes nothing by it"
