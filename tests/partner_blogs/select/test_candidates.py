"""Which entries go into digests and feeds, and from when on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.partner_blogs.make import ago, config, entry, partner, state

from partner_blogs.select.candidates import find_candidates

ARRIVALS = st.sampled_from(["news", "backfill", "old"])
DATES = st.none() | st.integers(0, 50)


@pytest.mark.D1
@given(st.lists(st.tuples(ARRIVALS, st.integers(0, 50), DATES), max_size=12), st.integers(0, 50))
def test_those_since_a_time_are_all_without_the_earlier_ones(rows, days):
    posts = [
        entry(
            n,
            arrival=arrival,
            first_seen=ago(days=seen),
            date=None if date is None else ago(days=date),
        )
        for n, (arrival, seen, date) in enumerate(rows)
    ]
    known = config(partner(language="pl", exclude=("Post 3",)))
    states = {"ledger": state(*posts)}
    since = ago(days=days)
    everything = find_candidates(known, states)
    late = tuple(one for one in everything if one.time >= since)
    assert find_candidates(known, states, since) == late
