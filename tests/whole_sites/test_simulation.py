"""Four months of sixty partners, refreshed and published every day: what an editor, a reader and two
subscribers have seen by the end. Only network and reading are left out; on some days a whole site is
built of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from tests.whole_sites import simulation
from tests.whole_sites.building import Site
from tests.whole_sites.simulation import (
    DAYS,
    EVERYBODY,
    FAILING,
    JOINS,
    LEAVES,
    OWN,
    REMOVAL,
    SETTINGS_CHANGE,
    SILENT,
    World,
    at,
    day_of,
    feed_of,
    story_of,
)

from partner_blogs.config.feeds_yaml import parse_feeds_yaml
from partner_blogs.health import partner_health
from partner_blogs.model.config import Config
from partner_blogs.model.digest import Edition
from partner_blogs.model.state import PartnerState
from partner_blogs.publish.feed_entries import FeedSources, build_feed_entries
from partner_blogs.publish.selection import Selection, select
from partner_blogs.refresh.merge import merge
from partner_blogs.select.digests import caps_for, close_editions
from partner_blogs.select.own_posts import OwnPosts
from partner_blogs.select.status import StatusRow, status_rows
from partner_blogs.store import Store

pytestmark = pytest.mark.rehearsal

KINDS = ("daily", "weekly", "monthly")
BEFORE, AFTER = SETTINGS_CHANGE - 1, REMOVAL + 1
"""On these days a whole site is built: between them everything changes that the editor can change."""
CHANGES = {0, JOINS, SETTINGS_CHANGE, LEAVES, REMOVAL}
Name = tuple[str, str]


@dataclass
class Day:
    """What a build of this day would show.

    Attributes:
        feed: id → story, of the aggregated feed.
        states: partner → how it stands.
    """

    config: Config
    feed: list[tuple[str, str]]
    states: dict[str, str]


@dataclass
class Run:
    """One day after the other.

    Attributes:
        lists: the partners in the order of the list, on days when all is selected.
        closed: of each closed digest every version that was ever shown, with its first day.
        bytes: what the store held of each digest on the day it was closed.
        last_moments: what was shown of a digest right before it was closed.
        selected: what the last day shows.
    """

    site: Site
    store: Store
    world: World = field(default_factory=World)
    days: list[Day] = field(default_factory=list)
    lists: dict[int, list[str]] = field(default_factory=dict)
    states: dict[str, PartnerState] = field(default_factory=dict)
    recorded: tuple[Edition, ...] = ()
    closed: dict[Name, list[tuple[int, Edition]]] = field(default_factory=dict)
    bytes: dict[Path, bytes] = field(default_factory=dict)
    last_moments: dict[Name, Edition] = field(default_factory=dict)
    builds: dict[int, dict[str, bytes]] = field(default_factory=dict)
    removed: str = ""
    selected: Selection | None = None

    def all_days(self) -> Run:
        for day in range(DAYS):
            if day in CHANGES:
                self.removed = self._a_link_in_every_kind("regret") if day == REMOVAL else ""
                text = simulation.feeds_yaml(day, self.removed)
                config = parse_feeds_yaml(text)
                self.site.feeds(text)
            self._refresh(config, day)
            self._read_the_feed(config, day)
            self._look_at_everything(config, day)
            if day in {BEFORE, AFTER}:
                self._build(day)
        return self

    def _refresh(self, config: Config, day: int) -> None:
        for partner in config.partners:
            before = self.states.get(partner.id)
            self.states[partner.id] = merge(partner, before, feed_of(partner.id, day), at(day))
            self.world.look(partner.id, day)
        closed = close_editions(config, self.states, self.recorded, at(day))
        if closed:
            names = {(edition.kind, edition.period) for edition in closed}
            growing = {(e.kind, e.period): e for e in self._selected(config, day).open}
            self.last_moments |= {name: growing[name] for name in names & set(growing)}
        for edition in closed:
            self.store.save_edition(edition)
            path = self.store.folder / "editions" / edition.kind / f"{edition.period}.json"
            assert path not in self.bytes, "closed twice"
            self.bytes[path] = path.read_bytes()
        self.recorded += closed

    def _own(self, day: int) -> OwnPosts:
        return OwnPosts([post for post in OWN if post.date <= at(day)])

    def _selected(self, config: Config, day: int) -> Selection:
        return select(config, self.states, self.recorded, at(day), self._own(day))

    def _read_the_feed(self, config: Config, day: int) -> None:
        material = FeedSources(config, self.states, at(day), self._own(day))
        entries = build_feed_entries(material, config.partners)
        feed = [(one.id, story_of(one.partner.id, one.entry.link)) for one in entries]
        states = {
            p.id: partner_health(p, self.states[p.id], at(day)).state for p in config.partners
        }
        self.days.append(Day(config, feed, states))

    def _look_at_everything(self, config: Config, day: int) -> None:
        self.selected = self._selected(config, day)
        self.lists[day] = [card.partner.id for card in self.selected.cards]
        for edition in self.selected.closed:
            versions = self.closed.setdefault((edition.kind, edition.period), [])
            if not versions or versions[-1][1] != edition:
                versions.append((day, edition))

    def _build(self, day: int) -> None:
        for state in self.states.values():
            self.store.save_state(state)
        self.site.settings = f'TIMEZONE = "{simulation.zone_of(day)}"\n'
        self.site.build(at(day).isoformat())
        self.builds[day] = self.site.files

    def _a_link_in_every_kind(self, blog: str) -> str:
        entries = (e for edition in self.recorded for b, e in entries_of(edition) if b == blog)
        return next(link for link, n in Counter(e.link for e in entries).items() if link and n == 3)

    def rows(self) -> dict[str, StatusRow]:
        rows = status_rows(self.days[-1].config, self.states, at(DAYS - 1), OwnPosts(OWN))
        return {row.id: row for row in rows}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    site = Site(tmp_path_factory.mktemp("simulation"))
    for post in OWN:
        zone = ZoneInfo(simulation.zone_of(day_of(post.date)))
        header = f"Title: {post.title}\nDate: {post.date.astimezone(zone):%Y-%m-%d %H:%M}\n"
        site.post(f"posts/{post.title.replace(' ', '-')}.md", f"{header}\n{post.text}\n")
    return Run(site, Store(site.folder / "var" / "partner_blogs")).all_days()


def entries_of(edition: Edition) -> Iterator[tuple[str, object]]:
    return ((part.partner, entry) for part in edition.parts for entry in part.entries)


def stories_of(edition: Edition) -> list[str]:
    return [story_of(blog, entry.link) for blog, entry in entries_of(edition)]


def in_time(run: Run, kind: str) -> list[Edition]:
    return [edition for edition in run.recorded if edition.kind == kind]


# --- subscribers --------------------------------------------------------------------------------


@pytest.mark.F4
def test_whoever_reads_the_feed_once_a_day_gets_every_story_once_on_the_day_it_came(
    run: Run,
) -> None:
    inbox: dict[str, str] = {}
    got: dict[str, list[int]] = {}
    for number, day in enumerate(run.days):
        assert len({id_ for id_, _ in day.feed}) == len({story for _, story in day.feed})
        for id_, story in day.feed:
            if id_ not in inbox:
                got.setdefault(story, []).append(number)
            assert inbox.setdefault(id_, story) == story, "an id that was another story's"
    assert got == {story: [day] for story, day in run.world.arrivals().items()}
    assert len(got) > 5000


@pytest.mark.D6
@pytest.mark.parametrize("kind", KINDS)
def test_no_story_stands_in_two_digests_of_one_kind(run: Run, kind: str) -> None:
    first_seen = [versions[0][1] for name, versions in run.closed.items() if name[0] == kind]
    counts = Counter(story for edition in first_seen for story in stories_of(edition))
    assert set(counts.values()) == {1}
    assert set(counts) <= set(run.world.arrivals())


@pytest.mark.D4
@pytest.mark.parametrize("kind", KINDS)
def test_every_story_of_a_closed_digests_time_is_in_it_or_counted_or_was_told_before(
    run: Run, kind: str
) -> None:
    arrivals = sorted(
        (at(day), story, blog) for story, by in run.world.told.items() for blog, day in by.items()
    )
    before: set[str] = set()
    for edition in in_time(run, kind):
        assert edition.closed
        listed = run.days[day_of(edition.closed)].states
        first, after = (bisect_left(arrivals, (edge,)) for edge in (edition.starts, edition.ends))
        told = {story for _, story, blog in arrivals[first:after] if blog in listed}
        counted = sum(len(part.entries) + part.more for part in edition.parts)
        assert counted == len(told - before), edition.period
        before |= set(stories_of(edition))


# --- the digests --------------------------------------------------------------------------------


@pytest.mark.D1
@pytest.mark.parametrize(("kind", "at_least"), [("daily", 118), ("weekly", 16), ("monthly", 3)])
def test_every_period_is_closed_once_and_begins_where_the_one_before_it_ended(
    run: Run, kind: str, at_least: int
) -> None:
    row = in_time(run, kind)
    assert len({edition.period for edition in row}) == len(row) >= at_least
    assert [edition.ends for edition in row[:-1]] == [edition.starts for edition in row[1:]]


@pytest.mark.D4
def test_nobody_floods_a_digest(run: Run) -> None:
    for edition in run.recorded:
        assert edition.closed
        config = run.days[day_of(edition.closed)].config
        rules = {partner.id: caps_for(partner, config.digest) for partner in config.partners}
        total = sum(len(part.entries) for part in edition.parts)
        for part in edition.parts:
            days = Counter(local_day(entry.date, config) for entry in part.entries)
            assert max(days.values()) <= rules[part.partner].per_day
            assert len(part.entries) <= rules[part.partner].per_digest
            if len(part.entries) > 1 and len(edition.parts) >= 4:
                assert len(part.entries) * 100 <= rules[part.partner].share * total
    flooded = [part.more for e in run.recorded for part in e.parts if part.partner == "flood"]
    assert sum(flooded) > 3 * 40 * 80


def local_day(moment: datetime | None, config: Config) -> str:
    assert moment
    return moment.astimezone(ZoneInfo(config.about.timezone)).date().isoformat()


@pytest.mark.D5
def test_a_partner_with_200_old_posts_brings_two_of_them(run: Run) -> None:
    assert len(run.states["late"].entries) == 200 + DAYS - 1 - JOINS
    brought = {s: by["late"] for s, by in run.world.told.items() if "late" in by}
    assert list(brought.values()).count(JOINS) == 2
    (first, *_) = (e for e in in_time(run, "daily") if e.starts <= at(JOINS) < e.ends)
    (part,) = (part for part in first.parts if part.partner == "late")
    assert (len(part.entries), part.more) == (2, 0)


@pytest.mark.D2
def test_closing_a_digest_changes_nothing_in_it(run: Run) -> None:
    kinds = Counter(kind for kind, _ in run.last_moments)
    assert kinds >= Counter(daily=5, weekly=1, monthly=4)
    for name, before in run.last_moments.items():
        (_, after), *_ = run.closed[name]
        assert before == replace(after, closed=None), name


@pytest.mark.D2
@pytest.mark.E7
def test_a_closed_digest_never_changes_but_by_what_was_removed(run: Run) -> None:
    changed = Counter(day for versions in run.closed.values() for day, _ in versions[1:])
    assert set(changed) == {LEAVES, REMOVAL}
    assert changed[REMOVAL] == 3
    for versions in run.closed.values():
        (_, first), *later = versions
        for day, edition in later:
            assert edition == without_what_was_removed(first, run, day)


def without_what_was_removed(edition: Edition, run: Run, day: int) -> Edition:
    parts = [part for part in edition.parts if part.partner != "leaver"]
    if day >= REMOVAL:
        left = (tuple(e for e in part.entries if e.link != run.removed) for part in parts)
        parts = [replace(p, entries=kept) for p, kept in zip(parts, left, strict=True) if kept]
    return replace(edition, parts=tuple(parts))


@pytest.mark.D2
def test_the_store_holds_every_closed_digest_as_it_was_written(run: Run) -> None:
    assert {path: path.read_bytes() for path in run.bytes} == run.bytes
    assert sorted(run.store.folder.glob("editions/*/*.json")) == sorted(run.bytes)
    assert set(run.store.editions()) == set(run.recorded)


@pytest.mark.D4
def test_new_limits_hold_for_the_digests_that_are_closed_after_them(run: Run) -> None:
    most = {True: 0, False: 0}
    for edition in in_time(run, "weekly"):
        assert edition.closed
        is_new = day_of(edition.closed) >= SETTINGS_CHANGE
        most[is_new] = max(most[is_new], *(len(part.entries) for part in edition.parts))
    assert most == {False: 5, True: 3}


# --- the partners -------------------------------------------------------------------------------


@pytest.mark.W8
def test_the_silent_are_labelled_and_last_on_every_day_in_either_order(run: Run) -> None:
    for number, day in enumerate(run.days):
        assert [id_ for id_, state in day.states.items() if state == "quiet"] == list(SILENT)
        if number in run.lists:
            assert run.lists[number][-3:] == list(SILENT)
            assert sorted(run.lists[number]) == sorted(day.states)
    first, last = run.lists[0][:-3], run.lists[DAYS - 1][:-3]
    assert last == sorted(last)
    assert first != sorted(first)


@pytest.mark.B4
def test_a_partner_that_fails_for_weeks_is_told_so_and_comes_back_with_all_it_wrote(
    run: Run,
) -> None:
    failing = [n for n, day in enumerate(run.days) if day.states["fails"] == "failing"]
    assert failing == list(FAILING)
    written = [post for post in simulation.WRITTEN["fails"] if at(19) < post.published <= at(48)]
    assert len(written) > 3
    assert {run.world.told[post.story]["fails"] for post in written} == {48}


@pytest.mark.E2
@pytest.mark.E3
def test_whatever_a_feed_does_to_ids_dates_texts_and_length_a_post_is_one_entry(run: Run) -> None:
    for blog in EVERYBODY:
        links = [entry.link for entry in run.states[blog].entries]
        assert len(links) == len(set(links)), blog
    for entry in run.states["redated"].entries:
        assert entry.date == entry.first_seen


@pytest.mark.D6
@pytest.mark.E10
def test_the_status_tells_who_holds_which_copy(run: Run) -> None:
    rows = run.rows()
    assert all(
        line.endswith("is shown under Blog origin, which also has it")
        for line in rows["planet"].held
    )
    assert all("Blog echo-a" in line for line in rows["echo-b"].held)
    assert len(rows["planet"].held) > 20
    assert len(rows["echo-b"].held) > 20
    repeated = [line for line in rows["copycat"].held if "repeats our post “ours" in line]
    assert len(repeated) == len(rows["copycat"].held) > 10
    assert {id_ for id_, row in rows.items() if row.held} == {"planet", "echo-b", "copycat"}


@pytest.mark.B2
def test_the_order_in_which_the_store_is_read_changes_nothing(run: Run) -> None:
    config, states = run.days[-1].config, dict(reversed(run.states.items()))
    assert select(config, states, run.recorded, at(DAYS - 1), OwnPosts(OWN[::-1])) == run.selected


# --- whole sites --------------------------------------------------------------------------------

ATOM = "{http://www.w3.org/2005/Atom}"


def digest_pages(run: Run, day: int) -> dict[str, str]:
    """Address → what a digest says that is closed; the way to its neighbours and the rest of the page
    grow."""
    closed = (e for e in run.recorded if e.closed and e.closed <= at(day))
    pages = {f"digests/{edition.kind}/{edition.period}.html" for edition in closed}
    found = {}
    for name in pages & set(run.builds[day]):
        page = run.builds[day][name].decode().partition('<article class="digest h-feed">')[2]
        found[name] = page.partition('<nav class="turn"')[0]
        assert found[name]
    return found


def digest_feed(run: Run, day: int) -> dict[str | None, list[str]]:
    root = ET.fromstring(run.builds[day]["feeds/digest.atom.xml"])
    parts = ("title", "updated", "content")
    entries = root.findall(f"{ATOM}entry")
    found = {
        e.findtext(f"{ATOM}id"): [e.findtext(ATOM + part) or "" for part in parts] for e in entries
    }
    assert len(found) == len(entries)
    return found


@pytest.mark.D2
@pytest.mark.D9
@pytest.mark.parametrize("seen", [digest_pages, digest_feed])
def test_what_is_written_of_a_closed_digest_is_the_same_under_other_settings(
    run: Run, seen: Callable[[Run, int], dict[str, Any]]
) -> None:
    """Other limits, another order, another time zone; but a blog and a post have gone."""
    before = seen(run, BEFORE)
    after = {key: said for key, said in seen(run, AFTER).items() if key in before}
    assert len(after) >= 15
    gone = ("leaver", run.removed)
    touched = {key for key in after if any(word in str(before[key]) for word in gone)}
    assert {key for key in after if after[key] != before[key]} == touched
    assert 0 < len(touched) < len(after)


@pytest.mark.E7
def test_who_left_and_what_was_removed_are_in_no_file(run: Run) -> None:
    for gone in (b"leaver", run.removed.encode()):
        assert [name for name, data in run.builds[AFTER].items() if gone in data] == []
        assert [name for name, data in run.builds[BEFORE].items() if gone in data]


@pytest.mark.F4
def test_the_feed_that_is_written_has_the_ids_that_were_chosen(run: Run) -> None:
    root = ET.fromstring(run.builds[AFTER]["feeds/partners.atom.xml"])
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert ids == [id_ for id_, _ in run.days[AFTER].feed]


@pytest.mark.W8
def test_the_list_says_who_is_quiet(run: Run) -> None:
    assert run.builds[AFTER]["blogs/index.html"].count(b"Quiet since") == len(SILENT)
