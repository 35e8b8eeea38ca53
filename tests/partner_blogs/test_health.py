from __future__ import annotations

import pytest
from tests.partner_blogs.make import NOW, ago, entry, partner, state

from partner_blogs.health import newest_entry_date, partner_health
from partner_blogs.model.report import PartnerHealth

ANSWERED = state(entry(1))
FAILED = state(entry(1), problem="did not answer", failures=1)
GONE = state(entry(1), problem="is gone for good (410)", trouble="gone", failures=1)


def stands(known=ANSWERED, **fields) -> PartnerHealth:
    return partner_health(partner(**{"quiet_after": 90} | fields), known, NOW)


def silent(**length) -> PartnerHealth:
    return stands(state(entry(1, date=ago(**length)), entry(2, date=ago(days=999))))


@pytest.mark.parametrize("status", ["retired", "removed"])
@pytest.mark.parametrize("known", [None, ANSWERED, FAILED, GONE])
def test_what_the_editor_decided_comes_first(status, known):
    expected = PartnerHealth(state=status, reason="the shop is sold")
    assert stands(known, status=status, reason="the shop is sold", feed=None) == expected


@pytest.mark.parametrize("fields", [{"feed": None}, {"poll": False}])
@pytest.mark.parametrize("known", [None, ANSWERED, FAILED, GONE])
def test_a_partner_that_is_never_asked_is_a_link(fields, known):
    assert stands(known, **fields) == PartnerHealth(state="link")
    assert stands(known, reason="asks us not to", **fields).reason == "asks us not to"


@pytest.mark.parametrize("known", [None, state(last_try=None)])
def test_a_partner_that_was_not_asked_yet_waits(known):
    assert stands(known) == PartnerHealth(state="waiting", reason="not checked yet")


@pytest.mark.parametrize(
    "trouble",
    [{}, {"problem": "is gone", "trouble": "gone"}, {"moved_to": "https://new.example/feed"}],
    ids=["none", "gone", "moved"],
)
def test_a_feed_that_was_changed_on_the_list_waits_and_has_left_its_trouble_behind(trouble):
    known = state(entry(99), feed="https://old.example/feed", **trouble)
    reason = "its feed address was changed on the list; the next refresh will use the new one"
    assert stands(known) == PartnerHealth(state="waiting", reason=reason)


@pytest.mark.P4
def test_a_feed_that_is_gone_retires_its_partner():
    found = stands(GONE)
    assert (found.state, found.reason) == ("retired", "is gone for good (410)")


@pytest.mark.O1
def test_a_failure_is_told_in_its_own_words():
    assert stands(FAILED) == PartnerHealth(state="failing", reason="did not answer")


@pytest.mark.O1
@pytest.mark.P4
@pytest.mark.parametrize(
    ("trouble", "advice"),
    [
        ("gone", ["status: retired", "discover"]),
        ("refused", ["write to them", "poll: no", "line 7 of feeds.yaml"]),
        ("blocked", ["write to them", "poll: no", "line 7 of feeds.yaml"]),
        ("missing", ["discover", "change line 7 of feeds.yaml"]),
        ("no-feed", ["discover", "change line 7 of feeds.yaml"]),
        ("parked", ["status: retired"]),
        ("private", ["change line 7 of feeds.yaml", "trial", "--allow-private-addresses"]),
    ],
)
def test_each_trouble_comes_with_what_to_do_about_it(trouble, advice):
    known = state(entry(1), problem="did not work", trouble=trouble, failures=1)
    found = stands(known, feed_line=7).advice
    assert all(words in found for words in advice)


def test_where_nothing_can_be_done_nothing_is_advised():
    assert stands(state(entry(1), problem="x", trouble="other")).advice is None
    assert stands(ANSWERED).advice is None


@pytest.mark.P4
@pytest.mark.parametrize("problem", [None, "has moved to new.example, another host"])
def test_a_feed_that_has_moved_is_advised_with_its_line_and_its_new_address(problem):
    known = state(entry(1), moved_to="https://new.example/feed", problem=problem)
    advice = "change line 7 of feeds.yaml to feed: https://new.example/feed"
    assert stands(known, feed_line=7).advice == advice


def test_a_quiet_partner_whose_feed_has_moved_is_advised_as_well():
    found = stands(state(entry(99), moved_to="https://new.example/feed"), feed_line=7)
    assert found.state == "quiet"
    assert found.advice == "change line 7 of feeds.yaml to feed: https://new.example/feed"


@pytest.mark.W8
def test_a_partner_is_quiet_after_more_than_its_days_of_silence():
    assert silent(days=90) == PartnerHealth(state="active")
    assert silent(days=90, seconds=1) == PartnerHealth(state="quiet", since=ago(days=90, seconds=1))


def test_a_partner_for_whom_silence_never_counts_is_not_quiet():
    old = state(entry(date=ago(days=4000)))
    assert stands(old, quiet_after=None) == PartnerHealth(state="active")


@pytest.mark.parametrize("known", [state(), state(entry(date=None))])
def test_nobody_is_called_quiet_for_want_of_a_date(known):
    assert stands(known) == PartnerHealth(state="active")


@pytest.mark.parametrize(
    ("known", "newest"),
    [
        (None, None),
        (state(), None),
        (state(entry(date=None)), None),
        (state(entry(1, date=None), entry(2), entry(1)), ago(days=1)),
    ],
)
def test_the_newest_date_is_that_of_any_entry_that_has_one(known, newest):
    assert newest_entry_date(known) == newest
