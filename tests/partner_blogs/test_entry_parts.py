from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.partner_blogs.make import NOW, ago, document, entry, partner, state

from partner_blogs import entry_parts
from partner_blogs.entry_dates import candidate_time, date_or_first_seen, newest_first_key
from partner_blogs.entry_parts import (
    Part,
    PartReader,
    StoredEntries,
    cut,
    link_mark,
    marks_of,
    place_marks,
)
from partner_blogs.model.feed import CleanEntry
from partner_blogs.model.state import Entry
from partner_blogs.refresh.merge import merge
from partner_blogs.store import Store

pytestmark = pytest.mark.S3

HOURS = st.integers(0, 40)
NAMES = st.sampled_from([f"tag:ledger.example,2026:{n}" for n in range(12)] + ["5", "6"])
LINKS = st.none() | st.sampled_from([f"https://ledger.example/{n}" for n in range(12)])
TITLES = st.sampled_from(["Links", "A week of clients", "What we learnt of fees", "Hello", ""])


def moment(hours: int) -> datetime:
    return ago(hours=hours)


CAME = st.builds(
    CleanEntry,
    id=NAMES,
    title=TITLES,
    link=LINKS,
    excerpt=st.sampled_from(
        ["", "Short.", "A text of quite some words that tells one from others."]
    ),
    published=st.none() | HOURS.map(moment),
)
DOCUMENTS = st.lists(CAME, max_size=6)


@st.composite
def known_entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    keys = draw(st.lists(NAMES, max_size=12, unique=True))
    found = [
        entry(
            key=key,
            id=draw(st.just(key) | NAMES),
            feed_id=draw(st.none() | NAMES),
            title=draw(TITLES),
            link=draw(LINKS),
            former_links=tuple(draw(st.lists(LINKS.filter(bool), max_size=1))),
            first_seen=moment(draw(HOURS)),
            date=draw(st.none() | HOURS.map(moment)),
            published=draw(st.none() | HOURS.map(moment)),
            arrival=draw(st.sampled_from(["news", "backfill", "old"])),
        )
        for key in keys
    ]
    return tuple(sorted(found, key=newest_first_key))


def stored(entries: Sequence[Entry]) -> StoredEntries:
    """The same entries, as a store with two in the partner's file and at most two in a part gives them out:
    the older ones are still to be read."""
    with small_parts():
        whole = cut(entries)
    named = [
        replace(part.facts, name=f"part {n}") if n else part.facts
        for n, part in enumerate(whole.parts)
    ]
    there = {facts.name: part.held for facts, part in zip(named, whole.parts, strict=True)}
    parts = [Part(facts, there[facts.name] if not facts.name else None) for facts in named]
    marks = {name: marks_of(held, "ledger") for name, held in there.items() if held}
    return StoredEntries(parts, PartReader(lambda facts: there[facts.name] or (), lambda: marks))


def small_parts() -> AbstractContextManager[object]:
    return patch.multiple(entry_parts, HEAD_ENTRIES=2, PART_ENTRIES=2)


QUICK = settings(max_examples=40, derandomize=True, deadline=None)


@QUICK
@given(entries=known_entries())
def test_entries_in_parts_are_the_same_in_the_same_order(entries: tuple[Entry, ...]) -> None:
    found = stored(entries)
    assert (tuple(found), len(found)) == (entries, len(entries))
    assert found == entries


@QUICK
@given(entries=known_entries(), hours=HOURS)
def test_what_is_asked_for_by_time_is_found_in_any_part(
    entries: tuple[Entry, ...], hours: int
) -> None:
    found, time = stored(entries), moment(hours)
    arrived = [(at, one) for one in entries if (at := candidate_time(one))]
    assert list(found.by_arrival()) == sorted(arrived, key=lambda one: one[0], reverse=True)
    assert list(found.since(time)) == [one for at, one in arrived if at >= time]
    assert list(found.dated_since(time)) == [e for e in entries if date_or_first_seen(e) >= time]
    assert list(found.moved()) == [one for one in entries if one.former_links]
    assert found.first_arrival == min((at for at, _ in arrived), default=None)
    assert found.newest == max((e.date for e in entries if e.date), default=None)


