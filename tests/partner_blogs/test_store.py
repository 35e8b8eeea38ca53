from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.partner_blogs.make import NOW, entry, state

from frontdesk.core.errors import StoreBusy, StoreError
from frontdesk.core.safe_html import SafeHtml
from frontdesk.net.model import Freshness
from partner_blogs.entry_parts import HEAD_ENTRIES, in_parts, key_mark
from partner_blogs.model.digest import Edition, EditionPart
from partner_blogs.model.report import RefreshReport
from partner_blogs.model.state import (
    Entry,
    ImageCopy,
    PartnerFetchState,
    PartnerImage,
    PartnerState,
)
from partner_blogs.store import RUNS_FILE, TRIES_FILE, Store, default_store_folder
from partner_blogs.store_files import StoreFiles

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(PLUGINS)}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def state_file(store: Store, id_: str = "ledger") -> Path:
    return store.folder / "partners" / f"{id_}.json"


def edition(period: str = "2026-W46") -> Edition:
    ends = NOW - timedelta(days=7)
    part = EditionPart(partner="ledger", name="Ledger", show="excerpts", entries=(entry(9),))
    return Edition(
        kind="weekly", period=period, starts=ends - timedelta(days=7), ends=ends, parts=(part,)
    )


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file's bytes and time; the lock is nobody's data."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


# --- round trips --------------------------------------------------------------------------------


def test_what_is_stored_comes_back(store: Store) -> None:
    full = entry(1, content=SafeHtml("<p>é</p>"), tags=("a", "b"), author="Ann", changed=NOW)
    states = {"ledger": state(full, entry(2)), "desk": state(id="desk", problem="refuses us")}
    report = RefreshReport(at=NOW, asked=2, failed=(("desk", "refuses us"),))
    for each in states.values():
        store.save_state(each)
    store.save_edition(edition())
    store.save_report(report)
    again = Store(store.folder)
    assert again.states() == states
    assert again.editions() == (edition(),)
    assert again.last_refresh() == report
    assert again.notices == []


WORDS = st.text(max_size=30)
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2900, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ENTRIES = st.builds(
    Entry,
    id=WORDS,
    title=WORDS,
    key=WORDS,
    excerpt=WORDS,
    link=st.none() | WORDS,
    tags=st.lists(WORDS, max_size=3).map(tuple),
    first_seen=INSTANTS,
    date=st.none() | INSTANTS,
    arrival=st.sampled_from(["news", "backfill", "old"]),
)


@settings(
    max_examples=50,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(ENTRIES, max_size=3), st.none() | WORDS, st.none() | INSTANTS)
def test_any_state_comes_back(
    store: Store, entries: list[Entry], problem: str | None, tried: datetime | None
) -> None:
    stored = PartnerState(id="x", entries=tuple(entries), problem=problem, last_try=tried)
    store.save_state(stored)
    assert store.states()["x"] == stored


def test_an_empty_store_is_empty(store: Store) -> None:
    assert (store.states(), store.editions(), store.last_refresh()) == ({}, (), None)
    assert store.notices == []
    assert not store.folder.exists()


def test_editions_come_oldest_first(store: Store) -> None:
    newer = Edition(kind="daily", period="2026-11-20", starts=NOW - timedelta(days=2), ends=NOW)
    for each in (newer, edition()):
        store.save_edition(each)
    assert store.editions() == (edition(), newer)


def test_the_store_lies_beside_the_list() -> None:
    assert default_store_folder(Path("a/feeds.yaml")) == Path("a/var/partner_blogs")


@pytest.mark.B5
def test_a_state_of_the_first_version_is_still_read(store: Store) -> None:
    old = {
        "id": "ledger",
        "version": 1,
        "feed": "https://ledger.example/feed",
        "gone": True,
        "facts": {"title": "Ledger", "ttl_minutes": 60},
        "entries": [
            {
                "id": "1",
                "title": "One",
                "key": "1",
                "first_seen": "2026-11-01T00:00:00Z",
                "arrival": "news",
            }
        ],
    }
    state_file(store).parent.mkdir(parents=True)
    state_file(store).write_text(json.dumps(old), encoding="utf-8")
    found = store.states()["ledger"]
    assert [each.title for each in found.entries] == ["One"]
    assert found.facts.title == "Ledger"
    store.set_aside_damaged()
    assert store.notices == []


