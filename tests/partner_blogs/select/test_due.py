"""Between a build and the next due instant, the clock changes nothing of what is selected (B2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.partner_blogs.make import NOW, ago, config, entry, partner, state

from frontdesk.core.memory.model import KnownPost
from partner_blogs.model.config import Config
from partner_blogs.model.digest import Edition
from partner_blogs.model.state import Entry
from partner_blogs.publish.selection import select
from partner_blogs.select.due import due_instants
from partner_blogs.select.own_posts import OwnPost, OwnPosts
from partner_blogs.select.status import status_rows

pytestmark = [pytest.mark.B2, pytest.mark.S6]

DAY_ENDS = datetime(2026, 11, 23, tzinfo=UTC)


def dues(
    entries: Sequence[Entry] = (),
    editions: Sequence[Edition] = (),
    own: Sequence[KnownPost] = (),
    **fields: object,
) -> list[datetime]:
    """The instants to come, in their order."""
    found = due_instants(config(partner(**fields)), {"ledger": state(*entries)}, editions, own, NOW)
    return sorted({one for one in found if one > NOW})


def test_a_day_ends() -> None:
    assert dues(quiet_after=None) == [DAY_ENDS]


def test_a_blog_turns_quiet_when_its_newest_post_is_older_than_it_may_be() -> None:
    posts = [entry(1, date=ago(days=90, hours=-3)), entry(2, date=ago(days=95))]
    turns = NOW + timedelta(hours=3, seconds=1)
    assert dues(posts, quiet_after=90) == [turns, DAY_ENDS]
    assert dues(posts, quiet_after=None) == [DAY_ENDS]


def test_a_post_leaves_the_lists_when_it_is_older_than_it_may_be() -> None:
    posts = [entry(n, date=ago(days=5, hours=-n)) for n in (3, 2, 1)]
    leave = [NOW + timedelta(hours=n, seconds=1) for n in (1, 2, 3)]
    assert dues(posts, max_age=5, quiet_after=None) == [*leave, DAY_ENDS]
    assert dues(posts, max_age=5, limit=1, quiet_after=None) == [leave[2], DAY_ENDS]


def test_a_digest_that_a_fast_clock_closed_counts_from_then_on() -> None:
    closed = NOW + timedelta(hours=2)
    edition = Edition(
        kind="daily", period="2026-11-21", starts=ago(days=1), ends=NOW, closed=closed
    )
    assert dues(editions=[edition], quiet_after=None) == [closed, DAY_ENDS]


@pytest.mark.parametrize("is_new", [True, False])
def test_an_own_post_that_is_not_published_yet_gets_too_old_to_be_news(is_new: bool) -> None:
    came = NOW if is_new else ago(days=1)
    written = ago(days=30, hours=-1)
    known = KnownPost(
        id="a", path="a.md", title="A", summary="", url="a", date=written,
        first_published=came, came_out=came,
    )  # fmt: skip
    too_old = [NOW + timedelta(hours=1, seconds=1)] if is_new else []
    assert dues(own=[known], quiet_after=None) == [*too_old, DAY_ENDS]


HOURS = st.integers(-72, 24 * 5)


@st.composite
def stores(draw: st.DrawFn) -> tuple[Config, dict[str, object], tuple[Edition, ...]]:
    ids = draw(st.lists(st.sampled_from(["ledger", "lamp", "desk"]), min_size=1, unique=True))
    partners, states = [], {}
    for id_ in ids:
        posts = [
            entry(
                n,
                key=f"{id_} {n}",
                title=draw(st.sampled_from(["One of us", "Fees and how to say them", "Calls"])),
                date=draw(st.none() | HOURS.map(lambda hours: ago(hours=hours, seconds=7))),
                first_seen=ago(hours=draw(HOURS)),
                arrival=draw(st.sampled_from(["news", "backfill", "old"])),
            )
            for n in range(draw(st.integers(0, 4)))
        ]
        limits = {
            name: draw(st.none() | st.integers(1, 4))
            for name in ("quiet_after", "max_age", "limit")
        }
        address = f"https://{id_}.example/feed"
        partners.append(partner(id=id_, name=id_, feed=address, **limits))
        states[id_] = state(*posts, id=id_, feed=address)
    editions = tuple(
        Edition(
            kind="daily",
            period=f"{ends - timedelta(days=1):%Y-%m-%d}",
            starts=ends - timedelta(days=1),
            ends=ends,
            closed=draw(st.none() | st.just(ago(hours=draw(HOURS)))),
        )
        for ends in [DAY_ENDS - timedelta(days=draw(st.integers(1, 3)))]
    )
    return config(*partners), states, editions


@settings(deadline=None, max_examples=150)
@given(stores(), st.floats(0, 1))
def test_until_then_the_same_is_selected(
    made: tuple[Config, dict[str, object], tuple[Edition, ...]], part: float
) -> None:
    listed, states, editions = made
    instants = due_instants(listed, states, editions, (), NOW)  # type: ignore[arg-type]
    due = min(one for one in instants if one > NOW)
    seconds = int(((due - NOW).total_seconds() - 1) * part)

    def shown(now: datetime) -> object:
        post = OwnPost(
            title="Calls", link="https://us.example/a", text="x", date=ago(days=2), since=now
        )
        own = OwnPosts([post])
        chosen = select(listed, states, editions, now, own)  # type: ignore[arg-type]
        return chosen, status_rows(listed, states, now, own)  # type: ignore[arg-type]

    assert shown(NOW) == shown(NOW + timedelta(seconds=seconds))