@QUICK
@given(entries=known_entries(), came=CAME)
def test_whatever_shares_an_id_or_a_place_is_read(
    entries: tuple[Entry, ...], came: CleanEntry
) -> None:
    read = stored(entries).marked(place_marks(came)).held
    same_id = [one for one in entries if came.id in {one.id, one.key, one.feed_id}]
    at_link = [one for one in entries if came.link and came.link in one.links]
    assert {one.key for one in (*same_id, *at_link)} <= {one.key for one in read}


@QUICK
@given(entries=known_entries(), came=DOCUMENTS, was_asked=st.booleans(), moved=st.booleans())
def test_a_document_is_joined_to_entries_in_parts_as_to_all_of_them(
    entries: tuple[Entry, ...],
    came: list[CleanEntry],
    was_asked: bool,
    moved: bool,
) -> None:
    known = state(*entries) if was_asked else state(*entries, last_success=None)
    blog = partner(feed="https://new.example/feed") if moved else partner()
    whole = merge(blog, known, document(*came), NOW)
    in_pieces = replace(known, entries=stored(entries))
    with small_parts():
        joined = merge(blog, in_pieces, document(*came), NOW)
        assert tuple(joined.entries) == tuple(whole.entries)
    assert joined == whole


@settings(max_examples=10, derandomize=True, deadline=None)
@given(entries=known_entries(), came=DOCUMENTS)
def test_what_was_joined_comes_back_from_a_store(
    tmp_path_factory: pytest.TempPathFactory, entries: tuple[Entry, ...], came: list[CleanEntry]
) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    with small_parts():
        store.save_state(state(*entries))
        joined = merge(partner(), store.state("ledger"), document(*came), NOW)
        store.save_state(joined)
    assert (
        store.state("ledger") == joined == merge(partner(), state(*entries), document(*came), NOW)
    )
    assert store.damaged() == []
    assert store.notices == []


def test_a_document_of_known_entries_reads_no_older_part(tmp_path: Path) -> None:
    many = tuple(map(entry, range(1, 400)))
    store = Store(tmp_path)
    store.save_state(state(*many))
    before = store.state("ledger")
    for part in tmp_path.glob("older/*/*.json"):
        part.unlink()
    came = [CleanEntry(id=e.id, title=e.title, link=e.link, excerpt=e.excerpt) for e in many[:20]]
    news = CleanEntry(id="new", title="News of today", link="https://ledger.example/new")
    joined = merge(partner(), before, document(news, *came), NOW)
    assert len(joined.entries) == 400
    assert store.notices == []


def test_half_of_the_newest_entries_go_to_the_newest_part_when_they_get_too_many() -> None:
    entries = cut(tuple(map(entry, range(1, 301))))
    sizes = []
    for n in range(40):
        entries = entries.changed({}, [entry(0, key=f"{n}", first_seen=NOW + timedelta(hours=n))])
        sizes.append([part.facts.count for part in entries.parts])
    assert all(size[0] <= entry_parts.HEAD_ENTRIES for size in sizes)
    assert {sum(size) - n for n, size in enumerate(sizes, 1)} == {300}


def test_an_entry_with_an_old_date_goes_to_the_part_of_its_time() -> None:
    entries = cut(tuple(map(entry, range(1, 500))))
    late = entry(350, key="late", date=ago(days=350, hours=1), first_seen=NOW)
    after = entries.changed({}, [late])
    assert tuple(after) == tuple(sorted((*entries, late), key=newest_first_key))
    changed = [
        one for one, before in zip(after.parts, entries.parts, strict=True) if one is not before
    ]
    assert len(changed) == 1


def test_an_address_is_known_by_one_mark_however_it_is_written() -> None:
    assert link_mark("https://a.example/1?utm_source=x") == link_mark("http://a.example/1/")