# --- writing ------------------------------------------------------------------------------------


@pytest.mark.B8
def test_an_unchanged_value_keeps_its_file_and_time(store: Store) -> None:
    store.save_state(state(entry()))
    path = state_file(store)
    os.utime(path, ns=(1, 1_000_000_000))
    store.save_state(state(entry()))
    assert path.stat().st_mtime_ns == 1_000_000_000
    store.save_state(state(entry(), problem="refuses us"))
    assert path.stat().st_mtime_ns != 1_000_000_000


def test_the_same_value_has_the_same_bytes(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "other")
    for each in (store, other):
        each.save_state(state(entry(), entry(2)))
    assert state_file(store).read_bytes() == state_file(other).read_bytes()


@pytest.mark.B5
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()]
)
@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_write_that_fails_leaves_the_old_file_whole_and_nothing_else(
    store: Store, monkeypatch: pytest.MonkeyPatch, error: BaseException, step: str
) -> None:
    store.save_state(state(entry()))
    before = files(store.folder)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(step, fail)
    with pytest.raises((StoreError, type(error))):
        store.save_state(state(entry(), entry(2)))
    monkeypatch.undo()
    assert files(store.folder) == before
    assert store.states() == {"ledger": state(entry())}


@pytest.mark.B5
def test_a_full_disk_is_told_in_one_plain_line(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError) as caught:
        store.save_state(state())
    assert_plain(caught.value, store.folder)
    assert "No space left" in str(caught.value)


def assert_plain(error: StoreError, folder: Path) -> None:
    text = str(error)
    assert str(folder) in text
    assert text.isprintable()
    assert "Errno" not in text


