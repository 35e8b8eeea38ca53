from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.partner_blogs.make import NOW, ago, at_home, config, entry, partner, state

from frontdesk.core.periods import period_containing
from partner_blogs.model.config import About, DigestRules
from partner_blogs.model.digest import Choice, Edition, EditionPart
from partner_blogs.select import digests
from partner_blogs.select.candidates import candidate_time
from partner_blogs.select.candidates import find_candidates as brought_in
from partner_blogs.select.cross_posts import cluster_candidates
from partner_blogs.select.digests import (
    close_editions,
    enabled_kinds,
    open_editions,
    visible_editions,
)

HOUR = timedelta(hours=1)
IDS = ("ann", "ben", "cyd", "dan")


def at(day: int, hour: int = 12, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def news(day: int, n: int = 1, hour: int = 12, **fields):
    """The n-th post that came in on a day of November 2026."""
    seen = at(day, hour)
    return entry(**{"key": f"{day}-{n:02}", "first_seen": seen, "date": seen} | fields)


def week(when: datetime = NOW, zone: str = "UTC"):
    return period_containing(when, "weekly", ZoneInfo(zone))


def choose_edition(config, states, period) -> Edition:
    return choice(config, states, period).edition


def choice(config, states, period) -> Choice:
    return digests.choose_edition(config, cluster_candidates(brought_in(config, states)), period)


def brought(counts: dict[str, int]) -> dict[str, int]:
    """Partner → how many of so many posts, two a day, get into this week's edition."""
    edition = choose_edition(config(*map(named, counts)), states_of(counts), week())
    return {part.partner: len(part.entries) for part in edition.parts}


def states_of(counts: dict[str, int]):
    return {
        id_: state(*at_home(id_, (news(16 + n // 2, n) for n in range(count))), id=id_)
        for id_, count in counts.items()
    }


def named(id_: str, **fields):
    return partner(**{"id": id_, "name": id_.title(), "feed": f"https://{id_}.example/"} | fields)


def choose(*entries, rules=None, period=None, zone="UTC", **fields) -> tuple[EditionPart, ...]:
    about = config(partner(**fields), digest=rules or DigestRules(), about=About(timezone=zone))
    return choose_edition(about, {"ledger": state(*entries)}, period or week(zone=zone)).parts


def close(recorded=(), now=NOW, zone="UTC", entries=(), rules=None, **fields) -> list[Edition]:
    rules = config(partner(**fields), digest=rules or DigestRules(), about=About(timezone=zone))
    return list(close_editions(rules, {"ledger": state(*entries)}, recorded, now))


# --- into which digest (D1, D5) -----------------------------------------------------------------


def test_the_kinds_are_those_that_are_switched_on():
    assert enabled_kinds(DigestRules()) == ("weekly",)
    assert enabled_kinds(DigestRules(daily=True, monthly=True)) == ("daily", "weekly", "monthly")
    assert enabled_kinds(DigestRules(weekly=False)) == ()


@pytest.mark.D1
@pytest.mark.parametrize(
    ("arrival", "time"), [("news", ago(days=1)), ("backfill", ago(days=99)), ("old", None)]
)
def test_news_counts_when_it_was_seen_and_backfill_when_it_was_published(arrival, time):
    assert candidate_time(entry(1, arrival=arrival, date=ago(days=99))) == time


@pytest.mark.D1
def test_an_edition_has_what_came_in_from_its_first_instant_to_the_last():
    period = week()
    seen = [period.starts - HOUR, period.starts, period.ends - HOUR, period.ends]
    (part,) = choose(*(entry(n, key=f"{n}", first_seen=when) for n, when in enumerate(seen)))
    assert {e.first_seen for e in part.entries} == set(seen[1:3])


def test_a_week_begins_at_midnight_of_its_zone_on_either_side_of_a_change_of_clocks():
    monday = datetime(2026, 10, 26, tzinfo=ZoneInfo("Europe/Warsaw"))  # the day after the change
    seen = [monday - timedelta(seconds=1), monday]
    rest = {"rules": DigestRules(per_day=9), "zone": "Europe/Warsaw"}
    posts = [entry(key=f"{n}", first_seen=when.astimezone(UTC)) for n, when in enumerate(seen)]
    (before,) = choose(*posts, period=week(at(25, 1, month=10), "Europe/Warsaw"), **rest)
    (after,) = choose(*posts, period=week(at(26, 12, month=10), "Europe/Warsaw"), **rest)
    assert ([e.key for e in before.entries], [e.key for e in after.entries]) == (["0"], ["1"])


@pytest.mark.parametrize(
    "fields",
    [
        {"show": "link"},
        {"status": "removed"},
        {"removed": ("https://ledger.example/1",)},
        {"exclude": ("post",)},
    ],
)
def test_what_may_not_be_shown_is_in_no_edition(fields):
    assert choose(news(16), **fields) == ()


def test_what_is_old_is_in_no_edition():
    assert choose(news(16, arrival="old")) == ()


def test_a_part_says_who_wrote_it_and_how_much_of_it_may_be_shown():
    (part,) = choose(news(16), home="https://ledger.example/", show="headlines")
    assert part == EditionPart(
        partner="ledger",
        name="Ledger and Lamp",
        home="https://ledger.example/",
        show="headlines",
        entries=(news(16),),
        more=0,
    )


@pytest.mark.D3
def test_an_edition_keeps_the_order_of_feeds_yaml_and_leaves_out_who_brought_nothing():
    ordered = config(*map(named, ["dan", "ann", "cyd", "ben"]))
    states = states_of({"ann": 1, "ben": 1, "dan": 1})  # cyd was never asked
    edition = choose_edition(ordered, states, week())
    assert [part.partner for part in edition.parts] == ["dan", "ann", "ben"]
    assert (edition.kind, edition.period) == ("weekly", "2026-W47")
    assert (edition.starts, edition.ends) == (at(16, 0), at(23, 0))


# --- fairness (D4) ------------------------------------------------------------------------------


@pytest.mark.D4
def test_a_partner_has_three_posts_a_day_and_the_newest_of_them():
    (part,) = choose(*(news(16, n, hour=n) for n in range(5)))
    assert [e.key for e in part.entries] == ["16-04", "16-03", "16-02"]
    assert part.more == 2


def test_a_day_is_that_of_the_shown_date_in_the_zone_of_the_site():
    late = [news(16, n, hour=22) for n in range(3)]  # eleven at night in Warsaw
    later = [news(16, n, hour=23) for n in range(3, 6)]  # midnight there, the 17th
    rules = DigestRules(per_digest=9)
    (part,) = choose(*late, *later, rules=rules, zone="Europe/Warsaw")
    assert len(part.entries) == 6
    (part,) = choose(*late, *later, rules=rules)
    assert len(part.entries) == 3


def test_the_shown_date_decides_and_not_the_time_at_which_we_saw_a_post():
    at_once = [news(16, n, date=at(10 + n)) for n in (1, 4, 2, 3)]
    (part,) = choose(*at_once)
    assert [e.key for e in part.entries] == ["16-04", "16-03", "16-02", "16-01"]


def test_posts_without_a_date_count_for_the_day_they_were_seen():
    (part,) = choose(*(news(16, n, date=None) for n in range(4)))
    assert (len(part.entries), part.more) == (3, 1)


@pytest.mark.D4
def test_a_partner_has_five_posts_in_a_digest():
    (part,) = choose(*(news(day, n) for day in (16, 17, 18) for n in range(3)))
    assert (len(part.entries), part.more) == (5, 4)
    assert {e.first_seen.day for e in part.entries} == {17, 18}


def test_the_editor_may_set_other_numbers():
    posts = [news(day, n) for day in (16, 17, 18) for n in range(3)]
    (part,) = choose(*posts, rules=DigestRules(per_day=1, per_digest=2))
    assert ([e.key for e in part.entries], part.more) == (["18-00", "17-00"], 7)


@pytest.mark.D4
@pytest.mark.parametrize(
    ("counts", "chosen"),
    [
        ((5, 5, 5, 5), (5, 5, 5, 5)),
        ((5, 4, 4, 4), (5, 4, 4, 4)),
        ((5, 3, 3, 3), (3, 3, 3, 3)),
        ((5, 5, 5, 1), (3, 3, 3, 1)),
        ((5, 1, 1, 1), (1, 1, 1, 1)),
        ((1, 1, 1, 1), (1, 1, 1, 1)),
    ],
)
def test_nobody_fills_more_than_30_percent_of_a_digest_and_nobody_falls_below_one(counts, chosen):
    assert tuple(brought(dict(zip(IDS, counts, strict=True))).values()) == chosen


def test_shares_are_not_counted_where_fewer_than_four_partners_appear():
    assert brought({"ann": 5, "ben": 1, "cyd": 1}) == {"ann": 5, "ben": 1, "cyd": 1}
    assert brought({"ann": 5, "ben": 1, "cyd": 1, "dan": 0}) == {"ann": 5, "ben": 1, "cyd": 1}


def test_what_the_share_takes_away_is_counted_and_is_the_oldest():
    states = states_of({"ann": 9, "ben": 1, "cyd": 1, "dan": 1})
    part = choose_edition(config(*map(named, IDS)), states, week()).parts[0]
    assert ([e.key for e in part.entries], part.more) == (["20-08"], 8)


COUNTS = st.dictionaries(st.sampled_from([*IDS, "eve", "fay"]), st.integers(1, 12), min_size=1)


@pytest.mark.D4
@given(COUNTS, st.randoms(use_true_random=False))
def test_the_choice_does_not_hang_on_the_order_in_which_entries_or_partners_stand(counts, chance):
    states = states_of(counts)
    edition = choose_edition(config(*map(named, counts)), states, week())
    shuffled = {
        id_: replace(s, entries=tuple(mixed(s.entries, chance))) for id_, s in states.items()
    }
    again = choose_edition(config(*map(named, mixed(counts, chance))), shuffled, week())
    assert sorted(again.parts, key=by_partner) == sorted(edition.parts, key=by_partner)


def mixed(things, chance):
    return chance.sample(list(things), len(things))


def by_partner(part: EditionPart) -> str:
    return part.partner


@given(COUNTS, st.integers(1, 100), st.integers(1, 4), st.integers(1, 9))
def test_every_edition_is_fair_and_counts_what_it_leaves_out(counts, share, per_day, per_digest):
    rules = DigestRules(share=share, per_day=per_day, per_digest=per_digest)
    parts = choose_edition(
        config(*map(named, counts), digest=rules), states_of(counts), week()
    ).parts
    total = sum(len(part.entries) for part in parts)
    assert {part.partner: len(part.entries) + part.more for part in parts} == counts
    for part in parts:
        days = [e.date.date() for e in part.entries]
        assert max(map(days.count, days)) <= per_day
        assert 1 <= len(part.entries) <= per_digest
        if len(parts) >= 4 and len(part.entries) > 1:
            assert len(part.entries) <= total * share / 100


# --- closing (D2) -------------------------------------------------------------------------------


def test_the_first_closing_covers_every_week_that_ended_since_the_oldest_entry():
    closed = close(entries=[news(2), news(17), entry(key="x", first_seen=at(29, month=10))])
    assert [edition.period for edition in closed] == ["2026-W44", "2026-W45", "2026-W46"]
    assert [len(edition.parts) for edition in closed] == [1, 1, 0]


def test_the_first_closing_goes_back_to_the_time_of_what_was_backfilled():
    old = entry(key="x", arrival="backfill", date=at(20, month=10), first_seen=at(20))
    oldest, *_ = close(entries=[old])
    assert oldest.period == "2026-W43"


def test_without_entries_nothing_is_closed():
    assert close() == []
    assert close(entries=[news(2, arrival="old")]) == []


@pytest.mark.D2
def test_a_period_is_closed_from_its_end_on():
    assert close(entries=[news(17)], now=at(23, 0) - timedelta(seconds=1)) == []
    (closed,) = close(entries=[news(17)], now=at(23, 0))
    assert (closed.period, closed.starts, closed.ends) == ("2026-W47", at(16, 0), at(23, 0))


def test_a_later_closing_goes_on_after_the_newest_that_is_recorded():
    recorded = close(entries=[news(2)])
    newer = close(recorded[::-1], now=at(29), entries=[news(2), news(3), news(17), news(24)])
    assert [edition.period for edition in newer] == ["2026-W47"]
    assert [e.key for e in newer[0].parts[0].entries] == ["17-01"]


@pytest.mark.D2
def test_a_week_without_entries_is_recorded_empty_so_that_nothing_gets_into_it_later():
    recorded = close(entries=[news(2)])
    assert [edition.parts == () for edition in recorded] == [False, True]
    late = entry(key="x", arrival="backfill", date=at(10), first_seen=at(22))
    assert close(recorded, entries=[news(2), late]) == []


def test_each_kind_goes_on_from_its_own_record():
    rules = DigestRules(daily=True, weekly=True, monthly=True)
    weekly = close(entries=[news(17)], now=at(24, 0))
    newer = close(weekly, now=at(24, 0), entries=[news(17)], rules=rules)
    assert [f"{edition.kind} {edition.period}" for edition in newer] == [
        *(f"daily 2026-11-{day}" for day in range(17, 24))
    ]
    months = close(weekly, now=at(1, 0, month=12), entries=[news(17)], rules=rules)
    assert [edition.period for edition in months if edition.kind == "monthly"] == ["2026-11"]


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Warsaw", "Pacific/Auckland"])
def test_every_period_is_closed_once_and_each_entry_is_in_one_where_the_time_zone_was_changed(zone):
    hours = [at(15, 0) + n * HOUR for n in range(72)]  # a Sunday, a Monday, a Tuesday
    posts = [entry(key=f"{n}", first_seen=hour, date=hour) for n, hour in enumerate(hours)]
    rules = DigestRules(per_day=99, per_digest=99)
    recorded = close(entries=posts[:25], now=at(16, 1), rules=rules)
    recorded += close(recorded, entries=posts, now=at(29), zone=zone, rules=rules)
    periods = [edition.period for edition in recorded]
    keys = [e.key for edition in recorded for part in edition.parts for e in part.entries]
    assert len(set(periods)) == len(periods)
    assert sorted(keys) == sorted(e.key for e in posts)


@pytest.mark.D6
@given(
    st.lists(st.integers(0, 60), max_size=8),
    st.lists(st.integers(0, 80), min_size=1, max_size=5),
    st.sampled_from(["UTC", "Europe/Warsaw", "America/New_York", "Pacific/Auckland"]),
)
def test_however_often_closing_happens_every_period_is_closed_once_and_each_entry_is_in_one(
    days, closings, zone
):
    start = datetime(2026, 10, 1, tzinfo=UTC)
    posts = [
        entry(key=f"{n}", first_seen=start + d * timedelta(days=1)) for n, d in enumerate(days)
    ]
    rules = DigestRules(daily=True, monthly=True, per_day=99, per_digest=99)
    recorded = []
    for closing in sorted(closings):
        now = start + closing * timedelta(days=1)
        came = [e for e in posts if e.first_seen <= now]
        recorded += close(recorded, entries=came, now=now, zone=zone, rules=rules)
    for kind in ("daily", "weekly", "monthly"):
        row = [edition for edition in recorded if edition.kind == kind]
        assert [edition.ends for edition in row[:-1]] == [edition.starts for edition in row[1:]]
        keys = [e.key for edition in row for part in edition.parts for e in part.entries]
        assert len(set(keys)) == len(keys)


@pytest.mark.B5
def test_a_clock_that_ran_a_year_ahead_and_was_put_right_loses_no_news():
    """B5: what comes in later belongs to periods that are closed too early by then, or closed empty."""
    ahead = close(entries=[news(17)], now=at(20, month=11).replace(year=2027))
    assert len(ahead) == 52
    again = close(ahead, entries=[news(17), news(19)], now=at(23))
    assert [e.key for part in again[0].parts for e in part.entries] == ["19-01", "17-01"]
    recorded = {edition.period: edition for edition in (*ahead, *again)}.values()
    (next_week,) = close(recorded, entries=[news(17), news(19), news(25)], now=at(30))
    assert [e.key for part in next_week.parts for e in part.entries] == ["25-01"]


def test_a_clock_that_ran_far_behind_closes_nothing_again():
    recorded = close(entries=[news(2), news(17)], now=at(23))
    assert close(recorded, entries=[news(2), news(17)], now=at(1).replace(year=1970)) == []
    assert close(recorded, entries=[news(2), news(17)], now=at(23)) == []


# --- what is not closed yet ---------------------------------------------------------------------


def open_now(recorded=(), now=NOW, zone="UTC", entries=(), rules=None) -> list[str]:
    """The open editions, each with the number of its entries."""
    rules = config(partner(), digest=rules or DigestRules(), about=About(timezone=zone))
    found = open_editions(rules, {"ledger": state(*entries)}, recorded, now)
    return [f"{e.period}: {sum(len(p.entries) for p in e.parts)}" for e in found]


def test_the_running_period_is_open_and_so_is_every_one_that_ended_unrecorded():
    posts = [news(10), news(17), news(18)]
    assert open_now(entries=posts) == ["2026-W46: 1", "2026-W47: 2"]
    assert open_now(close(entries=posts), entries=posts) == ["2026-W47: 2"]
    assert open_now(close(entries=posts), entries=posts, now=at(24)) == [
        "2026-W47: 2",
        "2026-W48: 0",
    ]


def test_a_period_that_is_recorded_is_not_open_even_where_the_clock_went_back():
    assert open_now(close(entries=[news(17)], now=at(24)), entries=[news(17)]) == []


def test_periods_that_a_clock_ran_past_are_open_when_their_time_comes():
    ahead = close(entries=[news(10)], now=at(20).replace(year=2027))
    shown = visible_editions(ahead, NOW)
    assert [edition.period for edition in shown] == ["2026-W46"]
    assert open_now(shown, entries=[news(10), news(17)]) == ["2026-W47: 1"]


def test_the_running_period_is_that_of_the_sites_zone():
    new_year, rules = at(31, 23, month=12), DigestRules(daily=True)
    assert open_now(now=new_year, rules=rules) == ["2026-12-31: 0", "2026-W53: 0"]
    in_warsaw = open_now(now=new_year, rules=rules, zone="Europe/Warsaw")
    assert in_warsaw == ["2027-01-01: 0", "2026-W53: 0"]


def test_news_from_a_clock_that_ran_ahead_does_not_hide_the_running_period():
    assert open_now(entries=[news(27)]) == ["2026-W47: 0"]


@pytest.mark.K2
def test_what_is_left_out_of_an_edition_is_told_with_the_reason() -> None:
    """Of ann four posts of one day, of ben eight of four days; of cyd one that ann has; dan has one."""
    ann = at_home("ann", (news(16, n, hour=n + 1) for n in range(4)))
    ben = at_home("ben", (news(16 + n // 2, n) for n in range(8)))
    same = news(18, 9, link="https://ann.example/one")
    states = {
        "ann": state(*ann, replace(same, key="a"), id="ann"),
        "cyd": state(replace(same, key="c", first_seen=at(19)), news(21, title="X"), id="cyd"),
        "ben": state(*ben, id="ben"),
        "dan": state(*at_home("dan", [news(20)]), id="dan"),
    }
    made = choice(config(*map(named, IDS), digest=DigestRules(share=40)), states, week())
    told = sorted((one.partner, one.reason, one.of) for one in made.left_out)
    assert told == [
        ("ann", "per_day", ""),
        *[("ben", "per_digest", "")] * 3,
        ("ben", "share", ""),
        ("cyd", "copy", "Ann"),
    ]
    shown = sum(len(part.entries) for part in made.edition.parts)
    assert shown + len(told) == sum(len(one.entries) for one in states.values())