@pytest.mark.parametrize("place", ["", "partners", "partners/ledger.json"])
def test_a_folder_that_cannot_be_used_is_told_in_one_plain_line(store: Store, place: str) -> None:
    """A file where a folder belongs, and the other way round: true for root as well."""
    path = store.folder / place
    if place.endswith(".json"):
        path.mkdir(parents=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")

    def use() -> None:
        with store.locked():
            store.set_aside_damaged()
            store.save_state(state())

    with pytest.raises(StoreError) as caught:
        use()
    assert not isinstance(caught.value, StoreBusy)
    assert_plain(caught.value, store.folder)


# --- damage (B5) --------------------------------------------------------------------------------


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def edit(good: bytes) -> bytes:
        assert old.encode() in good
        return good.replace(old.encode(), new.encode(), 1)

    return edit


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda good: b"",
    "a space": lambda good: b" \n",
    "first half": lambda good: good[: len(good) // 2],
    "last byte but two missing": lambda good: good[:-3],
    "first byte missing": lambda good: good[1:],
    "zeros": lambda good: bytes(len(good)),
    "zeros at the end": lambda good: good[:-50] + bytes(50),
    "twice": lambda good: good + good,
    "null": lambda good: b"null",
    "a list": lambda good: b"[]",
    "a text": lambda good: b'"ledger"',
    "a number": lambda good: b"1",
    "an empty object": lambda good: b"{}",
    "not UTF-8": lambda good: good.replace(b"Post 1", b"Post \xff"),
    "a web page": lambda good: b"<!doctype html><title>Oops</title>",
    "nested too deep": lambda good: b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "entries as a text": swap('"entries": [', '"entries": "", "x": ['),
    "a word for a number": swap('"failures": 7', '"failures": "seven"'),
    "a word for a date": swap('"last_try": "2026', '"last_try": "soon 2026'),
    "a month 13": swap('"last_try": "2026-11', '"last_try": "2026-13'),
    "no title": swap('"title": "Post 1"', '"heading": "Post 1"'),
    "an unknown arrival": swap('"arrival": "news"', '"arrival": "newz"'),
    "the id of another": swap('"id": "ledger"', '"id": "lodger"'),
    "an id with a path": swap('"id": "ledger"', '"id": "../ledger"'),
    "a date without its zone": swap("-22T11:00:00Z", "-22T11:00:00"),
    "a first_seen without its zone": swap(
        '"first_seen": "2026-11-21T12:00:00Z"', '"first_seen": "2026-11-21T12:00:00"'
    ),
    "a version before the first": swap('"version": 4', '"version": 0'),
    "the first version": swap('"version": 4', '"version": 1'),
    "a version in words": lambda good: good.replace(b'"version": ', b'"version": "two", "v": ', 1),
}


@pytest.mark.B5
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_set_aside_told_and_never_overwritten(
    store: Store, damage: Callable[[bytes], bytes]
) -> None:
    store.save_state(state(entry(), failures=7))
    store.save_state(state(id="desk"))
    path = state_file(store)
    bad = damage(path.read_bytes())
    path.write_bytes(bad)

    reading = Store(store.folder)
    assert set(reading.states()) == {"desk"}
    assert len(reading.notices) == 1
    assert "ledger.json" in reading.notices[0]
    assert path.read_bytes() == bad

    with store.locked():
        store.set_aside_damaged()
        store.save_state(state(entry(2)))
    aside = path.with_name("ledger.json.damaged")
    assert aside.read_bytes() == bad
    assert len(store.notices) == 1
    assert "ledger.json.damaged" in store.notices[0]
    assert Store(store.folder).states()["ledger"] == state(entry(2))


def test_a_second_and_a_third_damage_get_numbers(store: Store) -> None:
    for number, name in ((1, "damaged"), (2, "damaged-2"), (3, "damaged-3")):
        store.save_state(state())
        state_file(store).write_bytes(b"%d" % number)
        store.set_aside_damaged()
        aside = state_file(store).with_name(f"ledger.json.{name}")
        assert aside.read_bytes() == b"%d" % number
    assert len(store.notices) == 3


def test_what_was_set_aside_is_not_read_again(store: Store) -> None:
    store.save_state(state())
    state_file(store).write_bytes(b"")
    store.set_aside_damaged()
    again = Store(store.folder)
    again.set_aside_damaged()
    assert (again.states(), again.notices) == ({}, [])


def test_a_whole_store_has_nothing_to_set_aside(store: Store) -> None:
    store.save_state(state(entry()))
    store.save_edition(edition())
    store.save_report(RefreshReport(at=NOW))
    before = files(store.folder)
    store.set_aside_damaged()
    assert files(store.folder) == before
    assert store.notices == []


@pytest.mark.B5
@pytest.mark.parametrize("kept", [0, 9, -9])
def test_a_damaged_edition_is_set_aside(store: Store, kept: int) -> None:
    store.save_edition(edition())
    path = store.folder / "editions" / "weekly" / "2026-W46.json"
    bad = path.read_bytes()[:kept]
    path.write_bytes(bad)
    assert store.editions() == ()
    store.set_aside_damaged()
    assert path.with_name("2026-W46.json.damaged").read_bytes() == bad
    assert not path.exists()


@pytest.mark.parametrize("place", ["weekly/2026-W47", "daily/2026-W46"])
def test_an_edition_under_a_wrong_name_is_set_aside(store: Store, place: str) -> None:
    """Otherwise the edition that belongs there would overwrite it in silence."""
    store.save_edition(edition())
    good = store.folder / "editions" / "weekly" / "2026-W46.json"
    wrong = store.folder / "editions" / f"{place}.json"
    wrong.parent.mkdir(exist_ok=True)
    wrong.write_bytes(good.read_bytes())
    store.set_aside_damaged()
    assert store.editions() == (edition(),)
    assert wrong.with_name(f"{wrong.name}.damaged").exists()


def test_an_edition_of_no_period_is_set_aside(store: Store) -> None:
    store.save_edition(edition(period="2026-W54"))
    assert store.editions() == ()
    Store(store.folder).set_aside_damaged()
    assert (store.folder / "editions" / "weekly" / "2026-W54.json.damaged").exists()


def test_a_damaged_report_is_set_aside(store: Store) -> None:
    store.save_report(RefreshReport(at=NOW))
    path = store.folder / "refresh.json"
    path.write_bytes(b"torn")
    assert store.last_refresh() is None
    store.set_aside_damaged()
    store.save_report(RefreshReport(at=NOW))
    assert path.with_name("refresh.json.damaged").read_bytes() == b"torn"


@pytest.mark.B5
@pytest.mark.parametrize(
    "newer",
    [
        lambda whole: whole | {"version": 99},
        lambda whole: {"version": 99, "value": {"id": "ledger", "entries": {"by": "key"}}},
        lambda whole: {"version": 99, "something": "else"},
    ],
    ids=["same shape", "other value", "other shape"],
)
def test_a_file_of_a_newer_program_is_left_alone(
    store: Store, newer: Callable[[dict[str, object]], dict[str, object]]
) -> None:
    store.save_state(state())
    path = state_file(store)
    path.write_text(json.dumps(newer(json.loads(path.read_bytes()))), encoding="utf-8")
    before = files(store.folder)
    for use in (store.states, store.set_aside_damaged):
        with pytest.raises(StoreError, match="newer version") as caught:
            use()
        assert_plain(caught.value, path)
    assert files(store.folder) == before


# --- older entries and editions (S3) ------------------------------------------------------------

MANY = tuple(map(entry, range(1, 500)))


def parts(store: Store) -> list[Path]:
    """The files of older entries, the newest first."""
    found = store.state("ledger")
    assert found
    names = [part.facts.name for part in in_parts(found.entries).parts if part.facts.name]
    return [store.folder / "older" / "ledger" / f"{name}.json" for name in names]


def entries_in(path: Path) -> list[Entry]:
    return msgspec.convert(json.loads(path.read_bytes())["value"], list[Entry])


@pytest.mark.S3
def test_the_newest_entries_lie_in_the_partners_file_and_the_others_in_parts(store: Store) -> None:
    store.save_state(state(*MANY))
    assert store.states() == {"ledger": state(*MANY)}
    assert len(parts(store)) == 2
    mine = json.loads(state_file(store).read_bytes())["value"]["entries"]
    assert [one["id"] for one in mine] == [one.id for one in MANY[: len(mine)]]
    assert len(mine) <= HEAD_ENTRIES


@pytest.mark.S3
def test_a_state_whose_older_entries_are_as_they_were_writes_no_part(store: Store) -> None:
    store.save_state(state(*MANY))
    before = {name: it for name, it in files(store.folder).items() if name.startswith("older")}
    found = store.state("ledger")
    assert found
    entries = in_parts(found.entries).changed({}, [entry(0)])
    store.save_state(replace(found, entries=entries, problem="refuses us"))
    assert {n: i for n, i in files(store.folder).items() if n.startswith("older")} == before
    assert store.states() == {"ledger": state(entry(0), *MANY, problem="refuses us")}


@pytest.mark.S3
@pytest.mark.parametrize("entries", [(), MANY[:2], MANY])
def test_how_it_went_is_kept_apart_from_entries(store: Store, entries: Sequence[Entry]) -> None:
    store.save_state(state(*entries, last_try=NOW))
    written = state_file(store).read_bytes()
    known = store.fetch_states()["ledger"]
    for hours in (1, 2):
        failed = replace(known, problem="refuses us", last_try=NOW + timedelta(hours=hours))
        store.save_fetch_states([failed])
        later = store.states()["ledger"]
        assert later == state(*entries, problem="refuses us", last_try=failed.last_try)
        assert store.state("ledger") == later
        assert store.fetch_states()["ledger"] == failed
    assert state_file(store).read_bytes() == written


@pytest.mark.S3
@pytest.mark.parametrize("clock", [-1, 0, 1])
def test_how_it_went_counts_until_the_partners_file_tells_of_another_try(
    store: Store, clock: int
) -> None:
    """Whatever the clock says."""
    store.save_state(state(entry(), last_try=NOW))
    known = store.fetch_states()["ledger"]
    store.save_fetch_states([replace(known, problem="refuses us", last_try=NOW)])
    newest = state(entry(), entry(2), last_try=NOW + timedelta(hours=clock))
    store.save_state(newest)
    assert store.states() == {"ledger": newest}
    store.keep_checked()
    assert not (store.folder / TRIES_FILE).exists()
    assert store.states() == {"ledger": newest}


@pytest.mark.B5
def test_a_damaged_record_of_tries_costs_no_entry(store: Store) -> None:
    stored = state(entry(), last_try=NOW)
    store.save_state(stored)
    store.save_fetch_states([replace(store.fetch_states()["ledger"], problem="refuses us")])
    path = store.folder / TRIES_FILE
    path.write_bytes(path.read_bytes()[:-9])
    again = Store(store.folder)
    again.set_aside_damaged()
    assert again.states() == {"ledger": stored}
    assert again.notices == ["tries.json is damaged; it was kept as tries.json.damaged"]


@pytest.mark.E7
def test_nothing_is_left_of_a_partner_that_is_removed(store: Store) -> None:
    store.save_state(state(entry(), last_try=NOW))
    store.save_fetch_states([replace(store.fetch_states()["ledger"], problem="refuses us")])
    store.remove_partner("ledger")
    assert store.partner_ids() == set()
    assert not (store.folder / TRIES_FILE).exists()


@pytest.mark.S3
def test_a_partner_that_was_never_read_has_a_file_of_its_own(store: Store) -> None:
    never = PartnerFetchState(id="ledger", problem="refuses us", last_try=NOW)
    store.save_fetch_states([never])
    assert store.states() == {
        "ledger": PartnerState(id="ledger", problem="refuses us", last_try=NOW)
    }


@pytest.mark.S3
def test_without_entries_it_is_known_when_the_first_of_them_came_in(store: Store) -> None:
    first = min(one.first_seen for one in MANY)
    store.save_state(state(*MANY, entry(0, arrival="old", first_seen=first - timedelta(days=1))))
    store.save_state(state(id="desk"))
    known = store.fetch_states()
    assert (known["ledger"].has_entries, known["ledger"].first_arrival) == (True, first)
    assert (known["desk"].has_entries, known["desk"].first_arrival) == (False, None)


@pytest.mark.B5
def test_a_damaged_part_is_set_aside_and_the_others_are_kept(store: Store) -> None:
    store.save_state(state(*MANY))
    newer, older = parts(store)
    left = [one for one in MANY if one not in entries_in(newer)]
    bad = newer.read_bytes().replace(b"Post", b"Past")
    newer.write_bytes(bad)
    reading = Store(store.folder)
    assert tuple(reading.states()["ledger"].entries) == tuple(left)
    assert reading.notices == [f"{newer.name} in the store is damaged and was left out"]
    other = Store(store.folder)
    other.set_aside_damaged()
    assert newer.with_name(f"{newer.name}.damaged").read_bytes() == bad
    assert other.lost() == (frozenset({"ledger"}), frozenset())
    again = Store(store.folder)
    found = again.states()["ledger"]
    assert (tuple(found.entries), parts(again), again.notices) == (tuple(left), [older], [])
    assert found.known_until == state().last_success


@pytest.mark.B5
@pytest.mark.parametrize("how", ["damaged", "missing"])
def test_marks_that_are_lost_are_made_again(store: Store, how: str) -> None:
    store.save_state(state(*MANY))
    path = store.folder / "older" / "ledger" / "marks"
    good = path.read_bytes()
    if how == "damaged":
        path.write_bytes(good[:-1] + b"?")
    else:
        path.unlink()
    found = Store(store.folder).state("ledger")
    assert found
    old = in_parts(found.entries).marked([key_mark(MANY[-1].key)])
    store.save_state(
        replace(found, entries=old.changed({MANY[-1].key: replace(MANY[-1], title="X")}))
    )
    assert Store(store.folder).states()["ledger"].entries[-1].title == "X"
    assert len(path.read_bytes()) == len(good)
    assert Store(store.folder).damaged() == []


@pytest.mark.B5
def test_of_a_damaged_file_the_older_entries_are_kept(store: Store) -> None:
    store.save_state(state(*MANY))
    older = [one for path in parts(store) for one in entries_in(path)]
    state_file(store).write_bytes(b"torn")
    other = Store(store.folder)
    other.set_aside_damaged()
    other.remove_leftovers()
    found = Store(store.folder).states()["ledger"]
    assert list(found.entries) == older
    assert found.known_until == max(one.first_seen for one in older)


@pytest.mark.B5
def test_a_part_that_is_used_no_more_stays_until_the_next_refresh(store: Store) -> None:
    """A build may be at work with it."""
    store.save_state(state(*MANY))
    before, reading = parts(store), store.states()["ledger"]
    store.save_state(state(*MANY[:-1]))
    assert tuple(reading.entries) == MANY
    store.set_aside_damaged()
    store.remove_leftovers()
    assert [path.exists() for path in before] == [path in parts(store) for path in before]
    assert store.states() == {"ledger": state(*MANY[:-1])}


@pytest.mark.S3
def test_a_file_that_was_found_whole_is_not_read_again_until_it_changes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save_state(state(*MANY))
    for n in range(10, 40):
        store.save_edition(edition(f"2026-W{n}"))
    with store.locked():
        store.set_aside_damaged()
        store.keep_checked()
    read: list[str] = []
    real = StoreFiles.read_bytes

    def counted(self: StoreFiles, path: Path, most: int = -1) -> bytes:
        read.append(path.name)
        return real(self, path, most)

    monkeypatch.setattr(StoreFiles, "read_bytes", counted)
    again = Store(store.folder)
    again.set_aside_damaged()
    again.migrate()
    assert [one.period for one in again.editions().facts] == [f"2026-W{n}" for n in range(10, 40)]
    assert read == []
    path = store.folder / "editions" / "weekly" / "2026-W20.json"
    os.utime(path, ns=(1, 1))
    changed = Store(store.folder)
    changed.set_aside_damaged()
    assert set(read) == {path.name}


@pytest.mark.B10
def test_a_store_of_the_version_before_is_brought_into_parts_once(store: Store) -> None:
    before = {"version": 3, "value": msgspec.to_builtins(replace(state(), entries=MANY))}
    state_file(store).parent.mkdir(parents=True)
    state_file(store).write_bytes(msgspec.json.encode(before))
    assert store.states() == {"ledger": state(*MANY)}
    assert store.notices == []
    for _ in range(2):
        with store.locked():
            store.set_aside_damaged()
            store.migrate()
            store.keep_checked()
        assert (len(parts(store)), Store(store.folder).states()) == (2, {"ledger": state(*MANY)})
        assert store.damaged() == []


# --- pictures (W4) ------------------------------------------------------------------------------

ICON = ImageCopy(
    partner="ledger",
    picture=PartnerImage("icon", "https://ledger.example/icon.png"),
    tried=NOW,
    freshness=Freshness(etag='"1"'),
)


def picture_files(store: Store) -> set[str]:
    return {path.relative_to(store.folder).as_posix() for path in store.folder.glob("pictures/*/*")}


@pytest.mark.W4
def test_a_picture_comes_back_with_what_became_of_it(store: Store) -> None:
    store.save_copy(ICON, b"a picture")
    failed = replace(ICON, partner="desk", problem="refuses us")
    store.save_copy(failed)
    again = Store(store.folder)
    none, icon = again.copies()
    assert none == failed
    assert again.picture(none) is None
    assert icon == replace(ICON, file=icon.file)
    assert again.picture(icon) == b"a picture"
    assert again.notices == []


@pytest.mark.W4
def test_nothing_in_a_pictures_name_comes_from_a_feed(store: Store) -> None:
    address = "https://ledger.example/../../a%20name;<b>.php?x=1"
    store.save_copy(replace(ICON, picture=PartnerImage("icon", address)), b"a picture")
    names = picture_files(store)
    assert len(names) == 2
    assert all(re.fullmatch(r"pictures/ledger/[0-9a-f]{32}\.(json|webp)", name) for name in names)


@pytest.mark.W4
def test_what_is_not_kept_is_forgotten_with_its_file(store: Store) -> None:
    for n in range(3):
        picture = PartnerImage("thumbnail", f"https://ledger.example/{n}")
        store.save_copy(replace(ICON, picture=picture), f"picture {n % 2}".encode())
    first, *_ = store.copies()
    store.prune_copies([first])
    assert store.copies() == (first,)
    assert store.picture(first)
    assert len(picture_files(store)) == 2
    store.prune_copies([])
    assert picture_files(store) == set()


@pytest.mark.W4
def test_a_new_picture_leaves_the_old_one_to_be_forgotten(store: Store) -> None:
    store.save_copy(ICON, b"old")
    store.save_copy(ICON, b"new")
    (icon,) = store.copies()
    assert store.picture(icon) == b"new"
    store.prune_copies(store.copies())
    assert len(picture_files(store)) == 2


@pytest.mark.W4
@pytest.mark.B5
@pytest.mark.parametrize("suffix", ["json", "webp"])
def test_a_damaged_picture_is_left_out_then_set_aside_and_counts_as_never_asked_for(
    store: Store, suffix: str
) -> None:
    store.save_copy(ICON, b"a picture")
    (path,) = store.folder.glob(f"pictures/ledger/*.{suffix}")
    path.write_bytes(b"dam")
    assert [store.picture(copy) for copy in store.copies()] in ([], [None])
    assert store.notices == [f"{path.name} in the store is damaged and was left out"]
    store.set_aside_damaged()
    assert store.copies() == ()
    store.prune_copies([])
    assert picture_files(store) == {f"pictures/ledger/{path.name}.damaged"}


@pytest.mark.W4
@pytest.mark.B5
@pytest.mark.parametrize(
    "fields",
    [
        {"partner": "desk"},
        {"file": "../../../../etc/passwd"},
        {"file": f"../desk/{'a' * 32}.webp"},
        {"picture": PartnerImage("thumbnail", ICON.picture.address)},
    ],
)
def test_a_record_that_says_what_its_place_does_not_is_damaged(
    store: Store, fields: dict[str, object]
) -> None:
    store.save_copy(ICON)
    (path,) = store.folder.glob("pictures/ledger/*.json")
    other = Store(store.folder / "other")
    other.save_copy(replace(ICON, **fields))
    (theirs,) = other.folder.glob("pictures/*/*.json")
    path.write_bytes(theirs.read_bytes())
    assert store.copies() == ()
    assert store.damaged() == [path]


# --- two at once (B6) ---------------------------------------------------------------------------

HOLDER = """
import sys
from pathlib import Path
from partner_blogs.store import Store
with Store(Path(sys.argv[1])).locked():
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(store: Store) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the store until it is told to let go."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(store.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.mark.B6
def test_a_second_process_waits_then_is_told(store: Store, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(StoreBusy) as caught, store.locked(wait_seconds=0.1):
        pytest.fail("two held the store")
    assert_plain(caught.value, store.folder)
    assert store.states() == {}
    assert holder.stdin
    holder.stdin.write("\n")
    holder.stdin.flush()
    with store.locked(wait_seconds=5):
        store.save_state(state())


@pytest.mark.B6
def test_a_killed_process_holds_nothing(store: Store, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    with store.locked(wait_seconds=1):
        store.save_state(state())


def test_an_error_lets_the_store_go(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.locked():
        raise ZeroDivisionError
    with store.locked(wait_seconds=0.1):
        pass


def test_a_second_holder_in_one_process_is_told_as_well(store: Store) -> None:
    with store.locked(), pytest.raises(StoreBusy), Store(store.folder).locked(0.05):
        pytest.fail("two held the store")


@pytest.mark.S3
@pytest.mark.B5
def test_what_was_found_of_texts_is_known_again_and_lost_without_harm(tmp_path: Path) -> None:
    """It is no data: a damaged file, or one of another form, says nothing."""
    store = Store(tmp_path)
    assert store.known_runs("1") == {}
    store.save_known_runs("1", {b"a": b"1234"})
    assert store.known_runs("1") == {b"a": b"1234"}
    assert store.known_runs("2") == {}
    path = tmp_path / RUNS_FILE
    path.write_bytes(path.read_bytes().replace(b"1234", b"1235"))
    assert store.known_runs("1") == {}
    assert store.damaged() == []
